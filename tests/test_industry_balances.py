"""Mass, carbon and energy of coal, coke, gas, iron and alumina close; nothing is counted twice."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from abm.accounts.balance import CLOSED, Balance
from abm.accounts.factors import CO2_PER_CARBON, Factors
from abm.accounts.ledger import Ledger
from abm.accounts.words import FLOWS, FUELS, GASES, SECTORS
from abm.flows import Flows
from abm.industry.coking import Oven, coke_coal
from abm.industry.metals import act_aluminium, melt
from abm.industry.oven_gas import (
    GasNumbers,
    HydrogenNumbers,
    assign_hydrogen,
    balance,
    cost_of_hydrogen,
    product_carbon,
)
from abm.industry.processes import Fuels, Steel, Washing
from abm.industry.washing import wash
from abm.region import load_region
from agents.firm.gas import USES, split_gas
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry

EXACT = 1e-9
TONNES = np.array([1e6, 0.0, 3.2e6])


@pytest.fixture(scope="module", params=["tiny", "luliang"])
def place(request):
    return load_region(request.param)


@pytest.fixture(scope="module")
def fuels(place):
    return Fuels.of(place)


class TestWashing:
    def test_raw_coal_becomes_clean_coal_middlings_and_gangue_in_mass_heat_and_carbon(self, place, fuels):
        w = wash(TONNES, Washing.of(place.parameters), fuels)
        assert w.clean_t + w.middlings_t + w.gangue_t == pytest.approx(w.raw_t, rel=EXACT)
        assert w.clean_gj + w.middlings_gj + w.gangue_gj == pytest.approx(w.raw_gj, rel=EXACT)
        assert w.clean_c + w.middlings_c + w.gangue_c == pytest.approx(w.raw_c, rel=EXACT)

    def test_yields_that_hold_more_carbon_than_the_coal_are_an_error(self, place, fuels):
        with pytest.raises(ValueError, match="yields"):
            wash(TONNES, Washing(washed_share=1.0, clean_yield=0.95, middlings_yield=0.05), fuels)


class TestCoking:
    def test_the_carbon_of_the_coal_is_in_coke_gas_tar_and_what_burns_off(self, place, fuels):
        c = coke_coal(TONNES, np.ones(3), Oven.of(place.parameters), fuels)
        assert c.coke_c + c.gas_c + c.tar_c + c.burnt_c == pytest.approx(c.coal_c, rel=EXACT)
        assert (c.burnt_c[c.coal_c > 0] / c.coal_c[c.coal_c > 0] < 0.03).all()  # breeze and dust: a few per cent

    def test_heat_of_the_products_does_not_exceed_that_of_the_coal(self, place, fuels):
        c = coke_coal(TONNES, np.ones(3), Oven.of(place.parameters), fuels)
        out = c.coke_gj + c.gas_gj + c.tar_gj
        assert (out <= c.coal_gj).all()
        assert out[0] / c.coal_gj[0] > 0.95

    def test_gas_heats_the_ovens_or_is_surplus(self, place, fuels):
        for ratio in (0.7, 1.0, 5.0):
            c = coke_coal(TONNES, np.full(3, ratio), Oven.of(place.parameters), fuels)
            assert c.heating_gj + c.surplus_gj == pytest.approx(c.gas_gj, rel=EXACT)
            assert (c.surplus_gj >= 0).all()

    @pytest.mark.parametrize("name", ["coke.clean_coal", "coke.gas", "coke.tar_benzol"])
    @pytest.mark.parametrize("end", [-1.0, 1.0])
    def test_at_the_ends_of_every_range_the_coal_holds_the_carbon_of_what_is_made(self, place, fuels, name, end):
        oven = Oven.of(place.parameters.with_positions({name: end}))
        c = coke_coal(TONNES, np.ones(3), oven, fuels)
        assert c.coal_c == pytest.approx(c.coke_c + c.gas_c + c.tar_c + c.burnt_c, rel=EXACT)
        assert c.coal_gj == pytest.approx(c.coal_c / fuels.carbon["clean_coal"], rel=EXACT)
        assert (c.burnt_c >= 0.0).all()

    def test_too_little_coal_for_the_products_is_an_error(self, place, fuels):
        with pytest.raises(ValueError, match=r"coke\.clean_coal"):
            coke_coal(TONNES, np.ones(3), replace(Oven.of(place.parameters), clean_coal=1.2), fuels)


class TestIron:
    def test_the_carbon_of_coke_and_coal_leaves_in_gases_and_steel(self, place, fuels):
        m = melt(TONNES, np.ones(3), Steel.of(place.parameters), fuels)
        gases = (
            m.furnace_gas_gj * fuels.carbon["blast_furnace_gas"] + m.converter_gas_gj * fuels.carbon["converter_gas"]
        )
        assert gases == pytest.approx(m.carbon_in_gas, rel=EXACT)
        assert m.carbon_in_gas + m.carbon_in_steel == pytest.approx(m.carbon_in, rel=EXACT)

    def test_a_tonne_of_steel_gives_off_what_works_report(self):
        """All carbon of a works over its steel, near the 1.75 to 1.95 t/t of verified reports."""
        industry = new_industry()
        year = FirmYear(industry, firm_signals(industry, 2020))
        factors = Factors.of(industry.world.region)
        steel = SECTORS.index("steel")
        burnt = year.ledger.energy_gj[FLOWS.index("burnt"), steel].sum(axis=1) @ factors.co2_t_per_gj
        process = year.ledger.gas_t[GASES.index("co2_process"), steel].sum()
        per_t = (burnt + process) / year.flows.output_t["steel"].sum()
        assert 1.6 < per_t < 2.1


class TestSurplusGas:
    def test_gas_goes_to_the_best_paid_use_with_room(self):
        """10 GJ, room 4 in each of two uses: the dearer one is filled, then the next; 2 GJ find none."""
        room = np.zeros((1, len(USES)))
        room[0, [0, 1]] = 4.0
        value = np.array([30.0, 40.0, 0.0, 0.0, 0.0])
        taken = split_gas(np.array([10.0]), np.zeros(1), room, value)
        assert taken[0].tolist() == [4.0, 4.0, 0.0, 0.0, 0.0]
        assert split_gas(np.array([5.0]), np.zeros(1), room, value)[0].tolist() == [1.0, 4.0, 0.0, 0.0, 0.0]

    def test_gas_that_hydrogen_was_taken_from_can_only_be_burnt(self):
        room = np.full((1, len(USES)), 4.0)
        value = np.array([50.0, 40.0, 30.0, 20.0, 10.0])
        taken = split_gas(np.zeros(1), np.array([6.0]), room, value)
        assert taken[0].tolist() == [0.0, 0.0, 4.0, 2.0, 0.0]

    def test_surplus_is_hydrogen_uses_and_flare(self, place):
        n, h = GasNumbers.of(place.parameters), HydrogenNumbers.of(place.parameters)
        surplus = np.array([1e7, 4e6, 0.0])
        rooms = np.array([[0.3, 0.1, 0.1, 0.2, 0.2]] * 3) * surplus[:, None]
        made = np.array([5000.0, 0.0, 0.0])
        split = balance(surplus, made, rooms, n.values(80.0, 60.0), h, n.gas_gj_per_m3)
        total = split.hydrogen_gj + split.uses_gj.sum(axis=1) + split.flared_gj
        assert total == pytest.approx(split.surplus_gj, rel=EXACT)
        assert (split.flared_gj >= -1e-6).all() and (split.uses_gj >= 0).all()

    def test_hydrogen_displaces_and_the_more_of_it_the_less_of_the_rest(self, place):
        n, h = GasNumbers.of(place.parameters), HydrogenNumbers.of(place.parameters)
        surplus = np.array([1e7])
        rooms = np.array([[0.3, 0.1, 0.1, 0.2, 0.3]]) * surplus[:, None]
        uses = [
            balance(surplus, np.array([t]), rooms, n.values(80.0, 60.0), h, n.gas_gj_per_m3).uses_gj.sum()
            for t in (0.0, 2000.0, 10000.0, 20000.0)
        ]
        assert uses == sorted(uses, reverse=True) and uses[-1] < uses[0]

    def test_two_hundred_thousand_tonnes_take_about_three_quarters_of_the_citys_surplus(self):
        """The design's figure for the real city: 200 kt of hydrogen pass through 0.65 to 0.85 of all surplus gas."""
        region = load_region("luliang")
        p = region.parameters
        oven, h = Oven.of(p), HydrogenNumbers.of(p)
        coke_t = p.value("output.coke", "Mt/yr") * 1e6
        surplus = coke_t * (oven.gas - oven.heating)
        passed = 200e6 * h.processed(oven.gas_gj_per_m3)
        assert 0.65 < passed / surplus < 0.85

    def test_hydrogen_costs_more_when_it_takes_gas_from_chemistry(self, place):
        n, h = GasNumbers.of(place.parameters), HydrogenNumbers.of(place.parameters)
        cost = cost_of_hydrogen(n.values(80.0, 60.0), np.array([0.0, 1e4, 2e4]), np.full(3, 1e7), h, n.gas_gj_per_m3)
        assert (np.diff(cost) > 0).all()
        assert 4.0 < cost[0] < cost[-1] < 25.0

    def test_the_gate_price_of_hydrogen_carries_the_power_that_cleans_it(self):
        """Plants paid for it, and neither their buyers nor the payback of another plant knew."""
        gate, payback = [], []
        for price in (0.4, 0.8):
            industry = new_industry(firm_world(until=2025))
            done = FirmYear(industry, firm_signals(industry, 2020, np.full((2, 24), price)))
            gate.append(done.flows.hydrogen_cost_cny_per_kg.mean())
            payback.append(industry.cokeries.hydrogen_payback_years(np.zeros(industry.yard.n_counties)))
        kwh_per_kg = industry.cokeries.numbers.hydrogen.kwh_per_kg
        assert gate[1] - gate[0] == pytest.approx(0.4 * kwh_per_kg)
        assert (payback[1] > payback[0])[np.isfinite(payback[0])].all() and np.isfinite(payback[0]).any()

    def test_what_is_in_build_shares_the_trade_that_builders_of_hydrogen_plants_hope_for(self):
        industry = new_industry(firm_world(until=2025))
        FirmYear(industry, firm_signals(industry, 2020))
        cokeries, none = industry.cokeries, np.zeros(industry.yard.n_counties)
        cokeries.hydrogen_t[:], cokeries.used_t = 1000.0, 800.0 * len(cokeries.rows)
        before = cokeries.hydrogen_payback_years(none)
        cokeries.in_build.begin(np.full(len(cokeries.rows), 1000.0))
        assert cokeries.hydrogen_payback_years(none) == pytest.approx(2.0 * before)

    def test_hydrogen_is_spread_by_capacity_and_never_exceeds_it(self):
        assert assign_hydrogen(30.0, np.array([20.0, 40.0]), np.array([99.0, 99.0])).tolist() == [10.0, 20.0]
        assert assign_hydrogen(300.0, np.array([20.0, 40.0]), np.array([99.0, 5.0])).tolist() == [20.0, 5.0]
        assert assign_hydrogen(30.0, np.zeros(2), np.zeros(2)).tolist() == [0.0, 0.0]

    def test_carbon_of_gas_is_in_methanol_lng_or_the_air(self, place, fuels):
        n = GasNumbers.of(place.parameters)
        uses = np.zeros((1, len(USES)))
        uses[0, :2] = [3.6e6, 1e6]
        made, co2 = product_carbon(uses, n, fuels)
        carbon_in = uses[0, :2].sum() * fuels.carbon["coke_oven_gas"]
        carbon_out = sum(made[fuel][0] * fuels.carbon[fuel] for fuel in ("methanol", "lng"))
        assert carbon_out + co2[0] / CO2_PER_CARBON == pytest.approx(carbon_in, rel=EXACT)
        assert co2[0] > 0
        assert made["methanol"][0] / fuels.heat["methanol"] == pytest.approx(3.6e6 / n.methanol_gas)


