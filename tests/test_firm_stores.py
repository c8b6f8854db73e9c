"""Stores of firms behind their meters: turns, room, choice, and sums that close."""

import numpy as np
import pytest
from scipy.optimize import linprog

from abm.industry.stores import FirmStores, Market
from agents.firm.network_fee import Lines, NetworkFee, lines_of
from agents.firm.projects import Purse
from agents.firm.stores import Turns, best_turns, lasts_years, room_kw
from tests.industry_world import FirmYear, firm_signals, new_industry, tariff


def day(*dear_hours: int, dear: float = 0.9, cheap: float = 0.3) -> np.ndarray:
    """Return (1, 24) CNY/kWh, dear in the hours named."""
    price = np.full((1, 24), cheap)
    price[0, list(dear_hours)] = dear
    return price


def earned(turns: Turns, price: np.ndarray) -> float:
    return float(-(turns.net_kwh * price).sum())


def test_a_store_of_two_hours_gives_two_dear_hours_and_takes_what_it_loses_as_well():
    """Two hours at 0.9, and 2 / 0.8 = 2.5 kWh at 0.3: 1.8 - 0.75 = 1.05 CNY."""
    price = day(18, 19)
    turns = best_turns(price, 2, 0.8, 0.0)
    assert turns.discharge_kwh.sum() == 2.0 and turns.charge_kwh.sum() == pytest.approx(2.5)
    assert (turns.discharge_kwh[0, 18:20] == 1.0).all()
    assert earned(turns, price) == pytest.approx(1.05)


def test_two_peaks_are_two_turns_only_where_cheap_hours_lie_between_them():
    apart, together = day(8, 9, 18, 19), day(16, 17, 18, 19)
    assert best_turns(apart, 2, 0.8, 0.0).discharge_kwh.sum() == 4.0
    assert best_turns(together, 2, 0.8, 0.0).discharge_kwh.sum() == 2.0


def test_what_midnight_cuts_in_two_is_one_night_for_a_store():
    """Dear until one o'clock: the store comes full over midnight, charged the evening before."""
    turns = best_turns(day(0), 1, 1.0, 0.0)
    assert turns.discharge_kwh[0, 0] == 1.0 and turns.charge_kwh[0].sum() == 1.0


def test_no_turn_at_a_flat_price_nor_where_it_does_not_earn_losses_and_wear():
    """0.5 - 0.4 / 0.8 = 0 pays nothing; 0.6 - 0.5 = 0.1 lies below a wear of 0.11 and above one of 0.09."""
    assert not best_turns(np.full((1, 24), 0.5), 2, 0.85, 0.0).net_kwh.any()
    assert not best_turns(day(18, dear=0.5, cheap=0.4), 1, 0.8, 0.01).discharge_kwh.any()
    assert not best_turns(day(18, dear=0.6, cheap=0.4), 1, 0.8, 0.11).discharge_kwh.any()
    assert best_turns(day(18, dear=0.6, cheap=0.4), 1, 0.8, 0.09).discharge_kwh.any()


def test_a_linear_programme_finds_nothing_better():
    """Charge, discharge and level of each hour as columns: 2 kWh of room, power 1 kW, round trip 0.85."""
    price = np.random.default_rng(1).uniform(0.2, 0.9, (3, 24))
    eye, back = np.eye(24), np.roll(np.eye(24), -1, axis=1)
    balance = np.hstack([0.85 * eye, -eye, back - eye])
    bounds = [(0, 1 / 0.85)] * 24 + [(0, 1)] * 24 + [(0, 2)] * 24
    for p in price:
        cost = np.concatenate([p, 0.05 - p, np.zeros(24)])
        best = -linprog(cost, A_eq=balance, b_eq=np.zeros(24), bounds=bounds).fun
        turns = best_turns(p[None], 2, 0.85, 0.05)
        assert earned(turns, p[None]) - 0.05 * turns.discharge_kwh.sum() == pytest.approx(best, rel=1e-9)


def test_the_level_stays_between_empty_and_full():
    price = np.random.default_rng(2).uniform(0.2, 0.9, (5, 24))
    turns = best_turns(price, 2, 0.85, 0.02)
    level = np.cumsum(0.85 * turns.charge_kwh - turns.discharge_kwh, axis=1)
    assert (np.ptp(np.concatenate([np.zeros((5, 1)), level], axis=1), axis=1) <= 2.0 + 1e-9).all()
    assert level[:, -1] == pytest.approx(np.zeros(5), abs=1e-9)


def test_room_is_the_load_in_dear_hours_or_what_the_transformer_leaves_in_cheap_ones():
    """At 18 h only 0.3 of 1: no more than 0.3 may be given. Else 1 / 0.8 - 1 = 0.25 is spare, and 0.25 x 0.8 = 0.2."""
    turns = best_turns(day(18)[None], 1, 0.8, 0.0)
    load = np.ones((1, 1, 24))
    assert room_kw(load, turns, np.array([0.8])) == pytest.approx(np.array([[0.2]]))
    load[0, 0, 18] = 0.3
    assert room_kw(load, turns, np.array([0.5])) == pytest.approx(np.array([[0.3]]))
    assert room_kw(load, turns, np.array([1.0])) == pytest.approx(np.array([[0.0]]))


def test_cells_last_so_many_turns_or_so_many_years():
    assert lasts_years(np.array([0.0, 300.0, 700.0]), 12.0, 7000.0) == pytest.approx([12.0, 12.0, 10.0])


