"""Metals: capacity against capacity, scrap, hydrogen, caps, green power and cells."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text
from policies.projects import set_project

_INDUSTRY = Text("市工信局", "Industry Bureau")
_BOTH = Text("市工信局、市能源局", "Industry Bureau, Energy Bureau")


def _steel_ratio(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "materials", steel_replacement_ratio=value)


def _coke_ratio(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "materials", coke_replacement_ratio=value)


def _scrap(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "materials", scrap_support_cny_per_t=value * delivery["subsidy"])


def _hydrogen_iron(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return set_project(signals, "project_support_cny_per_t", "hydrogen_iron", value)


def _alumina_cap(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "materials", alumina_cap_share=value)


def _green_access(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "materials", green_access_share=value)


def _cells(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return set_project(signals, "project_grant_share", "cell_control", value * delivery["subsidy"])


def _retorts(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return set_project(signals, "project_grant_share", "vertical_retort", value * delivery["subsidy"])


LEVERS = (
    Lever(
        id="magnesium_retort_support",
        label=Text("蓄热式竖罐炼镁改造补助", "Support of vertical retorts for magnesium"),
        description=Text(
            "皮江法镁冶炼由横罐改为蓄热式竖罐的投资补助比例；每吨镁少烧约三分之一燃料，还原罐寿命长。白云石煅烧的过程排放不变。",
            "Share of the capital that the budget pays where magnesium works turn from horizontal to regenerative "
            "vertical retorts. A tonne takes a third less fuel and retorts last longer; CO2 from dolomite stays.",
        ),
        unit="share",
        low=0.0,
        high=0.6,
        guidance=Guidance(
            Text("0：无补助", "0: none"),
            Text("0.15：本模型取值", "0.15: our reading"),
            Text("0.6：大部分横罐会改", "0.6: most retorts are replaced"),
        ),
        projects=("17",),
        article="(四) 17",
        bureau=_INDUSTRY,
        authority="city",
        channel="subsidy",
        indicator="Share|Vertical Retorts",
        sign=1,
        evidence=("project.vertical_retort.capital", "project.vertical_retort.fuel.raw_coal"),
        apply=_retorts,
    ),
    Lever(
        id="steel_replacement_ratio",
        label=Text("钢铁产能置换比例", "Steel capacity replacement ratio"),
        description=Text(
            "每新建1吨炼钢产能须退出的产能（吨）。高炉转炉到期后由业主决定是否新建；已公布的项目也只能凭退出的产能进入。",
            "Tonnes of steel capacity that must leave for a tonne of new. Owners decide whether to build anew "
            "when furnaces are worn out; announced works enter only against what has left.",
        ),
        unit="t/t",
        low=1.0,
        high=2.0,
        guidance=Guidance(
            Text("1：等量置换", "1: a tonne for a tonne"),
            Text("1.5：减量置换（大气污染防治重点区域）", "1.5: less for more, as in key regions for clean air"),
            Text("2：退二建一", "2: two leave for one"),
        ),
        projects=("15", "45"),
        article="(四) 15",
        bureau=_BOTH,
        authority="province",
        channel="",
        indicator="Capacity|Steel|New",
        sign=-1,
        evidence=("renewal.capital.steel", "gem_steel"),
        apply=_steel_ratio,
    ),
    Lever(
        id="coke_replacement_ratio",
        label=Text("焦化产能置换比例", "Coke capacity replacement ratio"),
        description=Text(
            "每新建1吨大型焦炉产能须退出的产能（吨）。炉龄到期的焦炉由业主决定是否换建更大的焦炉。",
            "Tonnes of coke capacity that must leave for a tonne in new large ovens. Owners decide whether to "
            "build anew when ovens are worn out.",
        ),
        unit="t/t",
        low=1.0,
        high=2.0,
        guidance=Guidance(
            Text("1：等量置换", "1: a tonne for a tonne"),
            Text("1.25：减量置换", "1.25: less for more"),
            Text("2：退二建一", "2: two leave for one"),
        ),
        projects=("16", "45"),
        article="(四) 16",
        bureau=_INDUSTRY,
        authority="province",
        channel="",
        indicator="Capacity|Coke",
        sign=-1,
        evidence=("renewal.capital.coke",),
        apply=_coke_ratio,
    ),
    Lever(
        id="scrap_recovery_support",
        label=Text("废钢回收利用补贴", "Support of scrap recovery"),
        description=Text(
            "本市钢厂每使用1吨废钢得到的补贴；转炉多加废钢少用铁水，本地回收的废钢也少外流。从外地买来的废钢，外地钢厂就用不上了。",
            "Paid to works of the city per tonne of scrap they melt; converters need less hot metal and less of the "
            "city's scrap leaves. What is bought outside is missing to works there.",
        ),
        unit="CNY/t",
        low=0.0,
        high=300.0,
        guidance=Guidance(
            Text("0：无补贴", "0: none"),
            Text("60：本模型取值", "60: our reading of the plan"),
            Text("300：本地废钢几乎不外流", "300: hardly any scrap leaves"),
        ),
        projects=("15", "31"),
        article="(四) 15",
        bureau=_BOTH,
        authority="city",
        channel="subsidy",
        indicator="Share|Scrap in Steel",
        sign=1,
        evidence=("scrap.spread", "scrap.kept"),
        apply=_scrap,
    ),
    Lever(
        id="hydrogen_metallurgy_support",
        label=Text("氢冶金示范补贴", "Support of hydrogen metallurgy"),
        description=Text(
            "用焦炉煤气制氢还原铁炼钢，每吨钢的补贴；氢取自焦化余气平衡，卡车可用的氢相应减少。",
            "Paid per tonne of steel whose iron is reduced with hydrogen from coke-oven gas; the hydrogen comes "
            "out of the balance of surplus gas and is not there for trucks.",
        ),
        unit="CNY/t",
        low=0.0,
        high=1500.0,
        guidance=Guidance(
            Text("0：无补贴，不会有人做", "0: none, and nobody does it"),
            Text("600：够一个示范（本模型取值）", "600: enough for a pilot (our reading)"),
            Text("1500：受氢源限制", "1500: bound by the hydrogen there is"),
        ),
        projects=("15", "35"),
        article="(四) 15",
        bureau=_BOTH,
        authority="city",
        channel="",
        indicator="Production|Steel|Hydrogen",
        sign=1,
        evidence=("scrap.hydrogen", "project.hydrogen_iron.capital"),
        apply=_hydrogen_iron,
    ),
    Lever(
        id="alumina_capacity_cap",
        label=Text("氧化铝产能上限", "Cap on alumina capacity"),
        description=Text(
            "全市氧化铝产能上限，为2020年产能的倍数；上限以内满产的企业可以扩建，超出部分从能耗最高的线起退出。",
            "Most alumina capacity in the city, over that of 2020. Below it refineries that are full may grow; "
            "what stands above it leaves, the worst energy use first.",
        ),
        unit="ratio",
        low=0.5,
        high=1.5,
        guidance=Guidance(
            Text("0.5：产能减半", "0.5: half must leave"),
            Text("1：严控新增（方案）", "1: no growth (the plan)"),
            Text("1.5：可以扩建一半", "1.5: half as much again may be built"),
        ),
        projects=("17", "45"),
        article="(四) 17",
        bureau=_INDUSTRY,
        authority="city",
        channel="",
        indicator="Capacity|Alumina",
        sign=1,
        evidence=("capacity.alumina", "renewal.alumina_exit"),
        apply=_alumina_cap,
    ),
    Lever(
        id="green_power_trading_access",
        label=Text("电解铝绿电交易准入比例", "Green power that smelters may buy"),
        description=Text(
            "电解铝用电中可通过绿电合同和绿证购买的比例；企业比较绿电溢价和低碳铝收益后决定买多少。",
            "Share of a smelter's power that it may buy as green power or with certificates; it weighs the "
            "premium against what low-carbon metal earns.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：不能参与", "0: none"),
            Text("0.5：一半用电可买（本模型取值）", "0.5: half of the power (our reading)"),
            Text("1：全部", "1: all of it"),
        ),
        projects=("17", "18g"),
        article="(四) 17",
        bureau=_BOTH,
        authority="province",
        channel="",
        indicator="Share|Aluminium Green Power",
        sign=1,
        evidence=("green.worth", "power.certificate.price"),
        apply=_green_access,
    ),
    Lever(
        id="low_carbon_cell_support",
        label=Text("低碳电解槽改造补助", "Support of low-carbon cells"),
        description=Text(
            "新型稳流保温电解槽和阳极智能控制改造投资的补助比例；省电，阳极少耗，阳极效应短、全氟化碳少。",
            "Share of the capital of steady-flow, insulated cells and anode control that the budget pays; they "
            "save power and anodes and keep anode effects, and so PFC, short.",
        ),
        unit="share",
        low=0.0,
        high=0.6,
        guidance=Guidance(
            Text("0：无补助", "0: none"),
            Text("0.15：本模型取值", "0.15: our reading"),
            Text("0.6：大部分槽会改", "0.6: most cells are refitted"),
        ),
        projects=("17",),
        article="(四) 17",
        bureau=_INDUSTRY,
        authority="city",
        channel="subsidy",
        indicator="Emissions|PFC",
        sign=-1,
        evidence=("project.cell_control.capital",),
        apply=_cells,
    ),
)
