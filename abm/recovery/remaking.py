"""Remanufacturing: machines of mines, engines of trucks, parts of building machines and cars, made good as new.

What owners replace in a year follows from coal mined, trucks in service, people and kilometres of cars. A part of
them lets remanufactured parts into tenders and workshops, a part of these takes one, if the old body is fit and a
line has room.
"""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.parameters import Parameters
from abm.record import Record
from agents.firm.remaking import lines_built, takers
from agents.signals import MaterialSignals

KINDS = ("mining", "engine", "building", "car")
MINING, ENGINE, BUILDING, CAR = range(len(KINDS))
OWNERS = ("firms", "vehicle_owners", "firms")  # of all but cars, whose owners are told apart by income
GOODS = ("mining machines", "truck engines", "building machines")


@dataclass(frozen=True)
class RemakingNumbers:
    """Money at 2020 prices; (4, 1) are by kind."""

    machines_per_coal: float  # t of mining machines replaced per t of coal
    engine_t: float  # engine and gearbox of a heavy truck
    engines_replaced_share: float  # a year, of trucks in service
    building_t_per_head: np.ndarray  # (n_years,)
    car_t_per_km: float  # of cars that burn oil: engines, gearboxes, generators
    fit_share: np.ndarray  # of bodies that can be worked again
    new_cny_per_t: np.ndarray
    price_ratio: float  # over a new one
    cost_ratio: float  # of the maker beside power, over the price of a new one
    wage_share: float  # of that cost: own work; the rest is bought
    material_share: float  # of its mass, new
    asked_saving_share: float
    saving_spread: float
    kwh_per_t: float
    new_co2_per_t: float  # of making a new one
    saved_co2_share: float
    line_capital_ratio: float  # of a yearly t, over the price of a new t
    line_life_years: float
    hurdle_years: float
    hurdle_spread: float
    pace: float

    @classmethod
    def of(cls, p: Parameters, years: tuple[int, ...]) -> "RemakingNumbers":
        """Read from the region's parameters."""

        def by_kind(name: str, unit: str) -> np.ndarray:
            return np.array([[p.value(f"remaking.{name}.{kind}", unit)] for kind in KINDS])

        return cls(
            machines_per_coal=p.value("remaking.machines_per_coal", "t/t"),
            engine_t=p.value("remaking.engine_weight", "t"),
            engines_replaced_share=p.value("remaking.engines_replaced", "share"),
            building_t_per_head=p.series("remaking.building_machines", "t/person", years),
            car_t_per_km=p.value("remaking.car_parts", "t/km"),
            fit_share=by_kind("fit", "share"),
            new_cny_per_t=by_kind("price_new", "CNY/t"),
            price_ratio=p.value("remaking.price_ratio", "ratio"),
            cost_ratio=p.value("remaking.cost_ratio", "ratio"),
            wage_share=p.value("remaking.wage_share", "share"),
            material_share=p.value("remaking.new_material", "share"),
            asked_saving_share=p.value("remaking.asked_saving", "share"),
            saving_spread=p.value("remaking.saving_spread", "share"),
            kwh_per_t=p.value("remaking.power", "kWh/t"),
            new_co2_per_t=p.value("remaking.co2_new", "t/t"),
            saved_co2_share=p.value("remaking.co2_saved", "share"),
            line_capital_ratio=p.value("remaking.line_capital", "ratio"),
            line_life_years=p.value("remaking.line_life", "years"),
            hurdle_years=p.value("remaking.hurdle", "years"),
            hurdle_spread=p.value("remaking.hurdle_spread", "ratio"),
            pace=p.value("remaking.pace", "share"),
        )


@dataclass(frozen=True)
class Worn:
    """What the year gives: (n_counties,) t of coal, trucks with an engine in service and scrapped, people.

    ``car_km`` (n_counties, 2, n_groups) is driven by cars that burn oil, by place and income.
    """

    coal_t: np.ndarray
    trucks: np.ndarray
    trucks_scrapped: np.ndarray
    persons: np.ndarray
    car_km: np.ndarray


