"""PV on the roofs of homes: the whole-county pilots."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text


def _pilot(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "rooftop", programme=value * delivery["construction"])


LEVERS = (
    Lever(
        id="county_rooftop_pv_pilot",
        label=Text("整县屋顶光伏推进力度", "Whole-county rooftop PV pilots"),
        description=Text(
            "试点县组织开发企业逐村推广户用光伏的力度：上门宣讲，租屋顶零投入；能否接入受村级电网容量限制。",
            "How strongly pilot counties bring developers to their villages: visits, and roofs rented without any "
            "outlay of the home. What the village grid can take sets the limit.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：由住户自发", "0: left to the homes"),
            Text("0.6：试点县按方案推进", "0.6: the pilot counties as the plan has it"),
            Text("1：所有村一年走遍", "1: every village every year"),
        ),
        projects=("4",),
        article="(二) 4",
        bureau=Text("市能源局", "Energy Bureau"),
        authority="city",
        channel="construction",
        indicator="Capacity|Electricity|Solar|Rooftop",
        sign=1,
        evidence=("luliang_plan", "peer_pv_california"),
        apply=_pilot,
    ),
)
