"""Walls, codes and meters of homes: who renovates, how new homes are built, what a meter changes."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.homes.heating import Winter
from abm.homes.scene import Scene
from abm.homes.where import N_GROUPS
from abm.region import Region
from abm.world import World
from agents.choice import share_of
from agents.household.envelope import EnvelopeTaste, builds_prefabricated, metered_bill, renovates
from agents.household.heaters import DISTRICT, N_HEATERS
from agents.household.market import HeatMarket
from agents.signals import BuildingSignals
from agents.table import Table, rows_where

KINDS = ("rural", "urban")
AS_BUILT, RENOVATED, NEW = 0, 1, 2
FOUNDED = 0  # year of the heater of a home that has just been founded


@dataclass(frozen=True)
class EnvelopeNumbers:
    """Pairs (2,) are rural and urban."""

    taste: EnvelopeTaste
    looks: float  # chance a year that a home is renovated for other reasons and looks at its walls
    looks_offered: float  # added where a grant pays all
    rebuilt: float  # chance a year that a home is built anew
    saving_share: float  # of heat, by a renovation
    price_cny_per_m2: np.ndarray  # (2,)
    life_years: float  # over which the works are weighed
    new_need: np.ndarray  # (2,) heat of a new home under the code of the first year over the stock's mean
    code_reach: np.ndarray  # (2,) of new homes that a code binds
    usual_kwh_per_m2: np.ndarray  # (n_counties,) heat of a flat in town
    code_cny_per_m2: float  # of works by the square of what a code saves beyond that of the first year
    meter_cny_per_m2: float  # a year, of a flat: meter, valves and reading
    turned_down: float  # of heat, where a meter is read
    fixed_share: float  # of a metered bill
    city_share: float  # of support, the rest by province and state
    needless_share: float  # of homes built anew, those that were sound
    prefab_cny_per_m2: float  # that a factory-made village home costs more
    prefab_need: float  # its heat over that of another new home

    @classmethod
    def of(cls, region: Region) -> "EnvelopeNumbers":
        """Read from the region's parameters."""
        p = region.parameters
        climate = p.by_county("heating.need.climate", "ratio")
        return cls(
            taste=EnvelopeTaste(*(p.value(f"envelope.{word}", "utility") for word in ("cost", "comfort", "hassle"))),
            looks=p.value("envelope.looks", "share"),
            looks_offered=p.value("envelope.looks_offered", "share"),
            rebuilt=p.value("envelope.rebuilt", "share"),
            saving_share=p.value("envelope.saving", "share"),
            price_cny_per_m2=np.array([p.value(f"envelope.price.{kind}", "CNY/m2") for kind in KINDS]),
            life_years=p.value("envelope.life", "years"),
            new_need=np.array([p.value(f"envelope.new_need.{kind}", "ratio") for kind in KINDS]),
            code_reach=np.array([p.value(f"envelope.code_reach.{kind}", "share") for kind in KINDS]),
            usual_kwh_per_m2=p.value("heating.need.urban", "kWh/m2") * climate,
            code_cny_per_m2=p.value("envelope.code_cost", "CNY/m2"),
            meter_cny_per_m2=p.value("envelope.meter_cost", "CNY/m2/yr"),
            turned_down=p.value("envelope.turned_down", "share"),
            fixed_share=p.value("envelope.fixed_share", "share"),
            city_share=p.value("heating.subsidy_city_share", "share"),
            needless_share=p.value("construction.needless", "share"),
            prefab_cny_per_m2=p.value("envelope.prefab.cost", "CNY/m2"),
            prefab_need=p.value("envelope.prefab.need", "ratio"),
        )


