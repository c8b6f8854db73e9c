"""Scenarios side by side: results over the same seeds, differences with their intervals, inputs that differ."""

from typing import Any

import numpy as np

from experiments.app.boards import detail, effects
from experiments.app.boards.changed import OUTSIDE
from experiments.app.boards.columns import Against, Column, columns_of
from experiments.app.boards.inputs import inputs
from experiments.app.boards.scene import Scene
from experiments.app.briefs import N_SEEDS
from experiments.app.names import name_of
from experiments.app.shelf import can_save
from experiments.scores import peak_state
from experiments.text import decimals, number
from experiments.web.answer import COMPARED
from experiments.web.charts import Chart, line, plain

YEARS = ("2030", "2035", "2045", "2060")
NOTHING = "≈0"
LEAST = 5e-7  # what six decimals do not show
RELATIVE = {name: (zh, en) for name, zh, en in OUTSIDE}  # a level of these says nothing, only a difference does
DASH = "9 4"  # of all lines but the base: one that lies on another lets it be seen


def charts(scene: Scene) -> list[Chart]:
    """Return the board."""
    columns = columns_of(scene)
    base_key = scene.chosen("compare_base", [column.key for column in columns], scene.view.against)
    base = next(column for column in columns if column.key == base_key)
    pairs = [Against(base, base), *(Against(base, column) for column in columns if column is not base)]
    year = int(scene.chosen("compare_year", YEARS, "2035"))
    boards = [_saved(scene, columns, base), _lines(scene, pairs), _results(scene, pairs, year)]
    return [*boards, *effects.charts(scene), inputs(scene, [pair.column for pair in pairs], year)]


def _saved(scene: Scene, columns: list[Column], base: Column) -> Chart:
    """Return the list of scenarios: what is compared, in which colour, and what can be done with each."""
    say, explorer = scene.say, scene.explorer
    is_saved = any(saved.scenario == explorer.scenario for saved in explorer.saved)
    name = name_of(explorer.scenario, scene.region, say)
    save: dict[str, Any] = {
        "key": "save",
        "field": {"value": name, "label": say("名称", "Name")},
        "label": say("保存当前情景", "Save this one"),
        "disabled": is_saved or not can_save(explorer, scene.region),
    }
    files: list[dict[str, Any]] = [
        {"key": "upload", "upload": True, "label": say("打开情景文件", "Open a file of scenarios")}
    ]
    if explorer.saved:
        label = say("下载已保存的情景", "Download those saved")
        files.insert(0, {"key": "download", "download": "tanfeng-scenarios.json", "label": label})
    items = []
    for column in columns:
        item: dict[str, Any] = {"label": column.name, "color": column.color, "actions": []}
        if column.key.isdecimal():
            item["actions"] = [
                {"key": "go", "value": column.key, "label": say("打开", "open")},
                {"key": "forget", "value": column.key, "label": "×", "title": say("移除", "remove")},
            ]
        items.append(item)
    done = sum(len(column.runs) for column in columns)
    wanted = N_SEEDS * len(columns)
    chart: Chart = {
        "id": "saved",
        "kind": "list",
        "wide": True,
        "title": say("比较情景", "Compare scenarios"),
        "how": say(
            "差值按相同的随机种子逐对计算，±为95%区间；灰色表示与偶然分辨不开。保存的情景留在本浏览器中，可存成文件。",
            "Differences are seed by seed, ± is the 95 % interval; grey: too small to tell from luck. "
            "What is saved stays in this browser, and can be taken away as a file.",
        ),
        "selects": [
            scene.select("compare_base", say("差值以谁为基准", "Differences from"), _options(columns), base.key)
        ],
        "items": items,
        "actions": [save, *files],
    }
    if done < wanted:
        chart["foot"] = say(f"正在补充其他种子：{done}/{wanted}", f"other seeds fill in: {done} of {wanted} runs")
    return chart


def _options(columns: list[Column]) -> list[tuple[str, str]]:
    return [(column.key, column.name) for column in columns]


def _lines(scene: Scene, pairs: list[Against]) -> Chart:
    say = scene.say
    names = [name for name in COMPARED if scene.answer.has(name)]
    name = scene.chosen("compare", names)
    shown = "difference" if name in RELATIVE else scene.chosen("compare_show", ("values", "difference"))
    unit, factor = scene.unit_of(name)
    hows = {
        "values": ("均值；色带为各种子的范围。", "Means; bands are the range over seeds."),
        "difference": ("与基准之差；色带为95%区间。", "Difference from the base; bands are 95 % intervals."),
    }
    chart = scene.year_chart("compare", (_label(scene, name), _label(scene, name)), hows[shown], unit)
    chart["how"] += scene.noted(name)
    chart["wide"] = True
    modes = [("values", say("数值", "values")), ("difference", say("差值", "differences"))]
    modes = modes[1:] if name in RELATIVE else modes
    chart["selects"] = [
        scene.select("compare", say("指标", "What"), [(n, _label(scene, n)) for n in names], name),
        scene.select("compare_show", say("显示", "Show"), modes, shown),
    ]
    for pair in pairs:
        if shown == "difference" and pair.column is pair.base:
            continue
        chart["series"] += _line(pair, name, factor, is_difference=shown == "difference")
    return chart


