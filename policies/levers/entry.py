"""New plants and what chemical works burn: admission, the coal-chemistry base, steam and feedstock without coal."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text
from policies.projects import set_project


def _admission(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "investment", admission_strictness=value)


def _approval(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "investment", coal_chemistry_approved_t=value * 1e6)


def _feedstock(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return set_project(signals, "coal_replaced_cny_per_tce", "cleaner_steam", value)


LEVERS = (
    Lever(
        id="new_project_admission",
        label=Text("两高项目准入严格度", "Admission of new high-energy projects"),
        description=Text(
            "新建、扩建氧化铝、电解铝和传统煤化工须落实产能置换并达到标杆能效的程度。越严，指标越贵、准入越少、新厂能效越高。",
            "How far new alumina, aluminium and coal-chemical capacity has to replace old capacity and reach "
            "the benchmark. Stricter means quota to buy, fewer plants admitted and more efficient ones.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：敞开准入", "0: open to all"),
            Text("1：严格等量或减量置换（方案）", "1: strict replacement (the plan)"),
            Text("1：严格置换", "1: strict replacement"),
        ),
        projects=("45", "9"),
        article="(十二) 45",
        bureau=Text(
            "市发展改革委、市能源局、市工信局", "Development and Reform Commission, Energy Bureau, Industry Bureau"
        ),
        authority="city",
        channel="",
        indicator="Capacity|New High-Energy",
        sign=-1,
        evidence=("entry.quota.aluminium", "entry.quota_found"),
        apply=_admission,
    ),
    Lever(
        id="new_coal_chemical_approval",
        label=Text("现代煤化工基地核准规模", "Approved coal-chemistry base"),
        description=Text(
            "核准建设的现代煤化工产能。煤价和产品价允许时才会建成；多用煤、多排放，一部分碳留在产品里，增加值也增加。",
            "Modern coal-chemistry capacity that is approved. It is built where coal and product prices allow. It "
            "raises coal use and emissions, keeps part of the carbon in products, and adds value.",
        ),
        unit="Mt/yr",
        low=0.0,
        high=2.0,
        guidance=Guidance(
            Text("0：不核准", "0: none"),
            Text("1：百万吨级示范基地（本模型取值）", "1: a base of a million tonnes (our reading)"),
            Text("2：两个基地全部", "2: both bases in full"),
        ),
        projects=("19",),
        article="(四) 19",
        bureau=Text("市发展改革委、市工信局", "Development and Reform Commission, Industry Bureau"),
        authority="province",
        channel="",
        indicator="Capacity|Coal Chemistry Base",
        sign=1,
        evidence=("project.coal_chemistry.fuel.raw_coal", "gb_29436"),
        apply=_approval,
    ),
    Lever(
        id="feedstock_switch_support",
        label=Text("化工用能原料替代补助", "Support for chemicals without coal"),
        description=Text(
            "化工企业用天然气、绿电等富氢能源替代煤制蒸汽，每替代一吨标准煤的补助；运行成本高出的部分由它弥补。",
            "Paid per tonne of coal equivalent that chemical works replace by gas and electric steam; it makes up for "
            "the dearer energy.",
        ),
        unit="CNY/tce",
        low=0.0,
        high=2000.0,
        guidance=Guidance(
            Text("0：无补助", "0: none"),
            Text("200：远低于价差，少有企业行动（本模型取值）", "200: far below the gap, few act (our reading)"),
            Text("2000：高于价差，多数企业替代", "2000: above the gap, most do"),
        ),
        projects=("19",),
        article="(四) 19",
        bureau=Text("市工信局", "Industry Bureau"),
        authority="city",
        channel="",
        indicator="Share|Chemicals with Cleaner Steam",
        sign=1,
        evidence=("project.cleaner_steam.fuel.natural_gas",),
        apply=_feedstock,
    ),
)
