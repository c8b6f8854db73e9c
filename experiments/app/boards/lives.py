"""One household, truck, farm or mine followed through the years: what it did, and why."""

from typing import Any

import numpy as np

from experiments.app.boards.scene import Scene
from experiments.app.boards.why import OPTIONS, UNITS, option, told
from experiments.app.names import firm_name
from experiments.chinese import worded
from experiments.language import Speech
from experiments.text import number
from experiments.web.charts import OKABE_ITO, Chart, line
from experiments.web.follow import Follow, Followed

KINDS = {
    "home": ("一户家庭", "A household"),
    "truck": ("一辆重卡", "A truck owner"),
    "farm": ("一个农户", "A farm"),
    "mine": ("一座煤矿", "A mine"),
}
PALETTE = (*OKABE_ITO[:7], "#8c5a2b", "#7f7f7f")
HIGHEST_USE = "industry.highest_utilisation.raw_coal"


def charts(scene: Scene) -> list[Chart]:
    """Return the board."""
    say = scene.say
    kind = scene.chosen("life", tuple(KINDS))
    number_ = int(scene.view.chosen.get("life_number", "0"))
    job = Follow(scene.answer.ask, kind, number_)
    found = scene.explorer.found.get("life")
    if found is None or found.job != job:
        scene.explorer.fetch_quietly("life", job)
        found = scene.explorer.found["life"]
    frame: Chart = {
        "id": "life",
        "kind": "story",
        "wide": True,
        "title": say("追踪一个主体", "Follow one of them"),
        "selects": [scene.select("life", say("对象", "Who"), [(k, say(*v)) for k, v in KINDS.items()], kind)],
        "actions": _others(number_, say),
        "events": [],
    }
    if found.is_waiting or found.result is None:
        frame["how"] = worded(found.problem, say) or say("正在追踪，通常几秒……", "following, usually a few seconds ...")
        return [frame]
    life: Followed = found.result
    frame["how"] = _who(scene, life)
    frame["events"] = _events(scene, life)
    return [frame, *_lines(scene, life)]


def _others(number_: int, say: Speech) -> list[dict[str, Any]]:
    """Return the buttons to another one, and back to the one before."""
    back = {"key": "life_number", "value": str(number_ - 1), "label": say("← 上一个", "← the one before")}
    again = {"key": "life_number", "value": str(number_ + 1), "label": say("换一个", "another one")}
    return [again, back] if number_ else [again]


def _who(scene: Scene, life: Followed) -> str:
    say, t = scene.say, life.traits
    place = scene.county(t["county"])
    if life.kind == "home":
        where = say("城镇", "urban") if t["urban"] else say("农村", "rural")
        group = t["income_group"] + 1
        return say(
            f"{place}的{where}家庭，{t['people']}口人，{t['floor_m2']:.0f}平方米，收入第{group}五分位组",
            f"A household of {t['people']} in {place}, {where}: {t['floor_m2']:.0f} m2, fifth {group} of 5 by income",
        )
    if life.kind == "truck":
        owner = say("车队", "a fleet") if t["is_fleet"] else say("个体车主", "an owner-driver")
        haul = say("长途", "long hauls") if t["is_long"] else say("短途", "short hauls")
        return say(
            f"{place}的{owner}，{haul}，每年{t['km'] / 1e4:.1f}万公里",
            f"A truck of {owner} in {place}, {haul}, {t['km'] / 1000:.0f} thousand km a year",
        )
    if life.kind == "farm":
        return say(
            f"{place}的{'规模' if t['is_large'] else '小'}农户，{t['area_mu']:.0f}亩，每年秸秆{t['straw_t']:.1f}吨",
            f"A {'large' if t['is_large'] else 'small'} farm in {place}: {t['area_mu']:.0f} mu, "
            f"{t['straw_t']:.1f} t of straw a year",
        )
    name = firm_name(t["name_zh"], t["name_en"], say)
    return say(f"{place}的{name}", f"{name}, {place}")


