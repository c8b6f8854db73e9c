"""Coal to electricity and its companions: support, programme, no-coal zones, biomass stoves."""

import numpy as np

from agents.household.heaters import BIOMASS, ELECTRIC
from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text

_ARTICLE_10 = "(三) 10"
_ENERGY_BUREAU = Text("市能源局", "Energy Bureau")


def _purchase_subsidy(signals: Signals, value: float, delivery: Delivery) -> Signals:
    subsidy = signals.heating.purchase_subsidy_cny.copy()
    subsidy[:, list(ELECTRIC)] = value * delivery["subsidy"][:, None]
    return change(signals, "heating", purchase_subsidy_cny=subsidy)


def _running_subsidy(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "heating", electricity_rebate_cny_per_kwh=value * delivery["subsidy"])


def _gas_running_subsidy(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "heating", gas_rebate_cny_per_m3=value * delivery["subsidy"])


def _programme(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "heating", programme_share=value * delivery["construction"])


def _ban(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "heating", coal_inspection=value * delivery["inspection"])


def _zone(signals: Signals, value: float, delivery: Delivery) -> Signals:
    now = signals.heating.no_coal_zone_share
    return change(signals, "heating", no_coal_zone_share=np.minimum(now + value * (1.0 - now), 1.0))


def _biomass_stove(signals: Signals, value: float, delivery: Delivery) -> Signals:
    subsidy = signals.heating.purchase_subsidy_cny.copy()
    subsidy[:, BIOMASS] = value * delivery["subsidy"]
    return change(signals, "heating", purchase_subsidy_cny=subsidy)


