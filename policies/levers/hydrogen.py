"""Hydrogen trucks: purchase, tolls, stations, price at the pump. Each alone does little, together much."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text

_ARTICLE_6 = "三、重点任务（一）6．北方氢能产业基地建设工程"
_ARTICLE_27 = "三、重点任务（七）27．运输工具装备低碳转型工程"
_ARTICLE_29 = "三、重点任务（七）29．绿色交通基础设施建设工程"
_ENERGY = Text("市能源局", "Energy Bureau")
_COST_GAP = "Hydrogen|Truck Cost Gap"  # each lever alone moves few trucks: that is the finding, not the test


def _truck_support(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "freight", hydrogen_support_cny=value * delivery["subsidy"])


def _toll_waiver(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "freight", hydrogen_toll_waiver_share=value * delivery[""])


def _stations(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "freight", hydrogen_station_programme=value * delivery["construction"])


def _price_support(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "freight", hydrogen_price_support_cny_per_kg=value * delivery["subsidy"])


LEVERS = (
    Lever(
        id="hydrogen_truck_subsidy",
        label=Text("氢能重卡购置补贴", "Purchase subsidy for hydrogen trucks"),
        description=Text(
            "购买一辆氢燃料电池重卡的补贴；只在附近有加氢站时才会被考虑，需与氢价、通行费、加氢站配合。",
            "Paid for a fuel-cell truck; it is thought of only where a station is in reach, and works with the price "
            "of hydrogen, tolls and stations.",
        ),
        unit="CNY/truck",
        low=0.0,
        high=600000.0,
        guidance=Guidance(
            Text("0：不补贴", "0: none"),
            Text(
                "100000：2030年以前；2021至2025年示范期折算水平（200000）的一半",
                "100,000: until 2030; half of our reading of the demonstration of 2021 to 2025 (200,000)",
            ),
            Text("600000：覆盖与柴油车的大部分差价", "600,000: most of the gap to a diesel truck"),
        ),
        projects=("6", "27"),
        article=_ARTICLE_27,
        bureau=Text("市工信局", "Industry Bureau"),
        authority="city",
        channel="subsidy",
        indicator=_COST_GAP,
        sign=-1,
        evidence=("xiaoyi_order", "fcv_demo_rules"),
        apply=_truck_support,
    ),
    Lever(
        id="hydrogen_truck_toll_waiver",
        label=Text("氢能货车高速通行费减免", "Toll waiver for hydrogen trucks"),
        description=Text(
            "省内注册氢能货车高速公路通行费由财政支付的比例；对长途车作用大，对短途矿厂运输作用小。",
            "Share of motorway tolls of hydrogen trucks that the budget pays; matters on long hauls, little between "
            "mine and plant.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：照常收费", "0: tolls as for others"),
            Text("1：山西2025年6月至2027年5月全额", "1: all of it, Shanxi from June 2025 to May 2027"),
            Text("1：全额减免", "1: all"),
        ),
        projects=("6", "27"),
        article=_ARTICLE_27,
        bureau=Text("省交通运输厅、市交通运输局", "Provincial Department of Transport, Transport Bureau"),
        authority="province",
        channel="",
        indicator=_COST_GAP,
        sign=-1,
        evidence=("shanxi_toll_waiver", "toll_share_henan"),
        apply=_toll_waiver,
    ),
    Lever(
        id="hydrogen_station_buildout",
        label=Text("加氢站建设", "Hydrogen station programme"),
        description=Text(
            "每万辆重卡每年由计划新建的加氢站；站多则近，但每站销量少则每公斤分摊的固定成本高，需要车辆同步增长。",
            "Hydrogen stations that a programme builds each year per 10,000 heavy trucks; stations come nearer, but "
            "with few trucks each sells little and its fixed cost weighs on every kilogramme.",
        ),
        unit="stations/10^4 trucks/yr",
        low=0.0,
        high=4.0,
        guidance=Guidance(
            Text("0：只靠市场", "0: the market alone"),
            Text("0.6：全市每年约三座，2030年以后减半", "0.6: about three a year in the city, half of it after 2030"),
            Text("4：两年内各县都有", "4: in every county within two years"),
        ),
        projects=("6", "29"),
        article=_ARTICLE_29,
        bureau=_ENERGY,
        authority="city",
        channel="construction",
        indicator="Hydrogen|Stations",
        sign=1,
        evidence=("xiaoyi_stations", "hydrogen_pump.station_capital"),
        apply=_stations,
    ),
    Lever(
        id="hydrogen_price_support",
        label=Text("加氢站销售价格补贴", "Support of the price at the pump"),
        description=Text(
            "加氢站每售出一公斤氢气的补贴，直接降低车主看到的氢价；不足以弥补无站可加或高额通行费。",
            "Paid to the station for each kilogramme sold; it lowers the price that truck owners see, but makes up "
            "neither for stations that are missing nor for tolls.",
        ),
        unit="CNY/kg",
        low=0.0,
        high=20.0,
        guidance=Guidance(
            Text("0：不补贴", "0: none"),
            Text("3：降低副产氢供给成本的折算", "3: our reading of cheaper by-product hydrogen"),
            Text("20：加氢价降到15元左右，可与柴油相当", "20: about 15 yuan at the pump, on a par with diesel"),
        ),
        projects=("6",),
        article=_ARTICLE_6,
        bureau=_ENERGY,
        authority="city",
        channel="subsidy",
        indicator=_COST_GAP,
        sign=-1,
        evidence=("h2_byproduct", "fcv_demo_rules", "hu_h2_price"),
        apply=_price_support,
    ),
)
