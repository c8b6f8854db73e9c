"""Levers on firms: each rewrites what is perceived, its own fields alone."""

from dataclasses import fields

import numpy as np
import pytest

from policies.levers import building_materials, circular, metals, punitive
from policies.levers import industry as support
from tests.industry_world import firm_signals, new_industry

CHANNELS = ("", "subsidy", "inspection", "construction", "campaign", "training")
OWN = {
    "punitive_surcharge": {"over_limit_cny_per_kwh", "far_over_limit_cny_per_kwh"},
    "differential_surcharge": {"differential_cny_per_kwh"},
    "tiered_tariff": {"tier_cny_per_kwh"},
    "no_preferential_price": {"preferential_cny_per_kwh"},
    "efficiency_standard": {"limit_per_t"},
    "inspection_rate": {"inspection"},
    "technical_renovation_grant": {"grant_share"},
    "demonstration_projects": {"demonstration"},
    "benchmark_enforcement": {"benchmark_order_share"},
    "zone_oven_benchmark": {"zone_order_share"},
    "least_oven_height": {"least_oven_height_m"},
    "dry_quenching_mandate": {"project_order_share"},
    "hydrogen_capacity_support": {"hydrogen_grant_share"},
    "methane_use_support": {"methane_support_cny_per_m3"},
    "steel_replacement_ratio": {"steel_replacement_ratio"},
    "coke_replacement_ratio": {"coke_replacement_ratio"},
    "scrap_recovery_support": {"scrap_support_cny_per_t"},
    "hydrogen_metallurgy_support": {"project_support_cny_per_t"},
    "alumina_capacity_cap": {"alumina_cap_share"},
    "green_power_trading_access": {"green_access_share"},
    "low_carbon_cell_support": {"project_grant_share"},
    "magnesium_retort_support": {"project_grant_share"},
    "clinker_substitution_support": {"clinker_support_cny_per_t"},
    "kiln_fuel_support": {"project_grant_share"},
    "cement_peak_staggering": {"kiln_months_stopped"},
    "solid_waste_utilization_subsidy": {"waste_support_cny_per_t"},
    "park_circularity_support": {"park_grant_share"},
    "waste_heat_district_heating": {"heat_grant_share"},
    "recycling_network_support": {"collection_share"},
    "retired_equipment_support": {"recovery_support_cny_per_t"},
}
LEVERS = {
    lever.id: lever
    for lever in (*punitive.LEVERS, *support.LEVERS, *metals.LEVERS, *building_materials.LEVERS, *circular.LEVERS)
}


@pytest.fixture(scope="module")
def signals():
    return firm_signals(new_industry(), 2025)


def delivery(share):
    return {channel: np.full(2, share if channel else 1.0) for channel in CHANNELS}


def changed(before, after):
    names = set()
    for theme in ("industry", "norms", "investment", "materials"):
        one, other = getattr(before, theme), getattr(after, theme)
        names |= {f.name for f in fields(one) if not np.array_equal(getattr(one, f.name), getattr(other, f.name))}
    return names


def test_every_lever_on_firms_is_listed_here():
    assert set(LEVERS) == set(OWN)


@pytest.mark.parametrize("name", sorted(OWN))
def test_a_lever_changes_its_own_fields_and_no_others(name, signals):
    lever = LEVERS[name]
    moved = set()
    for value in (lever.low, lever.high):
        moved |= changed(signals, lever.apply(signals, value, delivery(0.8)))
    assert moved <= OWN[name]
    assert moved


@pytest.mark.parametrize("name", sorted(OWN))
def test_a_lever_leaves_the_signals_it_is_given_as_they_are(name, signals):
    lever = LEVERS[name]
    before = {f.name: np.array(getattr(signals.industry, f.name)) for f in fields(signals.industry)}
    lever.apply(signals, lever.high, delivery(0.8))
    for field, value in before.items():
        assert np.array_equal(getattr(signals.industry, field), value), field


def test_one_times_the_national_rates_is_the_national_rates_bit_for_bit(signals):
    for name in ("differential_surcharge", "tiered_tariff"):
        assert changed(signals, LEVERS[name].apply(signals, 1.0, delivery(1.0))) == set()


def test_half_strictness_lies_half_way_to_the_benchmark_and_never_loosens(signals):
    after = LEVERS["efficiency_standard"].apply(signals, 0.5, delivery(1.0)).industry
    before = signals.industry
    assert (after.limit_per_t <= before.limit_per_t).all()
    half = 0.5 * (before.limit_per_t[1] + before.benchmark_per_t[1])
    assert after.limit_per_t[1] == pytest.approx(half)


def test_what_a_county_does_not_deliver_does_not_reach_its_firms(signals):
    for name in ("inspection_rate", "technical_renovation_grant", "benchmark_enforcement"):
        lever = LEVERS[name]
        full, half = (lever.apply(signals, lever.high, delivery(share)).industry for share in (1.0, 0.5))
        (field,) = OWN[name]
        assert getattr(half, field) == pytest.approx(0.5 * getattr(full, field))
