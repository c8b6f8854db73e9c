"""What the levers of homes do to what homes perceive."""

import numpy as np
import pytest

from abm import simulate
from agents.household.heaters import BIOMASS, ELECTRIC, RAW_COAL
from policies.registry import all_levers
from tests.home_world import home_world, homes_of, signals_of

ALL = {channel: np.ones(2) for channel in ("", "subsidy", "inspection", "construction", "campaign", "training")}
HALF = {**ALL, "subsidy": np.array([1.0, 0.5])}


@pytest.fixture(scope="module")
def signals():
    return signals_of(homes_of(home_world(300)), 2027)


def pulled(signals, lever, value, delivery=ALL):
    return all_levers()[lever].apply(signals, value, delivery)


def test_a_subsidy_reaches_the_ground_as_far_as_the_county_delivers_it(signals):
    subsidy = pulled(signals, "coal_to_electricity_purchase_subsidy", 6000.0, HALF).heating.purchase_subsidy_cny
    assert (subsidy[0, list(ELECTRIC)] == 6000).all()
    assert (subsidy[1, list(ELECTRIC)] == 3000).all()
    assert subsidy[:, [RAW_COAL, BIOMASS]].sum() == 0


def test_purchase_levers_leave_each_other_alone(signals):
    both = pulled(signals, "biomass_stove_subsidy", 1500.0)
    both = pulled(both, "coal_to_electricity_purchase_subsidy", 6000.0)
    other = pulled(signals, "coal_to_electricity_purchase_subsidy", 6000.0)
    other = pulled(other, "biomass_stove_subsidy", 1500.0)
    assert (both.heating.purchase_subsidy_cny == other.heating.purchase_subsidy_cny).all()
    assert both.heating.purchase_subsidy_cny[0, BIOMASS] == 1500


def test_the_zone_grows_by_a_share_of_what_lies_outside(signals):
    now = signals.heating.no_coal_zone_share
    grown = pulled(signals, "no_coal_zone_extent", 0.5).heating.no_coal_zone_share
    assert grown == pytest.approx(now + 0.5 * (1 - now))


@pytest.mark.parametrize("ratio", [1.0, 1.77, 2.5, 5.0])
def test_the_residential_ratio_is_peak_over_valley_of_the_first_block(signals, ratio):
    electricity = pulled(signals, "residential_tou_ratio", ratio).electricity
    price = electricity.residential_tier_cny_per_kwh[0] + electricity.residential_tou_add_cny_per_kwh
    assert price.max() / price.min() == pytest.approx(ratio)
    assert price.min() > 0


@pytest.mark.parametrize("multiple", [0.0, 1.0, 1.5, 3.0])
def test_the_steps_of_the_blocks_stand_on_the_first_which_stays(signals, multiple):
    before = signals.electricity.residential_tier_cny_per_kwh
    after = pulled(signals, "residential_tier_steps", multiple).electricity
    steps = after.residential_tier_cny_per_kwh - before[0]
    assert steps == pytest.approx([0.0, multiple * (before[1] - before[0]), multiple * (before[2] - before[0])])
    assert after.heating_tariff_valley_cny_per_kwh == signals.electricity.heating_tariff_valley_cny_per_kwh
    assert multiple != 1.0 or (after.residential_tier_cny_per_kwh == before).all()  # as written, to the last bit


def test_dearer_steps_save_power_of_homes_that_use_much_and_pay_roofs_better():
    """0.777 CNY/kWh becomes 1.377 in the third block: -0.1 x ln 1.77 is 5.6 % less there, nothing in the first."""
    least, most = (
        simulate("current", "tiny", scale=1.0, settings={"residential_tier_steps": value}) for value in (1.0, 3.0)
    )
    used = (most.series("Homes|Electricity") / least.series("Homes|Electricity"))[2030:]
    assert ((used > 0.944) & (used < 1.0)).all()
    assert most.series("Homes|Rooftop PV")[2045] >= least.series("Homes|Rooftop PV")[2045]
    dearer = {
        group: most.series(f"Homes|Energy Bill|{group} Fifth")[2045]
        / least.series(f"Homes|Energy Bill|{group} Fifth")[2045]
        for group in ("Poorest", "Richest")
    }
    assert 1.0 < dearer["Poorest"] < dearer["Richest"]  # the rich use more, and pay the upper blocks


def test_every_lever_of_homes_keeps_the_signals_it_got_as_they_are(signals):
    before = signals.heating.purchase_subsidy_cny.copy()
    for lever in ("coal_to_electricity_purchase_subsidy", "biomass_stove_subsidy", "clean_heating_programme"):
        pulled(signals, lever, all_levers()[lever].high)
    assert (signals.heating.purchase_subsidy_cny == before).all()