class Remaking:
    """Lines of the city by kind; (4, n_counties) t of what was replaced and remade this year.

    ``value_added_cny`` (n_counties,) is what sales leave over bought parts and power, less that of the first year,
    which stands in the value added of other industry.
    """

    def __init__(self, p: Parameters, years: tuple[int, ...], n_counties: int) -> None:
        self.numbers = RemakingNumbers.of(p, years)
        self.lines_t: np.ndarray | None = None  # (4, 1) t a year; in the first year what was wanted then
        self.replaced_t, self.remade_t = np.zeros((2, len(KINDS), n_counties))
        self.value_added_cny = np.zeros(n_counties)
        self.first_value_cny: np.ndarray | None = None

    def act(self, worn: Worn, rules: MaterialSignals, at: int, power_cny_per_kwh: float, ledger: Ledger) -> np.ndarray:
        """Remake what buyers want and lines can, build lines, pay; returns (n_counties,) kWh used."""
        n = self.numbers
        self.replaced_t, fit_t = self._worn(worn, at)
        wanted_t = np.minimum(self._wanted_share(rules) * self.replaced_t, fit_t)
        total_t = wanted_t.sum(axis=1, keepdims=True)
        built_t = self._build(total_t, power_cny_per_kwh)
        assert self.lines_t is not None
        self.remade_t = wanted_t * np.minimum(self.lines_t / np.maximum(total_t, 1e-9), 1.0)
        kwh: np.ndarray = n.kwh_per_t * self.remade_t.sum(axis=0)
        self._pay(rules, built_t, kwh * power_cny_per_kwh, ledger)
        self._pay_for_cars(rules, worn.car_km, ledger)
        self._add_value(kwh * power_cny_per_kwh)
        return kwh

    def kept_t(self) -> np.ndarray:
        """(n_counties,) t of steel in the bodies that went on, which are no scrap."""
        kept: np.ndarray = (1.0 - self.numbers.material_share) * self.remade_t.sum(axis=0)
        return kept

    def report(self, record: Record) -> None:
        """Write what was remade, its share of what was replaced, and what that spares outside."""
        n, remade, replaced = self.numbers, self.remade_t.sum(axis=0), self.replaced_t.sum(axis=0)
        record.put("Recycling|Remanufactured", by_county=remade / 1000.0)
        record.put("Share|Remanufactured", city=float(remade.sum() / max(replaced.sum(), 1e-9)))
        record.put(
            "Recycling|CO2 Avoided by Remanufacturing", by_county=remade * n.new_co2_per_t * n.saved_co2_share / 1e6
        )

    def _worn(self, worn: Worn, at: int) -> tuple[np.ndarray, np.ndarray]:
        """(4, n_counties) t replaced, and t of bodies fit to be worked again; scrapped trucks give engines as well."""
        n = self.numbers
        engines_t = n.engine_t * worn.trucks * n.engines_replaced_share
        building_t = n.building_t_per_head[at] * worn.persons
        car_t = n.car_t_per_km * worn.car_km.sum(axis=(1, 2))
        replaced_t = np.array([n.machines_per_coal * worn.coal_t, engines_t, building_t, car_t])
        bodies_t = replaced_t.copy()
        bodies_t[ENGINE] += n.engine_t * worn.trucks_scrapped
        return replaced_t, n.fit_share * bodies_t

    def _wanted_share(self, rules: MaterialSignals) -> np.ndarray:
        """(n_counties,) of what is replaced for which a remanufactured part would be taken."""
        n = self.numbers
        saving = 1.0 - n.price_ratio * (1.0 - rules.remade_trade_in_share)
        return rules.remade_open_share * takers(saving, n.asked_saving_share, n.saving_spread)

    def _build(self, wanted_t: np.ndarray, power_cny_per_kwh: float) -> np.ndarray:
        """Wear lines off and build others; returns (4, 1) t a year of new ones."""
        n = self.numbers
        if self.lines_t is None:
            self.lines_t = wanted_t.copy()
            return np.zeros_like(wanted_t)
        left_t = self.lines_t * (1.0 - 1.0 / n.line_life_years)
        margin = (n.price_ratio - n.cost_ratio) * n.new_cny_per_t - n.kwh_per_t * power_cny_per_kwh
        payback = n.line_capital_ratio * n.new_cny_per_t / np.maximum(margin, 1e-9)
        built_t = lines_built(wanted_t - left_t, payback, n.hurdle_years, n.hurdle_spread, n.pace)
        self.lines_t = left_t + built_t
        return built_t

    def _add_value(self, power_cny: np.ndarray) -> None:
        """Reckon sales less what is bought of others; wages and profit are value added, as in all industry."""
        value_cny = (self.numbers.price_ratio - self._bought_ratio) * self._new_cny().sum(axis=0) - power_cny
        if self.first_value_cny is None:
            self.first_value_cny = value_cny
        self.value_added_cny = value_cny - self.first_value_cny

    @property
    def _bought_ratio(self) -> float:
        """Parts and services bought of others, over the price of a new one."""
        return self.numbers.cost_ratio * (1.0 - self.numbers.wage_share)

    def _new_cny(self) -> np.ndarray:
        """(4, n_counties) CNY that new ones would have cost in place of what was remade."""
        spared: np.ndarray = self.remade_t * self.numbers.new_cny_per_t
        return spared

    def _pay(self, rules: MaterialSignals, built_t: np.ndarray, power_cny: np.ndarray, ledger: Ledger) -> None:
        """Owners pay for what is remade, and not for the new part that they are taken to buy else."""
        n = self.numbers
        new_cny = self._new_cny()
        for owner, item, spared in zip(OWNERS, GOODS, new_cny[:CAR], strict=True):
            ledger.pay(f"{item} not bought new", "equipment_makers", owner, spared)
            ledger.pay(f"{item} remade", owner, "firms", spared * n.price_ratio)
            support = spared * n.price_ratio * rules.remade_trade_in_share
            ledger.pay(f"trade-in of {item}", "city_budget", owner, support)
        ledger.pay("parts for remaking", "firms", "equipment_makers", new_cny.sum(axis=0) * self._bought_ratio)
        ledger.pay("recovery power", "firms", "grid", power_cny)
        at = self.replaced_t / np.maximum(self.replaced_t.sum(axis=1, keepdims=True), 1e-9)
        capital = n.line_capital_ratio * n.new_cny_per_t * built_t * at
        ledger.pay("lines for remaking", "firms", "equipment_makers", capital.sum(axis=0))

    def _pay_for_cars(self, rules: MaterialSignals, car_km: np.ndarray, ledger: Ledger) -> None:
        """The same for cars, by place and income of the owners: as they drive."""
        n = self.numbers
        km = np.maximum(car_km.sum(axis=(1, 2)), 1e-9)
        spared = car_km * (self.remade_t[CAR] * n.new_cny_per_t[CAR] / km)[:, None, None]
        asked = spared * n.price_ratio
        items = (
            ("car parts not bought new", "equipment_makers", "vehicle_owners"),
            ("car parts remade", "vehicle_owners", "firms"),
            ("trade-in of car parts", "city_budget", "vehicle_owners"),
        )
        support = asked * rules.remade_trade_in_share[:, None, None]
        ledger.pay_all_by_income(items, np.array((spared, asked, support)))