@pytest.fixture(scope="module", params=[0.0, 400.0])
def year_with_hydrogen(request):
    industry = new_industry(firm_world(until=2025))
    for year in range(2020, 2025):
        done = FirmYear(industry, firm_signals(industry, year), request.param if year > 2022 else 0.0)
    return industry, done


class TestAccounts:
    def test_process_gases_are_used_in_the_county_that_makes_them(self, year_with_hydrogen):
        b = Balance.of(year_with_hydrogen[1].ledger)
        for fuel in CLOSED:
            i = FUELS.index(fuel)
            assert b.supplied[i] == pytest.approx(b.demanded[i], rel=1e-9, abs=1e-3), fuel

    def test_the_carbon_of_coke_oven_gas_is_emitted_once_or_leaves_in_products(self, year_with_hydrogen):
        """Carbon made with the gas = burnt + in methanol and LNG + released at synthesis and at hydrogen."""
        industry, year = year_with_hydrogen
        fuels, ledger = industry.fuels, year.ledger
        gas = fuels.carbon["coke_oven_gas"]
        made = ledger.flow("made", "coke_oven_gas").sum() * gas
        burnt = ledger.flow("burnt", "coke_oven_gas").sum() * gas
        products = sum(
            ledger.flow("made", fuel)[SECTORS.index("chemicals")].sum() * fuels.carbon[fuel]
            for fuel in ("methanol", "lng")
        )
        released = ledger.gas_t[GASES.index("co2_energy"), :, FUELS.index("coke_oven_gas")].sum() / CO2_PER_CARBON
        assert burnt + products + released == pytest.approx(made, rel=EXACT)

    def test_coke_of_the_furnace_is_turned_and_never_burnt_there(self, year_with_hydrogen):
        industry, year = year_with_hydrogen
        steel_t = year.flows.output_t["steel"].sum()
        steel = SECTORS.index("steel")
        burnt = year.ledger.flow("burnt", "coke")[steel].sum()
        iron_t = steel_t * industry.steelmaking.iron_ratio
        assert burnt == pytest.approx(iron_t * industry.steel.sinter_coke * industry.fuels.heat["coke"])
        assert year.ledger.flow("turned", "coke")[steel].sum() > burnt

    def test_anodes_enter_as_process_co2_and_as_no_fuel(self, year_with_hydrogen):
        industry, year = year_with_hydrogen
        aluminium = SECTORS.index("aluminium")
        burnt = year.ledger.energy_gj[FLOWS.index("burnt"), aluminium].sum(axis=1)
        assert {FUELS[i] for i in np.flatnonzero(burnt)} == {"natural_gas"}
        co2 = year.ledger.gas_t[GASES.index("co2_process"), aluminium].sum()
        assert co2 == pytest.approx(year.flows.output_t["aluminium"].sum() * industry.works.aluminium_anode_co2)

    def test_calcination_gets_its_heat_whatever_hydrogen_takes(self, year_with_hydrogen):
        industry, year = year_with_hydrogen
        w, ledger, alumina = industry.works, year.ledger, SECTORS.index("alumina")
        made, ratio = (table[3] for table in industry._made_and_mended())
        need = made * w.alumina_calcination * ratio
        boiler = made * w.alumina_boiler * ratio
        boiler *= 1.0 - industry.equipment.saved_coal_share()[3]
        boiler -= industry.circular.heat.saved_gj["alumina"]
        coal_gas = (ledger.flow("burnt", "raw_coal")[alumina] - boiler) * w.coal_gas_efficiency
        heat = ledger.flow("burnt", "coke_oven_gas")[alumina] + ledger.flow("burnt", "natural_gas")[alumina] + coal_gas
        assert heat == pytest.approx(need, rel=EXACT)

    def test_what_is_made_of_raw_coal_and_clean_coal_is_booked_as_turned_not_burnt(self, year_with_hydrogen):
        industry, year = year_with_hydrogen
        ledger = year.ledger
        coking = SECTORS.index("coking")
        assert ledger.flow("burnt", "clean_coal").sum() == 0
        coal = (
            year.flows.output_t["coke"] * industry.cokeries.numbers.oven.clean_coal * industry.fuels.heat["clean_coal"]
        )
        assert ledger.flow("turned", "clean_coal")[coking] == pytest.approx(coal)


