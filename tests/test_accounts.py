"""Accounts that close: factors, emissions, energy balance and money, with the arithmetic beside the numbers."""

import numpy as np
import pytest

from abm.accounts.balance import Balance
from abm.accounts.books import Books
from abm.accounts.checks import AccountsError
from abm.accounts.emissions import BY_FUEL, OTHER, emissions_of, kyoto_t
from abm.accounts.factors import Factors
from abm.accounts.ledger import Ledger
from abm.accounts.money import Money, by_item
from abm.accounts.payments import Payments
from abm.accounts.words import FUELS, PURSES, SECTORS
from abm.flows import Flows
from abm.record import Record
from tests.made_up_runs import world_of

N = 2


@pytest.fixture(scope="module")
def factors(tiny):
    return Factors.of(tiny)


@pytest.fixture
def ledger():
    return Ledger(N)


def gj(*values):
    return np.array(values, dtype=float)


def emissions(ledger, factors, grid=0.5):
    return emissions_of(ledger, factors, Balance.of(ledger).net_import_mwh, grid)


def closed(tiny, ledger, flows=None):
    """The record of one year whose books were closed."""
    record = Record(tiny, range(2020, 2023))
    record.start(2020)
    Books(world_of(tiny, range(2020, 2023))).close(2020, ledger, flows or Flows(N), record)
    return record


def of_city(record, name):
    return record.value(name, 2020)


class TestFactors:
    @pytest.mark.parametrize(
        ("fuel", "t_per_unit"),
        [
            ("raw_coal", 1.741750),  # 19.57 GJ/t x 26.1 kgC/GJ x 0.93 x 44/12
            ("coke", 2.860419),  # 28.435 x 29.5 x 0.93 x 44/12
            ("diesel", 3.095910),  # 42.652 x 20.2 x 0.98 x 44/12
            ("gasoline", 2.925056),
            ("lng", 2.831257),
            ("natural_gas", 2.1621888),  # per 1000 m3
            ("coke_oven_gas", 0.8863806),
            ("blast_furnace_gas", 0.8481132),
        ],
    )
    def test_the_guideline_s_factors_come_out(self, factors, fuel, t_per_unit):
        assert factors.co2_of_unit(fuel) == pytest.approx(t_per_unit, rel=1e-5)

    def test_carriers_and_hydrogen_carry_no_carbon(self, factors):
        assert [factors.co2(fuel) for fuel in ("electricity", "heat", "hydrogen", "none")] == [0.0] * 4

    def test_the_switch_of_the_report_changes_the_weights_and_nothing_else(self, tiny, factors):
        older = Factors.of(tiny.with_values({"gwp.assessment_report": 2}))
        assert (factors.gwp_ch4, factors.gwp_n2o) == (28.0, 265.0)
        assert (older.gwp_ch4, older.gwp_n2o) == (21.0, 310.0)
        assert np.array_equal(older.co2_t_per_gj, factors.co2_t_per_gj)