def lines(load: np.ndarray, days, demand: float = 0.0, transformer: float = 0.0) -> Lines:
    """Return how lines of works with ``load`` are billed; fees in CNY a year."""
    fee = NetworkFee(np.full(len(load), demand), np.full(len(load), transformer))
    return lines_of(fee, load, days.weight, (0.6, 0.9))


def stores_after(
    ratio: float,
    cost_index: float = 0.3,
    demand: float = 0.0,
    transformer: float = 0.0,
) -> FirmStores:
    """Return a region's stores after one year in which all firms look, at peak over valley ``ratio``.

    ``demand`` and ``transformer`` are CNY a year per kW and kVA.
    """
    industry = new_industry()
    FirmYear(industry, firm_signals(industry, 2020))
    stores, n = industry.stores, len(industry.book)
    assert not stores.kw.any()  # nobody sells them in 2020
    kwh = industry.book.output_t * industry.book.kwh_per_t_now()
    products = len(industry.yard.rows)
    load = np.full((products, 2, 24), 1.0 / 8760.0)
    market = Market(
        tariffs_cny_per_kwh=tariff(0.5 * (1 + ratio / (1 + ratio)), 1.0 / (1 + ratio))[None],
        tariff_of=np.zeros(products, dtype=int),
        load=load,
        lines=lines(load, stores.days, demand, transformer),
        kwh=kwh,
        cost_index=cost_index,
        known_share=1.0,
    )
    purse = Purse(np.full((n, 1), 4.0), np.full(n, 1e12), np.zeros(n), 6.0)
    stores.decide(market, purse, np.ones(n, dtype=bool), 3.0)
    return stores


def test_a_wider_spread_brings_more_stores_and_a_dear_one_fewer():
    kw = [stores_after(ratio).kw.sum() for ratio in (1.3, 2.0, 4.0)]
    assert kw[0] < kw[1] < kw[2]
    assert stores_after(4.0, cost_index=1.0).kw.sum() < kw[2]


def test_what_meters_see_is_what_stores_lose_and_never_more_than_there_is_room_for():
    stores = stores_after(4.0)
    lost, hourly = stores.added_kwh()
    assert lost.sum() > 0.0
    assert stores.days.yearly(hourly).sum() == pytest.approx(lost.sum(), rel=1e-9)
    assert lost.sum() == pytest.approx(stores.discharged_kwh().sum() * (1 / stores.numbers.efficiency - 1), rel=1e-9)
    kwh = stores.book.output_t * stores.book.kwh_per_t_now()
    load = stores.yard.by_product(kwh)[:, None, None] / 8760.0
    assert (load + hourly >= -1e-6).all()
    least_full = stores.numbers.fullness_bounds[0]
    assert (load + hourly <= load / least_full + 1e-6).all()


def test_who_must_pay_for_his_highest_load_builds_less_and_who_may_pay_by_his_transformer_as_much():
    """A store that fills needs its line billed by the transformer: nobody has one where that costs a thousandfold."""
    free = stores_after(4.0).kw.sum()
    assert not stores_after(4.0, demand=354.0, transformer=354e3).kw.any()
    assert stores_after(4.0, demand=354.0, transformer=1.0).kw.sum() == pytest.approx(free, rel=1e-9)
    between = stores_after(4.0, demand=354.0, transformer=246.6)
    assert 0.8 * free < between.kw.sum() < free
    assert between.by_kw_cny.sum() > 0.0  # some are billed by their transformer who were not


def test_a_firm_that_has_closed_keeps_no_store_and_others_wear_out():
    stores = stores_after(4.0)
    stores.book.is_closed[0] = True
    before = stores.kw.copy()
    n = len(stores.book)
    products = len(stores.yard.rows)
    load = np.full((products, 2, 24), 1.0 / 8760.0)
    flat = np.full((1, 2, 24), 0.5)
    free, billed = np.zeros(products, dtype=int), lines(load, stores.days)
    market = Market(flat, free, load, billed, stores.book.output_t, 0.3, 1.0)
    stores.decide(market, Purse(np.full((n, 1), 4.0), np.zeros(n), np.zeros(n), 6.0), np.ones(n, dtype=bool), 3.0)
    assert stores.kw[0] == 0.0
    assert (stores.kw[1:] < before[1:])[before[1:] > 0].all()
    assert not stores.discharged_kwh().any()  # at a flat price they stand still


def test_bills_loads_and_payments_hold_the_stores_of_a_year():
    """The bill is what the meters saw at the tariff; makers and banks get what firms pay for stores."""
    industry = new_industry()
    years = [FirmYear(industry, firm_signals(industry, year, tariff())) for year in range(2020, 2027)]
    last, stores = years[-1], industry.stores
    assert stores.kw.sum() > 0.0
    e, index = industry.signals.electricity, industry.world.context("cost.storage", "index", 2026)
    assert np.array_equal(e.large_user_cny_per_kwh, e.small_business_cny_per_kwh)
    kwh = (industry.book.output_t * industry.book.kwh_per_t_now()).sum()
    assert industry.power.kwh.sum() == pytest.approx(kwh + stores.added_kwh()[0].sum(), rel=1e-12)
    paid = (last.loads.hourly_kwh.sum(axis=0) * e.large_user_cny_per_kwh).sum(axis=1) @ industry.world.days.weight
    assert industry.power.bill_cny.sum() == pytest.approx(paid, rel=1e-9)
    assert not industry.power.by_kw_cny.any()  # no fee by the kW in this world
    n = stores.numbers
    kept = {item: cny.sum() for item, _, _, cny in last.ledger.payments}["firm stores kept"]
    assert kept == pytest.approx(stores.kwh.sum() * n.capital_cny_per_kwh * index * n.kept_share)
