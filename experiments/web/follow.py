"""One household, truck, farm or mine followed through the years: its choices, and what each way would have cost it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from abm.errors import UserError
from abm.model import City
from agents.farm.ways import WAYS
from agents.firm.words import RAW_COAL
from agents.household.heaters import DISTRICT, HEATERS, IS_CLEAN, IS_COAL
from agents.household.household import Household
from agents.vehicle.powertrain import CHARGE, DIESEL, TRUCKS
from agents.vehicle.truck import affordable_from_km, cost_of_load, open_options
from experiments.web.ask import Ask
from experiments.web.reasons import Reasons, reasons_of_farm, reasons_of_home, reasons_of_truck

if TYPE_CHECKING:
    from experiments.web.desk import Desk

STRIDE = 7919  # a prime: "another one" walks through all, far from the last
Observe = Callable[[City, int], tuple[int, dict[str, float], dict[str, float]]]


@dataclass(frozen=True)
class Followed:
    """The life of one agent, year by year.

    ``chosen`` (n_years,) position in ``options``, -1 where it has none; ``costs`` option -> (n_years,) in
    ``unit``; ``more`` name -> (n_years,) whatever else is told; ``traits`` what it is.
    """

    kind: str
    row: int
    options: tuple[str, ...]
    unit: str
    traits: dict[str, Any]
    years: list[int]
    chosen: list[int]
    costs: dict[str, list[float]]
    more: dict[str, list[float]]
    reasons: dict[int, Reasons]  # by year in which something was chosen


@dataclass(frozen=True)
class Follow:
    """Follow the ``number``-th of a kind that has something to choose."""

    ask: Ask
    kind: str
    number: int = 0

    def work(self, desk: "Desk") -> Followed:
        """Simulate from the first year on and note the agent's year each time."""
        kind = KINDS[self.kind]
        city = desk.fresh_city(self.ask)
        log, reasons, before = _Log(), {}, 0
        row = -1
        for year in city.world.years:
            city.run_for(1)
            if row < 0:
                rows = kind.candidates(city)
                if not len(rows):
                    raise UserError(f"no {self.kind} to follow in so small a sample")
                row = int(rows[(self.number * STRIDE) % len(rows)])
            log.add(year, *kind.observe(city, row))
            if kind.reasons and (why := kind.reasons(city, row, before)):
                reasons[year] = why
                log.see(why.costs)
            before = log.chosen[-1] if log.chosen[-1] >= 0 else before
        costs = {name: [round(v, 4) for v in values] for name, values in log.costs.items()}
        traits = kind.traits(city, row)
        return Followed(
            self.kind, row, kind.options, kind.unit, traits, log.years, log.chosen, costs, log.more, reasons
        )


@dataclass
class _Log:
    years: list[int] = field(default_factory=list)
    chosen: list[int] = field(default_factory=list)
    costs: dict[str, list[float]] = field(default_factory=dict)
    more: dict[str, list[float]] = field(default_factory=dict)

    def add(self, year: int, chosen: int, costs: dict[str, float], more: dict[str, float]) -> None:
        self.years.append(year)
        self.chosen.append(chosen)
        for name, value in costs.items():
            self.costs.setdefault(name, []).append(float(value))
        for name, value in more.items():
            self.more.setdefault(name, []).append(float(value))

    def see(self, costs: tuple[float, ...]) -> None:
        """Have the costs of the last year as they were seen when something was chosen."""
        for values, cost in zip(self.costs.values(), costs, strict=True):
            values[-1] = cost


@dataclass(frozen=True)
class Kind:
    """How agents of one kind are found, asked and described."""

    options: tuple[str, ...]
    unit: str
    candidates: Callable[[City], np.ndarray]
    observe: Observe
    traits: Callable[[City, int], dict[str, Any]]
    reasons: Callable[[City, int, int], Reasons | None] | None = None  # given what it had before


