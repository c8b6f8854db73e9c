"""Supply of power: what developers may build, stores, and coal units that learn to run lower."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text

_ENERGY = Text("市能源局", "Energy Bureau")


def _quota(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "electricity", wind_pv_quota=value)


def _storage(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "electricity", city_storage=value)


def _pumped(signals: Signals, value: float, delivery: Delivery) -> Signals:
    electricity = signals.electricity
    charge = value * electricity.pumped_ready_cny_per_kwh
    return change(
        signals,
        "electricity",
        pumped_storage=value,
        small_business_flat_cny_per_kwh=electricity.small_business_flat_cny_per_kwh + charge,
        large_user_adders_cny_per_kwh=electricity.large_user_adders_cny_per_kwh + charge,
    )


def _flexibility(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "electricity", coal_flexibility_cny_per_kw=value)


LEVERS = (
    Lever(
        id="wind_pv_quota",
        label=Text("风光建设规模", "Quota for wind and PV"),
        description=Text(
            "每年允许新建的集中式风电光伏规模，以常年规模为1。开发商只在收入能覆盖成本时建设；弃电增多、午间电价走低会让建设放慢。",
            "Utility wind and PV that may be built in a year, over the usual quota. Developers build where revenue "
            "covers cost; curtailment and low noon prices slow them.",
        ),
        unit="ratio",
        low=0.0,
        high=3.0,
        guidance=Guidance(
            Text("0：不再新增", "0: nothing new"),
            Text("1.3：2030年约700万千瓦所需", "1.3: what 7 GW in 2030 asks for"),
            Text("3：三倍规模", "3: three times as much"),
        ),
        projects=("4",),
        article="（二）4",
        bureau=_ENERGY,
        authority="province",
        channel="",
        indicator="Capacity|Electricity|Wind and Solar",
        sign=1,
        evidence=("power.new_wind", "power.new_pv"),
        apply=_quota,
    ),
    Lever(
        id="independent_storage",
        label=Text("独立储能电站", "Independent storage stations"),
        description=Text(
            "本市电化学储能规模，以其占全省的常年份额为1。",
            "Battery stations in the city, over its usual share of the province's.",
        ),
        unit="ratio",
        low=0.0,
        high=6.0,
        guidance=Guidance(
            Text("0：无储能", "0: none"),
            Text("2：方案所列三座电站", "2: the plan's three stations"),
            Text("6：六倍", "6: six times"),
        ),
        projects=("4", "36"),
        article="（二）4，（九）36",
        bureau=_ENERGY,
        authority="city",
        channel="",
        indicator="Capacity|Storage|Battery",
        sign=1,
        evidence=("power.city_share.storage",),
        apply=_storage,
    ),
    Lever(
        id="pumped_storage",
        label=Text("抽水蓄能投运比例", "Pumped storage in service"),
        description=Text(
            "规划抽水蓄能电站投运的比例（吕梁为交城1400兆瓦）。",
            "Share of the planned pumped-storage plant that is in service (in Lüliang: 1,400 MW at Jiaocheng).",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：未投运", "0: not in service"),
            Text("1：全部投运（方案：2030年底）", "1: all of it (the plan: end of 2030)"),
            Text("1：全部投运", "1: all of it"),
        ),
        projects=("4",),
        article="（二）4",
        bureau=_ENERGY,
        authority="province",
        channel="",
        indicator="Capacity|Storage|Pumped Hydro",
        sign=1,
        evidence=("power.pumped.capacity",),
        apply=_pumped,
    ),
    Lever(
        id="flexibility_compensation",
        label=Text("煤电灵活性改造补偿", "Support for flexible coal units"),
        description=Text(
            "每千瓦改造补偿。补偿接近改造成本时业主改造，最小出力降低，午间可多消纳风光，但低负荷运行煤耗上升。",
            "Paid per kW retrofitted. Owners retrofit where it covers the cost; least output falls, more wind and sun "
            "are taken at noon, and units burn more per kWh at low load.",
        ),
        unit="CNY/kW",
        low=0.0,
        high=300.0,
        guidance=Guidance(
            Text("0：无补偿", "0: none"),
            Text("60：约为成本一半", "60: about half the cost"),
            Text("300：远高于成本", "300: far above the cost"),
        ),
        projects=("3", "8"),
        article="（一）3，（二）8",
        bureau=_ENERGY,
        authority="province",
        channel="",
        indicator="Share|Curtailment",
        sign=-1,
        evidence=("power.flexible_coal.cost",),
        apply=_flexibility,
    ),
)
