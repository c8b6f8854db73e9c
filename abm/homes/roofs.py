"""PV on homes: who looks into it, buys or lets the roof; room in the village grid; the past as observed."""

from dataclasses import dataclass, replace

import numpy as np

from abm.homes.numbers import RooftopNumbers
from abm.homes.scene import Scene
from agents.choice import between, share_of
from agents.household.power import Blocks, block_of
from agents.household.rooftop import RooftopOffer, buys, chance_to_look, payback_of, rents_out, system_kw
from agents.table import Table, rows_where

Use = tuple[np.ndarray, Blocks]  # (n,) kWh of a year without heating, and the block tariff


@dataclass(frozen=True)
class RoofMarket:
    """What roofs meet this year: money by block, and what goes on in the county, (n_counties,)."""

    offers: tuple[RooftopOffer, ...]  # for a home whose last kWh falls in block 1, 2, 3
    programme: np.ndarray
    renting: np.ndarray  # share of villages where a developer rents roofs
    open_share: np.ndarray  # room left in the village grids, 0 to 1
    boost: float  # of the chance to look into it; 1 but in years that follow observation


@dataclass(frozen=True)
class Roofs:
    """PV put on roofs this year: rows, kW, and whether a developer pays."""

    rows: np.ndarray
    kw: np.ndarray
    let: np.ndarray


@dataclass(frozen=True)
class RoofYear:
    """PV on homes in a year."""

    kw: np.ndarray  # (n_counties, 2)
    let_kw: np.ndarray  # (n_counties,) of it, on roofs let to developers
    homes: np.ndarray  # (n_counties,) that have it
    income_cny: np.ndarray  # (n_counties,)


def room_in_grid(scene: Scene, hosting_share: np.ndarray, programme: np.ndarray, numbers: RooftopNumbers) -> np.ndarray:
    """Return (n_counties,) the part of what the village grids can take that is still free, 0 to 1.

    A whole-county ``programme`` (n_counties,) builds transformers, so its villages take more.
    """
    hosting = np.minimum(hosting_share + numbers.programme_hosting * programme, 1.0)
    taken = scene.around.with_pv
    roofs = scene.existing.take(taken) * scene.has_roof.take(taken)
    share = share_of(scene.where.by_county(roofs, taken), scene.roofs_by_county)
    return between(1.0 - share / np.maximum(hosting, 1e-9), 0.0, 1.0)


def cover_roofs(homes: Table, scene: Scene, market: RoofMarket, use: Use, numbers: RooftopNumbers) -> Roofs:
    """Let homes with an own roof look into PV, buy it or let the roof, and commit.

    Systems at the end of their life come down first.
    """
    kw_now = homes.own("pv_kw")
    standing = scene.around.with_pv
    kw_now[standing.compress(scene.year - homes.pv_year.take(standing) >= numbers.traits.life_years)] = 0.0
    might_look = scene.luck.roof.below(keenest(homes, scene, market, numbers))
    rows = rows_where(free_roofs(homes, scene) & might_look)
    rows = rows.compress(scene.luck.roof.take(rows) < looking(homes, scene, market, numbers, rows))
    roofs = roofs_taken(homes, scene, market, rows, use, numbers)
    kw_now[roofs.rows] = roofs.kw
    homes.own("pv_year")[roofs.rows] = scene.year
    homes.own("roof_let")[roofs.rows] = roofs.let
    return roofs


def free_roofs(homes: Table, scene: Scene) -> np.ndarray:
    """Return (n,) bool: homes lived in with an own roof and nothing on it."""
    return homes.has_roof & scene.present & (homes.pv_kw == 0)


def keenest(homes: Table, scene: Scene, market: RoofMarket, numbers: RooftopNumbers) -> float:
    """Return a chance to look into PV that no home exceeds, so that few need be asked for their own."""
    best = (scene.around.roofs, market.programme, market.open_share, homes.attitude)
    around, programme, room, attitude = (values.max(initial=0.0).astype(np.float32) for values in best)
    return float(np.float32(market.boost) * chance_to_look(around, programme, room, attitude, numbers.taste))


def looking(homes: Table, scene: Scene, market: RoofMarket, numbers: RooftopNumbers, rows: np.ndarray) -> np.ndarray:
    """Return the chance that each of ``rows`` looks into PV this year."""
    county = scene.where.county.take(rows)
    room = market.open_share.astype(np.float32).take(county)
    return np.float32(market.boost) * chance_to_look(
        scene.around.roofs.take(scene.where.community.take(rows)),
        market.programme.astype(np.float32).take(county),
        room,
        homes.attitude.take(rows),
        numbers.taste,
    )


def looking_by_village(scene: Scene, market: RoofMarket, county: np.ndarray, numbers: RooftopNumbers) -> np.ndarray:
    """Return (n_communities,) the chance that a home there looks into PV this year; ``county`` (n_communities,)."""
    around, programme = scene.around, market.programme.take(county)
    room = market.open_share.take(county)
    chance: np.ndarray = chance_to_look(around.roofs, programme, room, around.attitude, numbers.taste)
    return np.minimum(market.boost * chance, 1.0)


def roofs_taken(
    homes: Table,
    scene: Scene,
    market: RoofMarket,
    rows: np.ndarray,
    use: Use,
    numbers: RooftopNumbers,
) -> Roofs:
    """Return which of the ``rows`` that look take PV: bought, or else let to a developer."""
    columns, income = homes.columns, scene.income_cny.take(rows)
    kw = system_kw(columns["floor_m2"].take(rows), numbers.traits)
    payback = payback_of(market.offers, numbers.traits).take(block_of(use[0].take(rows), use[1]))
    cost = kw * market.offers[0].price_cny_per_kw
    bought = buys(cost, income, payback, columns["required_years"].take(rows), numbers.taste)
    renting = market.renting.take(scene.where.county.take(rows))
    let = ~bought & rents_out(
        kw * market.offers[0].rent_cny_per_kw, income, renting, scene.luck.rent.take(rows), numbers.taste
    )
    taken = bought | let
    return Roofs(rows.compress(taken), kw.compress(taken), let.compress(taken))


def observed_boost(
    homes: Table,
    scene: Scene,
    market: RoofMarket,
    use: Use,
    numbers: RooftopNumbers,
    wanted_kw: float,
) -> RoofMarket:
    """Return the market with the boost at which the expected stock meets the observed one.

    The boost works on the chance to look into PV, the same factor for all; who takes it stays the
    homes' choice. It is found by a few steps of proportion, since chances are capped at one.
    """
    missing = wanted_kw - float(np.dot(scene.existing, homes.pv_kw))
    if missing <= 0:
        return replace(market, boost=0.0)
    rows = rows_where(free_roofs(homes, scene))
    taken = roofs_taken(homes, scene, market, rows, use, numbers)
    kw = taken.kw * homes.weight.take(taken.rows)
    chance = looking(homes, scene, market, numbers, taken.rows)
    boost = 1.0
    for _ in range(12):
        expected = float(np.dot(kw, np.minimum(chance * boost, 1.0)))
        if expected <= 0:
            return market
        boost *= missing / expected
    return replace(market, boost=boost)
