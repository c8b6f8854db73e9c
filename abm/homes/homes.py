"""Homes as a part of the city: perceive, decide, act, report."""

from collections.abc import Iterator

import mesa
import numpy as np

from abm.accounts.ledger import Ledger
from abm.accounts.people_money import Living
from abm.flows import Flows
from abm.homes.books import SECTOR, Books, Outcome, YearOfHomes
from abm.homes.envelope import Envelope
from abm.homes.heating import live_through_winter, replace_heaters, think
from abm.homes.kitchens import Kitchens
from abm.homes.numbers import cooking_numbers, heating_numbers, load_numbers, rooftop_numbers
from abm.homes.perception import Drivers, heating_signals, rooftop_signals
from abm.homes.places import Places
from abm.homes.purse import affordable_share
from abm.homes.report import report
from abm.homes.report_building import report_building
from abm.homes.roof_developers import RoofDevelopers
from abm.homes.roof_money import roof_offers, settle_roofs
from abm.homes.roofs import RoofMarket, Roofs, cover_roofs, looking_by_village, observed_boost, room_in_grid
from abm.homes.scene import Luck, Scene, VillageRoofs, look_around, seen_from
from abm.homes.shapes import HeatShapes, PlugShapes, heat_shapes, plain_plug_shapes, plug_shapes
from abm.homes.tariffs import MONTHS, enrol, use_plugs
from abm.homes.use import heat_used, plugs_used
from abm.homes.where import Where
from abm.loads import Loads
from abm.record import Record
from abm.world import World
from agents.household.heaters import DISTRICT, hazard_table
from agents.household.household import Household
from agents.household.market import Conditions, HeatMarket, annuities, heat_market
from agents.household.power import PLUG_USES, Blocks, block_bill
from agents.signals import HeatingSignals, RooftopSignals, Signals
from agents.table import Table, rows_where

OLDEST = 80  # years of age of a heater, beyond which nothing changes


