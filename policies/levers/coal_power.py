"""Coal power: which units must leave or mend, which come on line, and what is paid for standing ready."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text

_ENERGY = Text("市能源局", "Energy Bureau")
_ARTICLE = "（一）3"


def _small(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", least_unit_mw=value)


def _rate(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", coal_rate_limit_gce_per_kwh=value)


def _commissioning(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", coal_commissioning_share=value)


def _pit_mouth(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", pit_mouth_mw=1000.0 * value)


def _capacity(signals: Signals, value: float, delivery: Delivery) -> Signals:
    electricity = signals.electricity
    paid = value / electricity.price_level
    charge = electricity.coal_kw_per_kwh * (paid - electricity.capacity_in_funds_cny_per_kw)
    charge += electricity.store_kw_per_kwh * paid
    signals = change(
        signals,
        "electricity",
        small_business_flat_cny_per_kwh=electricity.small_business_flat_cny_per_kwh + charge,
        large_user_adders_cny_per_kwh=electricity.large_user_adders_cny_per_kwh + charge,
    )
    to_stores = paid * electricity.store_counts_share
    return change(signals, "supply", coal_capacity_cny_per_kw=paid, store_capacity_cny_per_kw=to_stores)


def _heat(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", heat_retrofit_grant_share=value * delivery["subsidy"])


LEVERS = (
    Lever(
        id="small_unit_size_limit",
        label=Text("小火电淘汰容量线", "Size below which coal units must leave"),
        description=Text(
            "低于该容量的煤电机组三年内关停；关停容量可等量置换为大机组，由业主按收益决定是否建设。",
            "Coal units below this size leave within three years. As much may be built anew as large units, if that "
            "pays for their owners.",
        ),
        unit="MW",
        low=0.0,
        high=400.0,
        guidance=Guidance(
            Text("0：不按容量关停", "0: none leaves for its size"),
            Text("300：30万千瓦级以下退出", "300: units below 300 MW leave"),
            Text("400：连35万千瓦机组也退出", "400: units of 350 MW leave as well"),
        ),
        projects=("3",),
        article=_ARTICLE,
        bureau=_ENERGY,
        authority="province",
        channel="",
        indicator="Capacity|Electricity|Coal|Small",
        sign=-1,
        evidence=("power.coal.years_to_leave", "power.coal.replaced_share"),
        apply=_small,
    ),
    Lever(
        id="supply_coal_rate_standard",
        label=Text("煤电机组供电煤耗限值", "Limit of the coal rate of units"),
        description=Text(
            "单机供电煤耗（满负荷）上限。超限机组实施节能改造，改造也达不到的三年内退出，可等量置换为大机组。",
            "Highest coal rate of a unit at full output. Units above it are retrofitted; those that no retrofit brings "
            "below it leave within three years, and as much may be built anew as large units.",
        ),
        unit="gce/kWh",
        low=280.0,
        high=420.0,
        guidance=Guidance(
            Text("280：几乎所有机组都要改造或退出", "280: nearly all units mend or leave"),
            Text("320：亚临界机组改造，小机组退出", "320: subcritical units mend, small ones leave"),
            Text("420：无机组受限", "420: no unit is touched"),
        ),
        projects=("3",),
        article=_ARTICLE,
        bureau=_ENERGY,
        authority="province",
        channel="",
        indicator="Power|Supply Coal Rate",
        sign=1,
        evidence=("power.coal.most_cut", "power.coal.cut_cost"),
        apply=_rate,
    ),
    Lever(
        id="coal_unit_commissioning",
        label=Text("在建和已核准煤电投产比例", "Permitted coal units that come on line"),
        description=Text(
            "在建和已核准煤电机组中允许投产的容量比例（增加排放）。容量电价和市场收入能覆盖成本时业主才建。",
            "Share of the coal units in build or permitted that may come on line (raises emissions). Owners build if "
            "capacity payment and market cover the cost.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：不投产", "0: none"),
            Text("1：全部投产（方案：有序推动在建煤电项目投产）", "1: all, as the plan says"),
            Text("1：全部投产", "1: all"),
        ),
        projects=("3",),
        article=_ARTICLE,
        bureau=_ENERGY,
        authority="province",
        channel="",
        indicator="Capacity|Electricity|Coal",
        sign=1,
        evidence=("power.coal.capex", "power.coal.build_years"),
        apply=_commissioning,
    ),
    Lever(
        id="pit_mouth_power",
        label=Text("坑口大型煤电核准规模", "Large coal units approved beside mines"),
        description=Text(
            "允许在大型煤矿旁新建的大容量高参数机组总规模（增加本市排放，替代省内其他机组发电）。",
            "Large, efficient units that may be built beside mines, in all (raises the city's emissions and takes "
            "output from other units of the province).",
        ),
        unit="GW",
        low=0.0,
        high=4.0,
        guidance=Guidance(
            Text("0：不新增", "0: none"),
            Text(
                "0.66：一台66万千瓦，另一台用关停容量（本模型取值）",
                "0.66: one of 660 MW, beside one from closed capacity (our reading)",
            ),
            Text("4：六台", "4: six"),
        ),
        projects=("3",),
        article=_ARTICLE,
        bureau=_ENERGY,
        authority="province",
        channel="",
        indicator="Capacity|Electricity|Coal",
        sign=1,
        evidence=("power.coal.capex", "power.coal.build_years"),
        apply=_pit_mouth,
    ),
    Lever(
        id="heat_retrofit_support",
        label=Text("煤电供热改造补助", "Support of heat from power units"),
        description=Text(
            "财政补助占煤电机组供热改造和热力主管网投资的比例；电厂余热替代小锅炉，少烧煤气，机组冬季须开机。",
            "Share of the capital of turning units to heat, mains included, that the budget pays. Their heat takes the "
            "place of boilers; in winter the units must run.",
        ),
        unit="share",
        low=0.0,
        high=0.7,
        guidance=Guidance(
            Text("0：无补助，靠热价回收", "0: none, the price of heat alone"),
            Text("0.3：三改联动（本模型取值）", "0.3: the three retrofits together (our reading)"),
            Text("0.7：大部分由财政出", "0.7: most of it from the budget"),
        ),
        projects=("3", "25"),
        article="（一）3，（六）25",
        bureau=Text("市能源局、市城管局", "Energy Bureau, Urban Management Bureau"),
        authority="city",
        channel="subsidy",
        indicator="Share|Heat from Power Units",
        sign=1,
        evidence=("power.heat.main", "power.heat.price"),
        apply=_heat,
    ),
    Lever(
        id="coal_capacity_payment",
        label=Text("煤电容量电价", "Capacity payment of coal units"),
        description=Text(
            "每千瓦可用容量每年支付的电价，按当年货币，由工商业用户按用电量分摊；独立储能按放电时长折算同价。"
            "高则老机组留得久、新机组和储能建得起；低则亏损机组退出。",
            "Paid a year for each kW that stands ready, in money of the day, by industry and commerce for each kWh; "
            "battery stations get it by their hours. A high one keeps old units and lets new ones and stores be built; "
            "with a low one units that lose money leave.",
        ),
        unit="CNY/kW",
        low=0.0,
        high=330.0,
        guidance=Guidance(
            Text("0：只靠电量收入", "0: energy alone"),
            Text("165：固定成本的50％（2026年起）", "165: half the fixed cost, from 2026"),
            Text("330：全部固定成本", "330: the whole fixed cost"),
        ),
        projects=("3", "17g"),
        article="（一）3，（十七）",
        bureau=Text(
            "国家发展改革委、省发展改革委",
            "National Development and Reform Commission, Provincial Development and Reform Commission",
        ),
        authority="state",
        channel="",
        indicator="Power|Coal Unit Income",
        sign=1,
        evidence=("power.coal.fixed_cost", "power.coal.loss_years"),
        apply=_capacity,
    ),
)
