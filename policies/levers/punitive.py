"""Prices of power that hang on equipment and energy use: punitive, differential, tiered; and limits and inspection."""

import numpy as np

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text

DRC = Text("市发展改革委、市能源局", "Development and Reform Commission, Energy Bureau")
INSPECTORS = Text("市能源局、市工信局（节能监察）", "Energy Bureau, Industry Bureau (energy inspection)")
CLAUSE = "(十七) 财税金融及价格政策"


def _punitive(signals: Signals, value: float, delivery: Delivery) -> Signals:
    worth = value / signals.electricity.price_level  # the rule is written in money of the day
    rate = np.full_like(signals.industry.over_limit_cny_per_kwh, worth)
    far = max(signals.industry.far_over_limit_cny_per_kwh, worth)
    return change(signals, "industry", over_limit_cny_per_kwh=rate, far_over_limit_cny_per_kwh=far)


def _differential(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "industry", differential_cny_per_kwh=signals.industry.differential_cny_per_kwh * value)


def _tiered(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "industry", tier_cny_per_kwh=signals.industry.tier_cny_per_kwh * value)


def _no_preference(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "industry", preferential_cny_per_kwh=signals.industry.preferential_cny_per_kwh * (1 - value))


def _standard(signals: Signals, value: float, delivery: Delivery) -> Signals:
    limit, benchmark = signals.industry.limit_per_t, signals.industry.benchmark_per_t[:, None]
    return change(signals, "industry", limit_per_t=limit + value * np.minimum(benchmark - limit, 0.0))


def _inspection(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "industry", inspection=value * delivery["inspection"])


LEVERS = (
    Lever(
        id="punitive_surcharge",
        label=Text("惩罚性电价加价", "Punitive surcharge"),
        description=Text(
            "单位产品能耗超过限额一倍以内的企业，每千瓦时的加价；超过一倍的按淘汰类执行。须经节能监察查实。",
            "Added to each kWh of a firm whose specific energy use exceeds the limit by up to its double; beyond that "
            "the rate of equipment to be eliminated holds. It is charged where an inspection finds the breach.",
        ),
        unit="CNY/kWh",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：只有差别电价", "0: differential price only"),
            Text(
                "0.2：2010年国家规则省定水平（0.10）的两倍",
                "0.2: twice what provinces set under the rule of 2010 (0.10)",
            ),
            Text("0.5以上：高于多数企业的吨产品利润", "above 0.5: more than many firms earn"),
        ),
        projects=("17g",),
        article=CLAUSE,
        bureau=DRC,
        authority="province",
        channel="",
        indicator="Firms|Above Limit",
        sign=-1,
        evidence=("ndrc_2010_978", "industry.far_over_limit"),
        apply=_punitive,
    ),
    Lever(
        id="differential_surcharge",
        label=Text("差别电价倍数", "Differential surcharge"),
        description=Text(
            "限制类、淘汰类设备加价相对国家标准（0.10、0.30元，钢铁淘汰类0.50元）的倍数。",
            "Multiple of the national rates for restricted and to-be-eliminated equipment (0.10 and 0.30 CNY/kWh, "
            "steel to be eliminated 0.50).",
        ),
        unit="ratio",
        low=0.0,
        high=3.0,
        guidance=Guidance(
            Text("0：取消", "0: abolished"),
            Text("1：国家标准", "1: national rates"),
            Text(
                "1.5：省级可上浮的幅度；3：几乎淘汰类全部退出",
                "1.5: what provinces may add; 3: nearly all such plants leave",
            ),
        ),
        projects=("17g",),
        article=CLAUSE,
        bureau=DRC,
        authority="province",
        channel="",
        indicator="Firms|Capacity Shrunk",
        sign=1,
        evidence=("china_daily_2010", "chinagate_2017", "industry.differential.eliminated.steel"),
        apply=_differential,
    ),
    Lever(
        id="tiered_tariff",
        label=Text("企业阶梯电价倍数", "Tiered tariff of firms"),
        description=Text(
            "电解铝、水泥、钢铁超过分档能耗后，每档加价相对国家标准的倍数；全部处于第一档时不起作用。",
            "Multiple of the national step prices for aluminium, cement and steel above the first tier; when all are "
            "in tier one nothing happens.",
        ),
        unit="ratio",
        low=0.0,
        high=5.0,
        guidance=Guidance(
            Text("0：取消", "0: abolished"),
            Text(
                "1.5：国家标准（1，即电解铝每20千瓦时加0.01元）的一倍半",
                "1.5: half above the national scale (1: aluminium 0.01 CNY per 20 kWh)",
            ),
            Text("5：略高于门槛的企业几乎都会改造", "5: nearly all just above a threshold mend"),
        ),
        projects=("17g",),
        article=CLAUSE,
        bureau=DRC,
        authority="province",
        channel="",
        indicator="Firms|Specific Use",
        sign=-1,
        evidence=("ndrc_2021_1239", "industry.tier.rate.aluminium"),
        apply=_tiered,
    ),
    Lever(
        id="no_preferential_price",
        label=Text("取消高耗能电价优惠", "No preferential price"),
        description=Text(
            "取消地方给予高耗能企业的电价优惠的比例。",
            "Share of local discounts on power for energy-intensive firms that is withdrawn.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：优惠照旧", "0: discounts stay"),
            Text("1：严禁优惠（方案）", "1: none at all (the plan)"),
            Text("1：严禁优惠", "1: none at all"),
        ),
        projects=("17g",),
        article=CLAUSE,
        bureau=DRC,
        authority="city",
        channel="",
        indicator="Firms|Electricity Bill",
        sign=1,
        evidence=("industry.preferential.aluminium",),
        apply=_no_preference,
    ),
    Lever(
        id="efficiency_standard",
        label=Text("能耗限额收紧程度", "Efficiency standard"),
        description=Text(
            "把强制性能耗限额从国家限额向标杆水平收紧的程度。",
            "How far the legal limit of specific use is moved from the national limit towards the benchmark.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：国家限额", "0: national limit"),
            Text(
                "0：方案未定高于国家的限额；0.2为基准水平以上的要求",
                "0: the plan sets none above the national limit; 0.2 is above the base level",
            ),
            Text("1：人人达到标杆", "1: everyone at the benchmark"),
        ),
        projects=("16g", "11"),
        article="(十六) 地方法规和标准",
        bureau=Text("市市场监管局、市能源局", "Market Regulation Bureau, Energy Bureau"),
        authority="province",
        channel="",
        indicator="Firms|Above Limit",
        sign=1,
        evidence=("ndrc_723", "gb_21342", "industry.limit.coke"),
        apply=_standard,
    ),
    Lever(
        id="inspection_rate",
        label=Text("节能监察覆盖率", "Inspection rate"),
        description=Text(
            "当年能耗超限企业被查实并执行惩罚性电价的机会（各县落实程度不同）。",
            "Chance that a firm above its limit is found and charged in a year; counties deliver what they can.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：不查", "0: none"),
            Text("0.8：两级监察执法体系健全（方案）", "0.8: both levels of inspection at work (the plan)"),
            Text("1：每年全覆盖", "1: everyone every year"),
        ),
        projects=("9", "11", "17g"),
        article="(二) 9",
        bureau=INSPECTORS,
        authority="city",
        channel="inspection",
        indicator="Share|Overuse Found",
        sign=1,
        evidence=("ndrc_2010_978",),
        apply=_inspection,
    ),
)
