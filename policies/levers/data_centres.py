"""Data centres: how much computing is approved, and how much power it may waste."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text

_ARTICLE = "（三）13"


def _approval(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", data_centre_approval_mw=value)


def _pue(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", pue_limit=value)


LEVERS = (
    Lever(
        id="data_centre_approval",
        label=Text("数据中心年核准算力负荷", "Computing load approved a year"),
        description=Text(
            "全市每年核准的数据中心算力负荷（增加用电和排放）；电价有竞争力时运营商才建。",
            "Computing load of data centres approved in the city each year (raises power use and emissions); operators "
            "build where power is cheap against other places.",
        ),
        unit="MW/yr",
        low=0.0,
        high=100.0,
        guidance=Guidance(
            Text("0：不再核准", "0: none"),
            Text("5：科学配置，避免重复建设（本模型取值）", "5: with measure, as the plan asks (our reading)"),
            Text("100：算力基地", "100: a base of computing"),
        ),
        projects=("13",),
        article=_ARTICLE,
        bureau=Text("市发展改革委、市工信局", "Development and Reform Commission, Industry Bureau"),
        authority="city",
        channel="",
        indicator="Data Centres|Electricity",
        sign=1,
        evidence=("data_centre.outside_price",),
        apply=_approval,
    ),
    Lever(
        id="data_centre_pue_limit",
        label=Text("数据中心PUE限值", "PUE limit of data centres"),
        description=Text(
            "总用电与算力用电之比的上限。新机房一次到位，老机房在更换制冷设备时达标。",
            "Highest ratio of all power to computing power. New halls meet it at once, old ones when their cooling is "
            "renewed.",
        ),
        unit="ratio",
        low=1.1,
        high=1.6,
        guidance=Guidance(
            Text("1.1：最先进水平", "1.1: the very best"),
            Text("1.3：新建大型数据中心的国家要求", "1.3: what the state asks of large new ones"),
            Text("1.6：不限", "1.6: no limit"),
        ),
        projects=("13",),
        article=_ARTICLE,
        bureau=Text("市能源局、市工信局", "Energy Bureau, Industry Bureau"),
        authority="city",
        channel="",
        indicator="Data Centres|Power Use Effectiveness",
        sign=1,
        evidence=("data_centre_pue", "data_centre.cooling"),
        apply=_pue,
    ),
)