def _homes(city: City) -> np.ndarray:
    homes = city.homes.table
    lived_in = homes.alive & ~homes.is_absent & (homes.weight > 0)
    for few in (lived_in & IS_COAL[homes.heater], lived_in & (homes.heater != DISTRICT)):
        if few.any():  # small samples may hold none
            return np.flatnonzero(few)
    return np.flatnonzero(lived_in)


def _home_year(city: City, row: int) -> tuple[int, dict[str, float], dict[str, float]]:
    home, now = city.homes.table.agent(row), city.homes.now
    assert isinstance(home, Household)
    community = int(now.scene.where.community[row])
    costs = np.asarray(home.annual_costs(now.market), dtype=float) + IS_COAL * now.market.fine_cny[community]
    open_to = np.asarray(now.market.reach[community], dtype=bool)
    kind = int(home.is_urban)
    around = now.scene.around
    as_is, by_moving = (float(saving[kind]) for saving in now.tou_saving)
    told = {
        "coal_share": home.coal_share,
        "warmth": home.warmth,
        "bill_cny": now.winter.bill_cny[row],
        "income_cny": now.scene.income_cny[row],
        "clean_around": (around.clean_to_clean if IS_CLEAN[home.heater] else around.clean)[community],
        "on_tou": home.on_tou,
        "tou_gain_cny": float(now.kwh[row]) * (as_is + by_moving * float(home.flexibility)),
        "pv_kw": home.pv_kw,
        "roof_let": home.roof_let,
        "has_stove": home.has_stove,
    }
    shown = {
        name: cost if open_to[i] else float("nan") for i, (name, cost) in enumerate(zip(HEATERS, costs, strict=True))
    }
    heater = int(home.heater) if home.alive else -1  # the family is gone
    return heater, shown, {name: float(value) for name, value in told.items()}


def _home_traits(city: City, row: int) -> dict[str, Any]:
    home = city.homes.table.agent(row)
    return {
        "county": city.world.region.counties[int(home.county)].code,
        "urban": bool(home.is_urban),
        "people": int(home.size),
        "floor_m2": float(home.floor_m2),
        "income_group": int(home.income_group),
        "elders": int(home.elders),
    }


def _trucks(city: City) -> np.ndarray:
    trucks = city.freight.trucks.table
    return np.flatnonzero(trucks.alive & (trucks.age >= 3))


def _truck_year(city: City, row: int) -> tuple[int, dict[str, float], dict[str, float]]:
    trucks, market = city.freight.trucks, city.freight.market
    assert market is not None
    truck, n = trucks.table.agent(row), trucks.numbers
    county, haul, fleet = int(truck.county), int(truck.haul), bool(truck.is_fleet)
    price, km, running = market.price_cny[county], float(truck.km_per_year), market.running_cny_per_km[county, haul]
    capital = (n.capital.of_fleet(price) if fleet else n.capital.of_individual(price)) / km
    cost = cost_of_load(capital, running, n.payload_loss_share)
    running_load = running / (1.0 - n.payload_loss_share)  # as the cost: of a full load
    reach = market.reach_share.reshape(-1, len(TRUCKS) - CHARGE)[2 * trucks.place[row] + fleet]
    near = open_options(reach[:1], reach[1:2], reach[2:3], np.array([float(truck.reach_rank)]))[0]
    payable = fleet | (affordable_from_km(n.capital.loan(price) / 12.0, running, n.credit) <= km / 12.0)
    is_bought = bool(truck.alive) and int(truck.age) == 0
    told = {"alive": float(truck.alive), "age": float(truck.age), "bought": float(is_bought)}
    told |= {"threshold": float(truck.threshold) if fleet else 0.0}
    for i, name in enumerate(TRUCKS):
        told |= {f"{name} running": float(running_load[i])}
        told |= {f"{name} near": float(near[i]), f"{name} payable": float(payable[i] or i == DIESEL)}
    shown = np.where((near & payable) | (np.arange(len(TRUCKS)) == DIESEL), cost, np.nan)
    return int(truck.powertrain) if truck.alive else -1, dict(zip(TRUCKS, shown.tolist(), strict=True)), told


