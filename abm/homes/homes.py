"""Homes as a part of the city: perceive, decide, act, report."""

from collections.abc import Iterator

import mesa
import numpy as np

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.homes import decisions
from abm.homes.books import Books, Outcome, YearOfHomes
from abm.homes.decisions import Luck, RoofMarket
from abm.homes.numbers import cooking_numbers, heating_numbers, load_numbers, rooftop_numbers
from abm.homes.perception import Drivers, heating_signals, rooftop_signals
from abm.homes.places import Places
from abm.homes.report import report
from abm.homes.roofs import observed_boost, roof_offers, room_in_grid, settle_roofs
from abm.homes.shapes import HeatShapes, PlugShapes, heat_shapes, plain_plug_shapes, plug_shapes
from abm.homes.use import heat_used, plugs_used
from abm.homes.where import Where
from abm.loads import Loads
from abm.record import Record
from abm.world import World
from agents.household.heaters import hazard_table
from agents.household.household import Household
from agents.household.market import Conditions, HeatMarket, heat_market
from agents.household.power import Blocks, block_bill, block_of
from agents.signals import HeatingSignals, RooftopSignals, Signals
from agents.table import Table

OLDEST = 80  # years of age of a heater, beyond which nothing changes
MONTHS = 12


class Homes:
    """All households of the region, as the columns of ``table``."""

    def __init__(self, world: World, model: mesa.Model) -> None:
        self.world = world
        self.table = Table(model, Household, world.population.households)
        self.where = Where.of(self.table, world.region.n_counties, world.population.n_communities)
        self.heating = heating_numbers(world.region, world.years)
        self.rooftop = rooftop_numbers(world.region, world.years)
        self.load = load_numbers(world.region, world.years)
        self.cooking = cooking_numbers(world.region, world.years)
        self.drivers = Drivers.of(world)
        self.places = Places.of(world.region, world.population.communities["is_urban"])
        self.hazard = hazard_table(self.heating.traits, OLDEST)
        self.reach = self.heating.outside_share * (np.diff(world.population.graph.indptr) > 0)
        self.plain_shapes = plain_plug_shapes(self.load, world.days)
        self.observed_pv_mw = world.region.observed("rooftop_pv_mw")
        self.books = Books(self.heating, self.cooking)
        self.now: YearOfHomes
        self.outcome: Outcome
        self._shapes: tuple[bytes, PlugShapes, HeatShapes] | None = None

    def tables(self) -> Iterator[Table]:
        """Yield the table of households."""
        yield self.table

    def perceive(self, year: int) -> tuple[HeatingSignals, RooftopSignals]:
        """Return what homes would perceive of heating and rooftops without any lever."""
        at = self._at(year)
        return heating_signals(self.heating, self.drivers, at), rooftop_signals(self.rooftop, self.drivers, at)

    def decide(self, signals: Signals) -> None:
        """Let homes think, replace heaters, live through the winter, choose a tariff and use their roofs."""
        homes, year = self.table, signals.year
        lived_in = homes.weight * homes.alive * ~homes.is_absent
        luck = Luck.draw(self.world.streams, year, len(homes))
        around = decisions.look_around(homes, self.where, self.world.population.graph, self.reach, lived_in)
        plugs, heats = self.shapes_of(signals)
        offers = self.places.offers(around.coal_homes, signals.heating.programme_share)
        self.places.visit(offers)
        market = self.heat_market(signals, offers, heats)
        income = self._income(year)
        decisions.think(homes, self.where, around, signals.norms.campaign, self.heating)
        changes = decisions.replace_heaters(
            homes, self.where, (market, around, luck), income, lived_in, self.heating, self.hazard, year
        )
        winter = decisions.live_through_winter(homes, self.where, market, income, lived_in, self.heating)
        growth, mix = self.plug_growth(year)
        blocks = blocks_of(signals)
        kwh = decisions.use_plugs(homes, growth, blocks, self.load)
        saving = mix @ plugs.saving_as_is, mix @ plugs.saving_by_moving
        if signals.electricity.residential_tou_open:
            decisions.enrol(homes, kwh, saving, luck, signals.electricity.residential_tou_ease, self.load)
        else:
            homes.own("on_tou")[:] = False
        block = block_of(kwh, blocks)
        roofs = self._cover_roofs(signals, around, luck, income, block)
        bill = block_bill(kwh, blocks)
        self.now = YearOfHomes(
            signals, market, lived_in, income, around, changes, winter, kwh, bill, saving, mix, roofs
        )

    def act(self, signals: Signals, flows: Flows, ledger: Ledger, loads: Loads) -> None:
        """Turn the decisions into fuel, heat, hourly load and money."""
        homes, now = self.table, self.now
        heat = heat_used(homes, self.where, now.winter.rebate_cny, now.lived_in, self.heating.traits)
        plugs = plugs_used(homes, self.where, now.kwh, now.plug_bill_cny)
        plug_shape, heat_shape = self.shapes_of(signals)
        bought = heat.bought_kwh(self.heating.traits, self.heating.heat)
        self.books.burn(now, heat, bought, self._at(signals.year), ledger, flows)
        shifted = self.books.draw(now, plugs, bought, (plug_shape, heat_shape), ledger, loads)
        support = self.books.settle_heating(homes, self.where, now, heat, bought, heat_shape.valley_share, ledger)
        self.books.settle_plugs(now, plugs, ledger)
        roof_income = settle_roofs(homes, now, self, ledger, flows)
        self.outcome = Outcome(heat, plugs, bought, shifted, support, roof_income)

    def report(self, record: Record) -> None:
        """Write the year's indicators."""
        report(self, record)

    def _at(self, year: int) -> int:
        return year - self.world.years[0]

    def _income(self, year: int) -> np.ndarray:
        """(n,) CNY of the household in the year, at prices of 2020."""
        homes = self.table
        growth = self.drivers.income[self._at(year)].astype(np.float32)
        return homes.income_cny * homes.size * growth[homes.is_urban.view(np.uint8)]

    def heat_market(self, signals: Signals, offers: np.ndarray, heats: HeatShapes) -> HeatMarket:
        """Return what homes face when they heat; ``offers`` (n_communities,) part of homes on coal reached."""
        county = self.places.county
        heating = signals.heating
        visited = self.places.in_zone(heating.no_coal_zone_share) * heating.coal_inspection[county]
        conditions = Conditions(
            fine_cny=visited * heating.coal_fine_cny,
            visit_chance=visited,
            offer_share=offers,
            gas=self.places.reached(self.places.gas_rank, heating.gas_reach_share),
            district=self.places.reached(self.places.district_rank, heating.district_reach_share),
            valley_share=heats.valley_share,
        )
        return heat_market(signals, self.heating.traits, self.heating.heat, conditions, self.heating.rates)

    def plug_growth(self, year: int) -> tuple[np.ndarray, np.ndarray]:
        """Return (2,) growth of use without heating since the base year, and (2, n_plug) mix of the year."""
        at = self._at(year)
        parts = self.load.mix * self.load.growth[at]
        parts[:, 0] *= self.drivers.income[at] ** self.load.income_exponent
        total = parts.sum(axis=1)
        return total / self.load.mix.sum(axis=1), parts / total[:, None]

    def shapes_of(self, signals: Signals) -> tuple[PlugShapes, HeatShapes]:
        """Return the shapes of the year, kept while the tariffs stay the same."""
        e = signals.electricity
        seen = e.residential_tou_add_cny_per_kwh.tobytes() + e.heating_valley_hours.tobytes()
        seen += np.array(
            [e.heating_tariff_peak_cny_per_kwh, e.heating_tariff_valley_cny_per_kwh, *e.residential_tier_cny_per_kwh]
        ).tobytes()
        if self._shapes is None or self._shapes[0] != seen:
            plugs = plug_shapes(self.plain_shapes, e, self.load, self.world.days)
            heats = heat_shapes(e, self.heating.balance_c, self.load, self.world.days)
            self._shapes = seen, plugs, heats
        return self._shapes[1], self._shapes[2]

    def _cover_roofs(
        self,
        signals: Signals,
        around: decisions.Surroundings,
        luck: Luck,
        income: np.ndarray,
        block: np.ndarray,
    ) -> decisions.Roofs:
        market = RoofMarket(
            offers=roof_offers(signals, self.rooftop, self._at(signals.year), self.world.days),
            programme=signals.rooftop.programme * signals.rooftop.pilot,
            open_share=room_in_grid(self.table, self.where, signals.rooftop.hosting_share),
            boost=1.0,
        )
        year = signals.year
        if self.world.follows(year) and year in self.observed_pv_mw:
            wanted = 1000.0 * self.observed_pv_mw[year]
            market = observed_boost(self.table, self.where, market, around, luck, income, block, self.rooftop, wanted)
        return decisions.cover_roofs(self.table, self.where, market, around, luck, income, block, self.rooftop, year)


def blocks_of(signals: Signals) -> Blocks:
    """Return the block tariff of the year."""
    electricity = signals.electricity
    return Blocks(electricity.residential_tier_cny_per_kwh, MONTHS * electricity.residential_tier_kwh_per_month)