class TestEmissions:
    def test_burning_gives_the_fuel_s_co2_where_and_by_whom_it_is_burnt(self, ledger, factors):
        ledger.burn("power", "raw_coal", gj(1957.0, 0.0))  # 100 t
        found = emissions(ledger, factors)
        assert found.energy_by_county == pytest.approx([174.1750, 0.0], rel=1e-5)
        assert found.energy[SECTORS.index("power"), FUELS.index("raw_coal")].sum() == found.energy.sum()

    def test_process_land_and_imports_stay_outside_the_scored_series(self, ledger, factors):
        ledger.burn("cement", "raw_coal", gj(1000.0, 1000.0))
        before = emissions(ledger, factors).energy.sum()
        ledger.release("co2_process", "cement", gj(50.0, 0.0))
        ledger.release("co2_land", "land", gj(-30.0, 0.0))
        ledger.use("homes_urban", "electricity", gj(36.0, 0.0))  # 10 MWh from outside
        found = emissions(ledger, factors, grid=0.7)
        assert found.energy.sum() == before
        assert found.energy_and_process_by_county.sum() == pytest.approx(before + 50.0)
        assert found.net_by_county.sum() == pytest.approx(before + 50.0 - 30.0)
        assert found.imports == pytest.approx([7.0, 0.0])  # 10 MWh x 0.7

    def test_biomass_is_a_memo_item_and_fossil_waste_is_waste(self, ledger, factors):
        ledger.burn("homes_rural", "biomass", gj(1000.0, 0.0))
        ledger.burn("waste", "waste_fossil", gj(100.0, 0.0))
        found = emissions(ledger, factors)
        assert found.energy.sum() == 0.0
        assert found.biomass.sum() > 0.0
        assert found.waste.sum() == pytest.approx(100.0 * 25.0 / 1000 * 0.95 * 44 / 12)

    def test_greenhouse_gases_are_weighed(self, ledger, factors):
        ledger.release("ch4", "coal_mining", gj(10.0, 0.0))
        ledger.release("n2o", "farming", gj(1.0, 0.0))
        ledger.release("pfc", "aluminium", gj(0.1, 0.0))
        total = kyoto_t(emissions(ledger, factors), factors).sum()
        assert total == pytest.approx(10 * 28 + 1 * 265 + 0.1 * 6630)

    def test_by_sector_by_fuel_and_by_county_are_the_same_sum(self, tiny):
        luck = np.random.default_rng(3)
        ledger = Ledger(N)
        for sector in SECTORS:
            for fuel in ("raw_coal", "diesel", "natural_gas", "lng", "briquette"):
                ledger.burn(sector, fuel, luck.random(N) * 1e9)
        ledger.release("co2_energy", "other_industry", gj(3e5, 2e5))
        record = closed(tiny, ledger)
        city = of_city(record, "Emissions|CO2|Energy")
        by_fuel = sum(of_city(record, name) for name in (*BY_FUEL.values(), OTHER))
        by_sector = record.sectors("Emissions|CO2|Energy")[0].sum()
        by_county = record.counties("Emissions|CO2|Energy", 2020).sum()
        assert np.array([by_fuel, by_sector, by_county]) == pytest.approx(city, rel=1e-9)


class TestDoubleCounting:
    def test_coke_oven_gas_is_emitted_once_where_it_is_burnt(self, ledger, factors):
        ledger.turn("coking", "clean_coal", gj(1000.0, 0.0))
        ledger.make("coking", "coke", gj(750.0, 0.0))
        ledger.make("coking", "coke_oven_gas", gj(200.0, 0.0))
        assert emissions(ledger, factors).energy.sum() == 0.0  # nothing is burnt yet
        ledger.burn("coking", "coke_oven_gas", gj(90.0, 0.0))
        ledger.burn("power", "coke_oven_gas", gj(110.0, 0.0))
        assert emissions(ledger, factors).energy.sum() == pytest.approx(200.0 * factors.co2("coke_oven_gas"))

    def test_gas_whose_carbon_leaves_in_methanol_is_not_emitted_here(self, ledger, factors):
        ledger.make("coking", "coke_oven_gas", gj(200.0, 0.0))
        ledger.turn("chemicals", "coke_oven_gas", gj(200.0, 0.0))
        ledger.make("chemicals", "methanol", gj(110.0, 0.0))
        assert emissions(ledger, factors).energy.sum() == 0.0

    def test_coke_in_the_blast_furnace_is_emitted_as_its_gas(self, ledger, factors):
        ledger.turn("steel", "coke", gj(1000.0, 0.0))
        ledger.make("steel", "blast_furnace_gas", gj(350.0, 0.0))
        ledger.burn("steel", "blast_furnace_gas", gj(350.0, 0.0))
        assert emissions(ledger, factors).energy.sum() == pytest.approx(350.0 * factors.co2("blast_furnace_gas"))

    def test_heat_from_chp_emits_nothing_where_it_is_used(self, ledger, factors):
        ledger.burn("power", "raw_coal", gj(1000.0, 0.0))
        ledger.make("power", "heat", gj(300.0, 0.0))
        at_the_plant = emissions(ledger, factors).energy.sum()
        ledger.use("homes_urban", "heat", gj(270.0, 0.0))
        ledger.lose("heat", "heat", gj(30.0, 0.0))
        assert emissions(ledger, factors).energy.sum() == at_the_plant

    def test_captive_power_used_at_home_is_no_import(self, ledger, factors):
        ledger.make("power", "electricity", gj(360.0, 0.0))
        ledger.use("aluminium", "electricity", gj(360.0, 0.0))
        assert emissions(ledger, factors).imports.sum() == 0.0

    def test_drained_methane_that_is_burnt_is_gas_and_no_longer_methane(self, ledger, factors):
        ledger.produce("coal_mining", "natural_gas", gj(500.0, 0.0))
        ledger.burn("power", "natural_gas", gj(500.0, 0.0))
        found = emissions(ledger, factors)
        assert found.ch4.sum() == pytest.approx(500.0 * 1e-6)  # 1 kg/TJ leaves a gas turbine unburnt
        assert found.energy.sum() == pytest.approx(500.0 * factors.co2("natural_gas"))

    def test_where_coal_burns_decides_what_leaves_with_the_smoke(self, ledger, factors):
        ledger.burn("power", "middlings", gj(1e6, 0.0))  # a fluidised bed
        ledger.burn("homes_rural", "raw_coal", gj(0.0, 1e6))  # a stove
        found = emissions(ledger, factors)
        assert found.burning_ch4.sum(axis=0) == pytest.approx([1.0, 300.0])  # kg/TJ x 1,000 TJ
        assert found.burning_n2o.sum(axis=0) == pytest.approx([61.0, 1.5])
        assert kyoto_t(found, factors).sum() == pytest.approx(found.energy.sum() + 28 * 301.0 + 265 * 62.5)