def test_smelters_release_anode_carbon_and_less_pfc_where_cells_are_controlled():
    works = SimpleNamespace(
        aluminium_anode_co2=1.5, aluminium_pfc=0.05, cell_control_pfc=0.6, aluminium_gas=2.0
    )  # t, kg and GJ per t; the share of PFC that control avoids
    ledger, flows = Ledger(1), Flows(1)
    act_aluminium(np.array([100_000.0]), np.array([50_000.0]), works, ledger, flows)
    assert ledger.released("co2_process", "aluminium").sum() == pytest.approx(150_000.0)
    assert ledger.released("pfc", "aluminium").sum() == pytest.approx(3.5)  # 5 t less six tenths of half of it
    assert ledger.burnt("aluminium").sum() == pytest.approx(200_000.0)
    assert flows.output_t["aluminium"] == [100_000.0]


def test_ammonia_whose_gas_hydrogen_took_is_made_from_coal_elsewhere():
    """It was nobody's: the tonnes left with the gas, and only methanol and LNG counted as displaced."""
    industry = new_industry(firm_world(until=2025))
    FirmYear(industry, firm_signals(industry, 2020))
    cokeries = industry.cokeries
    cokeries.without_hydrogen = cokeries.split.uses_gj.copy()
    assert cokeries.displaced_co2_t().sum() == 0.0
    cokeries.without_hydrogen[0, USES.index("fertiliser")] += 1e5
    cokeries.without_hydrogen[0, USES.index("power")] += 1e5  # power of the city is made up for by its own dispatch
    assert cokeries.displaced_co2_t().sum() == pytest.approx(1e5 * cokeries.numbers.coal_ammonia_co2)


def test_hydrogen_makes_others_buy_substitutes_whose_co2_counts():
    """The same city with and without hydrogen: less by-product power, and energy CO2 of firms does not fall."""
    results = {}
    for wanted in (0.0, 1400.0):
        industry = new_industry(firm_world(until=2026))
        for year in range(2020, 2026):
            done = FirmYear(industry, firm_signals(industry, year), wanted if year == 2025 else 0.0)
        factors = Factors.of(industry.world.region)
        burnt = done.ledger.energy_gj[FLOWS.index("burnt")].sum(axis=(0, 2)) @ factors.co2_t_per_gj
        released = done.ledger.gas_t[GASES.index("co2_energy")].sum()
        results[wanted] = (
            burnt + released,
            done.flows.byproduct_power_kwh.sum(),
            industry.cokeries.displaced_co2_t().sum(),
        )
    (co2, power, displaced), (co2_with, power_with, displaced_with) = results[0.0], results[1400.0]
    assert displaced == 0
    assert power_with + displaced_with > 0
    assert power_with < power or displaced_with > displaced
    assert co2_with >= co2 * (1 - 1e-9)
