"""Farms in a year: straw, herds, fields, and what they hand to plants, stoves, the ledger and the grid."""

from collections.abc import Iterator
from dataclasses import dataclass

import mesa
import numpy as np

from abm.accounts.ledger import Ledger
from abm.accounts.words import FUELS
from abm.farming.biogas import BiogasNumbers, blend
from abm.farming.farm_pv import FarmPV
from abm.farming.herds import HerdNumbers, herd_ch4_t, herd_n2o_t, sheep_units
from abm.farming.holdings import LARGE, Holdings
from abm.farming.livestock import herd_shares
from abm.farming.manure import Manure
from abm.farming.market import Settled
from abm.farming.money import pay_for_straw, straw_work_cny
from abm.farming.organic import Organic
from abm.farming.practice import Practice, PracticeNumbers
from abm.farming.report import report_farming
from abm.farming.soil_carbon import SoilCarbon, SoilInput
from abm.farming.soils import SoilNumbers, fertiliser_t_n, fire_t, pumping_shape, soil_n2o_t, urea_co2_t
from abm.farming.straw import Straw
from abm.flows import Flows
from abm.loads import Loads
from abm.prices.diesel import diesel_l_per_gj
from abm.record import Record
from abm.world import World
from agents.farm import BURN, OFF_FIELD, RETURN, SOLD_FUEL, STOVE_FUEL, Farm
from agents.signals import Signals, StrawSignals
from agents.table import Table

_BIOMASS = FUELS.index("biomass")


@dataclass(frozen=True)
class FarmYear:
    """What a year of farming came to, (n_counties,) each."""

    settled: Settled
    fire_t: np.ndarray
    fertiliser_t_n: np.ndarray
    organic_n_t: np.ndarray
    manure_n_t: np.ndarray  # in treated manure beyond the first year's, in place of bought nitrogen
    income_cny: np.ndarray
    livestock_ch4_t: np.ndarray
    livestock_n2o_t: np.ndarray
    soil_n2o_t: np.ndarray
    wood_gj: np.ndarray  # that homes collect and burn
    biogas_capacity_m3: np.ndarray
    biogas_m3: np.ndarray


