"""What each straw way is worth beyond money and time, found from the shares observed in the base year.

Money alone explains only part of what farms do. The rest is one constant per way for everybody,
chosen so that farms under the conditions of the base year go the ways that were observed then.
Nothing later is fitted.
"""

from collections.abc import Mapping

import numpy as np

from abm.farming.market import Market, point_price
from abm.farming.numbers import StrawNumbers
from agents.choice import choice_shares
from agents.farm import BURN, WAYS, Fields, attraction
from agents.signals import StrawSignals

ROWS = 8192  # enough for the third digit of a share
ROUNDS = 30
KNOWN = (
    "county",
    "area_mu",
    "straw_t",
    "haul_km",
    "has_animals",
    "off_farm_labour",
    "has_machine",
    "reach_rank",
    "near_road",
)


def base_signals(numbers: StrawNumbers, market: Market, at: int = 0, wage_index: float = 1.0) -> StrawSignals:
    """Return what farms perceive before any lever, in year number ``at``, given last year's market."""
    reference, quotes, paths = numbers.reference, numbers.market, numbers.paths
    n = len(quotes.area_km2)
    feed, fuel, substrate, material = market.taken
    return StrawSignals(
        feed_price_cny_per_t=market.feed_price_cny,
        fuel_price_cny_per_t=point_price(market.radius_km, market.premium_cny, quotes),
        substrate_price_cny_per_t=np.full(n, quotes.substrate_price_cny),
        material_price_cny_per_t=np.full(n, quotes.material_price_cny),
        taken_feed_share=feed,
        taken_fuel_share=fuel,
        taken_substrate_share=substrate,
        taken_material_share=material,
        off_field_subsidy_cny_per_t=np.full(n, reference.subsidy_cny_per_t),
        collection_coverage_share=np.full(n, reference.coverage_share),
        patrol_share=np.full(n, reference.patrol_share),
        return_support_share=np.full(n, reference.return_support_share),
        power_capacity_share=np.zeros(n),
        biogas_capacity_share=np.zeros(n),
        feed_need_t_per_sheep_unit=float(paths.feed_need_t_per_sheep_unit[at]),
        stove_value_cny_per_t=float(paths.stove_cny[at]),
        hour_value_index=wage_index * float(paths.hours_index[at]),
        fine_cny=numbers.watch.fine_cny,
    )


def seen_watch(patrol_share: np.ndarray, numbers: StrawNumbers) -> np.ndarray:
    """Return (n_counties, 2) share of fields watched, away from roads and near them.

    Part of the effort is spread evenly; the rest goes to fields near roads first and to the others
    only when all of those are watched.
    """
    watch = numbers.watch
    directed = patrol_share * (1 - watch.evenly_share)
    evenly = patrol_share * watch.evenly_share
    near = np.minimum(1, directed / watch.road_share)
    away = np.maximum(0, directed - watch.road_share) / np.maximum(1 - watch.road_share, 1e-9)
    seen = np.empty((len(patrol_share), 2))
    seen[:, 0], seen[:, 1] = evenly + away, evenly + near
    return np.minimum(1, seen, out=seen)


def fields_at(
    columns: Mapping[str, np.ndarray],
    rows: np.ndarray | slice,
    coverage: np.ndarray,
    watched: np.ndarray,
    burning: np.ndarray,
    yield_index: float = 1.0,
) -> Fields:
    """Return what the farms of ``rows`` know of themselves and of their village.

    Args:
        columns: of the farms.
        rows: which of them.
        coverage: (n_counties,) share of straw that collection points serve.
        watched: (n_counties, 2) felt chance that a fire is caught if seen, away from and near roads.
        burning: (n,) share of straw burnt in each farm's village last year.
        yield_index: yield over that of the base year.
    """
    if isinstance(rows, slice):
        rows = np.arange(len(columns["county"]))[rows]
    own = {name: columns[name].take(rows) for name in KNOWN}
    county = own["county"].astype(np.intp)
    return Fields(
        county=county,
        area_mu=own["area_mu"],
        straw_t=own["straw_t"] * np.float32(yield_index),
        haul_km=own["haul_km"],
        animals=own["has_animals"],
        off_farm=own["off_farm_labour"],
        has_machine=own["has_machine"],
        in_reach=own["reach_rank"] < coverage.astype(np.float32).take(county),
        watched=watched.astype(np.float32, copy=False).ravel().take(2 * county + own["near_road"]),
        neighbours_burning=burning,
    )


def base_fields(columns: Mapping[str, np.ndarray], rows: np.ndarray | slice, numbers: StrawNumbers) -> Fields:
    """Return the fields of ``rows`` under the conditions of the base year."""
    n = len(numbers.market.area_km2)
    watched = seen_watch(np.full(n, numbers.reference.patrol_share), numbers) * numbers.watch.caught_share
    n_farms = len(columns["county"][rows])
    burning = np.full(n_farms, numbers.reference.ways[BURN], dtype=np.float32)
    return fields_at(columns, rows, np.full(n, numbers.reference.coverage_share), watched, burning)


def solve_liking(columns: Mapping[str, np.ndarray], numbers: StrawNumbers) -> np.ndarray:
    """Return (ways,) CNY/t that each way is liked beyond its value, mean zero.

    Each round adds ``taste * log(observed / expected)``; a few thousand rows are enough.
    """
    rows = slice(0, None, max(1, len(columns["straw_t"]) // ROWS))
    fields = base_fields(columns, rows, numbers)
    signals = base_signals(numbers, Market.opening(numbers.market))
    value = attraction(fields, signals, numbers.behaviour, np.zeros(len(WAYS)))
    weight = (columns["weight"][rows] * columns["alive"][rows] * fields.straw_t).astype(float)
    weight /= weight.sum()
    liking, two_before = np.zeros((2, len(WAYS)), dtype=np.float32)
    for number in range(ROUNDS):
        expected = weight @ choice_shares(value + liking)
        liking += np.log(numbers.reference.ways / expected).astype(np.float32)
        if number % 2:
            if np.array_equal(liking, two_before):  # found, but for a last digit that may go to and fro
                break
            two_before = liking.copy()
    return (liking - liking.mean()) * numbers.behaviour.taste_cny
