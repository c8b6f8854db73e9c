"""How the plan is carried out: trained officials, county programmes, watched firms, and cuts by decree."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text


def _training(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "governance", trained_share=value * delivery["training"])


def _programmes(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "governance", programme_share=value)


def _accounting(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "governance", monitored_share=value * delivery["inspection"])


def _rationing(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "governance", rationed_share=value)


LEVERS = (
    Lever(
        id="official_training",
        label=Text("干部培训", "Training of officials"),
        description=Text(
            "每年接受双碳培训的干部比例。受训干部提高县级政府的执行能力，同样的补贴和检查能更多落到实处；停训后逐年消退。",
            "Share of officials trained on the plan in a year. They raise what a county can carry out, so that more of "
            "the same subsidies and inspections reaches the ground; without further training it fades.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：不培训", "0: none"),
            Text("0.3：党校主体班次与专题培训（本模型取值）", "0.3: courses at party schools (our reading)"),
            Text("1：每年人人受训", "1: everyone, every year"),
        ),
        projects=("42",),
        article="(十一) 42",
        bureau=Text("市委组织部、市委党校", "Organisation Department, Party School"),
        authority="city",
        channel="training",
        indicator="Delivery|Subsidy",
        sign=1,
        evidence=("county.training.gain", "county.training.fade"),
        apply=_training,
    ),
    Lever(
        id="county_targets",
        label=Text("县级行动方案", "County programmes"),
        description=Text(
            "方案任务中由各县（市、区）制定本县行动方案、按年推进并评估的比例；列入本县计划的任务不易被其他事务挤占。",
            "Share of the plan's tasks that the counties turn into programmes of their own, with yearly steps and an "
            "assessment in November; what a county has planned itself is not so easily put off for other burdens.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：只有市级方案", "0: a city plan only"),
            Text("0.8：各县分解落实（本模型取值）", "0.8: broken down by county (our reading)"),
            Text("1：全部任务", "1: every task"),
        ),
        projects=("20g", "22g"),
        article="(二十)",
        bureau=Text("市发展改革委", "Development and Reform Commission"),
        authority="city",
        channel="",
        indicator="Delivery|Construction",
        sign=1,
        evidence=("county.programme.relief",),
        apply=_programmes,
    ),
    Lever(
        id="accounting_coverage",
        label=Text("重点企业碳排放监测", "Carbon accounts of key firms"),
        description=Text(
            "重点用能企业中实行在线监测和碳账户的比例；超限额用能更容易被发现，企业或缴纳惩罚性电价，或整改。",
            "Share of key firms whose energy use is metered and reported all the time; use above a limit is found more "
            "often, and firms pay the punitive price or mend.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：只靠现场检查", "0: inspectors only"),
            Text("0.8：重点企业日常监控（本模型取值）", "0.8: key firms watched day by day (our reading)"),
            Text("1：全部企业", "1: all firms"),
        ),
        projects=("15g", "13"),
        article="(十五)",
        bureau=Text("市生态环境局、市统计局", "Ecology and Environment Bureau, Statistics Bureau"),
        authority="city",
        channel="inspection",
        indicator="Share|Overuse Found",
        sign=1,
        evidence=("governance.monitor_finds",),
        apply=_accounting,
    ),
    Lever(
        id="power_rationing",
        label=Text("行政限电", "Power rationing"),
        description=Text(
            "不分优劣按比例压减工业用电（“一刀切”）。方案明令避免；在此列出，是为了显示它的代价。",
            "The same share of power cut for all of industry, good plants and bad alike. The plan forbids it; it "
            "stands here so that its cost can be seen.",
        ),
        unit="share",
        low=0.0,
        high=0.3,
        guidance=Guidance(
            Text("0：不限电", "0: none"),
            Text("0：方案要求避免“一刀切”限电限产", "0: the plan forbids it"),
            Text("0.3：近三分之一", "0.3: nearly a third"),
        ),
        projects=("21g",),
        article="(二十一)",
        bureau=Text("市能源局", "Energy Bureau"),
        authority="city",
        channel="",
        indicator="Welfare Loss|Power Cuts",
        sign=1,
        evidence=("governance.outage_cost",),
        apply=_rationing,
    ),
)
