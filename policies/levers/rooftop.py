"""PV on the roofs of homes and on the land of farms: the whole-county pilots, land that is opened."""

import numpy as np

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text


def _pilot(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "rooftop", programme=value * delivery["construction"])


def _farm_land(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "farming", pv_land_share=np.full_like(delivery["construction"], value))


LEVERS = (
    Lever(
        id="farm_pv_land",
        label=Text("农光互补用地开放", "Farm land open to PV"),
        description=Text(
            "大棚、牧草地、园地和坡地等适宜农用地中允许建光伏的比例（耕地除外）。农户在租金高于种养损失和麻烦时出租；"
            "租金来自开发企业按上年电价能付的部分，电价走低则租金降、签约少。",
            "Share of suited farm land (sheds, pasture, orchards, slopes; no cropland) that is open to PV. Farms lease "
            "where the rent beats what crops lose and the trouble. Developers pay from what last year's price of power "
            "leaves them, so a lower price means fewer leases.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：不开放", "0: none"),
            Text("0.4：2030年开放四成（本模型取值）", "0.4: four tenths by 2030 (our reading)"),
            Text("1：全部适宜用地", "1: all that is suited"),
        ),
        projects=("4", "22"),
        article="（二）4，（五）22",
        bureau=Text(
            "市规划和自然资源局、市农业农村局",
            "Planning and Natural Resources Bureau, Agriculture and Rural Affairs Bureau",
        ),
        authority="city",
        channel="",
        indicator="Capacity|Electricity|Solar|Farms",
        sign=1,
        evidence=("farm_pv.suited.large", "farm_pv.crop", "farm_pv.rent"),
        apply=_farm_land,
    ),
    Lever(
        id="county_rooftop_pv_pilot",
        label=Text("整县屋顶光伏推进力度", "Whole-county rooftop PV pilots"),
        description=Text(
            "试点县组织开发企业逐村推广户用光伏的力度：上门宣讲，租屋顶零投入；企业只在租屋顶有利可图时来，能否接入受村级电网容量限制。",
            "How strongly pilot counties bring developers to their villages: visits, and roofs rented without any "
            "outlay of the home as far as that pays for developers. What the village grid can take sets the limit.",
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
