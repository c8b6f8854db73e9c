"""Land: what may be built on, what is planted and restored, who is paid for trees."""

from policies.apply import sets, sets_number
from policies.lever import Guidance, Lever, Text

_FORESTRY = Text("市规划和自然资源局", "Planning and Natural Resources Bureau")

LEVERS = (
    Lever(
        id="land_use_control",
        label=Text("林地草地用途管制力度", "Control of building on forest and grassland"),
        description=Text(
            "申请占用林地、草地的项目中被否决的比例；其余项目永久占用，林木蓄积和草地土壤碳随之损失。",
            "Share of applications to build on forest and grassland that are turned down; the others take it for "
            "good, and its wood and soil carbon with it.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：申请即批", "0: whoever asks may build"),
            Text("0.85：三区三线内原则上不批", "0.85: hardly any inside the protected lines"),
            Text("1：一律不批", "1: none"),
        ),
        projects=("38",),
        article="(十) 38",
        bureau=_FORESTRY,
        authority="city",
        channel="inspection",
        indicator="Land|Forest Loss",
        sign=-1,
        evidence=("land.asked", "land.loss"),
        apply=sets("land", "control_share", "inspection"),
    ),
    Lever(
        id="afforestation_area",
        label=Text("新增造林任务", "Planting programme beside what goes on"),
        description=Text(
            "在延续现有造林之外，每年新增造林面积占县域面积的比例；可造林地用完为止，黄土坡地成活率约六成。",
            "Share of the area planted each year beside what is planted anyway, until there is no land left; on "
            "loess slopes six in ten hectares take root.",
        ),
        unit="share/yr",
        low=0.0,
        high=0.01,
        guidance=Guidance(
            Text("0：只延续现有规模", "0: planting as it goes on"),
            Text("0.002：全市每年约4200公顷", "0.002: about 4,200 ha a year in a city of 21,000 km2"),
            Text("0.01：规模翻倍，数年内用完可造林地", "0.01: planting doubled; the land is used up in years"),
        ),
        projects=("39",),
        article="(十) 39",
        bureau=_FORESTRY,
        authority="city",
        channel="construction",
        indicator="Land|Forest Coverage",
        sign=1,
        evidence=("land.plantable", "land.survival", "land.planting_cost"),
        apply=sets("land", "planting_share", "construction"),
    ),
    Lever(
        id="mine_restoration_area",
        label=Text("历史遗留矿山修复进度", "Restoration of old mines"),
        description=Text(
            "每年修复的历史遗留矿山面积占全部遗留面积的比例；部分修复为林地。",
            "Share of the land of old, abandoned mines that is restored each year; a part of it becomes forest.",
        ),
        unit="share/yr",
        low=0.0,
        high=0.3,
        guidance=Guidance(
            Text("0：不修复", "0: none"),
            Text(
                "0.06：每年约130公顷；方案2025年以前的任务相当于0.21，两年约九百公顷",
                "0.06: about 130 ha a year; the plan's task until 2025 was 0.21, about 900 ha in two years",
            ),
            Text("0.3：四五年修复完", "0.3: all within four to five years"),
        ),
        projects=("39",),
        article="(十) 39",
        bureau=_FORESTRY,
        authority="city",
        channel="construction",
        indicator="Land|Restored Mines",
        sign=1,
        evidence=("land.old_mines", "land.old_mines.cost"),
        apply=sets("land", "restoration_share", "construction"),
    ),
    Lever(
        id="ecological_payment",
        label=Text("退耕还林还草生态补偿", "Payment for land given to trees"),
        description=Text(
            "每公顷坡地每年支付给村集体和农户的补偿；高于土地原有收益的农户才会签约，签约后的林木有人管护，成活率更高。",
            "Paid each year to villages and farms per hectare of sloping land given to trees; those sign whom it "
            "pays more than the land did, and tended trees survive better.",
        ),
        unit="CNY/ha/yr",
        low=0.0,
        high=8000.0,
        guidance=Guidance(
            Text("0：无补偿", "0: none"),
            Text("2400：每亩160元", "2,400: 160 yuan a mu"),
            Text("8000：绝大多数坡地签约", "8,000: nearly all slopes under contract"),
        ),
        projects=("39", "40"),
        article="(十) 39",
        bureau=_FORESTRY,
        authority="city",
        channel="subsidy",
        indicator="Land|Offered Slopes",
        sign=1,
        evidence=("land.slopes", "land.slopes.income"),
        apply=sets("land", "payment_cny_per_ha", "subsidy"),
    ),
    Lever(
        id="sink_credit_price",
        label=Text("林业碳汇价格", "Price of forest credits"),
        description=Text(
            "抵消机制中林业碳汇的成交价；高于计量、核证和交易成本的林权主体才会开发。买方为企业，排放总量不因此减少。",
            "Price of forest credits under an offset mechanism; owners whose proof costs less sell. Firms buy; no "
            "emission falls by the sale itself.",
        ),
        unit="CNY/t",
        low=0.0,
        high=200.0,
        guidance=Guidance(
            Text("0：没有市场", "0: no market"),
            Text("40：现有自愿市场水平", "40: as voluntary markets pay"),
            Text("200：多数幼林参与", "200: most young stands take part"),
        ),
        projects=("40",),
        article="(十) 40",
        bureau=_FORESTRY,
        authority="city",
        channel="",
        indicator="Land|Sink Credits",
        sign=1,
        evidence=("land.credit.cost", "land.credit.years"),
        apply=sets_number("land", "credit_cny_per_t"),
    ),
)
