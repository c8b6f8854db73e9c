"""Who else may answer when the grid is tight: aggregated small users, captive plants, cars and automatic controls."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text

_GRID = Text("市能源局、国网吕梁供电公司", "Energy Bureau, State Grid Lüliang")


def _aggregated(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", aggregated_share=value)


def _captive(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", captive_peak_share=value)


def _smart(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", smart_support_cny_per_kw=value)


LEVERS = (
    Lever(
        id="vpp_access_rules",
        label=Text("虚拟电厂准入程度", "Access of virtual power plants"),
        description=Text(
            "商业楼宇、小企业、充电桩和居民可调负荷中允许由虚拟电厂聚合入市的比例；按需求响应价格决定是否响应。",
            "Share of the movable load of shops, small firms, chargers and homes that virtual plants may bid; it "
            "answers as the payment for demand response makes it worth while.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：小用户不得参与", "0: small users are shut out"),
            Text("0.6：方案（本模型取值）", "0.6: the plan (our reading)"),
            Text("1：全部可聚合", "1: all of it"),
        ),
        projects=("8", "18g"),
        article="（二）8，（十八）",
        bureau=_GRID,
        authority="province",
        channel="",
        indicator="Power|Shaving Capability",
        sign=1,
        evidence=("flexible.aggregated.services", "flexible.aggregated.other_industry"),
        apply=_aggregated,
    ),
    Lever(
        id="captive_plant_peak_obligation",
        label=Text("自备电厂调峰义务", "Peak duty of captive plants"),
        description=Text(
            "自备电厂（余热余气发电）必须随峰谷调整出力的比例：高价时段多发、低价时段少发，日发电量不变。",
            "Share of captive plants (power from process gas and heat) that must follow the load: more in dear hours, "
            "less in cheap ones, the same over the day.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：自发自用，出力平", "0: they run flat"),
            Text("0.5：半数参与（本模型取值）", "0.5: half of them (our reading)"),
            Text("1：全部参与", "1: all"),
        ),
        projects=("8",),
        article="（二）8",
        bureau=_GRID,
        authority="city",
        channel="",
        indicator="Power|Captive Peak Output",
        sign=1,
        evidence=("flexible.captive",),
        apply=_captive,
    ),
    Lever(
        id="smart_control_support",
        label=Text("智能调控和车网互动补助", "Support of automatic control and two-way charging"),
        description=Text(
            "每千瓦自动调控设备（含双向充电桩）的补助。接近成本时用户安装，响应更省事，电动汽车可向电网放电。",
            "Paid per kW of controls that answer by themselves, two-way chargers included. Users install them where it "
            "nears the cost; answering is less trouble, and cars can give power back.",
        ),
        unit="CNY/kW",
        low=0.0,
        high=300.0,
        guidance=Guidance(
            Text("0：无补助", "0: none"),
            Text("60：约为成本一半（本模型取值）", "60: half the cost (our reading)"),
            Text("300：远高于成本", "300: far above the cost"),
        ),
        projects=("8", "14"),
        article="（三）14",
        bureau=Text("市能源局、市大数据局", "Energy Bureau, Big Data Bureau"),
        authority="city",
        channel="",
        indicator="Capacity|Storage|Two-Way Charging",
        sign=1,
        evidence=("flexible.smart.cost", "flexible.two_way.share"),
        apply=_smart,
    ),
)