def _truck_traits(city: City, row: int) -> dict[str, Any]:
    truck = city.freight.trucks.table.agent(row)
    code = city.world.region.counties[int(truck.county)].code
    return {
        "county": code,
        "is_fleet": bool(truck.is_fleet),
        "is_long": bool(truck.haul),
        "km": float(truck.km_per_year),
    }


def _farms(city: City) -> np.ndarray:
    farms = city.farming.straw.farms
    return np.flatnonzero(farms.alive & (farms.straw_t > 0.5))


def _farm_year(city: City, row: int) -> tuple[int, dict[str, float], dict[str, float]]:
    straw = city.farming.straw
    assert city.signals is not None
    rows = np.array([row])
    worth = straw.worth(rows, city.signals)[0] * straw.numbers.behaviour.taste_cny
    village = float(straw.burning_by_village()[int(straw.farms.community[row])])
    values = {
        name: float(value) if np.isfinite(value) else float("nan") for name, value in zip(WAYS, worth, strict=True)
    }
    way = int(straw.farms.straw_way[row]) if straw.farms.alive[row] else -1  # given up: others work the land
    return way, values, {"burning_around": village}


def _farm_traits(city: City, row: int) -> dict[str, Any]:
    farm = city.farming.straw.farms.agent(row)
    return {
        "county": city.world.region.counties[int(farm.county)].code,
        "area_mu": float(farm.area_mu),
        "straw_t": float(farm.straw_t),
        "is_large": bool(farm.is_large),
        "animals": float(farm.has_animals),
    }


def _mines(city: City) -> np.ndarray:
    book = city.industry.book
    return np.flatnonzero((book.product == RAW_COAL) & book.is_named & book.is_open(city.year))


def _mine_year(city: City, row: int) -> tuple[int, dict[str, float], dict[str, float]]:
    book, mines = city.industry.book, city.industry.mines
    at = int(np.flatnonzero(mines.rows == row)[0])
    assert city.signals is not None
    told = {
        "reserve_mt": mines.reserve_t[at] / 1e6,
        "lean_years": mines.lean_years[at],
        "bears_years": mines.bears_years[at],
        "left": mines.year.left[at],
        "joined": mines.year.joined[at],
        "spent_100m_cny": mines.year.capital_cny[at] / 1e8,
        "price_margin_cny_per_t": mines.margin(city.signals)[at],
        "output_mt": book.output_t[row] / 1e6,
        "capacity_mt": book.capacity_t[row] / 1e6,
        "use": book.specific_use[row],
        "aware": book.is_aware[row],
        "mended": book.is_mended[row],
        "open": book.is_open(city.year)[row],
        "surcharge_million_cny": book.surcharge_cny[row] / 1e6,
        "surcharge_cny_per_t": book.surcharge_cny_per_kwh[row] * book.kwh_per_t_now()[row],
        "margin_cny_per_t": book.margin_cny_per_t[row],
        "last_year": book.last_year[row],
    }
    return -1, {}, {name: float(value) for name, value in told.items()}


def _mine_traits(city: City, row: int) -> dict[str, Any]:
    book = city.industry.book
    return {
        "county": city.world.region.counties[int(book.county[row])].code,
        "name_zh": book.name_zh[row],
        "name_en": book.name_en[row],
        "capacity_mt": float(book.capacity_t[row]) / 1e6,
        "start_year": int(book.start_year[row]),
    }


KINDS: dict[str, Kind] = {
    "home": Kind(
        HEATERS, "CNY/yr", _homes, _home_year, _home_traits, lambda city, row, _: reasons_of_home(city.homes, row)
    ),
    "truck": Kind(
        TRUCKS,
        "CNY/km",
        _trucks,
        _truck_year,
        _truck_traits,
        lambda city, row, before: reasons_of_truck(city.freight.trucks, row, before),
    ),
    "farm": Kind(
        WAYS,
        "CNY/t",
        _farms,
        _farm_year,
        _farm_traits,
        lambda city, row, before: reasons_of_farm(city.farming.straw, row, before),
    ),
    "mine": Kind((), "", _mines, _mine_year, _mine_traits),
}
