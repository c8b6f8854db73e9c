"""What happened in a year of one household, truck, farm or mine, and why: what it weighed, in its own terms."""

import numpy as np

from experiments.app.boards.scene import Scene
from experiments.text import number
from experiments.web.follow import Followed
from experiments.web.reasons import CAUGHT, OFFERED, Reasons

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
GAINS = {
    "cost": ("设备与燃料", "equipment and fuel"),
    "comfort": ("舒适", "comfort"),
    "others": ("邻里与观念", "neighbours and conviction"),
    "hassle": ("换装的麻烦", "hassle of the change"),
}
LISTED = 4  # options in a list of costs


def told(scene: Scene, life: Followed, i: int) -> tuple[str, str]:
    """Return what happened in year number ``i``, and why; two empty texts where nothing did."""
    if life.kind == "home":
        return _home(scene, life, i)
    if life.kind == "truck":
        return _truck(scene, life, i)
    return _farm(scene, life, i) if life.kind == "farm" else _mine(scene, life, i)


def option(scene: Scene, life: Followed, position: int) -> str:
    """Return an option's name."""
    return scene.say(*OPTIONS[life.options[position]]) if position >= 0 else "–"


def _home(scene: Scene, life: Followed, i: int) -> tuple[str, str]:
    say, why = scene.say, life.reasons.get(life.years[i])
    if why is None:
        return _home_extra(scene, life, i)
    old, new = option(scene, life, why.before), option(scene, life, life.chosen[i])
    if why.before == life.chosen[i]:
        return say("取暖设备坏了，换同样的", "its heater wears out; it takes the same again"), _chance(scene, life, why)
    if why.trigger == CAUGHT:
        text = say(f"检查后封停煤炉，改为{new}", f"an inspection seals the stove: turns to {new}")
    elif why.trigger == OFFERED:
        text = say(f"改造计划到来，由{old}改为{new}", f"a programme reaches it: from {old} to {new}")
    else:
        text = say(f"取暖设备坏了，由{old}换成{new}", f"its heater wears out: from {old} to {new}")
    gains = [f"{say(*GAINS[name])} {value:+,.0f}" for name, value in why.gains.items() if abs(value) >= 1.0]
    total = sum(why.gains.values())
    weighed = say(
        f"与{old}相比（折合元/年）：{'；'.join(gains)}；合计 {total:+,.0f}",
        f"Against {old}, as CNY a year: {'; '.join(gains)}; together {total:+,.0f}",
    )
    around = life.more["clean_around"][i]
    more = say(f"周围清洁取暖 {around:.0%}", f"Clean heating around: {around:.0%}")
    return text, say("。", ". ").join((weighed, _chance(scene, life, why), _costs(scene, life, i), more))


def _chance(scene: Scene, life: Followed, why: Reasons) -> str:
    """Return how many like it would have chosen so, and what most would have taken."""
    say, best = scene.say, option(scene, life, why.best)
    return say(
        f"条件相同的100户中约{100 * why.chance:.0f}户会这样选，选{best}的最多",
        f"Of 100 homes that stand like it about {100 * why.chance:.0f} would choose so, most of all {best}",
    )


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


def _truck(scene: Scene, life: Followed, i: int) -> tuple[str, str]:
    say, more, now = scene.say, life.more, life.chosen[i]
    if now < 0:
        return (say("车辆报废", "the truck is scrapped"), "") if life.chosen[i - 1] >= 0 else ("", "")
    if not more["bought"][i]:
        return "", ""
    parts = [
        say(
            f"{say(*OPTIONS[name])} {number(value, 3)}（车 {number(more[f'{name} truck'][i], 2)}，"
            f"能源、维护与通行 {number(more[f'{name} running'][i], 2)}）",
            f"{say(*OPTIONS[name])} {number(value, 3)} (truck {number(more[f'{name} truck'][i], 2)}, "
            f"energy, upkeep and tolls {number(more[f'{name} running'][i], 2)})",
        )
        for name, value in _best(life, i)
    ]
    why = [say(f"每公里全成本（元）：{'；'.join(parts)}", f"Full cost per km (CNY): {'; '.join(parts)}")]
    far = [say(*OPTIONS[name]) for name in life.options if not more[f"{name} near"][i]]
    refused = [say(*OPTIONS[n]) for n in life.options if more[f"{n} near"][i] and not more[f"{n} payable"][i]]
    if far:
        why.append(say(f"附近没有站：{'、'.join(far)}", f"no station near: {', '.join(far)}"))
    if refused:
        why.append(
            say(f"月供超出收入：{'、'.join(refused)}", f"the loan would exceed its earnings: {', '.join(refused)}")
        )
    if more["threshold"][i] > 0:
        least = more["threshold"][i]
        why.append(say(f"车队省下 {least:.0%} 以上才换动力", f"the fleet changes only to save more than {least:.0%}"))
    return say(f"购入{option(scene, life, now)}车", f"buys {option(scene, life, now)}"), say("。", ". ").join(why)


