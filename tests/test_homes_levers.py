"""What the levers of homes do to what homes perceive."""

import numpy as np
import pytest

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


def test_every_lever_of_homes_keeps_the_signals_it_got_as_they_are(signals):
    before = signals.heating.purchase_subsidy_cny.copy()
    for lever in ("coal_to_electricity_purchase_subsidy", "biomass_stove_subsidy", "clean_heating_programme"):
        pulled(signals, lever, all_levers()[lever].high)
    assert (signals.heating.purchase_subsidy_cny == before).all()
