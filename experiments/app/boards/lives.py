"""One household, truck, farm or mine followed through the years: what it did, and why."""

from typing import Any

import numpy as np

from experiments.app.boards.scene import Scene
from experiments.text import number
from experiments.web.charts import OKABE_ITO, Chart, line
from experiments.web.follow import Follow, Followed

KINDS = {
    "home": ("一户家庭", "A household"),
    "truck": ("一辆重卡", "A truck owner"),
    "farm": ("一个农户", "A farm"),
    "mine": ("一座煤矿", "A mine"),
}
OPTIONS = {
    "raw_coal": ("散煤", "raw coal"),
    "clean_coal": ("洁净煤", "clean coal"),
    "biomass": ("生物质炉", "biomass stove"),
    "gas": ("壁挂炉", "gas boiler"),
    "heat_pump_water": ("空气源热泵（水）", "heat pump, water"),
    "heat_pump_air": ("热风机", "heat pump, air"),
    "resistive": ("直热电", "resistance heaters"),
    "solar_electric": ("太阳能+电", "solar with electric"),
    "district": ("集中供热", "district heat"),
    "diesel": ("柴油", "diesel"),
    "lng": ("天然气", "LNG"),
    "charge": ("充电", "battery, charged"),
    "swap": ("换电", "battery, swapped"),
    "hydrogen": ("氢能", "hydrogen"),
    "return": ("还田", "ploughed in"),
    "feed": ("饲料", "feed"),
    "sold_fuel": ("卖作燃料", "sold as fuel"),
    "stove_fuel": ("自家灶用", "own stove"),
    "substrate": ("基料", "substrate"),
    "material": ("原料", "material"),
    "burn": ("焚烧或弃置", "burnt or left"),
}
UNITS = {"CNY/yr": ("元/年", "CNY a year"), "CNY/km": ("元/公里", "CNY/km"), "CNY/t": ("元/吨秸秆", "CNY/t of straw")}
PALETTE = (*OKABE_ITO[:7], "#8c5a2b", "#7f7f7f")


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
        "title": say("跟随一个主体", "Follow one of them"),
        "selects": [scene.select("life", say("谁", "Who"), [(k, say(*v)) for k, v in KINDS.items()], kind)],
        "actions": [{"key": "life_number", "value": str(number_ + 1), "label": say("换一个", "another one")}],
        "events": [],
    }
    if found.is_waiting or found.result is None:
        frame["how"] = found.problem or say("正在跟随……（约一秒）", "following ... (about a second)")
        return [frame]
    life: Followed = found.result
    frame["how"] = _who(scene, life)
    frame["events"] = _events(scene, life)
    return [frame, *_lines(scene, life)]


def _who(scene: Scene, life: Followed) -> str:
    say, t = scene.say, life.traits
    place = scene.county(t["county"])
    if life.kind == "home":
        where = say("城镇", "urban") if t["urban"] else say("农村", "rural")
        group = t["income_group"] + 1
        return say(
            f"{place}的{where}家庭，{t['people']}口人，{t['floor_m2']:.0f}平方米，收入第{group}五分位组",
            f"A {where} household of {t['people']} in {place}: {t['floor_m2']:.0f} m2, fifth {group} of 5 by income",
        )
    if life.kind == "truck":
        owner = say("车队", "fleet") if t["is_fleet"] else say("个体车主", "owner-driver")
        haul = say("长途", "long hauls") if t["is_long"] else say("短途", "short hauls")
        return say(
            f"{place}的{owner}，{haul}，每年{t['km'] / 1e4:.1f}万公里",
            f"A truck of a {owner} in {place}, {haul}, {t['km'] / 1000:.0f} thousand km a year",
        )
    if life.kind == "farm":
        return say(
            f"{place}的{'规模' if t['is_large'] else '小'}农户，{t['area_mu']:.0f}亩，每年秸秆{t['straw_t']:.1f}吨",
            f"A {'large' if t['is_large'] else 'small'} farm in {place}: {t['area_mu']:.0f} mu, "
            f"{t['straw_t']:.1f} t of straw a year",
        )
    name = say(t["name_zh"], t["name_en"] or t["name_zh"])
    return say(f"{place}的{name}，产能{t['capacity_mt']:.2g} Mt", f"{name}, {place}: {t['capacity_mt']:.2g} Mt a year")


def _events(scene: Scene, life: Followed) -> list[dict[str, Any]]:
    say, events = scene.say, []
    start = f"{say('起初：', 'At first: ')}{_option(scene, life, life.chosen[0])}" if life.options else ""
    if start:
        events.append({"year": life.years[0], "kind": "start", "text": start, "why": ""})
    for i in range(1, len(life.years)):
        text, why = _change(scene, life, i)
        if text:
            events.append({"year": life.years[i], "kind": "choice", "text": text, "why": why})
    if len(events) <= 1:
        last = say("此后没有变化。", "Nothing changes after that.")
        events.append({"year": life.years[-1], "kind": "end", "text": last, "why": ""})
    return events