def _farm(scene: Scene, life: Followed, i: int) -> tuple[str, str]:
    say, now = scene.say, life.chosen[i]
    if now < 0 or now == life.chosen[i - 1]:
        return "", ""
    burning = life.more["burning_around"][i]
    around = say(f"村里焚烧或弃置 {burning:.0%}", f"Burnt or left in the village: {burning:.0%}")
    text = say(f"改为{option(scene, life, now)}", f"turns to {option(scene, life, now)}")
    return text, say("。", ". ").join((_costs(scene, life, i), around))


def _mine(scene: Scene, life: Followed, i: int) -> tuple[str, str]:
    say, more = scene.say, life.more

    def rose(name: str) -> float:
        return more[name][i] - more[name][i - 1]

    if rose("open") < 0:
        return say("关停", "closes"), _closed_because(scene, life, i)
    if rose("open") > 0:
        return say("投产", "opens"), ""
    if rose("capacity_mt"):
        now, then = number(more["capacity_mt"][i]), number(more["capacity_mt"][i - 1])
        text = say(f"产能由 {then} 变为 {now} Mt", f"its capacity goes from {then} to {now} Mt")
        return text, say(
            f"吨煤毛利 {more['margin_cny_per_t'][i]:.0f} 元，储量足够，核增获批或并入邻矿",
            f"it earns {more['margin_cny_per_t'][i]:.0f} CNY a tonne, with coal left: approved, or a mine joins it",
        )
    if rose("mended") > 0:
        return say("实施节能改造", "mends its equipment"), say(
            f"单位能耗由 {number(more['use'][i - 1])} 降到 {number(more['use'][i])}",
            f"specific use from {number(more['use'][i - 1])} to {number(more['use'][i])}: pays back within its hurdle",
        )
    if rose("aware") > 0 and not any(more["aware"][:i]):
        return say("得知节能改造", "hears of retrofits"), say(
            "来自上下游或同行", "from partners or peers in the county"
        )
    if more["surcharge_million_cny"][i] > 0 and more["surcharge_million_cny"][i - 1] == 0:
        paid, each = number(more["surcharge_million_cny"][i]), number(more["surcharge_cny_per_t"][i])
        return say("开始支付加价电费", "begins to pay a surcharge"), say(
            f"每年 {paid} 百万元，每吨 {each} 元", f"{paid} million CNY a year, {each} CNY a tonne"
        )
    return "", ""


def _closed_because(scene: Scene, life: Followed, i: int) -> str:
    say, more = scene.say, life.more
    charged, margin = more["surcharge_cny_per_t"][i], more["margin_cny_per_t"][i]
    if charged > margin:
        return say(
            f"每吨加价 {charged:.0f} 元，高于毛利 {margin:.0f} 元",
            f"the surcharge of {charged:.0f} CNY a tonne exceeds its margin of {margin:.0f}",
        )
    if more["last_year"][i - 1] < life.years[i]:
        return say("按规定到期退出", "its last permitted year has passed")
    return say("长期几乎停产，或并入邻矿", "it stood nearly idle for too long, or joined a neighbour")


def _best(life: Followed, i: int) -> list[tuple[str, float]]:
    """Return the best options of a year, and the one taken, with what each costs or is worth."""
    open_to = {name: values[i] for name, values in life.costs.items() if np.isfinite(values[i])}
    ranked = sorted(open_to, key=lambda name: open_to[name], reverse=life.kind == "farm")
    own = life.options[life.chosen[i]]
    shown = ranked[:LISTED] if own in ranked[:LISTED] or own not in open_to else [*ranked[:LISTED], own]
    return [(name, open_to[name]) for name in shown]


def _costs(scene: Scene, life: Followed, i: int) -> str:
    """Return what each way would have cost (or been worth) that year, the best first, and what was closed."""
    say = scene.say
    listed = say("；", "; ").join(f"{say(*OPTIONS[name])} {number(value, 4)}" for name, value in _best(life, i))
    meant = say("全年成本", "Full cost") if life.kind == "home" else say("当年各方式的价值", "Worth that year")
    text = f"{meant} ({say(*UNITS[life.unit])}): {listed}"
    closed = [say(*OPTIONS[name]) for name, values in life.costs.items() if not np.isfinite(values[i])]
    return text + (say(f"。够不着：{'、'.join(closed)}", f". Out of reach: {', '.join(closed)}") if closed else "")