class Farming:
    """All farms of the city.

    Args:
        world: region, people, days, luck and years.
        model: the model that the table of farms belongs to.
    """

    def __init__(self, world: World, model: mesa.Model) -> None:
        self.world = world
        self.farms = Table(model, Farm, world.population.farms)
        self.herds = HerdNumbers.of(world.region, world.years)
        self.soils = SoilNumbers.of(world.region, world.years)
        n = world.region.n_counties
        living = self.farms.weight * self.farms.alive
        self.area_mu = np.bincount(self.farms.county, living * self.farms.area_mu, n)
        self.herd_share = herd_shares(self.farms.columns, n)
        self.holdings = Holdings(world, self.farms)
        self.straw = Straw(world, self.farms, self.herd_share)
        self.practice = Practice(PracticeNumbers.of(world.region, world.years), n)
        self.manure = Manure(world, self.farms, self.herd_share)
        self.organic = Organic(world.region, self.farms)
        self.soil_carbon = SoilCarbon(world.region)
        self.pv = FarmPV(world, self.farms)
        self._pumping = pumping_shape(self.soils, world.days)
        self._all_year = world.days.shape(np.ones((world.days.n_days, 24)))
        self._gj_per_t = world.region.parameters.value("straw.ncv", "GJ/t")
        self._gj_per_t_pellets = world.region.parameters.value("heating.pellets.ncv", "GJ/t")
        self._litres_per_gj = diesel_l_per_gj(world.region)
        self.biogas = BiogasNumbers.of(world.region.parameters)
        self._gj_per_m3 = world.region.parameters.value("straw.biogas_ncv", "GJ/m3")
        self.utilization_observed = world.region.observed("straw.utilization")
        self.last: FarmYear

    def tables(self) -> Iterator[Table]:
        """Yield the tables of agents."""
        yield self.farms

    def settle(self, rural_homes: np.ndarray) -> None:
        """Let smallholders leave, given (n_counties,) rural homes over those of the first year."""
        if self.holdings.follow(rural_homes):
            self.straw.resize()
            self.organic.resize(self.holdings.mu[:, LARGE])
            self.practice.resize(self.holdings.more_large)

    def perceive(self, year: int) -> StrawSignals:
        """Return what farms would perceive this year without any lever."""
        return self.straw.perceive(year)

    def decide(self, signals: Signals) -> None:
        """Let farms choose their straw way, and whether they lease land for PV."""
        self.straw.decide(signals)
        self.pv.decide(signals.farming, signals.year)

    def act(self, signals: Signals, flows: Flows, ledger: Ledger, loads: Loads) -> None:
        """Harvest: straw to its users, gases, fuel, power and money."""
        at = self.world.years.index(signals.year)
        self.pv.act(signals.farming, flows, ledger)
        self.straw.herd = self.herd_share * sheep_units(self.herds, at)
        settled = self.straw.settle(signals, flows)
        ways = settled.ways_t
        self.practice.act(signals.farming, at, self.area_mu, ledger)
        self.manure.act(signals.farming, at, ledger)
        self.organic.act(signals.farming, self.area_mu, self.practice.more_trained, ledger)
        habit_n, eco = fertiliser_t_n(self.area_mu, self.soils, at), self.organic.eco_factor(self.area_mu)
        bought_n = self.practice.bought_n_t(habit_n, self.manure.replaced_n_t)
        from_manure_n = self.practice.spread_n_t(habit_n) - bought_n
        bought_n = bought_n * eco
        organic_n = self.organic.organic_n_t(bought_n)
        self._feed_soils(ways[RETURN], organic_n + self.manure.n_t * self.manure.share)
        digestion_t, _ = herd_ch4_t(self.herds, at)
        soil_n2o = soil_n2o_t(bought_n + from_manure_n, ways[RETURN], self.soils)
        self.last = FarmYear(
            settled=settled,
            fire_t=fire_t(ways[BURN], self.soils),
            fertiliser_t_n=bought_n - organic_n,
            organic_n_t=organic_n,
            manure_n_t=from_manure_n,
            income_cny=pay_for_straw(ledger, signals.straw, settled, self.straw),
            livestock_ch4_t=self.herd_share * digestion_t + self.manure.ch4_t,
            livestock_n2o_t=self.herd_share * herd_n2o_t(self.herds, at),
            soil_n2o_t=soil_n2o,
            wood_gj=self._fill_stoves(ways[STOVE_FUEL], flows, ledger),
            biogas_capacity_m3=self.straw.biogas.stands * ways.sum(axis=0) * self.biogas.m3_per_t,
            biogas_m3=settled.plants_t[2] * self.biogas.m3_per_t,
        )
        for item, cny in zip(("straw plants built", "straw plants kept"), self.straw.plant_cny(), strict=True):
            ledger.pay(item, "firms", "equipment_makers", cny)
        self._burn_and_use(signals, ledger, loads, at)
        self._release(ledger)
        cny_per_t = 1000.0 * self.practice.numbers.nitrogen_cny_per_kg
        ledger.pay("fertiliser", "farms", "outside", self.last.fertiliser_t_n * cny_per_t)
        self.organic.pay(self.area_mu, self.last.organic_n_t * cny_per_t, ledger)

    def report(self, record: Record) -> None:
        """Write the year's indicators."""
        report_farming(record, self)
        self.holdings.report(record)
        self.pv.report(record)

    def _feed_soils(self, returned_t: np.ndarray, organic_n_t: np.ndarray) -> None:
        """Let fields take up carbon; all (n_counties,)."""
        standard_mu = self.practice.standard * self.area_mu
        self.soil_carbon.act(SoilInput(returned_t, organic_n_t, standard_mu, self.organic.eco_mu))

    def _burn_and_use(self, signals: Signals, ledger: Ledger, loads: Loads, at: int) -> None:
        ways, soils = self.last.settled.ways_t, self.soils
        baled = ways[list(OFF_FIELD)].sum(axis=0)
        of_straw = ways[RETURN] * soils.diesel_gj_per_t_return + baled * soils.diesel_gj_per_t_baled
        diesel = self.area_mu * soils.diesel_gj_per_mu[at] * self.practice.diesel_factor + of_straw
        ledger.burn("farming", "diesel", diesel)
        cny_per_gj = self._litres_per_gj * signals.fuels.diesel_cny_per_l
        ledger.pay("farm diesel", "farms", "energy_suppliers", diesel * cny_per_gj)
        work = straw_work_cny(ways, self.straw) - of_straw * cny_per_gj
        ledger.pay("straw machines", "farms", "equipment_makers", np.maximum(work, 0.0))
        ledger.produce("farming", "biomass", (ways[SOLD_FUEL] + ways[STOVE_FUEL]) * self._gj_per_t)
        self._sell_biogas(ledger)
        pumped_kwh = self.area_mu * soils.pumping_kwh_per_mu * self.practice.pumping_factor
        other_kwh = self.area_mu * soils.other_kwh_per_mu
        loads.add(ledger, "farming", pumped_kwh, self._pumping)
        loads.add(ledger, "farming", other_kwh, self._all_year)
        bill_cny = (pumped_kwh + other_kwh) * signals.electricity.farm_cny_per_kwh
        ledger.pay("farm power", "farms", "grid", bill_cny)

    def _fill_stoves(self, straw_t: np.ndarray, flows: Flows, ledger: Ledger) -> np.ndarray:
        """Burn (n_counties,) t of straw in stoves beyond what homes have booked; return GJ of wood that they collect.

        What homes heat and cook with of their own is this straw as far as it goes, and else wood: fallen
        branches, prunings and old orchards, which no stand of the forest misses.
        """
        booked = sum(ledger.burnt(sector)[_BIOMASS] for sector in ("homes_rural", "homes_urban"))
        own_gj = booked - flows.pellets_used_t * self._gj_per_t_pellets
        stove_gj = straw_t * self._gj_per_t
        ledger.burn("homes_rural", "biomass", np.maximum(stove_gj - own_gj, 0.0))
        wood_gj: np.ndarray = np.maximum(own_gj - stove_gj, 0.0)
        ledger.produce("land", "biomass", wood_gj)
        return wood_gj

    def _sell_biogas(self, ledger: Ledger) -> None:
        """Put the gas of straw and manure into the pipes; what the plants' own processes take is lost.

        Gas traders pay for it as for other gas; what is not straw is bought, digestate goes to growers anywhere.
        """
        n, straw_t = self.biogas, self.last.settled.plants_t[2]
        gas_gj = self.last.biogas_m3 * self._gj_per_m3
        manure_gj = gas_gj * (1 - n.straw_share)
        ledger.produce("farming", "biomass", manure_gj)
        straw_gj = straw_t * self._gj_per_t
        ledger.pay("biogas sold", "energy_suppliers", "firms", self.last.biogas_m3 * n.gas_cny_per_m3)
        ledger.pay("digestate sold", "customers", "firms", self.last.biogas_m3 * n.digestate_cny_per_m3)
        ledger.pay("biogas running cost", "firms", "outside", straw_t * n.other_cost_cny_per_t)
        ledger.lose("farming", "biomass", straw_gj + manure_gj - blend(ledger, gas_gj))

    def _release(self, ledger: Ledger) -> None:
        year = self.last
        ledger.release("ch4", "farming", year.fire_t * self.soils.fire_ch4, "biomass")
        ledger.release("n2o", "farming", year.fire_t * self.soils.fire_n2o, "biomass")
        ledger.release("ch4", "farming", year.livestock_ch4_t)
        ledger.release("n2o", "farming", year.livestock_n2o_t + year.soil_n2o_t)
        ledger.release("co2_urea", "farming", urea_co2_t(year.fertiliser_t_n, self.soils))
        ledger.release("co2_land", "farming", -self.soil_carbon.uptake_t)
