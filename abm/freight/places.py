"""Where counties lie to each other."""

import numpy as np

from abm.world import World

KM_PER_DEGREE = 111.2


def county_distances(world: World) -> np.ndarray:
    """Return (n_counties, n_counties) road km between the middles of counties, weighted by their people."""
    places = world.population.communities
    county, people = places["county"].astype(np.intp), places["people"].astype(float)
    n = world.region.n_counties
    weight = np.maximum(np.bincount(county, people, n), 1e-9)
    lon = np.bincount(county, people * places["lon"], n) / weight
    lat = np.bincount(county, people * places["lat"], n) / weight
    east = (lon[:, None] - lon) * np.cos(np.radians(lat.mean()))
    north = lat[:, None] - lat
    road_over_line = world.region.parameters.value("freight.road_over_line", "ratio")
    return KM_PER_DEGREE * road_over_line * np.hypot(east, north)
