"""Cars, taxis, buses and light trucks: support, tax, scrapping, chargers, mandates, short trips."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text

_ARTICLE_27 = "三、重点任务（七）27．运输工具装备低碳转型工程"
_ARTICLE_29 = "三、重点任务（七）29．绿色交通基础设施建设工程"
_TRANSPORT = Text("市交通运输局", "Transport Bureau")
_COMMERCE = Text("市商务局", "Commerce Bureau")
_ENERGY = Text("市能源局", "Energy Bureau")
_NEW_ENERGY_SALES = "Share|New Energy Car Sales"


def _purchase_support(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "driving", purchase_support_cny=value * delivery[""])


def _tax_exemption(signals: Signals, value: float, delivery: Delivery) -> Signals:
    signals = change(signals, "driving", plug_tax_relief_share=value)
    return change(signals, "freight", clean_tax_relief_share=value)


def _scrappage(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "driving", scrappage_support_cny=value * delivery["subsidy"])


def _chargers(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "driving", charger_programme_per_1000=value * delivery["construction"])


def _managed_charging(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "driving", managed_charging_cny_per_kwh=value * delivery["subsidy"])


def _public_fleets(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "driving", public_fleet_mandate_share=value * delivery[""])


def _light_trucks(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "driving", light_truck_limit_share=value * delivery["inspection"])


def _slow_travel(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "driving", slow_travel_share=value * delivery["construction"])


LEVERS = (
    Lever(
        id="ev_purchase_subsidy",
        label=Text("新能源汽车购置补贴", "Purchase subsidy for electric cars"),
        description=Text(
            "购买一辆纯电动小客车的补贴，插电混动按比例减少；买车人看到的购车价随之降低。国家补贴2022年底退出，此后由本市承担。",
            "Paid for a battery car, in part for a plug-in hybrid; it lowers the price that buyers see. The national "
            "subsidy ended in 2022, what comes after is the city's.",
        ),
        unit="CNY/car",
        low=0.0,
        high=40000.0,
        guidance=Guidance(
            Text("0：不补贴（国家补贴已退出）", "0: none, as since 2023"),
            Text("2000：略低于一般城市的消费券（3000）", "2,000: somewhat below a usual city's vouchers (3,000)"),
            Text("40000：约为车价的三分之一，财政负担很重", "40,000: a third of the price, heavy on the budget"),
        ),
        projects=("27",),
        article=_ARTICLE_27,
        bureau=_COMMERCE,
        authority="city",
        channel="",
        indicator=_NEW_ENERGY_SALES,
        sign=1,
        evidence=("li_subsidies", "helveston_logit", "nev_subsidy_2020"),
        apply=_purchase_support,
    ),
    Lever(
        id="ev_purchase_tax_exemption",
        label=Text("新能源汽车车辆购置税减免", "Purchase tax relief for new-energy vehicles"),
        description=Text(
            "新能源汽车免征车辆购置税的比例（1为全免，0.5为减半）；国家规定，对小客车和新能源重卡都适用。",
            "Share of the purchase tax that new-energy vehicles do not pay (1 exempt, 0.5 halved); national law, for "
            "cars and for heavy trucks with a battery or hydrogen.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：与燃油车同样征税", "0: taxed as others"),
            Text("0.5：2026至2027年的法定水平", "0.5: the law of 2026 and 2027"),
            Text("1：2014至2025年的全免", "1: exempt, as from 2014 to 2025"),
        ),
        projects=("27",),
        article=_ARTICLE_27,
        bureau=Text("市税务局", "Tax Bureau"),
        authority="state",
        channel="",
        indicator=_NEW_ENERGY_SALES,
        sign=1,
        evidence=("purchase_tax_law", "tax_relief_2023"),
        apply=_tax_exemption,
    ),
    Lever(
        id="scrappage_subsidy",
        label=Text("老旧汽车报废更新补贴", "Trade-in subsidy for old cars"),
        description=Text(
            "报废旧车并购买新能源汽车的补贴，买燃油车按比例减少；旧车剩余价值低于补贴的车主会提前报废。",
            "Paid for an old car scrapped and a new-energy car bought, in part for a petrol car; owners whose old car "
            "is worth less than the subsidy scrap it early.",
        ),
        unit="CNY/car",
        low=0.0,
        high=30000.0,
        guidance=Guidance(
            Text("0：无以旧换新", "0: no trade-in"),
            Text(
                "0：方案未提；2024年和2025年的国家标准为10000至20000",
                "0: the plan names none; the national rates of 2024 and 2025 were 10,000 to 20,000",
            ),
            Text("30000：高于国家标准一半", "30,000: half above the national rate"),
        ),
        projects=("27",),
        article=_ARTICLE_27,
        bureau=_COMMERCE,
        authority="state",
        channel="subsidy",
        indicator="Sales|Transportation|Light-Duty Vehicle",
        sign=1,
        evidence=("tradein_2024", "caixin_scrappage"),
        apply=_scrappage,
    ),
    Lever(
        id="charger_buildout",
        label=Text("公共充电桩建设", "Public charger programme"),
        description=Text(
            "每千名常住人口每年由计划新建的公共充电桩；桩多则近、排队少，没有私人车位的居民才敢买纯电动车，车多又引来市场建桩。",
            "Public chargers that a programme builds each year per 1,000 residents; a free one near lets people "
            "without a parking place buy a battery car, and more cars bring more chargers.",
        ),
        unit="chargers/10^3 persons/yr",
        low=0.0,
        high=3.0,
        guidance=Guidance(
            Text("0：只靠市场", "0: the market alone"),
            Text(
                "0.6：略快于山西2025年13万桩的规划（约0.4）",
                "0.6: somewhat faster than Shanxi's plan of 130,000 by 2025 (about 0.4)",
            ),
            Text("3：适度超前，三年内遍及乡镇", "3: ahead of demand, in every township within three years"),
        ),
        projects=("29",),
        article=_ARTICLE_29,
        bureau=_ENERGY,
        authority="city",
        channel="construction",
        indicator=_NEW_ENERGY_SALES,
        sign=1,
        evidence=("shanxi_chargers", "guo_chargers", "li_subsidies"),
        apply=_chargers,
    ),
    Lever(
        id="managed_charging_incentive",
        label=Text("有序充电激励", "Payment for managed charging"),
        description=Text(
            "车主把家中充电时间交给电网安排，每移动一度电得到的补偿；补偿超过麻烦的车主才参加，负荷从傍晚移到低价时段；用谷段电价的车主只在谷段之内移动。",
            "Paid per kWh that a car's owner lets the grid move; owners join when the payment beats the trouble, and "
            "the load leaves the evening for cheap hours: within the valley where the owner pays by a night valley.",
        ),
        unit="CNY/kWh",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：无补偿", "0: nothing is paid"),
            Text(
                "0.1：示范项目水平（0.2）的一半，有桩车主约一成参加，在夜间谷段之内",
                "0.1: half of what demonstrations pay (0.2); a tenth of owners with a charger join, at night",
            ),
            Text("1：约两倍电价，多数有桩车主参加", "1: twice the price of power, most owners with a charger join"),
        ),
        projects=("8", "14"),
        article="三、重点任务 14．数字能源融合创新工程",
        bureau=_ENERGY,
        authority="city",
        channel="subsidy",
        indicator="Share|Managed Charging",
        sign=1,
        evidence=("cars.managed.trouble", "cars.managed.elasticity"),
        apply=_managed_charging,
    ),
    Lever(
        id="public_fleet_mandate",
        label=Text("公交出租新能源化要求", "Mandate for clean buses and taxis"),
        description=Text(
            "新购公交车和出租车中必须是新能源车的比例；公交公司和特许经营都由市县掌握，要求能够落实，其余按每公里成本选择。",
            "Share of new buses and taxis that must be new-energy ones; they are in public hands, so "
            "it is obeyed; the others choose by cost per kilometre.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：不作要求", "0: none"),
            Text("1：方案要求城市公共交通工具全部新能源化", "1: the plan's wish for all public transport"),
            Text("1：全部", "1: all"),
        ),
        projects=("27",),
        article=_ARTICLE_27,
        bureau=_TRANSPORT,
        authority="city",
        channel="",
        indicator="Share|Bus Battery",
        sign=1,
        evidence=("shanxi_buses", "hao_life"),
        apply=_public_fleets,
    ),
    Lever(
        id="light_truck_road_priority",
        label=Text("新能源轻型货车路权优先", "Road priority for new-energy light trucks"),
        description=Text(
            "燃油轻型货车每天不得进入城区的营运时间比例；同样的支出只能跑更少的路，新能源车不受限。",
            "Share of a working day in which oil-burning light trucks may not enter towns; the same cost then buys "
            "fewer kilometres, while new-energy ones drive all day.",
        ),
        unit="share",
        low=0.0,
        high=0.5,
        guidance=Guidance(
            Text("0：不限行", "0: no limit"),
            Text("0.1：早晚高峰限行", "0.1: closed at both rush hours"),
            Text("0.5：白天城区全部限行", "0.5: closed all day"),
        ),
        projects=("27", "28"),
        article=_ARTICLE_27,
        bureau=Text("市公安局", "Public Security Bureau"),
        authority="city",
        channel="inspection",
        indicator="Share|Light Truck Battery",
        sign=1,
        evidence=("ucdavis_freight",),
        apply=_light_trucks,
    ),
    Lever(
        id="cycle_and_walk_network",
        label=Text("自行车道和步道网络", "Network for cycling and walking"),
        description=Text(
            "城区居民身边有连续自行车道和步道的比例；短途出行的一部分由汽车转为骑行和步行。",
            "Share of town residents near a network of cycle lanes and footpaths; some trips leave the car.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：没有连续的慢行系统", "0: none that connects"),
            Text("0.3：2030年主城区大部分成网（0.4为基本成网）", "0.3: most of the main town by 2030 (0.4: all of it)"),
            Text("1：所有城镇居民步行可达", "1: near everybody in towns"),
        ),
        projects=("29", "43"),
        article=_ARTICLE_29,
        bureau=Text("市城管局", "Urban Management Bureau"),
        authority="city",
        channel="construction",
        indicator="Travel|Car km",
        sign=-1,
        evidence=("cars.short_trips", "cars.short_trips.response"),
        apply=_slow_travel,
        is_built=True,
    ),
)