LEVERS = (
    Lever(
        id="coal_to_electricity_purchase_subsidy",
        label=Text("煤改电购置补贴", "Coal-to-electricity purchase subsidy"),
        description=Text(
            "每户购买热泵、电暖器或太阳能加电辅热设备时一次性补贴的金额，最高不超过设备价款的一定比例；"
            "降低首付和年化成本，贫困户更敏感。",
            "Paid once per home for a heat pump, electric heaters or a solar-electric system, up to a share of the "
            "price; it lowers the down payment and the yearly cost, and matters most to the poor.",
        ),
        unit="CNY/household",
        low=0.0,
        high=20000.0,
        guidance=Guidance(
            Text("0：购置全由住户承担", "0: homes pay it all"),
            Text(
                "5000：略低于晋城等山西城市的标准（6500），够买电暖器，约为热泵价格的四分之一",
                "5,000: below cities such as Jincheng (6,500); pays for electric heaters, a quarter of a heat pump",
            ),
            Text("20000：近乎免费安装空气源热泵", "20,000: an air-water heat pump almost free"),
        ),
        projects=("10", "25"),
        article=_ARTICLE_10,
        bureau=_ENERGY_BUREAU,
        authority="city",
        channel="subsidy",
        indicator="Homes|Heater|Heat Pump",
        sign=1,
        evidence=("jincheng_coal_to_electricity", "beijing_replacement", "bhet"),
        apply=_purchase_subsidy,
    ),
    Lever(
        id="coal_to_electricity_running_subsidy",
        label=Text("煤改电运行补贴", "Coal-to-electricity running subsidy"),
        description=Text(
            "采暖季每度取暖用电的补贴，每户有用电量上限；缩小与散煤的运行费用差，取消后贫困和老年家庭最先返煤或少取暖。",
            "Paid per kWh of heating electricity in winter, up to a limit per home; it narrows the gap to coal. When "
            "it ends, poor and old homes go back to coal first, or heat less.",
        ),
        unit="CNY/kWh",
        low=0.0,
        high=0.3,
        guidance=Guidance(
            Text("0：无运行补贴", "0: none"),
            Text("0.10：运城、夏县等地标准，每户每季最多1040元", "0.10: as in Yuncheng, at most 1,040 CNY a winter"),
            Text(
                "0.20以上：太原2019年水平，热泵取暖比烧煤便宜",
                "0.20 and more: Taiyuan in 2019; a heat pump then runs cheaper than coal",
            ),
        ),
        projects=("10", "17g"),
        article=_ARTICLE_10,
        bureau=_ENERGY_BUREAU,
        authority="city",
        channel="subsidy",
        indicator="Share|Return to Coal",
        sign=-1,
        evidence=("yuncheng_running_subsidy", "bhet"),
        apply=_running_subsidy,
    ),
    Lever(
        id="coal_to_gas_running_subsidy",
        label=Text("煤改气运行补贴", "Coal-to-gas running subsidy"),
        description=Text(
            "采暖季每立方米取暖用气的补贴，每户有用气量上限；燃气取暖费用约为散煤的两倍，是返煤和少取暖的主要人群。",
            "Paid per cubic metre of heating gas, up to a limit per home; gas costs about twice as much to run as "
            "coal, so its users are the first to go back or go cold.",
        ),
        unit="CNY/m3",
        low=0.0,
        high=2.0,
        guidance=Guidance(
            Text("0：无补贴", "0: none"),
            Text("1.0：运城标准，每户每季最多1200元", "1.0: as in Yuncheng, at most 1,200 CNY a winter"),
            Text("2.0：与散煤费用大致持平", "2.0: about level with coal"),
        ),
        projects=("10", "17g"),
        article=_ARTICLE_10,
        bureau=_ENERGY_BUREAU,
        authority="city",
        channel="subsidy",
        indicator="Homes|Heater|Gas",
        sign=1,
        evidence=("yuncheng_running_subsidy", "luliang_heat_press"),
        apply=_gas_running_subsidy,
    ),
    Lever(
        id="clean_heating_programme",
        label=Text("清洁取暖改造规模", "Clean-heating programme"),
        description=Text(
            "每年逐村覆盖的燃煤取暖户比例：上门讲解、代办电力增容和安装，并要求拆除炉具；是否接受由住户按费用和习惯决定。",
            "Share of the homes still on coal that the programme reaches in a year, village by village: it explains, "
            "arranges the grid works and the installation, and asks for the stove. Homes decide whether to accept.",
        ),
        unit="share/yr",
        low=0.0,
        high=0.6,
        guidance=Guidance(
            Text("0：不组织改造", "0: none"),
            Text("0.12：2030年前逐步清零的节奏", "0.12: a pace towards zero by 2030"),
            Text("0.5：两个冬天走遍各村，考验县级力量", "0.5: all villages in two winters, a test of county staff"),
        ),
        projects=("10", "25", "21"),
        article=_ARTICLE_10,
        bureau=_ENERGY_BUREAU,
        authority="city",
        channel="construction",
        indicator="Share|Clean Heating",
        sign=1,
        evidence=("xinzhou_2023", "xinhua_clean_heating", "bhet"),
        apply=_programme,
    ),
    Lever(
        id="scattered_coal_ban",
        label=Text("禁煤区执法强度", "Enforcement of no-coal zones"),
        description=Text(
            "禁煤区内一个冬天里查到燃煤户的概率：查封炉具、罚款；只有禁令而没有补贴会留下受冻家庭和烧柴回潮。",
            "Chance that a home burning coal inside the zone is visited in a winter: stoves are sealed, fines paid. A "
            "ban without money leaves cold homes, and straw and wood in the stove.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：有禁令无执法", "0: a rule that nobody enforces"),
            Text("0.5：重点村镇巡查", "0.5: patrols in the main towns and villages"),
            Text("1：逐户核查", "1: door to door"),
        ),
        projects=("10",),
        article=_ARTICLE_10,
        bureau=Text("市生态环境局", "Ecology and Environment Bureau"),
        authority="city",
        channel="inspection",
        indicator="Homes|Scattered Coal",
        sign=-1,
        evidence=("bhet",),
        apply=_ban,
    ),
    Lever(
        id="no_coal_zone_extent",
        label=Text("禁煤区扩大范围", "Extent of no-coal zones"),
        description=Text(
            "现有禁煤区之外的社区和村庄划入禁煤区的比例；扩大先城镇后村庄。没有执法则不起作用。",
            "Share of communities and villages outside the present zones that are taken into them, towns first. "
            "Without enforcement it does nothing.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：维持现有范围", "0: the zones of today"),
            Text("0.5：平川与城郊全部划入", "0.5: the plain and the edges of towns"),
            Text("1：全市域", "1: the whole city"),
        ),
        projects=("10",),
        article=_ARTICLE_10,
        bureau=Text("市生态环境局", "Ecology and Environment Bureau"),
        authority="city",
        channel="",
        indicator="Homes|Scattered Coal",
        sign=-1,
        evidence=("bhet",),
        apply=_zone,
    ),
    Lever(
        id="biomass_stove_subsidy",
        label=Text("生物质炉具补贴", "Biomass stove subsidy"),
        description=Text(
            "每户购买生物质炉具的一次性补贴；适合有院落、离秸秆近的山区农户。",
            "Paid once per home for a stove on pellets or straw; suits mountain homes with a yard and straw nearby.",
        ),
        unit="CNY/household",
        low=0.0,
        high=4000.0,
        guidance=Guidance(
            Text("0：无补贴", "0: none"),
            Text("1500：约为炉具价格的一半", "1,500: about half of a stove"),
            Text("3000以上：几乎免费", "3,000 and more: almost free"),
        ),
        projects=("7", "25"),
        article="(二) 7",
        bureau=Text("市农业农村局", "Agriculture and Rural Affairs Bureau"),
        authority="city",
        channel="subsidy",
        indicator="Homes|Heater|Biomass",
        sign=1,
        evidence=("heating.price.biomass", "heating.pellet_share"),
        apply=_biomass_stove,
    ),
)
