"""The power part of the city: from loads, heat and plants to a dispatch, and from the dispatch to the accounts."""

import mesa
import numpy as np

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.loads import Loads
from abm.power.booking import Booking
from abm.power.city import Surroundings, city_inputs
from abm.power.dispatch import Dispatch, dispatch
from abm.power.fleet import read_coal_units, read_renewables
from abm.power.flexibility import Flexibility, FlexibleUnits
from abm.power.heat import HeatDuty, HeatNumbers, heat_duty, heat_shape
from abm.power.inputs import Inputs
from abm.power.money import TariffsPaid, pay
from abm.power.numbers import PowerNumbers
from abm.power.reporting import day_report, report
from abm.power.services import Services
from abm.power.solver import DaySolver
from abm.power.stock import DeveloperNumbers, Sold, WindAndSun
from abm.record import Record
from abm.world import World
from agents.grid import Grid
from agents.signals import Signals


class Power:
    """Owns plants, the grid agent and the services that nobody else counts.

    After :meth:`act`: ``last`` (the dispatch), ``inputs``, ``heat``, ``booking`` of the year.
    """

    def __init__(self, world: World, model: mesa.Model) -> None:
        region, years = world.region, world.years
        self.world = world
        self.numbers = PowerNumbers.of(region, years)
        self.heat_numbers = HeatNumbers.of(region, years)
        self.units = read_coal_units(region)
        self.renewables = WindAndSun(
            read_renewables(region, years), self.numbers, DeveloperNumbers.of(region, years), self._rural_weight()
        )
        self.services = Services(region, world.days)
        self.flexibility = Flexibility(region)
        self.flexible_units = FlexibleUnits.of(region)
        self._heat_shape = heat_shape(world.days, self.heat_numbers.base_temperature_c)
        self._solver = DaySolver()
        self.grid = Grid(model, lambda inputs, year: dispatch(inputs, self._solver, world.days, year))
        self.last: Dispatch | None = None
        self.inputs: Inputs | None = None
        self.heat: HeatDuty | None = None
        self.booking: Booking | None = None
        self.paid: TariffsPaid | None = None
        self.year = years[0]
        self.rooftop_mw = np.zeros(region.n_counties)
        self.pumped_site = self._site_of_pumped()

    def act(self, signals: Signals, flows: Flows, ledger: Ledger, loads: Loads) -> None:
        """Dispatch the year and write it into the accounts."""
        year, at = signals.year, self.world.years.index(signals.year)
        self.year = year
        growth = self.world.context("demand.services", "index", year)
        self.services.act(growth, signals.electricity.small_business_cny_per_kwh, flows, ledger, loads)
        self._build(signals.electricity.wind_pv_quota, year, at)
        retrofitted = self.flexible_units.retrofit(signals.electricity.coal_flexibility_cny_per_kw)
        self.rooftop_mw = flows.rooftop_pv_mw
        self.heat = self._heat_duty(flows, year)
        around = Surroundings(self.numbers, self.world.storyline, self.world.days, year, at)
        self.inputs = city_inputs(self, flows, loads, signals, around)
        self.last = self.grid.dispatch(self.inputs, year)
        self.booking = Booking.of(self, flows, loads, at)
        self.booking.write(ledger)
        pay(self, signals.electricity, loads, ledger, retrofitted)
        self.paid = TariffsPaid.of(signals.electricity, loads, self.world.days)

    def report(self, record: Record) -> None:
        """Put the year's power indicators into the record."""
        report(self, record)

    def day_report(self, day: int) -> dict[str, np.ndarray]:
        """Return name -> (24,) GW of one representative day's dispatch, for a picture; price in CNY/kWh."""
        return day_report(self, day)

    def wind_mw(self, at: int) -> np.ndarray:
        """(n_counties,) MW of wind."""
        return self.renewables.capacity_mw("wind", at)

    def pv_mw(self, at: int) -> np.ndarray:
        """(n_counties,) MW of PV, roofs of homes included."""
        return self.renewables.capacity_mw("pv", at) + self.rooftop_mw

    def running(self, year: int) -> np.ndarray:
        """(n_units,) bool: coal units in service."""
        coal = [self.world.context("grid.coal_shanxi", "GW", y) for y in (year, self.world.years[0])]
        first = float(self.units.capacity_mw[self.units.start_year <= self.world.years[0]].sum())
        return self.units.running(year, self.numbers.life_years, first * coal[0] / coal[1])

    def _heat_duty(self, flows: Flows, year: int) -> HeatDuty:
        produced = flows.district_heat_gj / (1.0 - self.heat_numbers.pipe_loss_share)
        return heat_duty(produced, self._heat_shape, self.units, self.running(year), self.heat_numbers)

    def _build(self, quota: float, year: int, at: int) -> None:
        """Developers look at last year's prices and curtailment; history is on the lists."""
        if self.last is None or year <= self.world.region.last_observed_year:
            return
        days, last = self.world.days, self.last
        price = last.price_cny_per_kwh
        sold = {
            "wind": Sold.of(last.wind_gw, last.wind_curtailed_gw, price, days.wind, days),
            "pv": Sold.of(last.pv_gw, last.pv_curtailed_gw, price, days.pv, days),
        }
        for kind, what in sold.items():
            self.renewables.build(kind, at, quota, self.world.context(f"cost.{kind}", "index", year), what)

    def _site_of_pumped(self) -> np.ndarray:
        """(n_counties,) where the pumped plant stands."""
        share = self.world.region.parameters.by_county("power.pumped.site", "share")
        return share / share.sum()

    def _rural_weight(self) -> np.ndarray:
        p = self.world.region.parameters
        people = p.by_county("people.population", "persons")
        rural = people * (1.0 - p.by_county("people.urban_share", "share"))
        return rural / rural.sum()
