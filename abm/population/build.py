"""From a region to its synthetic population."""

from abm.errors import UserError
from abm.network import gravity_graph, links, statistics
from abm.population.cars import build_cars
from abm.population.communities import build_communities
from abm.population.farms import build_farms
from abm.population.households import build_households
from abm.population.layers import layers
from abm.population.numbers import Cells
from abm.population.population import Columns, Population
from abm.population.vehicles import build_fleet, build_trucks
from abm.randomness import Streams
from abm.region import Region


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
    communities = build_communities(region, cells)
    households = build_households(region, cells, communities, scale, population_seed)
    kinds: dict[str, Columns] = {
        "households": households,
        "cars": build_cars(region, cells, households, scale, population_seed),
        "fleet": build_fleet(region, cells, population_seed),
        "trucks": build_trucks(region, population_seed),
        "farms": build_farms(region, cells, communities, scale, population_seed),
    }
    _add_layers(region, kinds, Streams(population_seed))
    graph = gravity_graph(region, communities)
    population = Population(
        scale=scale,
        seed=population_seed,
        communities=communities,
        links=links(graph),
        statistics=statistics(graph),
        **kinds,
    )
    for columns in (*kinds.values(), communities, population.links):
        for column in columns.values():
            column.setflags(write=False)
    return population


def check_scale(scale: float) -> None:
    """Refuse a scale outside (0, 1] (not a number included).

    Raises:
        UserError: such a scale.
    """
    if not 0 < scale <= 1:
        raise UserError(f"scale: got {scale:g}, allowed above 0 and at most 1")


def _add_layers(region: Region, kinds: dict[str, Columns], streams: Streams) -> None:
    for layer in layers():
        columns = kinds[layer.kind]
        for name, column in layer.make(region, dict(columns), streams).items():
            if name in columns:
                raise ValueError(f"layer {layer.name}: column {name!r} is there already")
            if len(column) != len(columns["county"]):
                raise ValueError(f"layer {layer.name}: {name!r} has {len(column)} rows of {len(columns['county'])}")
            columns[name] = column
