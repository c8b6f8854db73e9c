"""The city: the page to read first. ``City.step`` is one year, in the nine lines of the design."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import Context
from time import perf_counter
from typing import Any

import mesa
import numpy as np
from mesa.datacollection import DataCollector

from abm.accounts.books import Books
from abm.accounts.ledger import Ledger
from abm.accounts.people_money import put_people
from abm.assessment import Assessment
from abm.budget import Budget
from abm.construction import Construction
from abm.counties import Counties
from abm.demography import RURAL
from abm.farming import Farming
from abm.flows import Flows
from abm.freight import Freight
from abm.homes import Homes
from abm.indicators import derive
from abm.industry import Industry
from abm.industry.purse import FirmPurse
from abm.land import Land
from abm.loads import Loads
from abm.people import People
from abm.policy import Policy
from abm.power import Power
from abm.prices import Prices
from abm.record import Record
from abm.recovery import Recovery
from abm.travel import Travel
from abm.waste import Waste
from abm.work import Work
from abm.world import World
from agents.signals import QuietThemes, Signals
from agents.table import Table


class City(mesa.Model):
    """Firms, households, vehicle owners, farms and county governments of one region.

    Args:
        world: region, population, days, luck and context.
        paths: lever id -> (n_years,) values.
        rng: Mesa's own seed; the model's luck comes from ``world.streams`` alone.
    """

    def __init__(self, world: World, paths: Mapping[str, np.ndarray], rng: int = 0) -> None:
        super().__init__(rng=rng)
        self.running: bool = True
        self.world = world
        self.policy = Policy(world.years, paths)
        self.record = Record(world.region, world.years)
        self.books = Books(world)
        self.milliseconds: dict[str, float] = {}
        with self._timed("build"):
            self.counties = Counties(world.region, self)
            self.people = People(world, self)
            self.construction = Construction(world, self)
            self.prices = Prices(world, self)
            self.industry = Industry(world, self)
            self.homes = Homes(world, self)
            self.travel = Travel(world, self)
            self.freight = Freight(world, self)
            self.farming = Farming(world, self)
            self.land = Land(world, self)
            self.waste = Waste(world, self)
            self.power = Power(world, self)
            self.recovery = Recovery(world, self)
            self.work = Work.of(world)
            self.firm_purse = FirmPurse.of(self.industry, self.work.persons)
            self.budget = Budget(world.region)
            self.assessment = Assessment(world.region)
        self.parts = (
            self.counties,
            self.people,
            self.construction,
            self.industry,
            self.homes,
            self.travel,
            self.freight,
            self.farming,
            self.land,
            self.waste,
            self.recovery,
            self.power,
            self.work,
            self.budget,
            self.assessment,
        )
        self.quiet = QuietThemes.of(world.region.n_counties)
        self.signals: Signals | None = None
        self.datacollector = DataCollector(
            model_reporters={
                "year": lambda city: city.year,
                "energy_co2_mt": lambda city: city.record.value("Emissions|CO2|Energy", city.year),
            }
        )

    @property
    def year(self) -> int:
        """The year last simulated (the first year before the first step)."""
        at = int(self.time) - 1
        return self.world.years[min(max(at, 0), len(self.world.years) - 1)]

    def step(self) -> None:
        """Simulate one year; after the last one ``running`` is false, as Mesa's runners expect, and nothing happens.

        In a context of its own, which is empty: NumPy looks into it for settings at each of its many small calls.
        """
        if self.running:
            Context().run(self._simulate_year)

    def _simulate_year(self) -> None:
        year = self.year
        flows, ledger, loads = self._begin(year)

        with self._timed("signals"):  # 1 policy, 2 drivers, 3 prices
            self.people.advance(year)
            self.people.settle(self.homes.table)
            self.farming.settle(self.people.household_ratio[:, RURAL])
            self.signals = self.construction.shape(self._govern(year))

        with self._timed("firms"):  # 4 firms decide and produce
            self.industry.decide(self.signals)
            self.industry.act(self.signals, flows, ledger, loads)

        with self._timed("agents"):  # 5 households, vehicle owners and farms decide
            self.homes.decide(self.signals)
            self.travel.decide(self.signals)
            self.freight.decide(self.signals, flows)
            self.farming.decide(self.signals)

            self.homes.act(self.signals, flows, ledger, loads)  # 6 activity
            self.travel.act(self.signals, flows, ledger, loads)
            self.freight.act(self.signals, flows, ledger, loads)
            self.farming.act(self.signals, flows, ledger, loads)

        with self._timed("firms"):
            self.industry.settle_hydrogen(flows, ledger)
            self.construction.pay(ledger)
            self.land.act(self.signals, flows, ledger, loads)
            self.waste.act(self.signals, flows, ledger, loads)
            self.recovery.act(self.signals, flows, ledger, loads)

        with self._timed("dispatch"):  # 7 power
            self.power.act(self.signals, flows, ledger, loads)
            self.industry.sell(ledger)
            self.prices.remember(self.power, flows)

        with self._timed("accounts"):  # 8 accounts
            payments = self.books.close(year, ledger, flows, self.record)
            self.firm_purse.report(ledger, payments, self.record)
            self.work.put_works(payments, self.record)
            put_people(ledger, payments, self.homes.people(), self.record)

        with self._timed("record"):  # 9 record
            for part in self.parts:
                part.report(self.record)
            derive(self.record, year)
            self.datacollector.collect(self)
        self.running = year < self.world.years[-1]

    def perceive(self, year: int) -> Signals:
        """Return what agents would perceive this year without any lever."""
        electricity, fuels = self.prices.perceive(year)
        heating, rooftop = self.homes.perceive(year)
        quiet = self.quiet
        return Signals(
            year=year,
            electricity=electricity,
            fuels=fuels,
            norms=quiet.norms,
            heating=heating,
            rooftop=rooftop,
            driving=self.travel.perceive(year),
            freight=self.freight.perceive(year),
            straw=self.farming.perceive(year),
            industry=self.industry.perceive(year),
            investment=self.industry.investment.perceive(year),
            supply=quiet.supply,
            materials=quiet.materials.changed(
                persons=self.people.population,
                ash_t=self.power.ash_t(),
                module_aluminium_t=self.recovery.aluminium_t,
                remade_t=self.recovery.remaking.kept_t(),
            ),
            building=quiet.building,
            farming=quiet.farming.changed(pv_rent_cny_per_mu=self.power.renewables.rent_cny_per_mu),
            land=quiet.land,
            waste=quiet.waste,
            governance=quiet.governance,
        )

    def _govern(self, year: int) -> Signals:
        """Return the signals under the policy that last year's assessment and the money there is allow."""
        values = self.budget.cut(self.assessment.tighten(self.policy.values(year)))
        signals = self.policy.rewrite(self.perceive(year), values, self.counties.delivery())
        self.counties.learn(signals.governance)
        self.assessment.told(signals.governance.tightening_share)
        return signals

    def of(self, kind: type) -> Any:
        """Return the agents of a kind: a :class:`Table` of households, vehicle owners or farms, or Mesa's set.

        Raises:
            KeyError: there are none; the message names the kinds there are.
        """
        for table in self.tables():
            if issubclass(table.kind, kind):
                return table
        found = self.agents_by_type.get(kind) or self.agents.select(agent_type=kind)
        if not found:
            kinds = sorted({known.__name__ for known in (*self.agents_by_type, *(t.kind for t in self.tables()))})
            raise KeyError(f"no agents of kind {kind.__name__}; there are {', '.join(kinds)}")
        return found

    def tables(self) -> Iterator[Table]:
        """Yield the tables of agents kept as columns."""
        for keeper in (self.homes, self.travel, self.freight, self.farming):
            yield from keeper.tables()

    def _begin(self, year: int) -> tuple[Flows, Ledger, Loads]:
        n_counties = self.world.region.n_counties
        self.record.start(year)
        return Flows(n_counties), Ledger(n_counties), Loads(n_counties, self.world.days.n_days)

    @contextmanager
    def _timed(self, phase: str) -> Iterator[None]:
        started = perf_counter()
        yield
        self.milliseconds[phase] = self.milliseconds.get(phase, 0.0) + 1000 * (perf_counter() - started)
