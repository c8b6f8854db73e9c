"""One run in a fresh process: its seconds after loading, phases, agents and peak memory, as JSON.

``python -m benchmarks.run_once --scale 0.02 --until 2060``
"""

import argparse
import gc
import json
import resource
from time import perf_counter

from threadpoolctl import threadpool_limits

from abm.model import City
from abm.region import load_region
from abm.simulation import build_world, lever_paths


def measure(region_name: str, scale: float, until: int, seed: int) -> dict:
    """Return seconds, milliseconds by phase, agent-years a second, bytes per row and peak memory."""
    region = load_region(region_name)
    paths = lever_paths("plan", region, until=until)
    world = build_world(region, until=until, scale=scale, seed=seed)
    gc.collect()  # what loading left behind is not the run's
    started = perf_counter()
    with threadpool_limits(limits=1):
        city = City(world, paths, rng=seed)
        city.run_for(len(world.years))
    seconds = perf_counter() - started
    tables = list(city.tables())
    agent_years = sum(len(table) for table in tables) * len(world.years)
    decisions = city.milliseconds.get("agents", 0.0) / 1000
    return {
        "scale": scale,
        "seconds": seconds,
        "milliseconds_by_phase": city.milliseconds,
        "dispatch_share": city.milliseconds.get("dispatch", 0.0) / 1000 / seconds,
        "rows": {table.kind.__name__: len(table) for table in tables},
        "agent_years_per_second": agent_years / decisions if decisions else None,
        "bytes_per_row": {table.kind.__name__: table.bytes_per_row() for table in tables},
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--region", default="luliang")
    parser.add_argument("--scale", type=float, default=0.02)
    parser.add_argument("--until", type=int, default=2060)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(json.dumps(measure(given.region, given.scale, given.until, given.seed)))
