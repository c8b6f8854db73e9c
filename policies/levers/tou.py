"""Time-of-use tariffs of business and large users, and payment for load that moves when the grid asks."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text

_PROVINCIAL_DRC = Text(
    "省发展改革委、市发展改革委", "Provincial Development and Reform Commission, Development and Reform Commission"
)


def _ratio(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "electricity", peak_valley_ratio=value)


def _period_set(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "electricity", period_set=round(value))


def _demand_response(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "electricity", demand_response_cny_per_kwh=value)


LEVERS = (
    Lever(
        id="tou_peak_valley_ratio",
        label=Text("分时电价峰谷价比", "Peak-valley ratio of the tariff"),
        description=Text(
            "工商业分时电价高峰与低谷价格之比。平段价格不变，峰谷价差围绕平段同步拉大，负荷不移动的用户全年电费不变；"
            "价差越大，可移动的负荷移得越多，收益递减。",
            "Peak over valley price for business and large users. The spread widens around the flat price so that a "
            "user who moves nothing pays the same in a year; a wider spread moves more load, with diminishing return.",
        ),
        unit="ratio",
        low=1.0,
        high=8.0,
        guidance=Guidance(
            Text("1：不分时", "1: no periods"),
            Text(
                "4.2：高于山西2022年规则的3.56（1.6比0.45）",
                "4.2: wider than Shanxi's rule of 2022, 3.56 (1.6 to 0.45)",
            ),
            Text("8：高于国内现有做法", "8: beyond any Chinese practice"),
        ),
        projects=("17g",),
        article="（十七）",
        bureau=_PROVINCIAL_DRC,
        authority="province",
        channel="",
        indicator="Firms|Shifted Load",
        sign=1,
        evidence=("tou_2022", "tariff.multiplier.peak", "tariff.multiplier.valley"),
        apply=_ratio,
    ),
    Lever(
        id="tou_period_set",
        label=Text("分时电价时段方案", "Hours of the tariff's periods"),
        description=Text(
            "0为2022年时段（夜间和11至13时低谷、傍晚高峰）；1为2026年5月1日起的时段（中午低谷）；2为随上年现货价格移动的时段。"
            "旧时段的低谷主要在夜间，而现货价格最低在中午。",
            "0: hours of 2022 (valley at night and 11 to 13, peak in the evening); 1: from 1 May 2026 (valley at "
            "noon); 2: hours that follow last year's spot price. The old valley lies mostly at night, while the spot "
            "price is lowest at noon.",
        ),
        unit="set",
        low=0.0,
        high=2.0,
        guidance=Guidance(
            Text("0：2022年时段", "0: hours of 2022"),
            Text("1：2026年时段", "1: hours of 2026"),
            Text("2：随现货价格", "2: with the spot price"),
        ),
        projects=("17g",),
        article="（十七）",
        bureau=_PROVINCIAL_DRC,
        authority="province",
        channel="",
        indicator="Power|Peak Net Load",
        sign=-1,
        evidence=("tou_2022", "tou_2026"),
        apply=_period_set,
    ),
    Lever(
        id="demand_response_payment",
        label=Text("需求响应补偿", "Payment for demand response"),
        description=Text(
            "电网调用时，用户每移动一千瓦时负荷得到的补偿。补偿超过自身麻烦的用户才报量；调度只在便宜时使用。",
            "Paid per kWh that a user moves when the grid calls. Those whose trouble costs less offer; the dispatch "
            "uses the offer only where it is the cheapest way.",
        ),
        unit="CNY/kWh",
        low=0.0,
        high=4.0,
        guidance=Guidance(
            Text("0：无补偿，无人报量", "0: nobody offers"),
            Text("0.8：水泥粉磨、充电、泵站等报量", "0.8: grinding, charging and pumps offer"),
            Text("4：多数可移动负荷报量", "4: most of what can move is offered"),
        ),
        projects=("8", "18g"),
        article="（二）8",
        bureau=Text("市能源局、国网吕梁供电公司", "Energy Bureau, State Grid Lüliang"),
        authority="city",
        channel="",
        indicator="Power|Shaving Capability",
        sign=1,
        evidence=("flexible.able.cement", "flexible.trouble.cement"),
        apply=_demand_response,
    ),
)
