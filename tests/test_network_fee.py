"""What large users pay for the network by the kW: who is billed how, what it does to loads and stores, and sums."""

import numpy as np
import pytest
from scipy.optimize import linprog

from abm.region import load_region
from agents.firm.network_fee import NetworkFee, highest_kw, kept_below, lines_of
from agents.firm.store_limits import PARTS, Cell, turns_under_demand_fee
from agents.firm.stores import best_turns
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry, tariff

FEE = (12 * 32.8 * 0.9, 12 * 20.55)  # CNY a year per kW and kVA: Shanxi
WEIGHT = np.array([150.0, 215.0])
FLAT = np.full((1, 2, 24), 1.0 / 8760.0)
PEAKED = FLAT * (1.0 + 0.2 * np.cos((np.arange(24) - 14.0) * np.pi / 12.0))
CELL = Cell(2, 0.85, 0.05)
PER_DAY = np.array([FEE[0] / 365.0])


def test_who_fills_his_transformer_less_than_the_ratio_of_the_fees_is_billed_by_load():
    """20.55 / (0.9 x 32.8) = 0.696: a third of lines between 0.6 and 0.9; nobody where there is no fee."""
    lines = lines_of(NetworkFee(*np.array([[FEE[0]], [FEE[1]]])), FLAT, WEIGHT, (0.6, 0.9))
    assert (lines.is_by_load[0] == (lines.fullness < FEE[1] / FEE[0])).all()
    assert lines.by_load_share == pytest.approx([(0.696 - 0.6) / 0.3], abs=1 / len(lines.fullness))
    assert not lines_of(NetworkFee(*np.zeros((2, 1))), FLAT, WEIGHT, (0.6, 0.9)).is_by_load.any()


def test_a_day_stands_for_the_days_of_a_month_so_its_highest_load_does_too():
    load = np.ones((2, 24))
    load[1, 9] = 3.0
    assert highest_kw(load, WEIGHT) == pytest.approx((150.0 * 1.0 + 215.0 * 3.0) / 365.0)


def test_work_stays_below_the_load_that_is_paid_for_and_the_day_keeps_its_energy():
    load = np.array([[1.0, 2.0, 4.0, 1.0]])
    assert kept_below(load, np.array([[3.0]])) == pytest.approx(np.array([[1.25, 2.5, 3.0, 1.25]]))
    assert kept_below(load, np.array([[2.4]])) == pytest.approx(np.array([[1.6, 2.4, 2.4, 1.6]]))
    assert np.array_equal(kept_below(load, np.array([[4.0]])), load)


def test_a_store_fills_slowly_on_top_of_a_flat_load_and_not_at_all_where_the_fee_is_ten_times_as_high():
    """At full power 1 / 0.85 kW more of highest load would cost 1.14 CNY a day, about all that two turns earn."""
    price, load = tariff()[None], FLAT * 8760.0 / 0.05
    free, slow = best_turns(price, 2, 0.85, 0.05), turns_under_demand_fee(price, load, PER_DAY, CELL)
    assert free.charge_kwh.max() == pytest.approx(1 / 0.85)
    assert slow.charge_kwh.max() == pytest.approx(0.25 / 0.85)
    assert 0.0 < slow.discharge_kwh.sum() <= free.discharge_kwh.sum()
    assert not turns_under_demand_fee(price, load, 10.0 * PER_DAY, CELL).net_kwh.any()
    below = turns_under_demand_fee(price, PEAKED * 8760.0 / 0.05, 10.0 * PER_DAY, CELL)  # where it can, it fills below
    assert below.discharge_kwh.sum() > 0.0
    assert (PEAKED * 8760.0 / 0.05 + below.net_kwh).max() < PEAKED.max() * 8760.0 / 0.05


def test_without_a_fee_it_turns_as_any_store_does_that_is_empty_at_midnight():
    price, load = np.full((1, 1, 24), 0.5), np.ones((1, 1, 24))
    price[..., 2:4], price[..., 18:20], load[..., 12] = 0.2, 0.9, 9.0
    turns = turns_under_demand_fee(price, load, np.zeros(1), CELL)
    assert np.array_equal(turns.net_kwh, best_turns(price, 2, 0.85, 0.05).net_kwh)


def test_at_a_flat_price_it_turns_only_to_lower_a_peak():
    price = np.full((1, 2, 24), 0.5)
    load = PEAKED * 8760.0 / 0.05
    turns = turns_under_demand_fee(price, load, PER_DAY, CELL)
    lower = highest_kw(load, WEIGHT) - highest_kw(load + turns.net_kwh, WEIGHT)
    assert 0.2 < lower[0] < 1.0  # kW by a kW of store
    assert not turns_under_demand_fee(price, load, np.zeros(1), CELL).net_kwh.any()