class TestBalance:
    def test_net_export_is_what_is_left(self, ledger):
        ledger.produce("coal_mining", "raw_coal", gj(100.0, 0.0))
        ledger.turn("coal_mining", "raw_coal", gj(60.0, 0.0))
        ledger.burn("power", "raw_coal", gj(25.0, 20.0))
        ledger.lose("coal_mining", "raw_coal", gj(5.0, 0.0))
        export = Balance.of(ledger).net_export[FUELS.index("raw_coal")]
        assert export.tolist() == [10.0, -20.0]  # 100 - 60 - 25 - 5; the other county buys 20

    def test_energy_use_counts_what_is_taken_in_and_not_what_is_made_of_it(self, ledger):
        ledger.produce("coal_mining", "raw_coal", gj(100.0, 0.0))
        ledger.burn("power", "raw_coal", gj(100.0, 0.0))
        ledger.make("power", "electricity", gj(36.0, 0.0))
        ledger.use("homes_urban", "electricity", gj(36.0, 0.0))
        assert Balance.of(ledger).calorific().sum() == pytest.approx(100.0)

    def test_by_the_coal_rate_an_exporter_sells_the_coal_in_its_power(self, ledger):
        ledger.produce("coal_mining", "raw_coal", gj(100.0, 0.0))
        ledger.burn("power", "raw_coal", gj(100.0, 0.0))
        ledger.make("power", "electricity", gj(36.0, 0.0))  # 10 MWh, all sold
        balance = Balance.of(ledger)
        assert balance.calorific().sum() == pytest.approx(100.0 - 36.0)
        rate = 300.0  # g/kWh: 10 MWh are 3 tce = 87.92 GJ
        assert balance.coal_equivalent(rate).sum() == pytest.approx(100.0 - 3.0 * 29.3076)

    def test_non_fossil_power_weighs_more_by_the_coal_rate(self, ledger):
        ledger.produce("power", "electricity", gj(36.0, 0.0))  # 10 MWh of wind
        ledger.use("homes_urban", "electricity", gj(36.0, 0.0))
        ledger.burn("homes_rural", "biomass", gj(10.0, 0.0))
        balance = Balance.of(ledger)
        assert balance.non_fossil().sum() == pytest.approx(46.0)
        assert balance.non_fossil(300.0).sum() == pytest.approx(3.0 * 29.3076 + 10.0)
        assert balance.coal_equivalent(300.0).sum() == pytest.approx(3.0 * 29.3076 + 10.0)

    def test_both_methods_and_exajoules_are_recorded(self, tiny):
        ledger = Ledger(N)
        ledger.produce("coal_mining", "raw_coal", gj(29.3076e6, 0.0))  # 10^6 tce
        ledger.burn("steel", "raw_coal", gj(29.3076e6, 0.0))
        record = closed(tiny, ledger)
        assert of_city(record, "Energy Use|Calorific") == pytest.approx(100.0)  # 10^4 tce
        assert of_city(record, "Energy Use|Coal Equivalent") == pytest.approx(100.0)
        assert of_city(record, "Energy Use") == pytest.approx(0.0293076)
        assert of_city(record, "Energy Use|Coal") == pytest.approx(100.0)
        assert of_city(record, "Balance|Net Export|Raw Coal") == pytest.approx(0.0)

    def test_final_energy_leaves_out_what_power_plants_and_ovens_burn(self, tiny):
        ledger = Ledger(N)
        ledger.burn("power", "raw_coal", gj(5e9, 0.0))
        ledger.burn("homes_rural", "briquette", gj(1e9, 0.0))
        ledger.use("services", "electricity", gj(3.6e6, 0.0))
        record = closed(tiny, ledger)
        assert of_city(record, "Final Energy") == pytest.approx(1.0 + 0.0036)  # EJ
        assert of_city(record, "Final Energy|Electricity") == pytest.approx(1.0)  # TWh
        assert of_city(record, "Final Energy|Solids|Coal") == pytest.approx(1.0)


