"""What scenarios of a comparison have been given that is not the same in all: levers, context, assumptions."""

from pathlib import Path
from typing import Any

import numpy as np

from abm.errors import UserError
from abm.simulation import lever_paths
from experiments.app.boards.columns import Column
from experiments.app.boards.scene import Scene
from experiments.app.names import package_name, storyline_name
from experiments.lever_values import lever_number, typed_unit
from experiments.web.catalogue import assumption_names
from experiments.web.charts import Chart
from experiments.web.scenario import PLAIN, Scenario
from policies.package import PackageError
from policies.registry import all_levers

UNEQUAL = 1e-6  # of a lever's range: less is no difference
PATHS_KEPT = 100
FOLD = 14  # rows shown before one asks for all
_known_paths: dict[tuple[Path, str, tuple], dict[str, np.ndarray]] = {}


def inputs(scene: Scene, columns: list[Column], year: int) -> Chart:
    """Which levers and assumptions differ, with the levers' value of a year in each scenario."""
    say = scene.say
    levers = _levers(scene, columns, year)
    rows = [*_context(scene, columns), *levers]
    return {
        "id": "inputs",
        "kind": "table",
        "wide": True,
        "title": say(
            f"不同的设定：{len(levers)} 项杠杆", f"Inputs that differ: {len(levers)} lever{'s' * (len(levers) != 1)}"
        ),
        "how": say(
            f"杠杆为{year}年的取值；着色的与基准不同；“年份”列为取值不同的年份。",
            f"Levers as they stand in {year}; marked where they differ from the base. Years: when they differ.",
        ),
        "head": [say("设定", "input"), say("单位", "unit"), say("年份", "years"), *(c.name for c in columns)],
        "numbers": list(range(3, 3 + len(columns))),
        "whole": [1, 2],
        "rows": rows,
        "fold": FOLD,
    }


def _levers(scene: Scene, columns: list[Column], year: int) -> list[list[Any]]:
    say, region = scene.say, scene.region
    paths = [_paths(scene, column.scenario) for column in columns]
    at, rows = year - region.first_year, []
    for lever in all_levers().values():
        own = np.array([path[lever.id] for path in paths])
        differs = np.abs(own - own[0]) > UNEQUAL * (lever.high - lever.low)
        if not differs.any():
            continue
        years = region.first_year + np.flatnonzero(differs.any(axis=0))
        cells = [
            _marked(lever_number(lever, float(path[at]), say), is_other=differs[n, at]) for n, path in enumerate(own)
        ]
        span = f"{years[0]}" if len(years) == 1 else f"{years[0]}–{years[-1]}"
        rows.append([say(lever.label.zh, lever.label.en), typed_unit(lever.unit, say)[0], span, *cells])
    return rows


def _context(scene: Scene, columns: list[Column]) -> list[list[Any]]:
    """Return the package of each scenario, and what of storyline, seed and assumptions is not the same in all."""
    say, region = scene.say, scene.region
    first = next(iter(region.storylines))
    rows = [(say("政策包", "package"), [package_name(c.scenario.package, region, say) for c in columns])]
    others = [
        (
            say("外部情景", "storyline"),
            [storyline_name(c.scenario.storyline or first, region, say) for c in columns],
        ),
        (say("种子", "seed"), [str(c.scenario.seed) for c in columns]),
    ]
    given = [dict((*c.scenario.drivers, *c.scenario.positions, *c.scenario.values)) for c in columns]
    for key in sorted({key for one in given for key in one}):
        words = assumption_names().get(key)
        name = say(words["zh"], words["en"]) if words else key
        cells = [f"{one[key]:+g}" if key in one else "0" for one in given]
        others.append((say(f"假设：{name}", f"assumed: {name}"), cells))
    rows += [(name, cells) for name, cells in others if len(set(cells)) > 1]
    return [[name, "", "", *(_marked(cell, is_other=cell != cells[0]) for cell in cells)] for name, cells in rows]


def _marked(text: str, *, is_other: bool) -> Any:
    return {"text": text, "note": "", "kind": "other"} if is_other else text


def _paths(scene: Scene, scenario: Scenario) -> dict[str, np.ndarray]:
    ask = scenario.ask()
    key = (scene.region.folder, ask.package, ask.settings)
    if key not in _known_paths:
        if len(_known_paths) >= PATHS_KEPT:
            _known_paths.clear()
        try:
            _known_paths[key] = lever_paths(ask.package, scene.region, ask.settings)
        except (UserError, PackageError):  # the page shows the message of the run
            _known_paths[key] = lever_paths(PLAIN, scene.region)
    return _known_paths[key]