@pytest.mark.parametrize(("load", "least"), [(PEAKED, 0.9), (FLAT, 0.85)])
def test_a_linear_programme_with_any_power_and_any_limit_finds_little_more(load, least):
    """Charge, discharge, level and highest load as columns; ours knows quarters of the power and a few limits."""
    price, kw = tariff(), load[0] * 8760.0 / 0.05
    turns = turns_under_demand_fee(price[None], kw[None], PER_DAY, CELL)
    net, given = turns.net_kwh[0, 0], turns.discharge_kwh[0, 0].sum()
    ours = -(net * price[0]).sum() - 0.05 * given - PER_DAY[0] * ((kw[0] + net).max() - kw[0].max())
    eye, back, none = np.eye(24), np.roll(np.eye(24), -1, axis=1), np.zeros((24, 1))
    balance = np.hstack([0.85 * eye, -eye, back - eye, none])
    below = np.hstack([eye, -eye, np.zeros((24, 24)), -np.ones((24, 1))])
    cost = np.concatenate([price[0], 0.05 - price[0], np.zeros(24), PER_DAY])
    bounds = [(0, 1 / 0.85)] * 24 + [(0, 1)] * 24 + [(0, 2)] * 24 + [(0, None)]
    best = linprog(cost, A_ub=below, b_ub=-kw[0], A_eq=balance, b_eq=np.zeros(24), bounds=bounds).fun
    best = PER_DAY[0] * kw[0].max() - best
    assert least * best <= ours <= best * (1.0 + 1e-9)


def test_a_store_under_the_fee_stays_between_empty_and_full_and_within_its_power():
    turns = turns_under_demand_fee(tariff()[None], PEAKED * 8760.0 / 0.05, PER_DAY, CELL)
    level = np.cumsum(0.85 * turns.charge_kwh - turns.discharge_kwh, axis=-1)
    assert level.min() >= -1e-9 and level.max() <= 2.0 + 1e-9
    assert level[..., -1] == pytest.approx(np.zeros((1, 2)), abs=1e-9)
    assert np.array_equal(turns.discharge_kwh * PARTS, np.round(turns.discharge_kwh * PARTS))


def test_the_fee_by_the_kw_is_taken_off_the_price_by_the_kwh_so_all_together_pay_what_they_paid():
    bills = []
    for by_kw in ((0.0, 0.0), FEE):
        industry = new_industry(firm_world(load_region("luliang"), until=2021))
        year = FirmYear(industry, firm_signals(industry, 2020, tariff(1.0, 1.0), by_kw=by_kw))
        bills.append(industry.power.bill_cny.sum())
        paid = {item: cny.sum() for item, _, _, cny in year.ledger.payments}
        by_load = paid.get("network fee by load", 0.0)
        assert paid["electricity"] + by_load == pytest.approx(bills[-1], rel=1e-12)
        assert by_load == pytest.approx(industry.power.by_kw_cny.sum(), rel=1e-12)
    assert bills[1] == pytest.approx(bills[0], rel=1e-12)  # nobody moves anything at a flat price
    assert 0.05 < by_load / bills[1] < 0.1


def test_who_moves_work_saves_no_more_than_he_did_and_nobodys_highest_load_rises_where_it_is_billed():
    saved = []
    for by_kw in ((0.0, 0.0), (FEE[0], 1e9)):
        industry = new_industry(firm_world(load_region("luliang"), until=2021))
        FirmYear(industry, firm_signals(industry, 2020, tariff(), by_kw=by_kw))
        saved.append(industry.power.saved_share)
        shapes = industry.power_use.shapes
    assert 0.0 < saved[1] < 1.2 * saved[0]
    free = np.array([shape.max() for shape in shapes])
    assert free.min() > 0.0


def test_a_price_that_stays_the_same_carries_more_spread_when_part_of_it_goes_by_the_kw():
    """What is left by the kWh is lower, so dear hours weigh more against cheap ones; continuous works pay less."""
    industry = new_industry(firm_world(load_region("luliang"), until=2021))
    FirmYear(industry, firm_signals(industry, 2020, tariff(1.0, 1.0), by_kw=FEE))
    power, book = industry.power, industry.book
    kwh = book.output_t * book.kwh_per_t_now()
    per_kwh = industry.yard.by_product(power.bill_cny) / np.maximum(industry.yard.by_product(kwh), 1.0)
    names = {name: i for i, name in enumerate(industry.power_use.sectors)}
    assert per_kwh[names["aluminium"]] < 0.5 < per_kwh[names["coal_mining"]]
