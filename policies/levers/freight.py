"""Heavy trucks on batteries, swap sites, scrapping of old ones, return loads."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text

_ARTICLE_27 = "三、重点任务（七）27．运输工具装备低碳转型工程"
_ARTICLE_28 = "三、重点任务（七）28．绿色高效交通运输体系建设工程"
_ARTICLE_29 = "三、重点任务（七）29．绿色交通基础设施建设工程"
_TRANSPORT = Text("市交通运输局", "Transport Bureau")
_BATTERY_SALES = "Sales|Transportation|Truck|Battery-Electric"


def _battery_support(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "freight", battery_support_cny=value * delivery["subsidy"])


def _scrappage(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "freight", scrappage_support_cny=value * delivery["subsidy"])


def _swap_sites(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "freight", swap_site_programme=value * delivery["construction"])


def _return_loads(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "freight", return_load_share=value * delivery["training"])


LEVERS = (
    Lever(
        id="ev_truck_subsidy",
        label=Text("电动重卡购置补贴", "Purchase subsidy for battery trucks"),
        description=Text(
            "购买一辆充电或换电重卡的补贴；个体车主看月供，车队看每公里成本，短途煤焦运输最先转换。",
            "Paid for a heavy truck that charges or swaps; individuals look at the monthly payment, fleets at the cost "
            "per kilometre, and short hauls of coal and coke move first.",
        ),
        unit="CNY/truck",
        low=0.0,
        high=150000.0,
        guidance=Guidance(
            Text("0：不补贴", "0: none"),
            Text("10000：一般地方奖励（20000）的一半", "10,000: half of a usual local reward (20,000)"),
            Text("150000：约为2024年车价的三分之一", "150,000: a third of the price of 2024"),
        ),
        projects=("27",),
        article=_ARTICLE_27,
        bureau=_TRANSPORT,
        authority="city",
        channel="subsidy",
        indicator=_BATTERY_SALES,
        sign=1,
        evidence=("chinatruck_prices", "calstart_threshold", "hdt_sales"),
        apply=_battery_support,
    ),
    Lever(
        id="truck_scrappage_subsidy",
        label=Text("老旧货车报废更新补贴", "Trade-in subsidy for old trucks"),
        description=Text(
            "报废老旧柴油重卡并新购新能源重卡的补贴，新购国六柴油或燃气车按比例减少；残值低于补贴的车主提前报废。",
            "Paid for an old diesel truck scrapped and a new-energy truck bought, in part for a new diesel or gas "
            "truck; owners whose truck is worth less scrap it early.",
        ),
        unit="CNY/truck",
        low=0.0,
        high=200000.0,
        guidance=Guidance(
            Text("0：无补贴", "0: none"),
            Text(
                "20000：国家最高标准（2024至2025年140000）的七分之一",
                "20,000: a seventh of the national maximum of 2024 and 2025 (140,000)",
            ),
            Text("200000：高于国家标准四成", "200,000: two fifths above it"),
        ),
        projects=("27",),
        article=_ARTICLE_27,
        bureau=_TRANSPORT,
        authority="state",
        channel="subsidy",
        indicator="Sales|Transportation|Truck",
        sign=1,
        evidence=("caixin_scrappage",),
        apply=_scrappage,
    ),
    Lever(
        id="swap_station_buildout",
        label=Text("重卡换电站建设", "Swap sites for heavy trucks"),
        description=Text(
            "每万辆重卡每年由计划新建的换电站；站在可达范围内才会考虑换电重卡，短途固定线路最先受益。",
            "Swap sites that a programme builds each year per 10,000 heavy trucks; a swap truck is thought of only "
            "where a site is in reach, short regular routes first.",
        ),
        unit="sites/10^4 trucks/yr",
        low=0.0,
        high=8.0,
        guidance=Guidance(
            Text("0：只靠市场", "0: the market alone"),
            Text("1：全市每年约五座", "1: about five a year in the city"),
            Text("8：三年内每县约十座", "8: about ten in each county within three years"),
        ),
        projects=("29",),
        article=_ARTICLE_29,
        bureau=Text("市能源局", "Energy Bureau"),
        authority="city",
        channel="construction",
        indicator="Freight|Swap Stations",
        sign=1,
        evidence=("trucks.reach.swap", "swap.trucks_per_site"),
        apply=_swap_sites,
    ),
    Lever(
        id="freight_matching",
        label=Text("货运信息平台与回程配载", "Freight platform and return loads"),
        description=Text(
            "公路货运量中通过信息平台配载回程货的比例；空驶里程减少，同样的货物跑更少的车公里。",
            "Share of road freight offered on a platform that finds return loads; empty kilometres fall, and the same "
            "goods need fewer truck-kilometres.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：没有平台", "0: no platform"),
            Text("0.4：大型工矿企业全部上线", "0.4: all large mines and plants take part"),
            Text("1：所有货源上线", "1: all freight"),
        ),
        projects=("28",),
        article=_ARTICLE_28,
        bureau=_TRANSPORT,
        authority="city",
        channel="training",
        indicator="Freight|Truck km",
        sign=-1,
        evidence=("freight.loaded", "freight.return_load_gain"),
        apply=_return_loads,
    ),
)