class Envelope:
    """The state of all homes' walls: as built, renovated, or built under a later code."""

    def __init__(self, world: World, homes: Table, rates: np.ndarray) -> None:
        self.world, self.homes = world, homes
        n = self.numbers = EnvelopeNumbers.of(world.region)
        self.state = np.full(len(homes), AS_BUILT, dtype=np.uint8)
        self.annuity = rates / -np.expm1(-n.life_years * np.log1p(rates))  # (N_CLASSES,) of one yuan
        none = np.zeros(world.region.n_counties)
        self.paid_by_income = np.zeros((2, world.region.n_counties, 2, N_GROUPS))  # works and support of the year, CNY
        self.dearer_by_income = self.paid_by_income  # what factory-made village homes cost more, and their support, CNY
        self.code_by_income = self.paid_by_income[0]  # what new homes cost more under the code of the year, CNY
        self.metered_m2 = none  # floor of flats whose heat is metered
        self.village_homes, self.to_standard, self.prefab_homes = none, none, none  # built since the first year
        self.prefab_floor_share = none  # of the year's new floor
        self.signals: BuildingSignals

    def act(self, scene: Scene, market: HeatMarket, signals: BuildingSignals) -> None:
        """Build new homes by the code, let those who look at their walls choose, and commit."""
        self.signals = signals
        need = self.homes.own("need_kwh")
        draw = self.world.streams.uniform("homes.envelope", scene.year, len(need))
        open_now = scene.present & (self.state != NEW)
        rebuilt = self.numbers.rebuilt * (1.0 - self.numbers.needless_share * signals.demolition_refused_share)
        founded = self.homes.heater_year == FOUNDED
        torn_above = 1.0 - rebuilt  # by county
        born = rows_where(open_now & (founded | (draw >= float(torn_above.min()))))  # few; then each by its county
        county, drawn, is_founded = scene.where.county.take(born), draw.take(born), founded.take(born)
        stays = ~is_founded & (drawn <= torn_above.take(county))
        left = (1.0 - drawn) / rebuilt.take(county)  # of the draw that tore the old home down
        luck = np.where(is_founded, drawn, left)
        born, luck = born.compress(~stays), luck.compress(~stays)
        self._build_new(born, luck, scene, need)
        self._renovate(open_now, draw, scene, market, need)

    def meter(self, winter: Winter) -> None:
        """Change the bills of flats on the pipe, in place, as far as they are metered."""
        n, homes, bill_cny = self.numbers, self.homes, winter.bill_cny
        rows, county, floor_m2 = winter.piped, winter.piped_county, winter.piped_m2
        piped_m2 = np.bincount(county, homes.weight.take(rows) * floor_m2, len(self.village_homes))
        self.metered_m2 = self.signals.metered_share * piped_m2
        if not self.signals.metered_share.any():
            return
        usual = floor_m2 * n.usual_kwh_per_m2.take(county)
        relative = homes.need_kwh.take(rows) * (1.0 - n.turned_down) / usual
        bill_cny[rows] = metered_bill(
            bill_cny.take(rows), self.signals.metered_share.take(county), relative, n.fixed_share
        )

    def pipe_factor(self) -> np.ndarray:
        """(n_counties,) heat that flats on the pipe take over what they would without meters."""
        return 1.0 - self.numbers.turned_down * self.signals.metered_share

    @property
    def paid(self) -> np.ndarray:
        """(2, n_counties) CNY of works and of their support this year."""
        paid: np.ndarray = self.paid_by_income.sum(axis=(2, 3))
        return paid

    def pay(self, ledger: Ledger) -> None:
        """Book the works, their support, and the meters that heat companies keep."""
        works, support = self.paid_by_income
        dearer, grant = self.dearer_by_income
        city, upper = self.numbers.city_share, 1.0 - self.numbers.city_share
        items = (
            ("envelope works", "households", "equipment_makers"),
            ("prefabricated village homes", "households", "equipment_makers"),
            ("building code works", "households", "equipment_makers"),
            ("envelope support", "city_budget", "households"),
            ("village home support", "city_budget", "households"),
            ("envelope support", "upper_budget", "households"),
            ("village home support", "upper_budget", "households"),
        )
        cny = (works, dearer, self.code_by_income, support * city, grant * city, support * upper, grant * upper)
        ledger.pay_all_by_income(items, np.array(cny))
        meters = self.metered_m2 * self.numbers.meter_cny_per_m2
        ledger.pay("heat meters", "energy_suppliers", "equipment_makers", meters)

    def _build_new(self, rows: np.ndarray, luck: np.ndarray, scene: Scene, need: np.ndarray) -> None:
        n, kind, county = self.numbers, scene.where.cell.take(rows) % 2, scene.where.county.take(rows)
        floor = self.homes.own("floor_m2")
        larger = self.signals.new_floor_share.take(county)
        floor[rows] *= larger
        prefab = (kind == 0) & self._prefabricated(rows, luck, scene)
        reach = self.code_reach()
        saving = self.signals.code_saving_share.take(county)
        code = saving * reach.ravel().take(scene.where.cell.take(rows))  # on average of those it binds and others
        undone = np.where(self.state.take(rows) == RENOVATED, 1.0 - n.saving_share, 1.0)
        factory = np.where(prefab, n.prefab_need, 1.0)
        need[rows] *= n.new_need.take(kind) * (1.0 - code) * factory * larger / undone
        self.state[rows] = NEW
        weight, new_floor = self.homes.weight.take(rows), floor.take(rows)
        homes = (weight * (kind == 0), weight * prefab, weight * new_floor, weight * (prefab * new_floor))
        self._count_new(county, homes, reach)
        grant = np.minimum(self.signals.village_prefab_cny_per_m2, n.prefab_cny_per_m2)[county]
        factory_m2 = weight * prefab * new_floor
        dearer = (factory_m2 * n.prefab_cny_per_m2, factory_m2 * grant)
        code_works = weight * new_floor * code * saving * n.code_cny_per_m2
        sums = scene.where.by_income_of_rows(rows, *dearer, code_works)
        self.dearer_by_income, self.code_by_income = sums[:2], sums[2]

    def code_reach(self) -> np.ndarray:
        """Return (n_counties, 2) share of new homes, rural and urban, that are built to the code."""
        rural, urban = self.numbers.code_reach
        inspected = self.signals.village_standard_share
        reach = np.empty((len(inspected), 2))
        reach[:, 0], reach[:, 1] = rural + (1.0 - rural) * inspected, urban
        return reach

    def _prefabricated(self, rows: np.ndarray, luck: np.ndarray, scene: Scene) -> np.ndarray:
        """(n,) bool: who would take a factory-made home, given what it costs more after the grant."""
        n, county = self.numbers, scene.where.county.take(rows)
        more = np.maximum(n.prefab_cny_per_m2 - self.signals.village_prefab_cny_per_m2.take(county), 0.0)
        yearly = self.annuity.take(self.homes.patience.take(rows)) * more * self.homes.floor_m2.take(rows)
        return builds_prefabricated(luck, yearly, scene.income_cny.take(rows), n.taste)

    def _count_new(self, county: np.ndarray, new: tuple[np.ndarray, ...], reach: np.ndarray) -> None:
        """Count by county village homes, those from a factory, floor of the year and that from a factory: ``new``."""
        n_counties = len(self.village_homes)
        homes, factory, floor_m2, factory_m2 = (np.bincount(county, values, n_counties) for values in new)
        self.village_homes = self.village_homes + homes
        self.to_standard = self.to_standard + homes * reach[:, 0]
        self.prefab_homes = self.prefab_homes + factory
        self.prefab_floor_share = share_of(factory_m2, floor_m2)

    def _renovate(
        self, open_now: np.ndarray, draw: np.ndarray, scene: Scene, market: HeatMarket, need: np.ndarray
    ) -> None:
        n, homes, s = self.numbers, self.homes, self.signals
        offered = np.empty((len(s.rural_retrofit_cny_per_m2), 2))
        offered[:, 0], offered[:, 1] = s.rural_retrofit_cny_per_m2, s.urban_retrofit_cny_per_m2
        np.minimum(offered, n.price_cny_per_m2, out=offered)
        chance = (n.looks + n.looks_offered * offered / n.price_cny_per_m2).ravel()
        may = open_now & (self.state == AS_BUILT) & (draw <= float(chance.max()))
        rows = rows_where(may)  # few; then each by its own
        rows = rows.compress(draw.take(rows) < chance.take(scene.where.cell.take(rows)))
        cell, county = scene.where.cell.take(rows), scene.where.county.take(rows)
        floor, income = homes.floor_m2.take(rows), scene.income_cny.take(rows)
        net = (n.price_cny_per_m2.take(cell % 2) - offered.ravel().take(cell)) * floor
        bill = self._bill_by_heat(rows, county, market, need)
        yearly = self.annuity.take(homes.patience.take(rows)) * net
        takes = renovates(draw.take(rows) / chance.take(cell), n.saving_share * bill, yearly, income, n.taste)
        done, cell, floor = rows.compress(takes), cell.compress(takes), floor.compress(takes)
        need[done] *= 1.0 - n.saving_share
        self.state[done] = RENOVATED
        weight = homes.weight.take(done)
        works = weight * floor * n.price_cny_per_m2.take(cell % 2)
        support = weight * floor * offered.ravel().take(cell)
        self.paid_by_income = scene.where.by_income_of_rows(done, works, support)

    def _bill_by_heat(self, rows: np.ndarray, county: np.ndarray, market: HeatMarket, need: np.ndarray) -> np.ndarray:
        """CNY a winter that falls when less heat is needed; on the pipe only the metered part."""
        heater = self.homes.heater.take(rows).astype(np.intp)
        bill = need.take(rows) * market.heat_cny_per_kwh.ravel().take(county * N_HEATERS + heater)
        piped = self.homes.floor_m2.take(rows) * market.district_cny_per_m2.take(county)
        piped = piped * self.signals.metered_share.take(county) * (1.0 - self.numbers.fixed_share)
        return np.where(heater == DISTRICT, piped, bill)
