"""Builds the book of firms: what a firm is beyond what the lists say, drawn once for all runs of a region.

Specific use, cost, hurdle and place in the queue of dry quenching are unknown for single firms. They are
spread so that their distribution is the published one; which firm stands where is drawn from streams that
belong to the region, never to a run's seed, so that firms are the same in every run.
"""

import numpy as np

from abm.industry.facilities import FirmRow, firm_rows
from abm.industry.numbers import Behaviour, Economics, Spread, differential_rates
from abm.parameters import Parameters
from abm.randomness import generator
from abm.region import Region
from agents.firm.book import NEVER, Book
from agents.firm.words import ALUMINIUM, COKE, OTHER, OWNERS, PRODUCTS, RAW_COAL, TALL_OVEN_M


def build_book(region: Region) -> Book:
    """Return the book of a region's firms."""
    rows = firm_rows(region)
    p = region.parameters
    economics, spread, behaviour = Economics.of(p), Spread.of(p), Behaviour.of(p)
    product = np.array([PRODUCTS.index(row.product) for row in rows], dtype=np.int64)
    owner = np.array([OWNERS.index(row.owner) for row in rows], dtype=np.int64)
    capacity = np.array([row.capacity_t for row in rows])
    equipment = np.array([row.equipment for row in rows], dtype=np.int64)
    draw = {name: _draws(region, name, len(rows)) for name in ("use", "cost", "margin", "hurdle", "dry", "luck")}
    start = np.array([row.start_year for row in rows], dtype=np.int64)
    standing = np.where(start == NEVER, 0.0, capacity)
    places = _places(product, standing, draw["use"] + equipment)
    earns = _places(product, standing, draw["margin"])  # so the mean tonne leaves the product's margin
    use = _known([row.specific_use for row in rows], spread.use(product, places))
    kwh = _kwh_per_t(economics, product, equipment, use)
    cost = economics.cost[product] * (1.0 + economics.cost_spread * (2.0 * draw["cost"] - 1.0))
    hurdle = behaviour.hurdle_years * behaviour.hurdle_factor[owner]
    hurdle = hurdle * np.exp(behaviour.hurdle_spread * _normal(region, len(rows)))
    book = Book(
        id=tuple(row.id for row in rows),
        name_zh=tuple(row.name_zh for row in rows),
        name_en=tuple(row.name_en for row in rows),
        size_class=tuple(row.size_class for row in rows),
        product=product,
        county=np.array([row.county for row in rows], dtype=np.int64),
        owner=owner,
        is_named=np.array([row.is_named for row in rows], dtype=bool),
        capacity_t=capacity,
        start_year=start,
        last_year=np.full(len(rows), NEVER),
        equipment=equipment,
        oven_height_m=np.array([row.oven_height_m for row in rows]),
        rating=np.array([row.rating for row in rows], dtype=np.int64),
        in_zone=np.array([row.in_zone for row in rows], dtype=bool),
        specific_use=use,
        cost_cny_per_t=cost * _scale(product, capacity, economics.scale_saving),
        margin_cny_per_t=np.maximum(
            economics.margin[product] * (0.5 + earns),
            _survivors(p, product, equipment) * kwh * (1.02 + 0.6 * earns),
        ),
        kwh_per_t=kwh,
        hurdle_years=_known([row.hurdle_years for row in rows], hurdle),
        cash_years=behaviour.cash_years[owner],
        dry_rank=_dry_ranks(rows, product, capacity, draw["dry"]),
        luck=draw["luck"],
    )
    book.is_aware = _draws(region, "aware", len(rows)) < behaviour.aware_first
    return book


def _draws(region: Region, purpose: str, n: int) -> np.ndarray:
    return generator(0, f"firms.{region.id}.{purpose}").random(n)


def _known(listed: list[float], drawn: np.ndarray) -> np.ndarray:
    """What the lists say of single firms, else what was drawn."""
    values = np.array(listed)
    return np.where(values > 0.0, values, drawn)


def _normal(region: Region, n: int) -> np.ndarray:
    return generator(0, f"firms.{region.id}.hurdle_normal").standard_normal(n)


def _places(product: np.ndarray, capacity: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Return each firm's place (middle of its share) in its product's capacity, lowest ``order`` first."""
    places = np.zeros(len(product))
    for number in np.unique(product):
        rows = np.flatnonzero(product == number)
        rows = rows[np.argsort(order[rows], kind="stable")]
        total = capacity[rows].sum()
        places[rows] = (np.cumsum(capacity[rows]) - 0.5 * capacity[rows]) / max(total, 1e-9)
    return places


def _dry_ranks(rows: list[FirmRow], product: np.ndarray, capacity: np.ndarray, draw: np.ndarray) -> np.ndarray:
    """Queue of dry quenching among coke plants by share of capacity; small ovens never get it."""
    ranks = np.ones(len(rows)) * 2.0
    large = (product == COKE) & np.array([row.oven_height_m >= TALL_OVEN_M for row in rows], dtype=bool)
    ranks[large] = _places(product[large], capacity[large], draw[large])
    return ranks


def _scale(product: np.ndarray, capacity: np.ndarray, saving: float) -> np.ndarray:
    """Cost factor of mines: each doubling of size over 1 Mt a year saves a share."""
    doublings = np.log2(np.maximum(capacity, 1.0) / 1e6)
    return np.where(product == RAW_COAL, (1.0 - saving) ** np.clip(doublings, -1.0, 4.0), 1.0)


def _survivors(p: Parameters, product: np.ndarray, equipment: np.ndarray) -> np.ndarray:
    """CNY/kWh that firms with poor equipment have borne for years: those that could not are no longer there."""
    national = differential_rates(p)
    return national[product, equipment]


def _kwh_per_t(economics: Economics, product: np.ndarray, equipment: np.ndarray, use: np.ndarray) -> np.ndarray:
    kwh = economics.kwh_per_t[product]
    kwh = np.where(product == ALUMINIUM, use, kwh)
    return np.where(product == OTHER, economics.kwh_of_class[equipment], kwh)
