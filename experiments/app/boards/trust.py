"""How far to trust it: this page's own error, the hindcast, and the grades of the data."""

from collections import Counter
from typing import Any

import numpy as np

from experiments import scale_error
from experiments.app.boards import detail
from experiments.app.boards.scene import Scene
from experiments.app.explorer import Found
from experiments.chinese import worded
from experiments.language import Speech
from experiments.text import number
from experiments.themes import theme_name
from experiments.units import reader_unit
from experiments.validate import what_is_compared
from experiments.web.charts import Chart
from experiments.web.files import SCALE

YEARS = (2025, 2030, 2035, 2060)
ERROR_YEARS = (2030, 2060)


def charts(scene: Scene) -> list[Chart]:
    """Return the board."""
    return [*_scale_error(scene), _error(scene), *_hindcast(scene), _named(scene), _grades(scene)]


def _scale_error(scene: Scene) -> list[Chart]:
    """What was measured of this page's settings against everyone, where the region and the settings are those."""
    say, place, measured = scene.say, scene.explorer.pool.place, scale_error.read()
    mine = measured.setting(place.scale, place.n_days)
    files = next(one for one in measured.settings if one.scale == SCALE)
    if mine is None or scene.region.id != measured.region:
        return []
    rows = []
    for name in scale_error.CHECKED:
        cells = [scale_error.cells(measured, one, name, year)[0] for one in (mine, files) for year in ERROR_YEARS]
        unit, factor = scene.unit_of(name)
        effects = [scale_error.cells(measured, mine, name, year, factor)[1] for year in ERROR_YEARS]
        rows.append([scene.label(name), unit, *cells, *effects])
    years = [str(year) for year in ERROR_YEARS]
    foot = say(
        f"± 为一次运行的典型误差（括号内为超出偶然的平均偏差），占规模1数值的份额；{measured.how(say)}。",
        "± is what one run is typically off by (in brackets the mean where it is clear of chance), "
        "as a share of the value at scale 1; "
        f"{measured.how(say)}.",
    )
    if measured.differs_from(scene.region):
        foot += say("由另一版本的代码或数据测得。", " Measured with another version of code or data.")
    return [
        {
            "id": "scale_error",
            "kind": "table",
            "wide": True,
            "title": say("本页设置相对全体人口（规模1）的误差", "Error of this page's settings against scale 1"),
            "how": say(
                f"方案情景；本页：规模 {place.scale:g}、{place.n_days} 个代表日；"
                f"下载文件：规模 {SCALE:g}、{files.n_days} 个代表日。",
                f"Under the plan. This page: scale {place.scale:g}, {place.n_days} representative days; "
                f"files: scale {SCALE:g}, {files.n_days} days.",
            ),
            "head": [
                say("指标", "indicator"),
                say("单位", "unit"),
                *(say(f"本页 {year}", f"page {year}") for year in years),
                *(say(f"文件 {year}", f"files {year}") for year in years),
                *(say(f"方案效果 {year}", f"plan's effect {year}") for year in years),
            ],
            "numbers": list(range(2, 8)),
            "whole": [1],
            "rows": rows,
            "foot": foot,
        }
    ]


def _error(scene: Scene) -> Chart:
    """This page's answer beside the same future in full detail."""
    say, found = scene.say, detail.found_of(scene)
    own, full = detail.settings_text(scene)
    names = [name for name in detail.CHECKED if scene.answer.has(name)]
    chart: Chart = {
        "id": "error",
        "kind": "table",
        "wide": True,
        "title": say("这一页的误差", "The error of this page"),
        "how": say(
            f"为加快计算，本页以{own}计算；报告和下载的文件以{full}计算。",
            f"To be quick, this page runs at {own}; reports and files are made at {full}.",
        ),
        "head": [],
        "rows": [],
        "actions": [detail.button(scene)],
    }
    if found is None or found.result is None:
        return chart | _not_there(found, say)
    years = [year for year in YEARS if year in scene.years]
    chart["head"] = [say("指标", "indicator"), say("单位", "unit"), *map(str, years)]
    chart["numbers"] = list(range(2, 2 + len(years)))
    for name in names:
        unit, factor = scene.unit_of(name)
        cells = []
        for year in years:
            at = scene.answer.at(year)
            page, exact = factor * float(scene.answer.series(name)[at]), factor * float(found.result[name][at])
            off = f"{page / exact - 1:+.1%}" if abs(exact) > 1e-9 else "–"
            cells.append(f"{number(page)} / {number(exact)} ({off})")
        chart["rows"].append([scene.label(name), unit, *cells])
    chart["foot"] = say("本页 / 完整（相差）", "this page / full detail (difference)")
    return chart