def _change(scene: Scene, life: Followed, i: int) -> tuple[str, str]:
    """Return what happened in year number ``i``, and why."""
    say = scene.say
    if life.kind == "mine":
        return _firm_change(scene, life, i)
    now, then = life.chosen[i], life.chosen[i - 1]
    if life.kind == "truck" and then >= 0 and now < 0:
        return say("车辆报废", "the truck is scrapped"), ""
    bought = life.kind == "truck" and life.more["bought"][i] > 0
    if now < 0 or (now == then and not bought):
        return _home_extra(scene, life, i) if life.kind == "home" else ("", "")
    verb = say("购入", "buys") if life.kind == "truck" else say("改为", "turns to")
    text = f"{verb} {_option(scene, life, now)}"
    if life.kind == "home" and life.more["offered"][i]:
        text += say("（列入改造计划）", " (a programme came to the village)")
    if life.kind == "home" and life.more["caught"][i]:
        text += say("（检查后封停煤炉）", " (an inspection sealed the stove)")
    return text, _why(scene, life, i)


def _why(scene: Scene, life: Followed, i: int) -> str:
    """Return what each way would have cost (or been worth) that year, the best first."""
    say = scene.say
    costs = {name: values[i] for name, values in life.costs.items() if np.isfinite(values[i])}
    best_first = sorted(costs, key=lambda name: costs[name], reverse=life.kind == "farm")
    unit = say(*UNITS[life.unit])
    own = life.options[life.chosen[i]]
    shown = best_first[:4] if own in best_first[:4] or own not in costs else [*best_first[:4], own]
    listed = say("；", "; ").join(f"{say(*OPTIONS[name])} {number(costs[name], 4)}" for name in shown)
    meant = (
        say("当年各方式的价值", "worth that year") if life.kind == "farm" else say("当年各方式的全成本", "full cost")
    )
    text = f"{meant} ({unit}): {listed}"
    if life.kind == "home":
        text += say(
            f"。周围清洁取暖 {life.more['clean_around'][i]:.0%}",
            f". Clean heating around: {life.more['clean_around'][i]:.0%}",
        )
        text += say("；此外还看舒适、麻烦与邻里", "; comfort, hassle and neighbours count as well")
    closed = [say(*OPTIONS[name]) for name, values in life.costs.items() if not np.isfinite(values[i])]
    if closed:
        text += say(f"。够不着：{'、'.join(closed)}", f". Out of reach: {', '.join(closed)}")
    return text


def _home_extra(scene: Scene, life: Followed, i: int) -> tuple[str, str]:
    say, more = scene.say, life.more
    for name, zh, en in (
        ("on_tou", "改用峰谷电价", "takes the time-of-use tariff"),
        ("pv_kw", "屋顶装上光伏", "puts PV on the roof"),
    ):
        if more[name][i] > 0 and more[name][i - 1] == 0:
            return say(zh, en), ""
    if more["coal_share"][i] > 0.05 >= more["coal_share"][i - 1]:
        share = more["bill_cny"][i] / max(more["income_cny"][i], 1.0)
        return say("冬天又烧起煤", "burns coal again this winter"), say(
            f"取暖支出占收入 {share:.1%}", f"heating takes {share:.1%} of its income"
        )
    return "", ""


def _firm_change(scene: Scene, life: Followed, i: int) -> tuple[str, str]:
    say, more = scene.say, life.more
    if more["open"][i] < more["open"][i - 1]:
        return say("关停", "closes"), ""
    if more["open"][i] > more["open"][i - 1]:
        return say("投产", "opens"), ""
    if more["aware"][i] > more["aware"][i - 1]:
        return say("得知节能改造", "hears of retrofits"), say(
            "来自上下游或同行", "from partners or peers in the county"
        )
    if more["mended"][i] > more["mended"][i - 1]:
        return say("实施节能改造", "mends its equipment"), ""
    if more["surcharge_million_cny"][i] > 0 and more["surcharge_million_cny"][i - 1] == 0:
        paid = number(more["surcharge_million_cny"][i])
        return say("开始支付加价电费", "begins to pay a surcharge"), say(
            f"{paid} 百万元/年", f"{paid} million CNY a year"
        )
    return "", ""


def _option(scene: Scene, life: Followed, position: int) -> str:
    return scene.say(*OPTIONS[life.options[position]]) if position >= 0 else "–"


def _lines(scene: Scene, life: Followed) -> list[Chart]:
    say, boards = scene.say, []
    if life.options:
        titles = {
            "farm": ("各种去向对它值多少", "What each way is worth to it"),
            "home": ("各种取暖方式对它的年成本", "What each heater would cost it"),
            "truck": ("各种动力对它的每公里成本", "What each drive would cost it per km"),
        }
        how = (
            "粗线是它当年所用的方式；没有线的年份该方式够不着。",
            "The thick line is what it has; a way without a line is out of its reach that year.",
        )
        chart = scene.year_chart("life_costs", titles[life.kind], how, say(*UNITS[life.unit]))
        chart["zero"] = False
        for n, (name, values) in enumerate(life.costs.items()):
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
        chart = scene.year_chart("life_mine", ("产量与产能", "Output and capacity"), ("", ""), "Mt")
        chart["series"] = [
            line(say("产量", "output"), OKABE_ITO[0], life.more["output_mt"]),
            line(say("产能", "capacity"), "#7f7f7f", life.more["capacity_mt"], dash="4 3"),
        ]
        boards.append(chart)
    return boards
