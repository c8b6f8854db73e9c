"""From a region to its synthetic population."""

from dataclasses import dataclass
from numbers import Real

from abm.errors import UserError
from abm.network import gravity_graph, links, statistics
from abm.population.cars import build_cars
from abm.population.communities import build_communities
from abm.population.farms import build_farms
from abm.population.households import build_households
from abm.population.layers import layers
from abm.population.numbers import CELL_PARAMETERS, Cells
from abm.population.population import Columns, Population
from abm.population.vehicles import build_fleet, build_trucks
from abm.randomness import Streams
from abm.region import Region

BASE_PARAMETERS = ("people.", "network.")  # beginnings of the keys of all numbers that rows depend on, layers apart
PLACE_PARAMETERS = (*CELL_PARAMETERS, "network.", "people.rank_size_exponent", "people.town_")  # and places


def build_population(region: Region, scale: float, population_seed: int = 0) -> Population:
    """Build the population of a region anew.

    Args:
        region: the place.
        scale: share of households, private cars and smallholders that get a row, in (0, 1].
        population_seed: another seed gives other people with the same margins.

    Raises:
        UserError: a scale outside (0, 1], or too small for a county.
    """
    check_scale(scale)
    cells = Cells.of(region)
    places = region.once("places", PLACE_PARAMETERS, lambda: _places(region))
    communities = places.communities
    households = build_households(region, cells, communities, scale, population_seed)
    kinds: dict[str, Columns] = {
        "households": households,
        "cars": build_cars(region, cells, households, scale, population_seed),
        "fleet": build_fleet(region, cells, population_seed),
        "trucks": build_trucks(region, population_seed),
        "farms": build_farms(region, cells, communities, scale, population_seed),
    }
    _add_layers(region, kinds, Streams(population_seed))
    _close(*kinds.values())
    return Population(
        scale=scale,
        seed=population_seed,
        communities=dict(communities),
        links=dict(places.links),
        statistics=dict(places.statistics),
        **kinds,
    )


@dataclass(frozen=True)
class _Places:
    """The communities of a region and who meets whom between them: no seed, scale or other number changes them."""

    communities: Columns
    links: Columns
    statistics: dict[str, float]


def _places(region: Region) -> _Places:
    communities = build_communities(region, Cells.of(region))
    graph = gravity_graph(region, communities)
    places = _Places(communities, links(graph), statistics(graph))
    _close(places.communities, places.links)
    return places


def _close(*groups: Columns) -> None:
    """Let nobody write to the columns any more."""
    for columns in groups:
        for column in columns.values():
            column.setflags(write=False)


def check_scale(scale: float) -> None:
    """Refuse a scale outside (0, 1] (not a number included).

    Raises:
        UserError: such a scale.
    """
    if not isinstance(scale, Real) or not 0 < scale <= 1:
        got = f"{scale:g}" if isinstance(scale, Real) else repr(scale)
        raise UserError(f"scale: got {got}, allowed above 0 and at most 1")


def _add_layers(region: Region, kinds: dict[str, Columns], streams: Streams) -> None:
    for layer in layers():
        columns = kinds[layer.kind]
        for name, column in layer.make(region, dict(columns), streams).items():
            if name in columns:
                raise ValueError(f"layer {layer.name}: column {name!r} is there already")
            if len(column) != len(columns["county"]):
                raise ValueError(f"layer {layer.name}: {name!r} has {len(column)} rows of {len(columns['county'])}")
            columns[name] = column
