"""Levers on projects, budgets, carbon and new plants: each rewrites what is perceived, its own fields alone."""

from dataclasses import fields

import numpy as np
import pytest

from abm.accounts.words import FUELS
from agents.firm.words import CHEMICALS, PROJECTS
from policies.levers import capture, carbon, entry, investment, limits
from tests.industry_world import firm_signals, new_industry

CHANNELS = ("", "subsidy", "inspection", "construction", "campaign", "training")
OWN = {
    "green_credit_discount": {"loan_discount_share"},
    "esco_support": {"esco_reach_share"},
    "coal_material_project_support": {"project_grant_share"},
    "efficient_equipment_subsidy": {"equipment_grant_share"},
    "equipment_standard_year": {"efficient_from_year"},
    "business_entry_support": {"business_support_cny"},
    "energy_budget_strictness": {"energy_budget_cut_share"},
    "efficiency_standard_year": {"coming_limit_per_t", "limit_per_t"},
    "research_fund": {"research_cny"},
    "disclosure_requirement": {"disclosing_share"},
    "export_carbon_price": {"border_carbon_cny_per_t"},
    "new_project_admission": {"admission_strictness"},
    "new_coal_chemical_approval": {"coal_chemistry_approved_t"},
    "feedstock_switch_support": {"coal_replaced_cny_per_tce"},
    "pilot_support": {"project_grant_share", "project_order_share"},
    "ccus_subsidy": {"capture_support_cny_per_t"},
}
FILES = (capture, carbon, entry, investment, limits)
LEVERS = {lever.id: lever for file in FILES for lever in file.LEVERS}


@pytest.fixture(scope="module")
def signals():
    return firm_signals(new_industry(), 2027)


def delivery(share):
    return {channel: np.full(2, share if channel else 1.0) for channel in CHANNELS}


def changed(before, after):
    names = set()
    for theme in ("industry", "investment"):
        one, other = getattr(before, theme), getattr(after, theme)
        names |= {f.name for f in fields(one) if not np.array_equal(getattr(one, f.name), getattr(other, f.name))}
    return names


def test_every_lever_of_these_files_is_listed_here():
    assert set(LEVERS) == set(OWN)


@pytest.mark.parametrize("name", sorted(OWN))
def test_a_lever_changes_its_own_fields_and_no_others(name, signals):
    moved = set()
    for value in (LEVERS[name].low, LEVERS[name].high):
        moved |= changed(signals, LEVERS[name].apply(signals, value, delivery(0.8)))
    assert moved and moved <= OWN[name]


def test_a_standard_is_known_three_years_before_it_binds(signals):
    lever, limit = LEVERS["efficiency_standard_year"], signals.industry.limit_per_t
    for year, known, binds in ((2027, True, True), (2030, True, False), (2031, False, False)):
        after = lever.apply(signals, float(year), delivery(1.0))
        assert (after.investment.coming_limit_per_t < limit).any() == known, year
        assert (after.industry.limit_per_t < limit).any() == binds, year


def test_support_of_cleaner_steam_is_paid_for_the_coal_that_it_replaces():
    """300 CNY per tce, 4 GJ of coal a tonne of chemicals, or 2: 40.9 and 20.5 CNY."""
    industry = new_industry()
    steam, coal = PROJECTS.index("cleaner_steam"), FUELS.index("raw_coal")
    replaced_gj = -industry.investment.kinds.fuel[CHEMICALS, steam, coal]
    signals = LEVERS["feedstock_switch_support"].apply(firm_signals(industry, 2027), 300.0, delivery(1.0))
    none = np.zeros(len(industry.book))
    for part in (1.0, 0.5):
        industry.investment.coal_replaced_tce_per_t[CHEMICALS, steam] = part * replaced_gj / 29.3076
        with_it, without = (
            industry.investment.saving_cny_per_t(s, none)[industry.book.product == CHEMICALS, steam]
            for s in (signals, firm_signals(industry, 2027))
        )
        assert replaced_gj > 0 and with_it - without == pytest.approx(300.0 * part * replaced_gj / 29.3076)