def _line(pair: Against, name: str, factor: float, *, is_difference: bool) -> list[dict[str, Any]]:
    column, seeds = pair.column, pair.seeds if is_difference else sorted(pair.column.runs)
    if not seeds:
        return []
    look = {"thick": 2.6} if column is pair.base else {"thick": 1.9, "dash": DASH}
    if not is_difference:
        runs = factor * column.values(name, seeds)
        drawn = line(column.name, column.color, runs.mean(axis=0), **look)
        return [drawn | {"low": plain(runs.min(axis=0)), "high": plain(runs.max(axis=0))}]
    change = pair.difference(name)
    mean, half = factor * change.mean, factor * np.nan_to_num(change.half_width)
    drawn = line(column.name, column.color, mean, **(look | {"dash": ""}))
    return [drawn | {"low": plain(mean - half), "high": plain(mean + half)}]


def _results(scene: Scene, pairs: list[Against], year: int) -> Chart:
    say = scene.say
    at = scene.answer.at(year)
    head = [say("结果", "result"), say("单位", "unit"), *(pair.column.name for pair in pairs)]
    rows: list[list[Any]] = [
        [say("最高年", "highest in"), "", *(_peak(pair, scene) for pair in pairs)],
        [say("达成目标数", "targets met"), "", *(_met(pair) for pair in pairs)],
    ]
    for name in (name for name in COMPARED if scene.answer.has(name)):
        unit, factor = scene.unit_of(name)
        told = _moved if name in RELATIVE else _cell
        rows.append([_label(scene, name), unit, *(told(pair, name, factor, at) for pair in pairs)])
    foot = say(f"数值为至多 {N_SEEDS} 个种子的均值。", f"Values are means of up to {N_SEEDS} seeds. ")
    foot += detail.said(scene)
    if len({(pair.column.scenario.storyline, pair.column.scenario.drivers) for pair in pairs}) > 1:
        foot += say(
            "外部情景或假设不同的列，差值不全是政策的作用。",
            " Where storyline or assumptions differ, the difference is not the policy's alone.",
        )
    return {
        "id": "results",
        "kind": "table",
        "wide": True,
        "title": say(f"{year}年结果", f"Results in {year}"),
        "selects": [scene.select("compare_year", say("年", "Year"), [(y, y) for y in YEARS], str(year))],
        "head": head,
        "numbers": list(range(2, len(head))),
        "whole": [1],
        "rows": rows,
        "foot": foot,
    }


def _cell(pair: Against, name: str, factor: float, at: int) -> Any:
    """Return a mean, and below it the difference from the base with its interval."""
    if not pair.seeds:
        return "…"
    value = number(factor * float(pair.mean(name)[at]))
    return value if pair.column is pair.base else {"text": value} | _difference(pair, name, factor, at)


def _moved(pair: Against, name: str, factor: float, at: int) -> Any:
    """Return the difference from the base alone: what others emit has no level that means anything."""
    if not pair.seeds:
        return "…"
    return "–" if pair.column is pair.base else {"text": ""} | _difference(pair, name, factor, at)


def _label(scene: Scene, name: str) -> str:
    return scene.say(*RELATIVE[name]) if name in RELATIVE else scene.label(name)


def _difference(pair: Against, name: str, factor: float, at: int) -> dict[str, str]:
    """Return the difference from the base with its interval, and whether it can be told from luck."""
    change = pair.difference(name)
    mean, half = factor * float(change.mean[at]), factor * float(change.half_width[at])
    if len(pair.seeds) < 2:  # one seed tells nothing of luck
        return {"note": _signed(mean, half) if mean else "=", "kind": ""}
    is_clear = bool(change.clear()[at])
    note = _signed(mean, half) if mean or half else "="
    return {"note": note, "kind": "clear" if is_clear and mean and note != NOTHING else "unclear"}


def _signed(mean: float, half: float) -> str:
    """Return a difference to as many digits as its interval makes sense of; what no digit shows is about nothing."""
    if max(abs(mean), np.nan_to_num(half)) < LEAST:
        return NOTHING
    places = decimals(abs(mean), 3)
    if not np.isfinite(half):
        return f"{mean:+.{places}f}"
    if half:
        places = min(places, decimals(half, 2))
    return f"{mean:+.{places}f} ±{half:.{max(places, decimals(half, 1))}f}"


def _peak(pair: Against, scene: Scene) -> Any:
    peaks = [brief.peak for brief in pair.column.runs.values() if brief.peak]
    if not peaks:
        return "…"
    first, last = min(peak.year for peak in peaks), max(peak.year for peak in peaks)
    states = sorted({peak_state(peak.state, scene.say) for peak in peaks})
    return {"text": f"{first}" if first == last else f"{first}–{last}", "note": "/".join(states), "kind": ""}


def _met(pair: Against) -> Any:
    met = [brief.n_met for brief in pair.column.runs.values()]
    return "…" if not met else f"{min(met)}" if min(met) == max(met) else f"{min(met)}–{max(met)}"
