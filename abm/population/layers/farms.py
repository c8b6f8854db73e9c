"""The first state of farms: straw, distance to a collection point, machine, and the way of the base year."""

from collections.abc import Mapping

import numpy as np

from abm.farming.constants import base_fields, base_signals, solve_liking
from abm.farming.crops import collectable_t_per_mu
from abm.farming.market import Market
from abm.farming.numbers import StrawNumbers
from abm.parameters import Parameters
from abm.randomness import Streams
from abm.region import Region
from agents.farm import attraction, choose

PARAMETERS = ("crops.", "land.area", "people.", "straw.")
TABLES = ("communities.csv",)


def layer(region: Region, columns: Mapping[str, np.ndarray], streams: Streams) -> dict[str, np.ndarray]:
    """Return the columns that farming adds: straw_t, haul_km, reach_rank, has_machine, straw_way.

    Args:
        region: where.
        columns: of the farms, as the population made them.
        streams: luck of the population.
    """
    p = region.parameters
    n_villages = len(region.table("communities.csv"))
    haul = _village_haul_km(p, columns, streams, n_villages)
    found = {
        "straw_t": (columns["area_mu"] * collectable_t_per_mu(p)[columns["county"]]).astype(np.float32),
        "haul_km": haul[columns["community"]].astype(np.float32),
        "has_machine": _machine(p, columns, streams),
    }
    found["reach_rank"] = _reach_rank({**columns, **found}, haul)
    found["straw_way"] = _first_way(region, {**columns, **found}, streams)
    return found


def _village_haul_km(p: Parameters, columns: Mapping[str, np.ndarray], streams: Streams, n_villages: int) -> np.ndarray:
    """(n_villages,) km from the fields to where a collection point is or could be, lognormal."""
    median = np.ones(n_villages)
    median[columns["community"]] = p.by_county("straw.haul_km", "km")[columns["county"]]
    return median * np.exp(p.value("straw.haul_sigma", "ratio") * streams.normal("farms.haul", 0, n_villages))


def _machine(p: Parameters, columns: Mapping[str, np.ndarray], streams: Streams) -> np.ndarray:
    """Whether a chopper is at hand: always on large farms, else the likelier the more land."""
    share = -np.expm1(-columns["area_mu"] / p.by_county("straw.machine_area", "mu")[columns["county"]])
    return columns["is_large"] | (streams.uniform("farms.machine", 0, len(share)) < share)


def _reach_rank(columns: Mapping[str, np.ndarray], haul_km: np.ndarray) -> np.ndarray:
    """Share of the county's straw that grows in villages nearer to a collection point than this one."""
    county, village = columns["county"], columns["community"]
    grown = np.bincount(village, columns["weight"] * columns["alive"] * columns["straw_t"], len(haul_km))
    home = np.zeros(len(haul_km), dtype=np.intp)
    home[village] = county
    order = np.lexsort((haul_km, home))
    before = np.cumsum(grown[order]) - grown[order]
    of_county = np.bincount(home, grown)
    start = np.cumsum(of_county) - of_county
    rank = np.zeros(len(haul_km))
    rank[order] = (before - start[home[order]]) / np.maximum(of_county[home[order]], 1e-9)
    return rank[village].astype(np.float32)


def _first_way(region: Region, columns: Mapping[str, np.ndarray], streams: Streams) -> np.ndarray:
    numbers = StrawNumbers.of(region, [region.first_year])
    fields = base_fields(columns, slice(None), numbers)
    signals = base_signals(numbers, Market.opening(numbers.market))
    worth = attraction(fields, signals, numbers.behaviour, solve_liking(columns, numbers))
    return choose(worth, streams.uniform("farms.way", 0, len(worth)))
