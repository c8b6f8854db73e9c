"""A day of power, hour by hour, before and after: where a time-of-use tariff must be seen to work."""

from typing import Any

import numpy as np

from experiments.app.boards.scene import Scene
from experiments.language import Speech
from experiments.web.charts import Chart, line, plain
from experiments.web.desk import Hours

PARTS = (
    ("coal", "煤电", "Coal", "#3d3d3d"),
    ("fixed", "余热余气、垃圾、生物质", "Waste heat, waste, biomass", "#8c5a2b"),
    ("wind", "风电", "Wind", "#56B4E9"),
    ("pv", "光伏", "PV", "#F0E442"),
    ("discharge", "储能放电", "Storage out", "#7b4fa0"),
    ("less", "削减的可调负荷", "Load put off", "#D55E00"),
    ("net_import", "净受入（负为外送）", "Net import (negative: export)", "#c4cbc8"),
    ("unserved", "缺电", "Unserved", "#ff0000"),
    ("charge", "储能充电", "Storage in", "#bda6d3"),
    ("more", "移入的负荷", "Load moved here", "#eba77c"),
)
NOW, THEN = "#0B6E5F", "#8a8a8a"
SAME_USE = 5e-4  # of a day's use: what one decimal of a per cent does not show
HOURS = list(range(24))
PERIODS = (  # by code: deep valley, valley, flat, peak, sharp peak
    ("深谷", "deep valley", "#2166ac"),
    ("谷", "valley", "#92c5de"),
    ("平", "flat", "#e3e3e3"),
    ("峰", "peak", "#f4a582"),
    ("尖峰", "sharp peak", "#b2182b"),
)
LINES = {  # id -> part of the hours, title, how to read it
    "price": (
        "一天的批发电价",
        "A day's wholesale price",
        "省级节点的逐时价格。",
        "The provincial node's, hour by hour.",
    ),
    "tariff": (
        "大用户付的电价",
        "What large users pay",
        "分时电价加现货部分与附加。",
        "The tariff of the period, the spot share and the adders.",
    ),
}


def charts(scene: Scene) -> list[Chart]:
    """Return the board."""
    answer, say = scene.answer, scene.say
    years = sorted(answer.moments)
    if not years or not answer.moments[years[0]].hours.parts:
        return []
    year = int(scene.chosen("year", [str(y) for y in years], str(years[min(1, len(years) - 1)])))
    hours = answer.moments[year].hours
    names = _day_names(scene, hours)
    day = int(scene.chosen("day", [str(i) for i in range(len(names))], str(_highest_net_load(hours))))
    selects = [
        scene.select("year", say("年", "Year"), [(str(y), str(y)) for y in years], str(year)),
        scene.select("day", say("代表日", "Day"), [(str(i), name) for i, name in enumerate(names)], str(day)),
    ]
    moment = scene.before.moments.get(year) if scene.before else None
    before = moment.hours if moment and moment.hours.parts else None
    boards = [_load(scene, hours, before, day) | {"selects": selects}]
    if before:
        boards.append(_moved(scene, hours, before, day))
    boards.append(_line(scene, "tariff", hours, before, day))
    if before:
        then = say(f"调度：{scene.then}", f"Dispatch: {scene.then}")
        boards.append(_day(scene, "before", before, day, then))
    boards.append(_day(scene, "after", hours, day, say("调度：现在", "Dispatch: now")))
    for chart in boards[-2:] if before else []:  # on one scale
        assert before is not None
        chart["range"] = _range(scene, [hours, before], day)
    return [*boards, _line(scene, "price", hours, before, day), *_yearly(scene)]


def _load(scene: Scene, hours: Hours, before: Hours | None, day: int) -> Chart:
    """The hourly load of the day, now and before, above the periods of the tariff."""
    say = scene.say
    unit, factor = scene.unit("GW")
    chart = _hourly("load", unit, say)
    chart |= {
        "title": say("一天的负荷", "A day's load"),
        "how": say(
            "峰时少用、谷时多用；上方色条为分时电价的时段。",
            "Load leaves dear hours for cheap ones; the strips on top are the periods of the tariff.",
        ),
        "wide": True,
        "zero": False,
        "height": 270,
        "series": [line(say("现在", "now"), NOW, factor * hours.parts["load"][day], thick=2.6)],
        "strips": [_strip(say("现在", "now"), hours, day)],
    }
    called = factor * (hours.parts["load"] - hours.parts["less"] - hours.parts["more"])[day]
    if np.abs(called - factor * hours.parts["load"][day]).max() > 1e-3 * factor * hours.parts["load"][day].max():
        chart["series"].append(line(say("调用需求响应后", "after demand response"), "#D55E00", called, thick=1.4))
    if before:
        chart["ghosts"] = [{"name": scene.then, "color": THEN, "values": plain(factor * before.parts["load"][day])}]
        chart["strips"].append(_strip(scene.then, before, day))
    used = sorted({int(code) for strip in (hours, before) if strip for code in strip.period[day]})
    chart["swatches"] = [{"name": say(*PERIODS[code][:2]), "color": PERIODS[code][2]} for code in used]
    return chart


