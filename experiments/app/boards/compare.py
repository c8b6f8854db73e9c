"""Saved scenarios side by side: inputs, results, differences; and the effect of each change by itself."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from abm.simulation import lever_paths
from experiments.app.boards.scene import Scene
from experiments.app.effects import NAMES, PACKAGE, n_runs, parts_of, seconds
from experiments.app.explorer import Spread
from experiments.headlines import SCORED, estimate
from experiments.scores import peak_state
from experiments.text import number
from experiments.units import unit_name
from experiments.web.answer import Answer
from experiments.web.charts import OKABE_ITO, Chart, line, plain
from experiments.web.scenario import Scenario
from policies.package import load_package
from policies.registry import all_levers

SHOWN = (
    SCORED,
    "Emissions|CO2|Energy with Net Electricity Imports",
    "Share|Non-Fossil Energy",
    "Share|Clean Capacity",
    "Homes|Scattered Coal",
    "Stocks|Transportation|Truck|Battery-Electric",
    "Share|Straw Utilization",
    "Money|City Budget",
    "Leakage|CO2",
)
YEARS = ("2030", "2035", "2045", "2060")


@dataclass(frozen=True)
class Column:
    """One scenario of a comparison."""

    name: str
    scenario: Scenario
    answer: Answer
    spread: Spread


def charts(scene: Scene) -> list[Chart]:
    """Return the board."""
    columns = [Column(saved.name, saved.scenario, saved.answer, saved.spread) for saved in scene.explorer.saved]
    is_saved = any(column.scenario == scene.explorer.scenario for column in columns)
    if not is_saved:
        now = scene.say("当前", "now")
        columns.append(Column(now, scene.explorer.scenario, scene.answer, scene.explorer.spread))
    boards = [_actions(scene, is_saved), _lines(scene, columns), _results(scene, columns), _inputs(scene, columns)]
    return [*boards, *effects(scene)]


def name_of(scenario: Scenario, scene: Scene) -> str:
    """Return a name for a scenario: its package, and what was changed."""
    text = load_package(scenario.package, (scene.region.folder / "packages",)).label
    name = scene.say(text.zh, text.en)
    if len(scenario.curves) == 1:
        label = all_levers()[scenario.curves[0][0]].label
        name += f" + {scene.say(label.zh, label.en)}"
    elif scenario.curves:
        name += scene.say(f" + {len(scenario.curves)}项", f" + {len(scenario.curves)} levers")
    if scenario.storyline:
        name += f" · {scenario.storyline}"
    return name + (f" · #{scenario.seed}" if scenario.seed != 1 else "")


def _actions(scene: Scene, is_saved: bool) -> Chart:
    say = scene.say
    save: dict[str, Any] = {"key": "save", "value": name_of(scene.explorer.scenario, scene)}
    save |= {"label": say("保存当前情景", "Save this one"), "disabled": is_saved or scene.explorer.is_busy}
    rows = []
    for i, saved in enumerate(scene.explorer.saved):
        rows.append({"key": "go", "value": str(i), "label": say(f"打开：{saved.name}", f"open: {saved.name}")})
        rows.append({"key": "forget", "value": str(i), "label": say(f"× {saved.name}", f"x {saved.name}")})
    return {
        "id": "saved",
        "kind": "cards",
        "wide": True,
        "title": say("比较情景", "Compare scenarios"),
        "how": say(
            "保存任意多个情景后并排比较；差值以第一个为基准，同种子成对，区间为95%。",
            "Save scenarios and see them side by side. Differences are from the first, seed by seed, 95 % intervals.",
        ),
        "cards": [],
        "actions": [save, *rows],
    }


def _lines(scene: Scene, columns: list[Column]) -> Chart:
    names = [name for name in SHOWN if scene.answer.has(name)]
    name = scene.chosen("compare", names)
    unit, factor = scene.unit_of(name)
    how = ("每条线为一个情景。", "A line per scenario.")
    chart = scene.year_chart("compare", (scene.label(name), scene.label(name)), how, unit)
    chart["wide"] = True
    chart["selects"] = [scene.select("compare", scene.say("指标", "What"), [(n, scene.label(n)) for n in names], name)]
    for n, column in enumerate(columns):
        values = factor * column.answer.series(name)
        chart["series"].append(line(column.name, OKABE_ITO[n % 7], values, thick=2.4 if n == 0 else 1.8))
    return chart


def _results(scene: Scene, columns: list[Column]) -> Chart:
    say = scene.say
    year = int(scene.chosen("compare_year", YEARS, "2035"))
    head = [say("结果", "result"), say("单位", "unit"), *(column.name for column in columns)]
    peaks: list[Any] = [say("最高年", "highest in"), ""]
    for column in columns:
        peak = column.answer.peaks.get(SCORED)
        peaks.append(f"{peak.year} ({peak_state(peak.state, say)})" if peak else "–")
    met: list[Any] = [say("达成目标数", "targets met"), ""]
    met += [str(sum(row["state"] == "met" for row in column.answer.targets)) for column in columns]
    rows: list[list[Any]] = [peaks, met]
    for name in (name for name in SHOWN if scene.answer.has(name)):
        unit, factor = scene.unit_of(name)
        rows.append([scene.label(name), unit, *_cells(columns, name, factor, year)])
    return {
        "id": "results",
        "kind": "table",
        "wide": True,
        "title": say(f"{year}年结果", f"Results in {year}"),
        "selects": [scene.select("compare_year", say("年", "Year"), [(y, y) for y in YEARS], str(year))],
        "head": head,
        "numbers": list(range(2, len(head))),
        "rows": rows,
    }


def _cells(columns: list[Column], name: str, factor: float, year: int) -> list[str]:
    first, cells = columns[0], []
    for n, column in enumerate(columns):
        value = factor * float(column.answer.series(name)[column.answer.at(year)])
        if n == 0:
            cells.append(number(value))
            continue
        base = factor * float(first.answer.series(name)[first.answer.at(year)])
        interval = _interval(first, column, year, factor) if name == SCORED else ""
        cells.append(f"{number(value)} ({value - base:+.3g}{interval})")
    return cells


def _interval(first: Column, other: Column, year: int, factor: float) -> str:
    """Return the half-width of the paired difference, where both have other seeds."""
    seeds = sorted(set(first.spread.seeds) & set(other.spread.seeds))
    same = first.scenario.seed == other.scenario.seed and first.scenario.storyline == other.scenario.storyline
    if len(seeds) < 2 or not same:
        return ""
    at = other.answer.at(year)
    own = float(other.answer.series(SCORED)[at]) - float(first.answer.series(SCORED)[at])
    pairs = [other.spread.seeds[seed][at] - first.spread.seeds[seed][at] for seed in seeds]
    return f" ±{factor * float(estimate(np.array([own, *pairs])).half_width):.2g}"


def _inputs(scene: Scene, columns: list[Column]) -> Chart:
    """Which levers differ, with the value of a year in each scenario."""
    say, region = scene.say, scene.region
    year = int(scene.chosen("compare_year", YEARS, "2035"))
    paths = [lever_paths(c.scenario.package, region, c.scenario.ask().settings) for c in columns]
    at = year - region.first_year
    rows: list[list[Any]] = [
        [say("政策包", "package"), "", *(c.scenario.package for c in columns)],
        [say("外部情景", "storyline"), "", *(c.scenario.storyline or next(iter(region.storylines)) for c in columns)],
        [say("种子", "seed"), "", *(str(c.scenario.seed) for c in columns)],
    ]
    for lever in all_levers().values():
        own = [path[lever.id] for path in paths]
        if any(not np.array_equal(own[0], other) for other in own[1:]):
            label = say(lever.label.zh, lever.label.en)
            rows.append([label, unit_name(lever.unit, say), *(number(float(path[at])) for path in own)])
    return {
        "id": "inputs",
        "kind": "table",
        "wide": True,
        "title": say("不同的设定", "Inputs that differ"),
        "how": say(f"杠杆为{year}年的取值。", f"Levers as they stand in {year}."),
        "head": [say("设定", "input"), say("单位", "unit"), *(column.name for column in columns)],
        "numbers": list(range(2, 2 + len(columns))),
        "rows": rows,
    }


def effects(scene: Scene) -> list[Chart]:
    """Return the effect of each change by itself, or the offer to compute it."""
    say, explorer = scene.say, scene.explorer
    parts = parts_of(explorer.scenario)
    chart: Chart = {
        "id": "effects",
        "kind": "bars",
        "wide": True,
        "title": say("每项改动各起多少作用", "What each change does by itself"),
        "how": say(
            "各项单独叠加在现行政策上，同种子成对，横线为95%区间；“相互作用”是合在一起才有的部分。",
            "Each alone on top of current law, seed by seed; whiskers are 95 % intervals. The interaction is what "
            "only their combination does.",
        ),
        "rows": [],
    }
    if not parts:
        chart["foot"] = say("先改动一个杠杆或选择另一个政策包。", "Move a lever or choose another package first.")
        return [chart | {"kind": "cards", "cards": []}]
    found = explorer.effects
    if found is None or not found.is_done:
        done = len(found.found) if found else 0
        runs, time = n_runs(explorer.scenario), seconds(explorer.scenario, explorer.pool.n_workers)
        label = say(f"计算（{runs} 次运行，约 {time} 秒）", f"compute ({runs} runs, about {time} s)")
        chart["actions"] = [{"key": "effects", "value": "", "label": label, "disabled": found is not None}]
        chart["foot"] = say(f"已完成 {done}/{runs}", f"{done} of {runs} done") if found else ""
        if found and found.problem:
            chart["foot"] += say(f"；一次运行未成功：{found.problem}", f"; a run failed: {found.problem}")
        return [chart | {"kind": "cards", "cards": []}]
    name = scene.chosen("effect", NAMES)
    unit, factor = scene.unit_of(name)
    first = scene.answer.at(scene.region.first_decision_year)
    at = slice(first, None)
    chart["selects"] = [scene.select("effect", say("指标", "What"), [(n, scene.label(n)) for n in NAMES], name)]
    shown = [(_part_name(scene, part), found.effect(part, name, at)) for part in found.parts]
    shown.append((say("相互作用", "interaction"), found.interaction(name, at)))
    shown.append((say("合计", "together"), found.effect("*", name, at)))
    for label, effect in shown:
        mean, half = factor * float(effect.mean), factor * float(effect.half_width)
        color = "#0072B2" if mean < 0 else "#D55E00"
        chart["rows"].append(
            {
                "label": label,
                "parts": [{"name": "", "color": color, "value": plain([mean])[0]}],
                "interval": plain([mean - half, mean + half]),
                "note": f"±{number(half, 2)}",
            }
        )
    span = f"{scene.region.first_decision_year}–{scene.years[-1]}"
    chart["foot"] = say(f"{span}年累计，{unit}", f"added up over {span}, {unit}")
    return [chart]


def _part_name(scene: Scene, part: str) -> str:
    if part == PACKAGE:
        return name_of(Scenario(package=scene.explorer.scenario.package), scene)
    label = all_levers()[part].label
    return scene.say(label.zh, label.en)