class Homes:
    """All households of the region, as the columns of ``table``."""

    def __init__(self, world: World, model: mesa.Model) -> None:
        self.world = world
        self.table = Table(model, Household, world.population.households)
        self.where = Where.of(self.table, world.region.n_counties, world.population.n_communities)
        self.income_group = self.table.income_group.astype(np.intp)
        self.poor = rows_where(self.income_group == 0)  # rows
        self.first_income_cny = self.table.income_cny * self.table.size  # (n,) of the household, first year
        self.first_persons = self.table.size.astype(np.float32)  # (n,) of the household, first year
        self.heating = heating_numbers(world.region, world.years)
        self.rooftop = rooftop_numbers(world.region, world.years)
        self.village_roofs = VillageRoofs.first(self.where, self.table.village_pv)
        self.roof_developers = RoofDevelopers(world.region.parameters)
        self.load = load_numbers(world.region, world.years)
        self.cooking = cooking_numbers(world.region, world.years)
        self.drivers = Drivers.of(world)
        self.places = Places.ranked(
            world.region.id, *(world.population.communities[name] for name in ("county", "is_urban", "is_village"))
        )
        self.hazard = hazard_table(self.heating.traits, OLDEST)
        self.yearly_cost_of_one = annuities(self.heating.rates, self.heating.traits)
        self.reach = self.heating.outside_share * (np.diff(world.population.graph.indptr) > 0)
        self.seen_from = seen_from(world.population.graph, self.reach)
        self.plain_shapes = plain_plug_shapes(self.load, world.days)
        self.observed_pv_mw = world.region.observed("rooftop_pv_mw")
        self.books = Books(self.heating, self.cooking)
        self.envelope = Envelope(world, self.table, self.heating.rates)
        self.kitchens = Kitchens(world.region)
        self.running_support_cny = np.zeros(world.region.n_counties)  # of last winter
        self.programme_share = np.zeros(world.region.n_counties)  # that the purse allows
        self.programme_paid = 1.0  # part of the homes that the programme wants, for which there is money
        self._income = (0, np.zeros(0))  # year and sums by income group
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
        homes = self.table
        scene = self.scene_of(signals.year)
        plugs, heats = self.shapes_of(signals)
        market = self._market_with_programme(signals, scene, heats)
        think(homes, scene, signals.norms.campaign, self.heating)
        self.envelope.act(scene, market, signals.building)
        self.kitchens.decide(signals.building)
        changes = replace_heaters(homes, scene, market, self.heating, self.hazard)
        winter = live_through_winter(homes, scene, market, self.heating)
        self.envelope.meter(winter)
        growth, mix = self.plug_growth(signals.year, scene.existing_by_county)
        blocks = blocks_of(signals)
        kwh = use_plugs(homes, self.where, growth, blocks, self.load)
        saving = mix @ plugs.saving_as_is, mix @ plugs.saving_by_moving
        if signals.electricity.residential_tou_open:
            enrol(homes, kwh, saving, scene, signals.electricity.residential_tou_ease, self.load)
        else:
            homes.own("on_tou")[:] = False
        roofs = self._use_roofs(signals, scene, (kwh, blocks))
        bill = block_bill(kwh, blocks)
        shapes = (plugs, heats)
        self.now = YearOfHomes(signals, scene, market, changes, winter, kwh, bill, saving, mix, roofs, shapes)

    def act(self, signals: Signals, flows: Flows, ledger: Ledger, loads: Loads) -> None:
        """Turn the decisions into fuel, heat, hourly load and money."""
        homes, now = self.table, self.now
        heat = heat_used(homes, self.where, now.winter, now.scene.lived_in, self.heating.traits)
        turned_down = self.envelope.pipe_factor()  # where a meter is read
        heat.main_by_income[..., DISTRICT] *= turned_down[:, None, None]
        plugs = plugs_used(homes, self.where, now.kwh, now.plug_bill_cny)
        plug_shape, heat_shape = now.shapes
        by_income = heat.bought_by_income(self.heating.traits, self.heating.heat)
        bought = by_income.sum(axis=2)
        self.books.burn(now, heat, (bought, self.kitchens.electric), self._at(signals.year), ledger, flows)
        self._electric_kitchens(signals, heat.lived_in_by_income, ledger, loads)
        shifted = self.books.draw(now, plugs, bought, (plug_shape, heat_shape), ledger, loads)
        support = self.books.settle_heating(homes, now, heat, by_income, heat_shape.valley_share, ledger)
        self.books.settle_plugs(now, plugs, ledger)
        self.envelope.pay(ledger)
        roof_year = settle_roofs(homes, now, self, ledger, flows)
        self.running_support_cny = heat.rebate_cny
        self.outcome = Outcome(heat, plugs, bought, shifted, support, roof_year)

    def people(self) -> Living:
        """Return who lives in the homes by place and income group, and what they earn; likewise of all homes."""
        scene, size = self.now.scene, self.drivers.size[self._at(self.now.scene.year)]
        persons, of_all, income_of_all = (
            self.where.by_income(each).sum(axis=0)
            for each in (
                scene.lived_in * self.first_persons,
                scene.existing * self.first_persons,
                scene.existing * scene.income_cny,
            )
        )
        return Living(persons * size, self.income_by_income().sum(axis=0), of_all * size, income_of_all)

    def income_by_income(self) -> np.ndarray:
        """Return (n_counties, 2, N_GROUPS) CNY that homes lived in earn this year, added up once."""
        scene = self.now.scene
        if self._income[0] != scene.year:
            self._income = scene.year, self.where.by_income(scene.lived_in * scene.income_cny)
        return self._income[1]

    def report(self, record: Record) -> None:
        """Write the year's indicators."""
        report(self, record)
        report_building(self, record)

    def _electric_kitchens(self, signals: Signals, lived_in: np.ndarray, ledger: Ledger, loads: Loads) -> None:
        """Add the power of electric kitchens in villages, and what was paid for them; homes by place and income."""
        shape = self.plain_shapes[PLUG_USES.index("cooking")]
        loads.add(ledger, SECTOR[0], self.kitchens.cooking_kwh(lived_in[:, 0].sum(axis=1)), shape)
        price = float(signals.electricity.residential_tier_cny_per_kwh[0])
        self.kitchens.pay(lived_in, ledger, price)

    def _at(self, year: int) -> int:
        return year - self.world.years[0]

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
        return heat_market(signals, self.heating.traits, self.heating.heat, conditions, self.yearly_cost_of_one)

    def plug_growth(self, year: int, homes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (2,) growth of use without heating since the base year, and (2, n_plug) mix; homes (n_counties,)."""
        at = self._at(year)
        parts = self.load.mix * self.load.growth[at]
        parts[:, 0] *= self.kitchens.appliance_factor(homes)
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

    def scene_of(self, year: int) -> Scene:
        """Return the year as homes meet it."""
        homes, columns = self.table, self.table.columns
        present = columns["alive"] & ~columns["is_absent"]
        existing = columns["weight"] * columns["alive"]
        lived_in = existing.copy()
        lived_in[self.where.absent] = 0.0
        at = self._at(year)
        income = self.where.spread_kinds(self.drivers.income[at] * self.drivers.size[at])  # fewer in a home earn less
        income *= self.first_income_cny
        return Scene(
            year=year,
            where=self.where,
            around=look_around(homes, self.where, self.seen_from, self.places.cell, lived_in, self.village_roofs),
            luck=Luck.draw(self.world.streams, year, len(homes)),
            present=present,
            lived_in=lived_in,
            existing=existing,
            has_roof=columns["has_roof"],
            income_cny=income,
        )

    def _market_with_programme(self, signals: Signals, scene: Scene, heats: HeatShapes) -> HeatMarket:
        coal_homes = scene.around.coal_homes
        by_county = np.bincount(self.places.county, coal_homes, self.where.n_counties)
        self.programme_share = affordable_share(
            signals.heating, by_county, scene.existing_by_county, self.running_support_cny, self.heating
        )
        wanted = float(signals.heating.programme_share @ by_county)
        self.programme_paid = float(self.programme_share @ by_county) / wanted if wanted > 0 else 1.0
        offers = self.places.offers(coal_homes, self.programme_share)
        self.places.visit()
        return self.heat_market(signals, offers, heats)

    def _use_roofs(self, signals: Signals, scene: Scene, use: tuple[np.ndarray, Blocks]) -> Roofs:
        year, programme = signals.year, signals.rooftop.programme * signals.rooftop.pilot
        hosting = signals.rooftop.hosting_share
        offers = roof_offers(signals, self.rooftop, self._at(year), self.world.days)
        self.roof_developers.decide(offers[0], self.rooftop.traits)
        market = RoofMarket(
            offers=offers,
            programme=programme,
            renting=self.roof_developers.renting(programme),
            open_share=room_in_grid(scene, hosting, programme, self.rooftop),
            boost=1.0,
        )
        if self.world.follows(year) and year in self.observed_pv_mw:
            wanted_kw = 1000.0 * self.observed_pv_mw[year]
            market = observed_boost(self.table, scene, market, use, self.rooftop, wanted_kw)
        looked = looking_by_village(scene, market, self.places.county, self.rooftop)
        self.village_roofs = VillageRoofs(scene.around.pv_of_roofs, looked)
        return cover_roofs(self.table, scene, market, use, self.rooftop)


def blocks_of(signals: Signals) -> Blocks:
    """Return the block tariff of the year."""
    electricity = signals.electricity
    return Blocks(electricity.residential_tier_cny_per_kwh, MONTHS * electricity.residential_tier_kwh_per_month)