class TestChecks:
    @pytest.mark.parametrize("fuel", ["heat", "coke_oven_gas", "blast_furnace_gas", "converter_gas"])
    def test_a_gas_or_heat_that_is_used_without_being_made_ends_the_year(self, tiny, ledger, fuel):
        ledger.make("coking", fuel, gj(100.0, 50.0))
        ledger.lose("coking", fuel, gj(100.0, 49.0))
        with pytest.raises(AccountsError, match=rf"2020: {fuel} in 990102: supply 50 GJ, use 49 GJ"):
            closed(tiny, ledger)

    def test_heat_is_never_shared_between_counties(self, tiny, ledger):
        ledger.make("power", "heat", gj(100.0, 0.0))
        ledger.use("homes_urban", "heat", gj(0.0, 100.0))
        with pytest.raises(AccountsError, match="heat in 990101"):
            closed(tiny, ledger)

    def test_nothing_negative_or_unknown_is_accepted(self, tiny, ledger):
        ledger.burn("steel", "coke", gj(-5.0, 0.0))
        with pytest.raises(AccountsError, match="burnt coke by steel in 990101: -5 GJ"):
            closed(tiny, ledger)
        other = Ledger(N)
        other.use("steel", "electricity", gj(np.nan, 0.0))
        with pytest.raises(AccountsError, match="used electricity by steel in 990101: nan GJ"):
            closed(tiny, other)

    def test_electricity_and_heat_are_used_and_never_burnt(self, tiny, ledger):
        ledger.burn("services", "electricity", gj(1.0, 0.0))
        with pytest.raises(AccountsError, match="services burns electricity"):
            closed(tiny, ledger)


class TestConversions:
    def test_carbon_that_is_turned_is_in_fuels_or_kept(self, tiny, factors):
        ledger = Ledger(N)
        ledger.turn("coking", "clean_coal", gj(1000.0, 0.0))  # 25.4 t of carbon
        ledger.make("coking", "coke", gj(750.0, 0.0))  # 22.125 t
        record = closed(tiny, ledger)
        assert of_city(record, "Carbon|Kept or Lost") == pytest.approx((25.4 - 22.125) * 1e-6)

    def test_carbon_cannot_be_made(self, tiny, ledger):
        ledger.turn("coking", "clean_coal", gj(1000.0, 0.0))
        ledger.make("coking", "coke", gj(900.0, 0.0))  # 26.55 t of carbon out of 25.4 t
        with pytest.raises(AccountsError, match=r"coking makes carbon \(t\) 26.55 out of 25.4"):
            closed(tiny, ledger)

    def test_energy_cannot_be_made(self, tiny, ledger):
        ledger.burn("power", "raw_coal", gj(100.0, 0.0))
        ledger.make("power", "electricity", gj(101.5, 0.0))
        with pytest.raises(AccountsError, match="power makes energy"):
            closed(tiny, ledger)


