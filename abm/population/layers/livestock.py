"""The first state of large livestock farms: what animals they keep, how many, and what becomes of the manure."""

from collections.abc import Mapping

import numpy as np

from abm.farming.herds import ANIMALS, HerdNumbers
from abm.farming.livestock import (
    NO_STALLS,
    LivestockNumbers,
    Sites,
    county_km2,
    first_values,
    herd_shares,
    solve_liking,
)
from abm.population.sampling import ranks
from abm.randomness import Streams
from abm.region import Region
from agents.farm.manure import LEFT, choose_way

KIND = "farms"
PARAMETERS = ("land.area", "livestock.", "manure.", "people.", "soil.nitrogen_price", "straw.detour")
TABLES = ("communities.csv",)
CATTLE, SHEEP, PIGS, POULTRY = range(len(ANIMALS))


def layer(region: Region, columns: Mapping[str, np.ndarray], streams: Streams) -> dict[str, np.ndarray]:
    """Return the columns livestock, herd_size, manure_luck and manure_way.

    ``livestock`` is a position in ``ANIMALS`` (-1: none), ``herd_size`` counts against others of the kind,
    ``manure_luck`` decides among ways as long as the farm is there. Large farms with grazing animals keep cattle or
    sheep; of the others some keep pigs or poultry, the rest only fields. Which county has what is not published: kinds
    lie evenly over the large farms.

    Args:
        region: where.
        columns: of the farms.
        streams: luck of the population.
    """
    n = LivestockNumbers.of(region.parameters, [region.first_year])
    herds = HerdNumbers.of(region, [region.first_year])
    large = np.flatnonzero(columns["is_large"])
    grazing = columns["has_animals"][large]
    kind = _kinds(grazing > 0, n, streams)
    others = np.exp(n.size_sigma * streams.normal("farms.herd", 0, len(large)))
    size = np.where(kind == NO_STALLS, 0.0, np.where(grazing > 0, grazing, others))
    found: dict[str, np.ndarray] = {
        "livestock": np.full(len(columns["county"]), NO_STALLS, dtype=np.int8),
        "herd_size": np.zeros(len(columns["county"]), dtype=np.float32),
        "manure_luck": np.zeros(len(columns["county"]), dtype=np.float32),
        "manure_way": np.full(len(columns["county"]), LEFT, dtype=np.uint8),
    }
    found["livestock"][large] = kind
    found["herd_size"][large] = size
    found["manure_luck"][large] = streams.uniform("farms.manure", 0, len(large))
    both = {**columns, **found}
    sites = Sites(both, region.n_counties, county_km2(region), herd_shares(columns, region.n_counties))
    stalls = sites.stalls(herds, n, 0, columns["area_mu"])
    luck = found["manure_luck"][sites.rows]
    found["manure_way"][sites.rows] = choose_way(first_values(stalls, n), solve_liking(stalls, n), luck, n.behaviour)
    return found


def _kinds(grazing: np.ndarray, n: LivestockNumbers, streams: Streams) -> np.ndarray:
    """Return (n_large,) i1 kinds of animals; the shares are met to the last farm, with the same luck at any scale."""
    luck = streams.uniform("farms.livestock", 0, len(grazing))
    kind = np.full(len(luck), NO_STALLS, dtype=np.int8)
    kind[grazing] = np.where(ranks(luck[grazing]) < n.cattle_farms, CATTLE, SHEEP)
    rank = ranks(luck[~grazing])
    kind[~grazing] = np.select([rank < n.pig_farms, rank < n.pig_farms + n.poultry_farms], [PIGS, POULTRY], NO_STALLS)
    return kind