def _events(scene: Scene, life: Followed) -> list[dict[str, Any]]:
    say, events = scene.say, []
    start = option(scene, life, life.chosen[0]) if life.options else _mine_at_first(scene, life)
    events.append({"year": life.years[0], "kind": "start", "text": f"{say('起初：', 'At first: ')}{start}", "why": ""})
    for i in range(1, len(life.years)):
        text, why = told(scene, life, i)
        if text:
            told_of_it = {"text": text[:1].upper() + text[1:], "why": why[:1].upper() + why[1:]}
            events.append({"year": life.years[i], "kind": "choice", **told_of_it})
    if len(events) <= 1:
        last = say("此后没有变化。", "Nothing changes after that.")
        events.append({"year": life.years[-1], "kind": "end", "text": last, "why": ""})
    return events


def _mine_at_first(scene: Scene, life: Followed) -> str:
    """Return a mine's capacity in the first year, and for how many years of it there is coal."""
    (unit, factor), more = scene.unit("Mt"), life.more
    capacity, years = more["capacity_mt"][0], more["reserve_mt"][0] / max(more["capacity_mt"][0], 1e-9)
    return scene.say(
        f"年产能 {number(factor * capacity)} {unit}，按此可采约 {years:.0f} 年",
        f"{number(factor * capacity)} {unit} a year, and coal for about {years:.0f} years of that",
    )


def _lines(scene: Scene, life: Followed) -> list[Chart]:
    say, boards = scene.say, []
    if life.options:
        titles = {
            "farm": ("各种去向对它值多少", "What each way is worth to it"),
            "home": ("各种取暖方式对它的年成本", "What each heater would cost it"),
            "truck": ("各种动力对它的每公里成本", "What each drive would cost it per km"),
        }
        how = (
            "粗线是它当年所用的方式；没有线的年份该方式无法选用。",
            "The thick line is what it has; a way without a line is out of its reach that year.",
        )
        if life.kind != "farm":  # straw needs no machine of the farm's own
            how = (
                how[0] + "换设备那年为当时所见，旧设备未坏的不再计购置。",
                how[1] + " In a year of choice as it was seen then: what still works has been paid for.",
            )
        chart = scene.year_chart("life_costs", titles[life.kind], how, say(*UNITS[life.unit]))
        chart["zero"] = False
        for n, (name, values) in enumerate(life.costs.items()):
            if np.isfinite(np.asarray(values, dtype=float)).any():
                chart["series"].append(line(say(*OPTIONS[name]), PALETTE[n % len(PALETTE)], values, thick=1.4))
        own = [
            life.costs.get(life.options[c], [np.nan] * len(life.years))[i] if c >= 0 else np.nan
            for i, c in enumerate(life.chosen)
        ]
        chart["lines"] = [line(say("它所用的", "what it has"), "#111111", own, thick=3.2)]
        boards.append(chart)
    if life.kind == "home":
        chart = scene.year_chart("life_home", ("冬天", "Its winters"), ("", ""), "%")
        bills = 100 * np.array(life.more["bill_cny"]) / np.maximum(life.more["income_cny"], 1.0)
        chart["series"] = [
            line(say("取暖支出占收入", "heating bill over income"), OKABE_ITO[3], bills),
            line(say("温暖程度", "warmth"), OKABE_ITO[0], 100 * np.array(life.more["warmth"])),
            line(say("来自煤的热", "heat from coal"), "#3d3d3d", 100 * np.array(life.more["coal_share"])),
        ]
        boards.append(chart)
    if life.kind == "mine":
        unit, factor = scene.unit("Mt")
        most = scene.region.parameters.value(HIGHEST_USE, "ratio")
        how = (
            f"需求旺时，煤矿最多可按产能的{most:.0%}生产。",
            f"Where coal is wanted a mine may bring up to {most:.0%} of its capacity.",
        )
        chart = scene.year_chart("life_mine", ("产量与产能", "Output and capacity"), how, unit)
        chart["series"] = [
            line(say("产量", "output"), OKABE_ITO[0], factor * np.array(life.more["output_mt"])),
            line(say("产能", "capacity"), "#7f7f7f", factor * np.array(life.more["capacity_mt"]), dash="4 3"),
        ]
        boards.append(chart)
    return boards
