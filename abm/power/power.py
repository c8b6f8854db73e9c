"""The power part of the city: from loads, heat and plants to a dispatch, and from the dispatch to the accounts."""

import mesa
import numpy as np

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.loads import Loads
from abm.power.booking import Booking
from abm.power.carbon import UnitCarbon
from abm.power.city import Burning, Surroundings, captive_gw, city_inputs
from abm.power.coal_fleet import CoalFleet
from abm.power.data_centres import DataCentres
from abm.power.dispatch import Dispatch, dispatch
from abm.power.fleet import read_renewables
from abm.power.flexibility import Flexibility, FlexibleUnits
from abm.power.heat import HeatDuty, HeatNumbers, HeatPlants, giving_units, heat_duty, heat_shape
from abm.power.inputs import Inputs
from abm.power.invest import Invested, invest
from abm.power.mains import HeatMains
from abm.power.money import TariffsPaid, pay
from abm.power.numbers import PowerNumbers
from abm.power.plant_money import PlantMoney
from abm.power.province import standing_gw
from abm.power.renewal import Renewal
from abm.power.reporting import day_report, report
from abm.power.second_life import SecondLife
from abm.power.services import Services
from abm.power.solver import DaySolver
from abm.power.stock import DeveloperNumbers, WindAndSun
from abm.power.storage import MarketStores, TwoWay
from abm.record import Record
from abm.world import World
from agents.grid import Grid
from agents.signals import Signals, SupplySignals


