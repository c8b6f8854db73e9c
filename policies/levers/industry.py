"""Support and command for industry: grants, demonstrations, ovens, quenching, hydrogen, mine methane."""

import numpy as np

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text
from policies.projects import set_project


def _grant(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "industry", grant_share=value * delivery["subsidy"])


def _demonstration(signals: Signals, value: float, delivery: Delivery) -> Signals:
    shown = np.maximum(signals.norms.demonstration, value * delivery["campaign"])
    return change(signals, "norms", demonstration=shown)


def _benchmark(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "industry", benchmark_order_share=value * delivery["inspection"])


def _zone_ovens(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "industry", zone_order_share=value * delivery["inspection"])


def _oven_height(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "industry", least_oven_height_m=value)


def _dry_quenching(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return set_project(signals, "project_order_share", "dry_quenching", value)


def _hydrogen_capacity(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "industry", hydrogen_grant_share=value * delivery["subsidy"])


def _methane(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "industry", methane_support_cny_per_m3=value * delivery["subsidy"])


LEVERS = (
    Lever(
        id="technical_renovation_grant",
        label=Text("技术改造奖补", "Technical renovation grant"),
        description=Text(
            "财政补助占节能技术改造投资的比例。",
            "Share of the capital of energy-saving retrofits that the budget pays.",
        ),
        unit="share",
        low=0.0,
        high=0.6,
        guidance=Guidance(
            Text("0：无补助", "0: none"),
            Text("0.15：综合奖补政策全面落实（本模型取值）", "0.15: full use of the province's grants (our reading)"),
            Text("0.3以上：多数改造能在三年内回本", "above 0.3: most retrofits pay back within three years"),
        ),
        projects=("11", "17g"),
        article="(二) 11",
        bureau=Text("市工信局、市财政局", "Industry Bureau, Finance Bureau"),
        authority="city",
        channel="subsidy",
        indicator="Firms|Specific Use",
        sign=-1,
        evidence=("liu_2016", "industry.hurdle_years"),
        apply=_grant,
    ),
    Lever(
        id="demonstration_projects",
        label=Text("节能改造示范项目", "Demonstration projects"),
        description=Text(
            "示范项目和宣传的强度：让同行和上下游企业知道可行的改造，不改变成本。",
            "Intensity of demonstrations: peers and partners along the chain learn of retrofits that work; costs stay.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：无示范", "0: none"),
            Text("0.4：六大行业各有示范（本模型取值）", "0.4: some in each of six industries (our reading)"),
            Text("1：每个园区、每条链都有", "1: in every park and chain"),
        ),
        projects=("34",),
        article="(八) 34",
        bureau=Text("市科技局、市工信局", "Science Bureau, Industry Bureau"),
        authority="city",
        channel="campaign",
        indicator="Firms|Aware",
        sign=1,
        evidence=("kostka_2013", "industry.aware.spread"),
        apply=_demonstration,
    ),
    Lever(
        id="benchmark_enforcement",
        label=Text("能效标杆达标要求", "Benchmark enforcement"),
        description=Text(
            "责令达到能效标杆的产能比例，从能效最好的企业起；各类业主执行快慢不同。",
            "Share of capacity that is ordered to reach the energy benchmark, from the best firms downwards; owners "
            "comply at different speeds.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：只有目标，不下达", "0: an aim, no order"),
            Text("0.3：钢铁、电解铝、水泥熟料30%（方案）", "0.3: 30 % of steel, aluminium, clinker (the plan)"),
            Text("1：全部达到标杆", "1: everyone at the benchmark"),
        ),
        projects=("11", "15", "17", "18"),
        article="(四) 15、17、18",
        bureau=Text("市工信局、市能源局", "Industry Bureau, Energy Bureau"),
        authority="city",
        channel="inspection",
        indicator="Firms|Specific Use",
        sign=-1,
        evidence=("ndrc_723", "industry.compliance.private"),
        apply=_benchmark,
    ),
    Lever(
        id="zone_oven_benchmark",
        label=Text("开发区大型焦炉达标杆", "Zone ovens at the benchmark"),
        description=Text(
            "责令达到能效标杆的开发区大型焦炉比例（方案点名的两大开发区）。",
            "Share of the large ovens in the two named development zones that is ordered to the benchmark.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：不要求", "0: none"),
            Text("1：全部通过节能改造（方案）", "1: all mended (the plan)"),
            Text("1：全部", "1: all"),
        ),
        projects=("16",),
        article="(四) 16",
        bureau=Text("市工信局、市能源局", "Industry Bureau, Energy Bureau"),
        authority="city",
        channel="inspection",
        indicator="Share|Zone Ovens at Benchmark",
        sign=1,
        evidence=("ndrc_723", "industry.compliance.private"),
        apply=_zone_ovens,
    ),
    Lever(
        id="least_oven_height",
        label=Text("焦炉炭化室最低高度", "Least oven height"),
        description=Text(
            "低于这一高度的焦炉须在三年内退出。",
            "Coke ovens lower than this must leave within three years.",
        ),
        unit="m",
        low=4.0,
        high=7.0,
        guidance=Guidance(
            Text("4：不限", "4: no rule"),
            Text("4.5：4.3米焦炉退出（省里2021-2023年）", "4.5: ovens of 4.3 m leave (province 2021-2023)"),
            Text("6：5.5米焦炉也退出", "6: ovens of 5.5 m leave as well"),
        ),
        projects=("16",),
        article="(四) 16",
        bureau=Text("市工信局", "Industry Bureau"),
        authority="province",
        channel="",
        indicator="Capacity|Coke",
        sign=-1,
        evidence=("cen_2023", "coke.small_share"),
        apply=_oven_height,
    ),
    Lever(
        id="dry_quenching_mandate",
        label=Text("干熄焦要求", "Dry quenching mandate"),
        description=Text(
            "须采用干熄焦的大型焦炉产能比例；余热发电随之增加。",
            "Share of large-oven capacity that must quench dry; its waste heat makes power.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0.4：2020年独立焦化水平", "0.4: independent coke plants in 2020"),
            Text("1：全面实施（方案）", "1: all (the plan)"),
            Text("1：全面实施", "1: all"),
        ),
        projects=("16",),
        article="(四) 16",
        bureau=Text("市工信局、市能源局", "Industry Bureau, Energy Bureau"),
        authority="province",
        channel="",
        indicator="Capacity|Coke|Dry Quenching",
        sign=1,
        evidence=("coke.dry_power",),
        apply=_dry_quenching,
    ),
    Lever(
        id="hydrogen_capacity_support",
        label=Text("制氢能力建设补助", "Support of hydrogen capacity"),
        description=Text(
            "财政补助占焦炉煤气提氢装置投资的比例；企业按自身回收期要求决定扩建。",
            "Share of the capital of hydrogen purification at coke plants that the budget pays; plants build where "
            "it pays back within their own hurdle.",
        ),
        unit="share",
        low=0.0,
        high=0.9,
        guidance=Guidance(
            Text("0：无补助", "0: none"),
            Text("0.3：本模型取值", "0.3: our reading of the plan"),
            Text("0.6以上：利用率低也会扩建", "above 0.6: built even at low utilisation"),
        ),
        projects=("6",),
        article="(一) 6",
        bureau=Text("市工信局、市发展改革委", "Industry Bureau, Development and Reform Commission"),
        authority="city",
        channel="subsidy",
        indicator="Capacity|Hydrogen",
        sign=1,
        evidence=("hydrogen.capital", "lvliang_news_2024"),
        apply=_hydrogen_capacity,
    ),
    Lever(
        id="methane_use_support",
        label=Text("煤矿瓦斯利用补助", "Support of mine-methane use"),
        description=Text(
            "每利用一立方米抽采瓦斯（纯甲烷）的补助。",
            "Paid per cubic metre of drained methane that is used.",
        ),
        unit="CNY/m3",
        low=0.0,
        high=1.5,
        guidance=Guidance(
            Text("0：无补助", "0: none"),
            Text("0.4：在中央奖补（0.3）之上再加0.1", "0.4: a tenth of a yuan above the central support (0.3)"),
            Text("1以上：低浓度瓦斯也值得利用", "above 1: lean gas is worth using"),
        ),
        projects=("2",),
        article="(一) 2",
        bureau=Text("市能源局", "Energy Bureau"),
        authority="city",
        channel="subsidy",
        indicator="Mine Methane|Used",
        sign=1,
        evidence=("mines.methane.used", "st_daily_2024"),
        apply=_methane,
    ),
)
