"""A day of power, hour by hour, before and after: where a time-of-use tariff must be seen to work."""

import numpy as np

from experiments.app.boards.scene import Scene
from experiments.web.answer import Answer
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
HOURS = list(range(24))


def charts(scene: Scene) -> list[Chart]:
    """Return the board of power."""
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
    before = moment.hours if moment else None
    load = _lines(scene, "load", hours, before, day)
    load |= {"selects": selects, "wide": True}
    boards = [load, _day(scene, "after", hours, day, say("调度：改动后", "Dispatch: now"))]
    if before and before.parts:
        boards.insert(1, _day(scene, "before", before, day, say("调度：改动前", "Dispatch: before the move")))
        for chart in boards[1:]:  # on one scale
            chart["range"] = _range(scene, [hours, before], day)
    return [*boards, _lines(scene, "price", hours, before, day), *_yearly(scene, answer)]


def _lines(scene: Scene, part: str, hours: Hours, before: Hours | None, day: int) -> Chart:
    """The hourly load or price of the day, before and after; the band between is what moved."""
    say, is_load = scene.say, part == "load"
    titles = {
        "load": (
            "一天的负荷",
            "A day's load",
            "峰时少用、谷时多用：实线低于虚线的小时就是移走的负荷。",
            "Load leaves dear hours for cheap ones: where the solid line lies below the dashed one, it has moved.",
        ),
        "price": (
            "一天的批发电价",
            "A day's wholesale price",
            "省级节点的逐时价格。",
            "The provincial node's price, hour by hour.",
        ),
    }
    zh, en, how_zh, how_en = titles[part]
    unit, factor = scene.unit("GW") if is_load else (say("元/千瓦时", "CNY/kWh"), 1.0)
    chart: Chart = {
        "id": part,
        "kind": "lines",
        "title": say(zh, en),
        "how": say(how_zh, how_en),
        "unit": unit,
        "x": HOURS,
        "x_unit": say("时", ":00"),
        "zero": False if is_load else None,
        "series": [line(say("现在", "now"), NOW, factor * hours.parts[part][day], thick=2.6)],
        "height": 250 if is_load else None,
    }
    if is_load:
        moved = factor * (hours.parts["load"] - hours.parts["less"] - hours.parts["more"])
        chart["series"].append(line(say("调用需求响应后", "after demand response"), "#D55E00", moved[day], thick=1.4))
    if before and before.parts:
        chart["ghosts"] = [
            {"name": say("改动前", "before"), "color": THEN, "values": plain(factor * before.parts[part][day])}
        ]
    return {key: value for key, value in chart.items() if value is not None}


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


def _yearly(scene: Scene, answer: Answer) -> list[Chart]:
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
        names.append(say(f"{month}月（代表{weight:.0f}天{extra}）", f"month {month} ({weight:.0f} days{extra})"))
    return names


def _net(hours: Hours) -> np.ndarray:
    return hours.parts["load"] - hours.parts["wind"] - hours.parts["pv"]


def _highest_net_load(hours: Hours) -> int:
    return int(_net(hours).max(axis=1).argmax())


def _lowest_net_load(hours: Hours) -> int:
    return int(_net(hours).min(axis=1).argmin())
