"""What large users pay for the network by the kW: who is billed how, what it does to loads and stores, and sums."""

import numpy as np
import pytest

from abm.region import load_region
from agents.firm.network_fee import NetworkFee, highest_kw, kept_below, lines_of
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry, tariff

FEE = (12 * 32.8 * 0.9, 12 * 20.55)  # CNY a year per kW and kVA: Shanxi
WEIGHT = np.array([150.0, 215.0])
FLAT = np.full((1, 2, 24), 1.0 / 8760.0)


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
