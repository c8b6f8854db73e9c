"""What happened in a year of one household, truck, farm or mine, and why: what it weighed, in its own terms."""

import numpy as np

from experiments.app.boards.scene import Scene
from experiments.app.boards.why_mine import mine_told
from experiments.web.follow import Followed
from experiments.web.reasons import CAUGHT, OFFERED, Reasons

OPTIONS = {
    "raw_coal": ("散煤", "raw coal"),
    "clean_coal": ("洁净煤", "clean coal"),
    "biomass": ("生物质炉", "biomass stove"),
    "gas": ("壁挂炉", "gas boiler"),
    "heat_pump_water": ("空气源热泵（水）", "water heat pump"),
    "heat_pump_air": ("热风机", "air heat pump"),
    "resistive": ("直热电", "resistance heaters"),
    "solar_electric": ("太阳能+电", "solar with electric"),
    "district": ("集中供热", "district heat"),
    "diesel": ("柴油", "diesel"),
    "lng": ("天然气", "LNG"),
    "charge": ("充电", "charged battery"),
    "swap": ("换电", "swapped battery"),
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
COAL_AGAIN = 0.05  # of the heat
EVEN = 0.005  # CNY/km below which nothing else counts
RARE = 0.1  # a chance below which a choice is told to be one of few
CROWDS = {  # of a hundred such: what they are
    "home": (
        "条件相同的100户中约{n:.0f}户会这样选，选{best}的最多",
        "Of 100 homes that stand like it about {n:.0f} would choose so, most of all {best}",
    ),
    "truck": (
        "条件相同的100位买主中约{n:.0f}位会这样选，选{best}的最多",
        "Of 100 buyers who stand like this one about {n:.0f} would choose so, most of all {best}",
    ),
    "farm": (
        "条件相同的100户中约{n:.0f}户会这样选，选{best}的最多",
        "Of 100 farms that stand like it about {n:.0f} would choose so, most of all {best}",
    ),
}


def told(scene: Scene, life: Followed, i: int) -> tuple[str, str]:
    """Return what happened in year number ``i``, and why; two empty texts where nothing did."""
    if life.kind == "home":
        return _home(scene, life, i)
    if life.kind == "truck":
        return _truck(scene, life, i)
    return _farm(scene, life, i) if life.kind == "farm" else mine_told(scene, life, i)


def option(scene: Scene, life: Followed, position: int) -> str:
    """Return an option's name."""
    return scene.say(*OPTIONS[life.options[position]]) if position >= 0 else "–"


def _home(scene: Scene, life: Followed, i: int) -> tuple[str, str]:
    say, why = scene.say, life.reasons.get(life.years[i])
    if gone := _gone(
        life, i, say("这户人家不在了", "the family is gone"), say("又有人家住进来", "a family moves in"), scene
    ):
        return gone
    if why is None or life.chosen[i] < 0:
        return _home_extra(scene, life, i)
    old, new = option(scene, life, why.before), option(scene, life, life.chosen[i])
    if why.before == life.chosen[i]:
        if not why.is_aware:
            same = say("取暖设备坏了，照旧换同样的", "its heater wears out; it takes the same again")
            return same, say(
                f"没有去了解别的方式（周围清洁取暖 {life.more['clean_around'][i]:.0%}，也没有改造计划上门）",
                f"it did not look at anything else (clean heating around: {life.more['clean_around'][i]:.0%}, and no "
                "programme came)",
            )
        same = say("取暖设备坏了，换同样的", "its heater wears out; it takes the same again")
        return same, _sentences(scene, _chance(scene, life, why), _costs(scene, life, i))
    if why.trigger == CAUGHT:
        text = say(f"检查后封停煤炉，改为{new}", f"an inspection seals the stove: turns to {new}")
    elif why.trigger == OFFERED:
        text = say(f"改造计划到来，由{old}改为{new}", f"a programme reaches it: from {old} to {new}")
    else:
        text = say(f"取暖设备坏了，由{old}换成{new}", f"its heater wears out: from {old} to {new}")
    told = why.gains or {}
    gains = [f"{say(*GAINS[name])} {value:+,.0f}" for name, value in told.items() if abs(value) >= 1.0]
    total = sum(told.values())
    weighed = say(
        f"与{old}相比（折合元/年）：{'；'.join(gains)}；合计 {total:+,.0f}",
        f"Against {old}, as CNY a year: {'; '.join(gains)}; together {total:+,.0f}",
    )
    around = life.more["clean_around"][i]
    more = say(f"周围清洁取暖 {around:.0%}", f"Clean heating around: {around:.0%}")
    return text, _sentences(scene, weighed, _chance(scene, life, why), _costs(scene, life, i), more)


def _sentences(scene: Scene, *parts: str) -> str:
    return scene.say("。", ". ").join(part[:1].upper() + part[1:] for part in parts if part)


def _gone(life: Followed, i: int, gone: str, back: str, scene: Scene) -> tuple[str, str] | None:
    """Return that it is gone, or that another is there in its place; None where neither."""
    if (life.chosen[i] < 0) == (life.chosen[i - 1] < 0):
        return None
    if life.chosen[i] < 0:
        return gone, ""
    return back, scene.say(f"用{option(scene, life, life.chosen[i])}", f"with {option(scene, life, life.chosen[i])}")


def _chance(scene: Scene, life: Followed, why: Reasons) -> str:
    """Return how many like it would have chosen so, and what most would have taken."""
    words = scene.say(*CROWDS[life.kind]).format(n=100 * why.chance, best=scene.say(*OPTIONS[life.options[why.best]]))
    if why.chance >= RARE:
        return words
    return words + scene.say(
        "；它属于少数，其中缘由模型按随机处理",
        "; it is one of few, for reasons of its own that the model leaves to luck",
    )


def _home_extra(scene: Scene, life: Followed, i: int) -> tuple[str, str]:
    say, more = scene.say, life.more
    if life.chosen[i] < 0:
        return "", ""
    if more["on_tou"][i] > more["on_tou"][i - 1]:
        gain = more["tou_gain_cny"][i]
        return say("改用峰谷电价", "takes the time-of-use tariff"), say(
            f"按它的用电习惯每年省约 {gain:.0f} 元", f"saves it about {gain:.0f} CNY a year, as it lives"
        )
    if more["on_tou"][i] < more["on_tou"][i - 1]:
        return say("退出峰谷电价", "leaves the time-of-use tariff"), say(
            "不再省钱，或不再开放", "it saves nothing now, or is closed"
        )
    if more["pv_kw"][i] > 0 and more["pv_kw"][i - 1] == 0:
        kw = say(f"{more['pv_kw'][i]:.1f} 千瓦", f"{more['pv_kw'][i]:.1f} kW")
        if more["roof_let"][i]:
            return say("把屋顶租给开发商装光伏", "lets its roof to a developer of PV"), kw
        return say("屋顶装上光伏", "puts PV on the roof"), kw
    if more["coal_share"][i] > COAL_AGAIN >= more["coal_share"][i - 1]:
        share = more["bill_cny"][i] / max(more["income_cny"][i], 1.0)
        return say("冬天又烧起煤", "burns coal again this winter"), say(
            f"旧煤炉还在；{more['coal_share'][i]:.0%} 的热来自煤，取暖支出占收入 {share:.1%}",
            f"its old stove is still there; {more['coal_share'][i]:.0%} of the heat is of coal, and heating takes "
            f"{share:.1%} of its income",
        )
    return "", ""


def _truck(scene: Scene, life: Followed, i: int) -> tuple[str, str]:
    say, more, now = scene.say, life.more, life.chosen[i]
    if now < 0:
        return (say("车辆报废", "the truck is scrapped"), "") if life.chosen[i - 1] >= 0 else ("", "")
    why = life.reasons.get(life.years[i])
    if not more["bought"][i] or why is None:
        return "", ""
    parts = [
        say(
            f"{say(*OPTIONS[name])} {value:.2f}（车 {value - more[f'{name} running'][i]:.2f}，"
            f"能源、维护与通行 {more[f'{name} running'][i]:.2f}）",
            f"{say(*OPTIONS[name])} {value:.2f} (truck {value - more[f'{name} running'][i]:.2f}, "
            f"energy, upkeep and tolls {more[f'{name} running'][i]:.2f})",
        )
        for name, value in _best(life, i)
    ]
    told = [say(f"满载每公里成本（元）：{'；'.join(parts)}", f"Cost per km of a full load (CNY): {'; '.join(parts)}")]
    told += [_pulls(scene, life, why), _chance(scene, life, why)]
    far = [say(*OPTIONS[name]) for name in life.options if not more[f"{name} near"][i]]
    refused = [say(*OPTIONS[n]) for n in life.options if more[f"{n} near"][i] and not more[f"{n} payable"][i]]
    if far:
        told.append(say(f"附近没有站：{'、'.join(far)}", f"no station near: {', '.join(far)}"))
    if refused:
        told.append(
            say(f"月供超出收入：{'、'.join(refused)}", f"the loan would exceed its earnings: {', '.join(refused)}")
        )
    text = say(f"购入{option(scene, life, now)}车", f"buys {option(scene, life, now)}")
    if not np.isfinite(why.costs[why.before]) or why.before == now:
        return text, _sentences(scene, *told)
    was = option(scene, life, why.before)
    return say(f"{text}，此前为{was}", f"{text}, after {was}"), _sentences(scene, *told)


def _pulls(scene: Scene, life: Followed, why: Reasons) -> str:
    """Return what else than money counted against each drive, beside the one before; nothing where nothing did."""
    say = scene.say
    told = [
        f"{say(*OPTIONS[name])} {pull:+.2f}"
        for name, pull in zip(life.options, why.pulls, strict=True)
        if np.isfinite(pull) and abs(pull) > EVEN
    ]
    if not told:
        return ""
    was = option(scene, life, why.before)
    return say(
        f"习惯与顾虑另计，比{was}（折合元/公里，正为不利）：{'；'.join(told)}",
        f"habit and mistrust count beside it, against {was}, as CNY/km (above nothing speaks against it): "
        f"{'; '.join(told)}",
    )


def _farm(scene: Scene, life: Followed, i: int) -> tuple[str, str]:
    say, now = scene.say, life.chosen[i]
    gone = say("不再种地，土地由别人耕种", "it gives up; others work its land")
    if found := _gone(life, i, gone, say("又有人耕种", "somebody works the land again"), scene):
        return found
    why = life.reasons.get(life.years[i])
    if now < 0 or now == life.chosen[i - 1] or why is None:
        return "", ""
    burning = life.more["burning_around"][i]
    around = say(f"村里焚烧或弃置 {burning:.0%}", f"Burnt or left in the village: {burning:.0%}")
    was = option(scene, life, why.before)
    text = say(f"秸秆由{was}改为{option(scene, life, now)}", f"its straw goes from {was} to {option(scene, life, now)}")
    return text, _sentences(scene, _costs(scene, life, i), _chance(scene, life, why), around)


def _best(life: Followed, i: int) -> list[tuple[str, float]]:
    """Return the best options of a year, the one taken and the likeliest, with what each costs or is worth."""
    open_to = {name: values[i] for name, values in life.costs.items() if np.isfinite(values[i])}
    ranked = sorted(open_to, key=lambda name: open_to[name], reverse=life.kind == "farm")
    why = life.reasons.get(life.years[i])
    wanted = {life.options[life.chosen[i]]} | ({life.options[why.best], life.options[why.before]} if why else set())
    shown = [name for n, name in enumerate(ranked) if n < LISTED or name in wanted]
    return [(name, open_to[name]) for name in shown]


def _costs(scene: Scene, life: Followed, i: int) -> str:
    """Return what each way would have cost (or been worth) that year, the best first, and what was closed."""
    say = scene.say
    listed = say("；", "; ").join(f"{say(*OPTIONS[name])} {value:,.0f}" for name, value in _best(life, i))
    meant = say("全年成本", "Full cost") if life.kind == "home" else say("当年各方式的价值", "Worth that year")
    text = say(f"{meant}（{say(*UNITS[life.unit])}）：{listed}", f"{meant} ({say(*UNITS[life.unit])}): {listed}")
    closed = [say(*OPTIONS[name]) for name, values in life.costs.items() if not np.isfinite(values[i])]
    return text + (say(f"。无法选用：{'、'.join(closed)}", f". Out of reach: {', '.join(closed)}") if closed else "")