def _strip(name: str, hours: Hours, day: int) -> dict[str, Any]:
    return {"name": name, "colors": [PERIODS[int(code)][2] for code in hours.period[day]]}


def _moved(scene: Scene, hours: Hours, before: Hours, day: int) -> Chart:
    """How much load each hour has gained or lost."""
    say = scene.say
    unit, factor = scene.unit("GW")
    change = factor * (hours.parts["load"] - before.parts["load"])[day]
    chart = _hourly("hours_moved", unit, say)
    chart["kind"] = "columns"
    chart["title"] = say("各小时负荷的变化", "What each hour gained or lost")
    away, used = float(np.abs(np.clip(change, None, 0)).sum()), float(hours.parts["load"][day].sum()) * factor
    more = float(change.sum()) / (used - float(change.sum()))
    is_same = abs(more) < SAME_USE
    day_zh, day_en = ("不变", "stays the same") if is_same else (f" {more:+.1%}", f"changes by {more:+.1%}")
    chart["how"] = say(
        f"与{scene.then}之差；色为现在的时段。全天用电{day_zh}；减少的各小时合计为当日用电的{away / used:.1%}。",
        f"Load now less {scene.then}, in the colour of the period now. The day's use {day_en}; the hours that lose "
        f"give up {away / used:.1%} of it.",
    )
    chart["series"] = [line(say("变化", "change"), "#7f7f7f", change)]
    chart["colors"] = [PERIODS[int(code)][2] for code in hours.period[day]]
    return chart


def _line(scene: Scene, part: str, hours: Hours, before: Hours | None, day: int) -> Chart:
    say = scene.say
    zh, en, how_zh, how_en = LINES[part]
    chart = _hourly(part, say("元/千瓦时", "CNY/kWh"), say)
    chart |= {"title": say(zh, en), "how": say(how_zh, how_en), "steps": True}
    chart["series"] = [line(say("现在", "now"), NOW, hours.parts[part][day], thick=2.6)]
    if before:
        chart["ghosts"] = [{"name": scene.then, "color": THEN, "values": plain(before.parts[part][day])}]
    return chart


def _hourly(name: str, unit: str, say: Speech) -> Chart:
    return {"id": name, "kind": "lines", "unit": unit, "x": HOURS, "x_unit": say("时", ":00"), "series": []}


def _day(scene: Scene, name: str, hours: Hours, day: int, title: str) -> Chart:
    unit, factor = scene.unit("GW")
    shown = [p for p in PARTS if np.abs(hours.parts[p[0]][day]).max() > 1e-6]
    return {
        "id": name,
        "kind": "stack",
        "title": title,
        "how": scene.say("黑线为全市负荷，其上为外送。", "Black: the city's load; what lies above it is exported."),
        "unit": unit,
        "x": HOURS,
        "x_unit": scene.say("时", ":00"),
        "series": [line(scene.say(zh, en), color, factor * hours.parts[p][day]) for p, zh, en, color in shown],
        "lines": [line(scene.say("负荷", "Load"), "#000000", factor * hours.parts["load"][day], thick=1.8)],
    }


def _range(scene: Scene, both: list[Hours], day: int) -> list[float]:
    parts = np.array([[hours.parts[name][day] for name, *_ in PARTS] for hours in both])
    factor = scene.unit("GW")[1]
    return plain_range(factor * np.clip(parts, None, 0).sum(axis=1), factor * np.clip(parts, 0, None).sum(axis=1))


def plain_range(low: np.ndarray, high: np.ndarray) -> list[float]:
    """Return the lowest and the highest value as plain numbers."""
    return [float(low.min()), float(high.max())]


def _yearly(scene: Scene) -> list[Chart]:
    names = ("Firms|Shifted Load", "Homes|Shifted Load")
    peaks = ("Power|Peak Load", "Power|Peak Net Load")
    drawn = [
        scene.lines("moved", names, ("一年移动的负荷", "Load moved in a year")),
        scene.lines("peaks", peaks, ("最高负荷与最高净负荷", "Peak load and peak net load")),
    ]
    return [chart for chart in drawn if chart]


def _day_names(scene: Scene, hours: Hours) -> list[str]:
    say = scene.say
    special = {_highest_net_load(hours): say("净负荷最高", "highest net load")}
    special.setdefault(_lowest_net_load(hours), say("净负荷最低", "lowest net load"))
    names = []
    for day, (month, weight) in enumerate(zip(hours.month, hours.weight, strict=True)):
        extra = say(f"，{special[day]}", f", {special[day]}") if day in special else ""
        names.append(
            say(
                f"{month}月（代表{weight:.0f}天{extra}）",
                f"month {month} ({weight:.0f} {'day' if round(weight) == 1 else 'days'}{extra})",
            )
        )
    return names


def _net(hours: Hours) -> np.ndarray:
    return hours.parts["load"] - hours.parts["wind"] - hours.parts["pv"]


def _highest_net_load(hours: Hours) -> int:
    return int(_net(hours).max(axis=1).argmax())


def _lowest_net_load(hours: Hours) -> int:
    return int(_net(hours).min(axis=1).argmin())