class Power:
    """Owns plants, the grid agent and the services that nobody else counts.

    After :meth:`act`: ``last`` (the dispatch), ``inputs``, ``heat``, ``booking`` of the year, and what plants are paid.
    """

    def __init__(self, world: World, model: mesa.Model) -> None:
        region, years = world.region, world.years
        self.world = world
        self.numbers = PowerNumbers.of(region, years)
        self.heat_numbers = HeatNumbers.of(region, years)
        self.fleet = CoalFleet(region, years)
        self.units = self.fleet.units
        self.mains = HeatMains(region.parameters, self.units, region.n_counties)
        self.renewables = WindAndSun(
            read_renewables(region, years), self.numbers, DeveloperNumbers.of(region, years), self._rural_weight()
        )
        self.renewal = Renewal(region.parameters, region.n_counties)
        self.services = Services(region, world.days)
        self.flexibility = Flexibility(region)
        self.flexible_units = FlexibleUnits.of(region)
        self.market_stores = MarketStores.of(region.parameters)
        self.second_life = SecondLife.of(region.parameters)
        self.two_way = TwoWay.of(region.parameters)
        self.two_way_gw = 0.0
        self.captive_gw = 0.0  # what plants of works make from their own gas and heat, on the mean
        self.captive_shape = np.ones((world.days.n_days, 24))  # over it: they follow last year's price as they must
        self.stored_cny_per_t = 0.0  # solvent, transport and storage of CO2, less what is paid for it
        self._running: tuple[int, np.ndarray] | None = None
        self.coal_classes_mw = [
            region.parameters.value(f"power.coal.class_{size}", "MW") for size in ("small", "large")
        ]
        self.carbon = UnitCarbon(len(self.units.group_name), region.n_counties)
        self.data_centres = DataCentres(region, world.days, model)
        self._heat_shape = heat_shape(world.days, self.heat_numbers.base_temperature_c)
        self.plant_money = PlantMoney()
        self._solver = DaySolver()
        self.grid = Grid(model, lambda inputs, year: dispatch(inputs, self._solver, world.days, year))
        self.last: Dispatch | None = None
        self.price_cny_per_kwh = np.zeros((world.days.n_days, 24))  # by the hour or by contract, as the year settles
        self.inputs: Inputs | None = None
        self.heat: HeatDuty | None = None
        self.burning: Burning | None = None
        self.booking: Booking | None = None
        self.paid: TariffsPaid | None = None
        self.invested: Invested | None = None
        self.rules: SupplySignals | None = None
        self.outage_cost_cny_per_kwh = region.parameters.value("governance.outage_cost", "CNY/kWh")
        self.year = years[0]
        self.rooftop_mw, self.own_roofs_mw = np.zeros((2, region.n_counties))
        self.pumped_site = self._site_of_pumped()

    def act(self, signals: Signals, flows: Flows, ledger: Ledger, loads: Loads) -> None:
        """Dispatch the year and write it into the accounts."""
        year, at = signals.year, self.world.years.index(signals.year)
        self.year, self.rules = year, signals.supply
        around = Surroundings(self.numbers, self.world.storyline, self.world.days, year, at)
        self._use_here(signals, flows, ledger, loads)
        self.renewal.begin()
        self.invested = invest(self, signals, loads, flows, around)
        self.two_way_gw = self.flexibility.two_way_gw(float(flows.battery_car_kwh.sum()))
        self.renewables.farm_mw = flows.farm_pv_mw
        self.rooftop_mw, self.own_roofs_mw = flows.rooftop_pv_mw, flows.rooftop_own_mw
        self.renewal.end(self, at)
        self.heat = self._heat_duty(flows, year)
        self.burning = Burning.of_classes(self, at)
        self.captive_gw = captive_gw(flows)
        self.captive_shape = self.flexibility.captive_shape(
            signals.supply.captive_peak_share, signals.electricity.wholesale_cny_per_kwh
        )
        self.inputs = city_inputs(self, flows, loads, signals, around)
        self.last = self.grid.dispatch(self.inputs, year)
        self.price_cny_per_kwh = signals.electricity.paid_to_plants_cny_per_kwh(self.last.price_cny_per_kwh)
        self.booking = Booking.of(self, flows, loads, at)
        flows.waste_heat_used_gj += self.booking.from_works_gj()
        self.booking.write(ledger)
        pay(self, signals, loads, ledger, self.invested)
        self.carbon.settle(self, ledger)
        self.plant_money.pay(self, signals.electricity, ledger)
        self.paid = TariffsPaid.of(signals.electricity, loads, self.data_centres.hourly_kwh, self.world.days)

    def report(self, record: Record) -> None:
        """Put the year's power indicators into the record."""
        report(self, record)
        self.data_centres.report(record)
        self.services.buildings.report(record)
        self.renewal.report(record)

    def day_report(self, day: int) -> dict[str, np.ndarray]:
        """Return name -> (24,) GW of one representative day's dispatch, for a picture; price in CNY/kWh."""
        return day_report(self, day)

    def wind_mw(self, at: int) -> np.ndarray:
        """(n_counties,) MW of wind."""
        return self.renewables.capacity_mw("wind", at)

    def pv_mw(self, at: int) -> np.ndarray:
        """(n_counties,) MW of PV, roofs of homes included."""
        return self.renewables.capacity_mw("pv", at) + self.rooftop_mw

    def ash_t(self) -> np.ndarray:
        """(n_counties,) t of ash of the coal burnt last year; before the first, of what the units would burn."""
        n, units = self.heat_numbers, self.units
        if self.booking is not None:
            gj = self.booking.fuel_gj.sum(axis=0)
        else:
            mw = np.bincount(units.county, self.coal_mw(self.year), minlength=len(self.rooftop_mw))
            gj = mw * n.usual_hours * n.usual_gj_per_mwh
        return gj * n.ash_t_per_gj

    def running_share(self, year: int) -> np.ndarray:
        """(n_units,) share of a year in which coal units serve; what owners decide in it changes later years only."""
        if self._running is None or self._running[0] != year:
            years, story = self.world.years, self.world.storyline
            now, first = (standing_gw(self.numbers, story, "coal", y, years.index(y)) for y in (year, years[0]))
            self._running = year, self.fleet.running_share(year, self.fleet.first_mw * now / first)
        return self._running[1]

    def coal_mw(self, year: int) -> np.ndarray:
        """(n_units,) MW of coal units in service on the mean over a year."""
        return self.units.capacity_mw * self.running_share(year)

    def _heat_duty(self, flows: Flows, year: int) -> HeatDuty:
        produced = flows.district_heat_gj / (1.0 - self.heat_numbers.pipe_loss_share)
        waste = np.add.reduce([np.zeros(len(produced)), *flows.waste_heat_gj.values()])
        share = self.running_share(year)
        usable = self.coal_mw(year) * giving_units(self.units, share > 0, len(produced))
        plants = HeatPlants(self.units, usable, self.mains.reach)
        return heat_duty(produced, waste, self._heat_shape, plants, self.heat_numbers)

    def _use_here(self, signals: Signals, flows: Flows, ledger: Ledger, loads: Loads) -> None:
        """Add the loads that no other part of the city counts."""
        battery_cost = self.world.context("cost.storage", "index", signals.year)
        self.data_centres.act(signals, ledger, loads, battery_cost)
        growth = self.world.context("demand.services", "index", signals.year)
        price = signals.electricity.small_business_cny_per_kwh
        self.services.act(growth, price, signals.building, flows, ledger, loads)
        self.services.build_stores(signals.building, price, battery_cost, ledger)

    def _site_of_pumped(self) -> np.ndarray:
        """(n_counties,) where the pumped plant stands."""
        share = self.world.region.parameters.by_county("power.pumped.site", "share")
        return share / share.sum()

    def _rural_weight(self) -> np.ndarray:
        p = self.world.region.parameters
        people = p.by_county("people.population", "persons")
        rural = people * (1.0 - p.by_county("people.urban_share", "share"))
        return rural / rural.sum()
