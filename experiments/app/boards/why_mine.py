"""What happened in a year of one coal mine, and under which rule: growth, a takeover, a retrofit, its end."""

from experiments.app.boards.scene import Scene
from experiments.text import number
from experiments.units import money_text
from experiments.web.follow import Followed


def mine_told(scene: Scene, life: Followed, i: int) -> tuple[str, str]:
    """Return what happened to a mine in year number ``i``, and under which rule; two empty texts where nothing did."""
    say, more = scene.say, life.more

    def rose(name: str) -> float:
        return more[name][i] - more[name][i - 1]

    if rose("open") < 0:
        return say("关停", "closes"), _closed_because(scene, life, i)
    if rose("open") > 0:
        return say("投产", "opens"), ""
    if rose("capacity_mt"):
        return _grew(scene, life, i)
    if rose("mended") > 0:
        return say("实施节能改造", "retrofits its equipment"), say(
            f"单位能耗由 {number(more['use'][i - 1])} 降到 {number(more['use'][i])} 千克标准煤/吨，在要求回收期内收回",
            f"specific use from {number(more['use'][i - 1])} to {number(more['use'][i])} kgce/t: "
            "pays back within the years that it asks for",
        )
    if rose("aware") > 0 and not any(more["aware"][:i]):
        return say("得知节能改造", "hears of retrofits"), say(
            "来自上下游或同行", "from partners or peers in the county"
        )
    if more["surcharge_million_cny"][i] > 0 and more["surcharge_million_cny"][i - 1] == 0:
        paid, each = number(more["surcharge_million_cny"][i]), number(more["surcharge_cny_per_t"][i])
        yuan = number(100 * more["surcharge_million_cny"][i])
        return say("开始支付加价电费", "begins to pay a surcharge"), say(
            f"每年 {yuan} 万元，每吨 {each} 元", f"{paid} million CNY a year, {each} CNY a tonne"
        )
    return "", ""


def _grew(scene: Scene, life: Followed, i: int) -> tuple[str, str]:
    say, more = scene.say, life.more
    unit, factor = scene.unit("Mt")
    then, now = (number(factor * more["capacity_mt"][at]) for at in (i - 1, i))
    if now < then or more["capacity_mt"][i] < more["capacity_mt"][i - 1]:
        return say(f"产能由 {then} 降为 {now} {unit}", f"its capacity falls from {then} to {now} {unit}"), ""
    text = say(f"产能由 {then} 增至 {now} {unit}", f"its capacity grows from {then} to {now} {unit}")
    if not more["spent_100m_cny"][i]:
        return text, say(
            "接管退出的邻矿的资源和大部分产能", "it takes over coal and most of the capacity of a neighbour that leaves"
        )
    margin, spent = more["price_margin_cny_per_t"][i], money_text(more["spent_100m_cny"][i], say, 2)
    return text, say(
        f"核增获批，投资 {spent}；按吨煤毛利 {margin:.0f} 元在要求回收期内收回，剩余储量足够",
        f"approved; it spends {spent}, which {margin:.0f} CNY a tonne pay back within the years that it asks for, with "
        "coal enough left",
    )


def _closed_because(scene: Scene, life: Followed, i: int) -> str:
    """Return the rule under which a mine closed."""
    say, more = scene.say, life.more
    if more["left"][i]:
        return _left_because(scene, life, i)
    charged, margin = more["surcharge_cny_per_t"][i], more["margin_cny_per_t"][i]
    if charged > margin:
        return say(
            f"每吨加价 {charged:.0f} 元，高于毛利 {margin:.0f} 元",
            f"the surcharge of {charged:.0f} CNY a tonne exceeds its margin of {margin:.0f}",
        )
    if more["last_year"][i - 1] < life.years[i]:
        return say("按规定到期退出", "its last permitted year has passed")
    return ""


def _left_because(scene: Scene, life: Followed, i: int) -> str:
    say, more = scene.say, life.more
    if more["joined"][i]:
        return say(
            "规模低于最低要求，资源和大部分产能由县内更大的煤矿接管",
            "it is below the least size; a larger mine of the county takes over its coal and most of its capacity",
        )
    if more["reserve_mt"][i] <= 0:
        return say("可采储量采完", "its coal is worked out")
    if more["lean_years"][i] > more["bears_years"][i]:
        years = more["lean_years"][i]
        return say(
            f"连续 {years:.0f} 年卖煤所得不抵停产也要付的费用，超出矿主的忍耐",
            f"for {years:.0f} years its coal has earned less than the mine costs standing, longer than its owner bears",
        )
    return say(
        "规模低于最低要求，扩建不划算，县内也没有可接管的煤矿",
        "it is below the least size, growing does not pay, and no larger mine of the county can take it over",
    )
