"""Building materials: what takes the place of clinker and coal, and kilns that stand still."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text
from policies.projects import set_project

_INDUSTRY = Text("市工信局", "Industry Bureau")


def _clinker(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "materials", clinker_support_cny_per_t=value * delivery["subsidy"])


def _kiln_fuels(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return set_project(signals, "project_grant_share", "kiln_fuels", value * delivery["subsidy"])


def _kilns(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "materials", kiln_months_stopped=value)


LEVERS = (
    Lever(
        id="clinker_substitution_support",
        label=Text("水泥掺用固废补贴", "Support of clinker substitution"),
        description=Text(
            "水泥企业每掺用1吨矿渣、粉煤灰等替代熟料的补贴；能掺多少还取决于附近有没有料。",
            "Paid to cement works per tonne of slag, ash and burnt gangue that takes the place of clinker; how "
            "much they can get depends on who is near.",
        ),
        unit="CNY/t",
        low=0.0,
        high=80.0,
        guidance=Guidance(
            Text("0：无补贴", "0: none"),
            Text("20：本模型取值", "20: our reading"),
            Text("80：接近标准允许的上限", "80: near what standards allow"),
        ),
        projects=("18", "20"),
        article="(四) 18",
        bureau=_INDUSTRY,
        authority="city",
        channel="subsidy",
        indicator="Share|Clinker in Cement",
        sign=-1,
        evidence=("solid_waste.blend_spread", "solid_waste.blend_most"),
        apply=_clinker,
    ),
    Lever(
        id="kiln_fuel_support",
        label=Text("水泥窑替代燃料补助", "Support of other fuels in kilns"),
        description=Text(
            "水泥窑协同处置污泥、分选垃圾和秸秆的改造投资补助比例。",
            "Share of the capital of feeding sludge, sorted waste and straw into kilns that the budget pays.",
        ),
        unit="share",
        low=0.0,
        high=0.8,
        guidance=Guidance(
            Text("0：无补助", "0: none"),
            Text("0.2：本模型取值", "0.2: our reading"),
            Text("0.8：多数窑会改", "0.8: most kilns do"),
        ),
        projects=("18",),
        article="(四) 18",
        bureau=_INDUSTRY,
        authority="city",
        channel="subsidy",
        indicator="Share|Kilns with Other Fuels",
        sign=1,
        evidence=("project.kiln_fuels.capital",),
        apply=_kiln_fuels,
    ),
    Lever(
        id="cement_peak_staggering",
        label=Text("水泥错峰生产", "Staggered stops of cement kilns"),
        description=Text(
            "每年水泥窑停窑的月数。停得越久能生产的越少，不够的从外地买。",
            "Months a year in which kilns stand still. The longer, the less can be made; what is missing comes "
            "from outside.",
        ),
        unit="months",
        low=0.0,
        high=9.0,
        guidance=Guidance(
            Text("0：不停窑", "0: none"),
            Text("5：比采暖季停窑（现行4个月）多一个月", "5: a month more than the heating season (4, as today)"),
            Text("9：产量受限", "9: output falls"),
        ),
        projects=("18",),
        article="(四) 18",
        bureau=_INDUSTRY,
        authority="province",
        channel="",
        indicator="Production|Cement",
        sign=-1,
        evidence=("industry.highest_utilisation.cement",),
        apply=_kilns,
    ),
)
