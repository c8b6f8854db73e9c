"""Manure, fertiliser, film and better fields."""

from policies.apply import sets
from policies.lever import Guidance, Lever, Text

_AGRICULTURE = Text("市农业农村局", "Agriculture and Rural Affairs Bureau")

LEVERS = (
    Lever(
        id="manure_support",
        label=Text("畜禽粪污处理设施补贴", "Grants for manure treatment"),
        description=Text(
            "粪污贮存、堆肥和沼气设施投资的补贴比例；规模养殖场逐个选择，处理后的粪肥替代部分化肥，甲烷减少。",
            "Share of the capital of stores, compost yards and digesters that a grant pays. Large farms choose each; "
            "treated manure replaces some fertiliser and gives off less methane.",
        ),
        unit="share",
        low=0.0,
        high=0.8,
        guidance=Guidance(
            Text("0：不补贴", "0: none"),
            Text("0.5：整县推进项目水平", "0.5: as in whole-county programmes"),
            Text("0.8：近乎全额", "0.8: nearly all"),
        ),
        projects=("22",),
        article="(五) 22",
        bureau=_AGRICULTURE,
        authority="city",
        channel="subsidy",
        indicator="Share|Manure Utilization",
        sign=1,
        evidence=(
            "manure.grant",
            "manure.capital.store",
            "manure.capital.biogas",
            "manure.first.compost",
            "manure.fine",
        ),
        apply=sets("farming", "manure_grant_share", "subsidy"),
    ),
    Lever(
        id="fertiliser_reduction",
        label=Text("测土配方施肥服务面积", "Soil tests and advice"),
        description=Text(
            "每年提供测土配方服务的耕地比例；大户和托管地块多数照做，小农户少数照做，几年后又会忘记。",
            "Share of fields offered a soil test and advice each year. Most large farms follow it, few smallholders "
            "do, and it is forgotten after some years.",
        ),
        unit="share/yr",
        low=0.0,
        high=0.6,
        guidance=Guidance(
            Text("0：不服务", "0: none"),
            Text("0.25：四年一轮", "0.25: every field in four years"),
            Text("0.6：不到两年一轮", "0.6: every field within two years"),
        ),
        projects=("22",),
        article="(五) 22",
        bureau=_AGRICULTURE,
        authority="city",
        channel="training",
        indicator="Farms|Fertiliser",
        sign=-1,
        evidence=("soil.trained.cut", "soil.nitrogen_price"),
        apply=sets("farming", "training_share", "training"),
    ),
    Lever(
        id="film_recovery_reward",
        label=Text("废旧农膜回收奖补", "Reward for used film"),
        description=Text(
            "交回一公斤废旧农膜的奖补（以旧换新折算）。",
            "Paid per kilogram of used film that is brought back, also as new for old.",
        ),
        unit="CNY/kg",
        low=0.0,
        high=6.0,
        guidance=Guidance(
            Text("0：无奖补", "0: none"),
            Text("2：以旧换新", "2: new for old"),
            Text("6：高于回收价数倍", "6: several times its value"),
        ),
        projects=("22",),
        article="(五) 22",
        bureau=_AGRICULTURE,
        authority="city",
        channel="subsidy",
        indicator="Share|Film Recovery",
        sign=1,
        evidence=("film.base", "film.reward"),
        apply=sets("farming", "film_reward_cny_per_kg", "subsidy"),
    ),
    Lever(
        id="high_standard_farmland",
        label=Text("高标准农田建设任务", "Building of high-standard farmland"),
        description=Text(
            "每年新建高标准农田占耕地的比例；田块平整连片后机械化率提高、柴油略增、灌溉用电减少；坡地无法全部建成。",
            "Share of all fields levelled, joined and piped anew each year. Machines then do more of the work on a "
            "little more diesel, pumps use less power; not all slopes can be built so.",
        ),
        unit="share/yr",
        low=0.0,
        high=0.08,
        guidance=Guidance(
            Text("0：不建", "0: none"),
            Text("0.04：方案节奏", "0.04: the pace of the plan"),
            Text("0.08：六年建完可建地块", "0.08: all that can be built within six years"),
        ),
        projects=("22",),
        article="(五) 22",
        bureau=_AGRICULTURE,
        authority="city",
        channel="construction",
        indicator="Share|Mechanization",
        sign=1,
        evidence=("fields.standard.start", "fields.standard.cost"),
        apply=sets("farming", "new_standard_share", "construction"),
    ),
)
