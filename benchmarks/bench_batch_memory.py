"""Many short runs of the tiny region in one process, each with other numbers, as a worker makes them."""

import json
import sys
from pathlib import Path

from experiments.batch.design_file import read_design
from experiments.batch.trial import work

PAGE_MB = 4096 / 1e6
DESIGN = """
[design]
region = "tiny"
packages = ["plan"]
storylines = ["steady"]
until = 2022
scale = 1.0
[sampler]
method = "latin_hypercube"
points = {points}
[[factor]]
parameter = "heating.tolerance.median"
[[factor]]
parameter = "power.coal.available"
[[factor]]
driver = "demand.coke"
"""


def resident_mb() -> float:
    """Return the memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_MB


def main(n_runs: int) -> None:
    """Make the runs and print the memory after each."""
    found = []
    for trial in read_design(DESIGN.format(points=n_runs)).trials:
        work(trial)
        found.append(round(resident_mb(), 1))
    print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]))
