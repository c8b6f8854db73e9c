"""Gas for coal in industry: what it costs, who turns, who pays, what moves away, what leaks at the field."""

import numpy as np
import pytest

from abm.accounts.money import by_item
from abm.industry.works import METHANE_T_PER_GJ
from agents.firm.words import ALUMINA, GAS, OTHER, PRODUCTS, PROJECTS
from policies.registry import all_levers
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry

KIND = PROJECTS.index("gas_firing")
FULL = {channel: np.ones(2) for channel in ("", "subsidy", "inspection", "construction", "campaign", "training")}


def years(levers=(), until=2032):
    """Run industry with levers fully delivered from 2027 on; return it and its last year."""
    industry = new_industry(firm_world(until=until))
    for year in range(2020, until + 1):
        signals = firm_signals(industry, year)
        for name, value in levers if year >= 2027 else ():
            signals = all_levers()[name].apply(signals, value, FULL)
        last = FirmYear(industry, signals)
    return industry, last


def burnt(last, fuel):
    return last.ledger.flow("burnt", fuel).sum()


@pytest.fixture(scope="module")
def plain():
    return years()


def test_gas_costs_what_its_heat_costs_less_coal_ash_and_nothing_else(plain):
    """Gas at 2.5 CNY/m3 is 64.2 CNY/GJ, coal at 500 CNY/t with 1.3 of handling 33.2: 5.2 x 64.2 - 6 x 33.2 - 25."""
    industry, _ = plain
    signals = firm_signals(industry, 2030)
    saving = industry.investment.saving_cny_per_t(signals, np.zeros(len(industry.book)))
    firm = int(np.flatnonzero(industry.book.product == ALUMINA)[0])
    gas, coal = 2500.0 / industry.fuels.heat["natural_gas"], 1.3 * 500.0 / industry.fuels.heat["raw_coal"]
    assert saving[firm, KIND] == pytest.approx(-(5.2 * gas - 6.0 * coal - 25.0))
    assert saving[firm, KIND] < 0.0


def test_nobody_turns_to_gas_by_price_today(plain):
    industry, _ = plain
    assert industry.investment.done[:, KIND].max() == 0.0


def test_support_of_the_gap_turns_those_whose_rest_pays_back_and_the_city_pays(plain):
    industry, last = years((("fuel_switch_support", 1.0),))
    assert industry.investment.done[industry.book.product == OTHER][:, KIND].max() > 0.05
    assert burnt(last, "natural_gas") > burnt(plain[1], "natural_gas")
    paid = {item: cny.sum() for item, _, _, cny in last.ledger.payments}
    assert paid["fuel switch support"] > 0.0


def test_a_cap_moves_output_away_and_a_discount_brings_it_back(plain):
    capped, last = years((("coal_consumption_cap", 0.5),))
    eased, _ = years((("coal_consumption_cap", 0.5), ("gas_direct_supply_discount", 1.5)))
    assert burnt(last, "raw_coal") < burnt(plain[1], "raw_coal")
    made = [industry.yard.output_t(ALUMINA).sum() for industry in (plain[0], capped, eased)]
    assert made[1] < min(made[0], made[2])
    burden = [industry.investment.burden_cny_per_t.sum() for industry in (plain[0], capped, eased)]
    # unordered, only what carbon pays for, as it is expected, is dearer to run
    assert max(burden[0], burden[2]) < 0.01 * burden[1], burden


def test_the_discount_is_borne_by_those_who_sell_gas():
    _, last = years((("gas_direct_supply_discount", 0.5),))
    item = next(p for p in last.ledger.payments if p[0] == "direct gas supply")
    assert item[1:3] == ("energy_suppliers", "firms")
    assert item[3].sum() > 0.0


def test_more_wells_give_more_gas_and_more_leaks(plain):
    industry, last = years((("unconventional_gas_supply", 1.5),))
    more = industry.yard.output_t(GAS).sum() - plain[0].yard.output_t(GAS).sum()
    assert more > 0.0
    gas_fields = [run.ledger.gas_t[3].sum(axis=(1, 2)) for run in (plain[1], last)]  # methane by sector
    leaked = (gas_fields[1] - gas_fields[0]).sum()
    heat = industry.fuels.heat["natural_gas"]
    assert leaked == pytest.approx(more * heat * industry.works.gas_leak * METHANE_T_PER_GJ, rel=0.05)


def test_a_ban_on_venting_uses_more_gas_the_leaner_it_binds(plain):
    industry, _ = plain
    n = industry.coal.methane
    shares = [n.must_use_share(limit) for limit in (1.0, 0.3, 0.08, 0.04)]
    assert shares == sorted(shares)
    assert shares[1] == pytest.approx(n.compliance * n.concentrated)
    assert shares[2] == pytest.approx(n.compliance * n.lean)


def test_a_grant_for_hydrogen_plants_is_paid_by_the_city_and_the_rest_by_firms():
    industry, last = years((("hydrogen_capacity_support", 0.5),), until=2027)
    paid = by_item(last.ledger.payments)
    capital = industry.cokeries.added_t.sum() * 1000.0 * industry.cokeries.numbers.hydrogen.capital
    assert capital > 0.0
    assert paid["hydrogen plants", "firms", "equipment_makers"] == pytest.approx(capital)
    assert paid["hydrogen plant grant", "city_budget", "firms"] == pytest.approx(0.5 * capital)


def test_what_gas_saves_of_carbon_makes_a_tonne_cheaper_once():
    """With carbon at 100 CNY/t an ordered boiler costs what its fuel costs, less 100 x t saved: not twice that."""
    industry, _ = years((("coal_consumption_cap", 0.5),), until=2030)
    investment, book = industry.investment, industry.book
    plain, dear = np.zeros(len(book)), np.full(len(book), 100.0)
    signals = firm_signals(industry, 2030, carbon_cny_per_t=np.full(len(PRODUCTS), 100.0))
    burden = [investment._burden(investment.saving_cny_per_t(signals, carbon), carbon) for carbon in (plain, dear)]
    firm = int(np.flatnonzero((book.product == ALUMINA) & (investment.done[:, KIND] > 0.0))[0])
    assert burden[0][firm] > 0.0
    assert burden[1] == pytest.approx(burden[0])
    allowances = []
    done = investment.done.copy()
    for share in (1.0, 0.0):
        investment.done[firm] = done[firm] * share
        allowances.append(industry.decisions.carbon.price(signals, book.kwh_per_t_now()).allowances[firm])
    saved_t = float(done[firm] @ investment.co2_avoided[ALUMINA])
    assert allowances[0] - allowances[1] == pytest.approx(-100.0 * saved_t)
