"""Load: firms move what their process lets them move, and night work costs."""

import numpy as np
import pytest

from abm.region import load_region
from agents.firm.load import moved_share, shifted
from tests.industry_world import CHEAP, DEAR, FirmYear, firm_signals, firm_world, new_industry, tariff

DAYS = np.array([150.0, 215.0])
FLAT = np.full((2, 24), 1.0 / 8760.0)
FREE = np.zeros(24)


def test_energy_of_each_day_stays():
    after = shifted(FLAT, tariff(), 0.2, FREE)
    assert after.sum(axis=1) == pytest.approx(FLAT.sum(axis=1), rel=1e-12)


def test_a_flat_price_or_a_process_that_cannot_moves_nothing():
    assert shifted(FLAT, tariff(1.0, 1.0), 0.2, FREE) == pytest.approx(FLAT, rel=1e-12)
    assert np.array_equal(shifted(FLAT, tariff(), 0.0, FREE), FLAT)


def test_the_ratio_of_two_hours_follows_their_prices_by_the_elasticity():
    """1.6 over 0.45 with 0.1: dear hours fall to (1.6 / 0.45) ** -0.1 = 0.881 of cheap ones."""
    after = shifted(FLAT, tariff(), 0.1, FREE)
    assert after[0, DEAR][0] / after[0, CHEAP][0] == pytest.approx((1.6 / 0.45) ** -0.1)


def test_a_premium_on_night_work_keeps_work_in_the_day():
    night = np.where(np.arange(24) < 6, 0.2, 0.0)
    free, paid = shifted(FLAT, tariff(), 0.1, FREE), shifted(FLAT, tariff(), 0.1, night)
    assert paid[:, :6].sum() < free[:, :6].sum()


def test_a_wider_ratio_moves_more_but_each_step_less():
    moved = [moved_share(FLAT, shifted(FLAT, tariff(1.6 * k, 0.45), 0.1, FREE), DAYS) for k in (1, 2, 3, 4)]
    steps = np.diff(moved)
    assert (steps > 0).all()
    assert (np.diff(steps) < 0).all()


def test_at_the_ratios_of_the_province_dear_hours_fall_about_five_per_cent_and_the_bill_about_two():
    """Measured in China: peak to valley -4.7 %, bill of large users -1.7 % (Li, Qiu and Fang 2025)."""
    industry = new_industry(firm_world(load_region("luliang"), until=2021))
    FirmYear(industry, firm_signals(industry, 2020, tariff()))
    assert -0.07 < industry.power.peak_to_valley_change < -0.03
    assert 0.008 < industry.power.saved_share < 0.025


def test_smelters_and_coke_ovens_hardly_move_while_mills_and_workshops_do():
    n = new_industry().power_use.numbers
    still = max(n.elasticity[sector] for sector in ("aluminium", "coking", "alumina"))
    assert still < 0.02 < 0.1 <= min(n.elasticity[sector] for sector in ("cement", "other_industry"))


def test_loads_carry_the_power_of_all_firms_and_the_ledger_the_same():
    industry = new_industry()
    year = FirmYear(industry, firm_signals(industry, 2020, tariff()))
    book = industry.book
    kwh = (book.output_t * book.kwh_per_t_now()).sum()
    assert year.loads.kwh.sum() == pytest.approx(kwh, rel=1e-12)
    assert industry.world.days.yearly(year.loads.hourly_kwh).sum() == pytest.approx(kwh, rel=1e-9)
    assert year.ledger.flow("used", "electricity").sum() == pytest.approx(kwh * 0.0036, rel=1e-12)
