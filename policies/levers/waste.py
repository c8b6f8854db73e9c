"""Household waste: ask homes to sort, collect apart what they sort, burn the rest."""

from policies.apply import sets
from policies.lever import Guidance, Lever, Text

_CITY = Text("市城管局", "Urban Management Bureau")
_ARTICLE = "(六) 26"

LEVERS = (
    Lever(
        id="waste_sorting_rule",
        label=Text("垃圾分类执法强度", "Enforcement of waste sorting"),
        description=Text(
            "不分类的家庭被劝导直至处罚的概率；没有分类收运的小区，愿意分类的家庭也做不到。",
            "Chance that a home which does not sort is told and in the end fined. Where nothing is collected apart, "
            "the willing cannot sort either.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：只倡导", "0: an appeal only"),
            Text("0.7：2030年起重点小区有人督导", "0.7: wardens in the main districts from 2030 on"),
            Text("1：逐户检查", "1: door to door"),
        ),
        projects=("26",),
        article="(六) 26",
        bureau=_CITY,
        authority="city",
        channel="inspection",
        indicator="Waste|Sorted",
        sign=1,
        evidence=("waste.sorting.rule", "waste.sorting.norm"),
        apply=sets("waste", "rule_share", "inspection"),
    ),
    Lever(
        id="waste_collection_service",
        label=Text("生活垃圾分类收运覆盖率", "Separate collection of waste"),
        description=Text(
            "有分类投放点和分类收运的居民比例；使愿意分类的家庭做得到。",
            "Share of residents near points where sorted waste is collected apart; it makes the willing able.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：混合收运", "0: all waste in one lorry"),
            Text("1：2030年全覆盖（方案）", "1: everywhere by 2030, the plan"),
            Text("1：全覆盖", "1: everywhere"),
        ),
        projects=("26",),
        article="(六) 26",
        bureau=_CITY,
        authority="city",
        channel="construction",
        indicator="Waste|Sorted",
        sign=1,
        evidence=("waste.separable", "waste.collection_cost"),
        apply=sets("waste", "served_share", "construction"),
        is_built=True,
    ),
    Lever(
        id="incineration_capacity",
        label=Text("新增垃圾焚烧能力", "More incineration capacity"),
        description=Text(
            "已建和方案点名项目之外，每万人决定新增的垃圾焚烧能力（约两年建成）；减少填埋甲烷，增加塑料等燃烧的二氧化碳和发电。",
            "Incineration per 10,000 residents that is decided beside built and named plants and stands about two "
            "years later; less methane from heaps, more fossil CO2 from plastics, and power.",
        ),
        unit="t/day/10^4 persons",
        low=0.0,
        high=8.0,
        guidance=Guidance(
            Text("0：只有已建和点名项目", "0: built and named plants only"),
            Text("0.5：一座约160吨/日的小型厂", "0.5: one small plant in a city of three million"),
            Text("8：全部垃圾可焚烧", "8: all waste can be burnt"),
        ),
        projects=("26",),
        article="(六) 26",
        bureau=_CITY,
        authority="city",
        channel="construction",
        indicator="Waste|Incinerated",
        sign=1,
        evidence=("waste.incinerator_use", "waste.build_years", "waste.gate_fee"),
        apply=sets("waste", "more_t_per_day_per_10k", "construction"),
        is_built=True,
    ),
)
