"""The scenarios of a comparison, each with its runs so far: current law, what was saved, and the present one."""

from dataclasses import dataclass

import numpy as np

from experiments.app.boards.scene import Scene
from experiments.app.briefs import seeds_of
from experiments.app.names import context_of, name_of, package_name
from experiments.headlines import Estimate, estimate
from experiments.web.answer import Brief
from experiments.web.charts import OKABE_ITO
from experiments.web.scenario import PLAIN, Scenario

COLORS = (*(color for color in OKABE_ITO if color != "#F0E442"), "#8c5a2b", "#7f7f7f", "#9e9ac8", "#1b7837")
PLAIN_KEY, PACKAGE_KEY, NOW_KEY = "current", "package", "now"


@dataclass(frozen=True)
class Column:
    """One scenario of a comparison with its runs so far, by seed."""

    key: str
    name: str
    color: str
    scenario: Scenario
    runs: dict[int, Brief]

    def values(self, name: str, seeds: list[int]) -> np.ndarray:
        """Return (n_seeds, n_years) values of a variable."""
        return np.array([self.runs[seed].values[name] for seed in seeds])


@dataclass(frozen=True)
class Against:
    """A column beside the one that differences are from, over the seeds that both have."""

    base: Column
    column: Column

    @property
    def seeds(self) -> list[int]:
        """Seeds that both have."""
        return sorted(set(self.base.runs) & set(self.column.runs))

    def mean(self, name: str) -> np.ndarray:
        """Return (n_years,) means of the column's own values."""
        return self.column.values(name, self.seeds).mean(axis=0)

    def difference(self, name: str) -> Estimate:
        """Return the difference, seed by seed, for each year."""
        return estimate(self.column.values(name, self.seeds) - self.base.values(name, self.seeds))


def columns_of(scene: Scene) -> list[Column]:
    """Return current law as the counterfactual, the package itself, what was saved, and the present one; each once."""
    explorer, say = scene.explorer, scene.say
    now, mark = explorer.scenario, say("（对照）", " (counterfactual)")
    context = context_of(now, scene.region, say)
    found = {now.plain(): (PLAIN_KEY, say("现行政策", "current law") + mark + context)}
    if now.curves and now.package != PLAIN:
        name = package_name(now.package, scene.region, say)
        found[now.without_levers()] = (PACKAGE_KEY, say(f"{name}（未改动）", f"{name}, unchanged") + context)
    for n, saved in enumerate(explorer.saved):
        found[saved.scenario] = (str(n), saved.name + (mark if saved.scenario == now.plain() else ""))
    found.setdefault(now, (NOW_KEY, say("当前：", "now: ") + name_of(now, scene.region, say)))
    if not explorer.is_busy:
        explorer.briefs.want(one for scenario in found for one in seeds_of(scenario))
    columns = []
    for n, (scenario, (key, name)) in enumerate(found.items()):
        runs = {one.seed: brief for one in seeds_of(scenario) if (brief := explorer.briefs.of(one))}
        columns.append(Column(key, name, COLORS[n % len(COLORS)], scenario, runs))
    return columns