class TestMoney:
    def test_what_is_paid_is_what_is_received(self):
        luck = np.random.default_rng(0)
        ledger = Ledger(N)
        for item in range(50):
            payer, receiver = luck.choice(PURSES, 2)
            ledger.pay(f"item {item}", str(payer), str(receiver), luck.random(N) * 1e8)
        money = Money.of(Payments.of(ledger))
        assert money.paid.sum() == pytest.approx(money.received.sum(), rel=1e-12)
        assert sum(money.net(purse).sum() for purse in PURSES) == pytest.approx(0.0, abs=1e-3)

    def test_a_subsidy_is_paid_by_the_budget_and_received_by_the_household(self, tiny):
        ledger = Ledger(N)
        ledger.pay("heater support", "city_budget", "households", gj(2e8, 0.0))
        ledger.pay("heater", "households", "equipment_makers", gj(5e8, 0.0))
        record = closed(tiny, ledger)
        assert of_city(record, "Money|City Budget") == pytest.approx(2.0)  # 10^8 CNY
        assert of_city(record, "Money|Households|Received") == pytest.approx(2.0)
        assert record.value("Money|Households|Paid", 2020, "990101") == pytest.approx(5.0)
        assert of_city(record, "Money|Society") == pytest.approx(5.0)  # the heater; the subsidy only changes hands
        assert by_item(ledger.payments) == {
            ("heater", "households", "equipment_makers"): 5e8,
            ("heater support", "city_budget", "households"): 2e8,
        }

    def test_two_budgets_share_what_one_owner_receives(self):
        ledger = Ledger(N)
        ledger.pay_from_both("planting", "farms", gj(8e8, 2e8), 0.75)
        shares = {payer: cny.tolist() for _, payer, _, cny in ledger.payments}
        assert shares == {"upper_budget": [6e8, 1.5e8], "city_budget": [2e8, 0.5e8]}  # three quarters, and the rest

    def test_an_unknown_purse_is_an_error(self, ledger):
        with pytest.raises(ValueError, match="unknown purse 'king'"):
            ledger.pay("tax", "farms", "king", gj(1.0, 0.0))


class TestIntensities:
    def test_gdp_of_the_first_year_is_that_of_the_statistics(self, tiny):
        flows = Flows(N)
        flows.value_added_cny["coking"] = gj(1e8, 1e8)  # plants report 2, statistics say 3
        record = closed(tiny, Ledger(N), flows)
        p = tiny.parameters
        statistics = sum(p.value(f"gdp.{part}", "10^8 CNY") for part in ("primary", "secondary", "tertiary"))
        assert of_city(record, "GDP") == pytest.approx(statistics)
        secondary = p.value("gdp.secondary", "10^8 CNY")
        assert of_city(record, "Residual|Value Added of Industry") == pytest.approx(2.0 / secondary - 1.0)

    def test_intensity_is_energy_over_gdp_and_its_change_starts_at_nothing(self, tiny):
        ledger = Ledger(N)
        ledger.burn("steel", "raw_coal", gj(29.3076e6, 0.0))  # 100 x 10^4 tce
        record = closed(tiny, ledger)
        gdp = of_city(record, "GDP")
        assert of_city(record, "Energy Use|Intensity") == pytest.approx(100.0 / gdp)  # 10^4 tce/10^8 CNY = tce/10^4 CNY
        co2 = of_city(record, "Emissions|CO2|Energy")
        assert of_city(record, "Emissions|CO2 Intensity") == pytest.approx(100.0 * co2 / gdp)
        assert of_city(record, "Energy Use|Intensity Change") == 0.0
