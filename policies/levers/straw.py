"""Straw: pay for what leaves the field, collect it, watch for fires, help plough it in, build what burns it."""

from collections.abc import Callable

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text

_ARTICLE = "(五) 22"
_AGRICULTURE = Text("市农业农村局", "Agriculture and Rural Affairs Bureau")
_ENVIRONMENT = Text("市生态环境局", "Ecology and Environment Bureau")
_ENERGY = Text("市能源局", "Energy Bureau")


def _sets(field: str, channel: str) -> Callable[[Signals, float, Delivery], Signals]:
    """Return what sets one field of the straw signals to the value as far as each county delivers it."""

    def apply(signals: Signals, value: float, delivery: Delivery) -> Signals:
        return change(signals, "straw", **{field: value * delivery[channel]})

    return apply


LEVERS = (
    Lever(
        id="straw_subsidy",
        label=Text("秸秆离田补贴", "Straw off-field subsidy"),
        description=Text(
            "对离田并售给养殖户、电厂、颗粒厂、基料和原料用户的秸秆，按吨补贴农户。",
            "Paid to the farm for each tonne of straw that leaves the field for herds, plants, growers or mills.",
        ),
        unit="CNY/t",
        low=0.0,
        high=200.0,
        guidance=Guidance(
            Text("0：不补贴", "0: none"),
            Text("50：重点县项目水平", "50: as in the key-county programme"),
            Text("150：接近打捆全部成本，财政压力大", "150: nearly all of the baling; heavy on the budget"),
        ),
        projects=("22",),
        article=_ARTICLE,
        bureau=_AGRICULTURE,
        authority="city",
        channel="subsidy",
        indicator="Farms|Straw|Sold",
        sign=1,
        evidence=("straw_logit_hlj", "straw_cost_henan"),
        apply=_sets("off_field_subsidy_cny_per_t", "subsidy"),
    ),
    Lever(
        id="straw_collection_coverage",
        label=Text("秸秆收储点覆盖率", "Straw collection coverage"),
        description=Text(
            "收储运体系服务的村所产秸秆占全部可收集量的比例，决定建点半年后见效；没有收储点的村只能还田、喂养、自用或焚烧。",
            "Share of straw grown in villages that a collection point serves, half a year after it is decided; "
            "elsewhere it can only be returned, fed, used in the stove or burnt.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0.3：零星收储点", "0.3: a few points"),
            Text(
                "0.85：2030年起覆盖平川县和多数山区乡镇", "0.85: the plain and most townships in the hills from 2030 on"
            ),
            Text("1：每个村都有收储服务", "1: every village is served"),
        ),
        projects=("22",),
        article=_ARTICLE,
        bureau=_AGRICULTURE,
        authority="city",
        channel="construction",
        indicator="Farms|Straw|Sold",
        sign=1,
        evidence=("straw_logit_hlj",),
        apply=_sets("collection_coverage_share", "construction"),
    ),
    Lever(
        id="burning_enforcement",
        label=Text("禁烧巡查力度", "Patrols against straw burning"),
        description=Text(
            "焚烧季节巡查能看住的地块比例；巡查先到公路两侧，停止后几年内焚烧回潮。",
            "Share of all fields that patrols can watch in the burning season; they reach fields near roads first, "
            "and fires come back within a few years once they stop.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0.1：仅卫星火点核查", "0.1: satellites only"),
            Text("0.7：网格员包干，秋收加密巡查", "0.7: wardens for every grid cell, more of them at harvest"),
            Text("0.9：昼夜驻守，成本高", "0.9: day and night in the fields; costly"),
        ),
        projects=("22",),
        article=_ARTICLE,
        bureau=_ENVIRONMENT,
        authority="city",
        channel="inspection",
        indicator="Farms|Straw|Burnt",
        sign=-1,
        evidence=("straw_fire_song", "air_law"),
        apply=_sets("patrol_share", "inspection"),
    ),
    Lever(
        id="straw_return_machinery_subsidy",
        label=Text("秸秆还田作业补贴比例", "Support for ploughing straw in"),
        description=Text(
            "财政承担粉碎还田作业成本的比例（含购机补贴折算）。",
            "Share of the cost of chopping and ploughing straw in that the budget bears, aid for machines included.",
        ),
        unit="share",
        low=0.0,
        high=0.9,
        guidance=Guidance(
            Text("0：农户自付", "0: farms pay all"),
            Text("0.3：购机补贴加作业补助", "0.3: aid for the machine and a little for the work"),
            Text("0.8：近乎免费还田", "0.8: nearly free"),
        ),
        projects=("22",),
        article=_ARTICLE,
        bureau=_AGRICULTURE,
        authority="province",
        channel="subsidy",
        indicator="Farms|Straw|Return",
        sign=1,
        evidence=("straw_offfarm",),
        apply=_sets("return_support_share", "subsidy"),
    ),
    Lever(
        id="biomass_power_capacity",
        label=Text("秸秆发电供热能力", "Straw power and heat capacity"),
        description=Text(
            "决定建设的生物质发电和供热厂（约两年建成）每年可消纳的秸秆占可收集量的比例；需求越大，收购半径越大，价格越高。",
            "Straw that biomass power and heat plants which are decided can take in a year once they stand, about two "
            "years later, as a share of what can be collected; the more they need, the wider their circle and the "
            "dearer their straw.",
        ),
        unit="share",
        low=0.0,
        high=0.6,
        guidance=Guidance(
            Text("0：无秸秆电厂", "0: no plant"),
            Text("0.12：2030年起约一座3万千瓦级电厂", "0.12: one plant of about 30 MW from 2030 on"),
            Text("0.4：与饲料、还田争料", "0.4: competes with feed and soil"),
        ),
        projects=("7",),
        article="(二) 7",
        bureau=_ENERGY,
        authority="city",
        channel="construction",
        indicator="Farms|Straw|Plants",
        sign=1,
        evidence=("straw_cost_henan", "straw_plant_use", "biomass_tariff"),
        apply=_sets("power_capacity_share", "construction"),
    ),
    Lever(
        id="biogas_capacity",
        label=Text("生物天然气消纳秸秆能力", "Biogas capacity"),
        description=Text(
            "决定建设的生物天然气项目（约两年建成）每年可消纳的秸秆占可收集量的比例；只有气和肥的收入能承受秸秆价格时才生产，产出的气替代管道中的化石天然气。",
            "Straw that biogas plants which are decided can take in a year once they stand, about two years later, as "
            "a share of what can be collected; they run where gas and fertiliser pay for straw, and their gas takes "
            "the place of fossil gas in the pipes.",
        ),
        unit="share",
        low=0.0,
        high=0.8,
        guidance=Guidance(
            Text("0：无", "0: none"),
            Text("0.5：3亿立方米产能，一半用畜禽粪污", "0.5: 300 million m3 a year, half of it from manure"),
            Text("0.8：近5亿立方米，与饲料、还田争料", "0.8: nearly 500 million m3; competes with feed and soil"),
        ),
        projects=("7",),
        article="(二) 7",
        bureau=_ENERGY,
        authority="city",
        channel="construction",
        indicator="Farms|Biogas Capacity",
        sign=1,
        evidence=("straw.biogas_yield", "straw.biogas.build_years", "biogas_profit_china"),
        apply=_sets("biogas_capacity_share", "construction"),
        is_built=True,
    ),
)
