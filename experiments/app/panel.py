"""What the bar and the lever panel are told, and what their events do. Events come from outside: nothing is trusted."""

import json
import math
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from abm.errors import UserError
from abm.region import Region
from abm.simulation import lever_paths
from experiments.app.bar import READING_YEAR, headlines
from experiments.app.explorer import LAW, MOVE, PACKAGE, Explorer
from experiments.app.trace import trace
from experiments.chinese import worded
from experiments.language import Lang, Speech
from experiments.web import catalogue
from experiments.web.ask import PLAIN as LAW_PACKAGE
from experiments.web.link import query_of
from experiments.web.scenario import Curve, Scenario
from experiments.web.shared import the_region
from policies.package import PackageError, package_ids
from policies.registry import all_levers

PLAN = "plan"
POINTS_ALLOWED = 41
MOST_SEEDS = 100_000


def bar_state(explorer: Explorer, region: Region, say: Speech) -> dict[str, Any]:
    """Return the bar: place, headline, buttons."""
    view = explorer.view
    return {
        "place": say(region.name_zh, region.name_en),
        "lang": view.lang,
        "shelf": f"tanfeng-saved-{region.id}",
        "present": view.is_presented,
        "busy": explorer.is_busy,
        "replaying": explorer.is_replaying,
        "seconds": f"{explorer.seconds:.1f}" if explorer.seconds else "",
        "headlines": headlines(explorer, say),
        "link": query_of(explorer.scenario, region) if explorer.scenario != Scenario() else "",
        "buttons": [
            _button("undo", "↶", say("撤销（Ctrl+Z）", "Undo (Ctrl+Z)"), disabled=not explorer.can_undo),
            _button("redo", "↷", say("重做（Ctrl+Y）", "Redo (Ctrl+Y)"), disabled=not explorer.can_redo),
            _button("replay", "▶", say("重放上一次改动", "Replay the last change"), disabled=explorer.before is None),
            _button(
                "against",
                say("对照现行", "vs law"),
                say("虚线：与现行政策比较，而不是与改动前", "Dashed lines: current law instead of before the move"),
                on=view.against == LAW,
            ),
            _button(
                "against-package",
                say("对照原包", "vs package"),
                say(
                    "虚线：与未改动的政策包比较，看自己的改动起什么作用",
                    "Dashed lines: the package without your changes",
                ),
                on=view.against == PACKAGE,
                disabled=view.against != PACKAGE and not explorer.scenario.curves,
            ),
            _button("present", say("演示", "Present"), say("演示视图", "Presentation view"), on=view.is_presented),
            _button(
                "units",
                say("万吨标煤", "10^4 tce") if view.is_tce else "EJ",
                say(
                    "切换单位：万吨标煤、亿千瓦时、万吨，或 EJ、TWh、Mt",
                    "Switch units: 10^4 tce, 10^8 kWh, 10^4 t, or EJ, TWh, Mt",
                ),
            ),
            _button("lang", say("English", "中文"), say("Switch to English", "切换到中文")),
        ],
    }


def press(explorer: Explorer, key: Any) -> None:
    """Do what a button of the bar says."""
    view = explorer.view
    if key == "undo":
        explorer.undo()
    elif key == "redo":
        explorer.redo()
    elif key == "replay":
        explorer.replay()
    elif key == "against":
        explorer.show(against=MOVE if view.against == LAW else LAW)
    elif key == "against-package":
        explorer.show(against=MOVE if view.against == PACKAGE else PACKAGE)
    elif key == "present":
        explorer.show(is_presented=not view.is_presented)
    elif key == "units":
        explorer.show(is_tce=not view.is_tce)
    elif key == "lang":
        explorer.show(lang="en" if view.lang == "zh" else "zh")


def lever_state(explorer: Explorer, region: Region, say: Speech) -> dict[str, Any]:
    """Return the panel's numbers: what was chosen, and the curves on top of the package's paths."""
    scenario = explorer.scenario
    reading, first = max(READING_YEAR, region.first_decision_year), region.first_decision_year
    return {
        "read_as": say(
            f"滑块为{reading}年的取值；一经移动，自{first}年起保持不变（点名称可逐年安排）。",
            f"Sliders show the value of {reading}; once moved it holds from {first} on (tap a name for year by year).",
        ),
        "package": scenario.package,
        "storyline": scenario.storyline or next(iter(region.storylines)),
        "start": region.first_year,
        "first": first,
        "last": region.horizon,
        "reading": reading,
        "curves": {
            lever: {"points": [list(point) for point in curve.points], "linear": curve.is_linear}
            for lever, curve in scenario.curves
        },
        "seed": scenario.seed,
        "places": dict(scenario.drivers),
        "assumed": scenario.without_assumptions() != scenario,
        "trace": trace(explorer, say),
        "busy": explorer.is_busy,
        "problem": worded(explorer.problem, say),
    }