def _hindcast(scene: Scene) -> list[Chart]:
    say, region = scene.say, scene.region
    try:
        evidence = region.table("validation.csv")
    except FileNotFoundError:
        return []
    found = scene.explorer.found.get("hindcast")
    chart: Chart = {
        "id": "hindcast",
        "kind": "table",
        "wide": True,
        "title": say("回算：模型自由运行与证据", "Hindcast: the model run free, and the evidence"),
        "how": say(
            "从2020年起不跟随观测，两个种子均值。",
            "From the first year without following observation; mean of two seeds.",
        ),
        "head": [],
        "rows": [],
    }
    label = say("计算（约2秒）", "compute (about 2 s)")
    chart["actions"] = [{"key": "hindcast", "value": "", "label": label, "disabled": bool(found and found.is_waiting)}]
    if found is None or found.result is None:
        return [chart | _not_there(found, say)]
    del chart["actions"]
    chart["head"] = [
        say("指标", "what"),
        say("年", "year"),
        say("模型", "model"),
        say("证据（范围）", "evidence (range)"),
        say("差异", "difference"),
        say("等级", "grade"),
        say("来源", "from"),
    ]
    chart["numbers"] = [2, 3]
    for row, one in zip(evidence, found.result, strict=True):
        inside = {
            "text": f"{one['modelled'] / one['evidence'] - 1:+.0%}",
            "kind": "met" if one["is_inside"] else "missed",
        }
        factor = reader_unit(row["unit"], say)[1]
        modelled, best, low, high = (number(factor * one[key]) for key in ("modelled", "evidence", "low", "high"))
        span = f"{best} ({low}–{high})"
        what = what_is_compared(row["variable"], row["unit"], say.lang)
        words = row[f"evidence_{say.lang}"]
        cells: list[Any] = [what, str(one["year"]), modelled, span, inside, one["grade"], words]
        chart["rows"].append(cells)
    return [chart]


def _named(scene: Scene) -> Chart:
    """The base year: how much of each product stands on plants that a source names."""
    say, stem = scene.say, "Share|Named Output|"
    names = [name for name in scene.answer.names if name.startswith(stem)]
    rows = [
        {
            "label": scene.label(name).rpartition("：")[2].rpartition(": ")[2],
            "parts": [{"name": "", "color": "#0B6E5F", "value": float(f"{100 * scene.answer.series(name)[0]:.4g}")}],
            "before": None,
        }
        for name in names
        if np.isfinite(scene.answer.series(name)[0])
    ]
    return {
        "id": "named",
        "kind": "bars",
        "title": say("基年产量中名录设施的份额", "Share of base-year tonnes on named facilities"),
        "how": say(
            "%；其余为名录以外的主体，从不编造名称。", "%; the rest are residual agents, never given a made-up name."
        ),
        "rows": rows or [{"label": "–", "parts": [], "before": None}],
    }


def _grades(scene: Scene) -> Chart:
    """How many of the region's numbers have which grade, by theme."""
    say = scene.say
    themes: dict[str, Counter[str]] = {}
    for row in scene.region.parameters.rows():
        themes.setdefault(row.file.removesuffix(".csv"), Counter())[row.grade] += 1
    colors = {"A": "#0072B2", "B": "#56B4E9", "C": "#E69F00", "M": "#c9c9c9"}
    rows = [
        {
            "label": theme_name(theme, say),
            "parts": [{"name": grade, "color": color, "value": counts[grade]} for grade, color in colors.items()],
            "before": None,
        }
        for theme, counts in sorted(themes.items())
    ]
    words = {
        "A": say("A 官方、数据集、论文", "A official, data set, paper"),
        "B": say("B 报道", "B press"),
        "C": say("C 弱", "C weak"),
        "M": say("M 假设（宽范围）", "M assumed, wide range"),
    }
    return {
        "id": "grades",
        "kind": "bars",
        "title": say("数据等级", "Grades of the data"),
        "how": say("各主题的参数个数", "how many numbers each theme stands on"),
        "rows": rows,
        "legend": [{"name": words[grade], "color": color} for grade, color in colors.items()],
    }


def _not_there(found: Found | None, say: Speech) -> Chart:
    """Say that something that was asked for is on its way, or why it is not there."""
    if found is None:
        return {}
    return {"foot": worded(found.problem, say) or say("正在计算……", "computing ...")}
