"""Public money for firms: each grant and support stands under the lever that causes it, and under its project."""

import numpy as np
import pytest

from abm.accounts.money import by_item
from abm.accounts.payments import listed
from abm.accounts.programmes import programmes
from abm.industry.kinds import told_apart
from agents.firm.words import PROJECTS
from policies.registry import all_levers
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry

FULL = {channel: np.ones(2) for channel in ("", "subsidy", "inspection", "construction", "campaign", "training")}
OF_KINDS = (
    "coal_material_project_support",
    "low_carbon_cell_support",
    "magnesium_retort_support",
    "kiln_fuel_support",
    "pilot_support",
    "feedstock_switch_support",
    "hydrogen_metallurgy_support",
    "ccus_subsidy",
    "mine_upgrade_support",
)


@pytest.fixture(scope="module")
def half():
    """Firms that have every kind of project on half of what it fits, and make a tonne each."""
    industry = new_industry()
    industry.investment.done[:] = 0.5 * industry.investment.fits
    industry.book.output_t[:] = 1.0
    return industry


def given(industry, lever):
    """Return item -> CNY that a lever at its most gives these firms."""
    known = all_levers()[lever]
    investment = industry.investment
    signals = known.apply(firm_signals(industry, 2030), known.high, FULL)
    share = signals.investment.project_grant_share[:, industry.book.county].T * investment.fits
    paid = told_apart(share, investment.kinds.grants) | investment.supports_cny(signals)
    return {item: float(cny.sum()) for item, cny in paid.items() if cny.any()}


@pytest.mark.parametrize("lever", OF_KINDS)
def test_what_a_lever_gives_for_projects_is_its_own_programme_and_stands_under_its_project(half, lever):
    paid = given(half, lever)
    assert len(paid) == 1
    for item in paid:
        programme = programmes()[item]
        assert programme.levers == (lever,)
        assert set(programme.projects) & set(all_levers()[lever].projects)
        assert item in listed()


def test_money_for_a_kind_without_an_item_is_refused():
    cny = np.zeros((1, len(PROJECTS)))
    cny[0, PROJECTS.index("arc_furnace")] = 1.0
    with pytest.raises(ValueError, match="arc_furnace"):
        told_apart(cny, ("",) * len(PROJECTS))


@pytest.mark.parametrize(
    ("lever", "item"),
    [
        ("technical_renovation_grant", "renovation grant"),
        ("efficient_equipment_subsidy", "equipment grant"),
        ("coal_material_project_support", "coal material grant"),
    ],
)
def test_only_its_own_item_of_the_budget_pays_a_lever_and_all_of_the_grants_are_paid(lever, item):
    industry = new_industry(firm_world(until=2029))
    for year in range(2020, 2030):
        signals = firm_signals(industry, year)
        if year >= 2027:
            signals = all_levers()[lever].apply(signals, all_levers()[lever].high, FULL)
        last = FirmYear(industry, signals)
    paid = {what: cny for (what, payer, _), cny in by_item(last.ledger.payments).items() if payer == "city_budget"}
    assert [what for what, cny in paid.items() if what.endswith("grant") and cny > 0.0] == [item]
    assert industry.financed.grants.sum() == pytest.approx(paid[item])