def move(explorer: Explorer, told: Any) -> None:
    """Set a lever's curve as the panel tells it; what makes no sense is left out."""
    lever = all_levers().get(str(told.get("lever"))) if isinstance(told, dict) else None
    if lever is None:
        return
    points = []
    given = told.get("points")
    for pair in (given if isinstance(given, list) else [])[:POINTS_ALLOWED]:
        try:
            year, value = int(pair[0]), float(pair[1])
        except (TypeError, ValueError, IndexError, OverflowError):
            continue
        if math.isfinite(value):
            points.append((year, min(max(value, lever.low), lever.high)))
    explorer.set_lever(lever.id, Curve(tuple(points), bool(told.get("linear"))), str(told.get("grip"))[:40])


def reset(explorer: Explorer, told: Any) -> None:
    """Leave a lever to the package again."""
    if isinstance(told, dict):
        explorer.set_lever(str(told.get("lever")), None)


def choose_package(explorer: Explorer, name: Any, region: Region) -> None:
    """Put another package below the levers that were changed: one that there is, and never a file of this computer."""
    if isinstance(name, str) and name in package_ids((region.folder / "packages",)):
        explorer.move(replace(explorer.scenario, package=name))


def choose_storyline(explorer: Explorer, name: Any, region: Region) -> None:
    """Change the world outside the city."""
    first = next(iter(region.storylines))
    if isinstance(name, str) and name in region.storylines:
        explorer.move(replace(explorer.scenario, storyline="" if name == first else name))


@cache
def packages(lang: Lang) -> list[dict[str, str]]:
    """Return the presets."""
    return catalogue.packages(the_region(), Speech(lang))


@cache
def storylines(lang: Lang) -> list[dict[str, str]]:
    """Return the storylines."""
    return catalogue.storylines(the_region(), Speech(lang))


@cache
def levers(lang: Lang) -> list[dict[str, Any]]:
    """Return the catalogue of levers."""
    return catalogue.catalogue(the_region(), lang)


@cache
def quotes(lang: Lang) -> dict[str, str]:
    """Return what the plan says of each lever."""
    try:
        return catalogue.quotes(the_region(), PLAN, Speech(lang))
    except PackageError:
        return {}


@cache
def assumptions(storyline: str, lang: Lang) -> list[dict[str, Any]]:
    """Return the assumptions that can be contested."""
    return catalogue.assumptions(the_region(), storyline, READING_YEAR + 5, Speech(lang))


@cache
def all_there_is(storyline: str, lang: Lang) -> str:
    """Return all that can be chosen and moved, as JSON."""
    return json.dumps(
        {
            "groups": levers(lang),
            "packages": packages(lang),
            "storylines": storylines(lang),
            "quotes": quotes(lang),
            "assumptions": assumptions(storyline, lang),
        }
    )


def assume(explorer: Explorer, told: Any) -> None:
    """Move a driver within its range; the middle takes it back."""
    if not isinstance(told, dict) or str(told.get("id")) not in catalogue.assumption_names():
        return
    try:
        place = min(max(float(told.get("place")), -1.0), 1.0)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return
    others = dict(explorer.scenario.drivers)
    others.pop(told["id"], None)
    if place and math.isfinite(place):
        others[told["id"]] = place
    explorer.move(replace(explorer.scenario, drivers=tuple(sorted(others.items()))))


def choose_seed(explorer: Explorer, seed: Any) -> None:
    """Take other luck."""
    if isinstance(seed, int) and 0 <= seed < MOST_SEEDS:
        explorer.move(replace(explorer.scenario, seed=seed))


def paths_of(package: str) -> str:
    """Return the paths of a package's levers, and each one's value under the plan and under current law, as JSON."""
    try:
        return _known_paths(package)
    except (UserError, PackageError):  # the page shows the message of the run
        return _known_paths(LAW_PACKAGE)


@cache
def _known_paths(package: str) -> str:
    region = the_region()
    years = np.arange(region.first_year, region.horizon + 1)
    paths = {lever: catalogue.breaks(years, path) for lever, path in lever_paths(package, region).items()}
    return json.dumps({"paths": paths, "plan": _values_of(PLAN), "law": _values_of(LAW_PACKAGE)})


@cache
def _values_of(package: str) -> dict[str, float]:
    """Return the value of each lever in the year that sliders show; none where there is no such package."""
    region = the_region()
    at = max(READING_YEAR, region.first_decision_year) - region.first_year
    try:
        return {lever: round(float(path[at]), 6) for lever, path in lever_paths(package, region).items()}
    except PackageError:
        return {}


def _button(key: str, label: str, title: str, *, disabled: bool = False, on: bool = False) -> dict[str, Any]:
    return {"key": key, "label": label, "title": title, "disabled": disabled, "on": on}
