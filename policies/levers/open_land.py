"""Forest watched, grassland closed to herds, wetlands wetted again."""

from policies.apply import sets
from policies.lever import Guidance, Lever, Text

_PLANNING = Text("市规划和自然资源局", "Planning and Natural Resources Bureau")

LEVERS = (
    Lever(
        id="forest_protection",
        label=Text("森林防灭火和病虫害监测防治", "Forest watched against fire and pests"),
        description=Text(
            "在现有管护之外，加装监控、增加护林员和监测防治的林地比例；火灾和病虫害造成的林木损失减少，护林员工资由财政支付。",
            "Share of forest watched by cameras, wardens and traps beyond what is usual. Less burns and is eaten; "
            "budgets pay the wardens.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：维持现有管护", "0: as it is"),
            Text("0.4：重点林区", "0.4: where most is at stake"),
            Text("1：全部林地", "1: all forest"),
        ),
        projects=("38",),
        article="(十) 38",
        bureau=_PLANNING,
        authority="city",
        channel="construction",
        indicator="Land|Forest Loss",
        sign=-1,
        evidence=("land.protection.cut", "land.protection.cost"),
        apply=sets("land", "protection_share", "construction"),
    ),
    Lever(
        id="grazing_ban_payment",
        label=Text("禁牧封育补助", "Payment for grassland closed to herds"),
        description=Text(
            "每公顷退化草地每年的禁牧补助；高于放牧收益的村集体才会签约围封，土壤碳在头二十年回升、逐渐趋缓；停补后羊群回来，碳重新流失。",
            "Paid each year per hectare of worn grassland closed to herds. Villages sign whom it pays more than "
            "grazing; soil carbon comes back, less each year, and goes again where pay ends and herds return.",
        ),
        unit="CNY/ha/yr",
        low=0.0,
        high=1200.0,
        guidance=Guidance(
            Text("0：不补助", "0: none"),
            Text("115：每亩7.65元，国家补奖标准", "115: 7.65 yuan a mu, the rate of the state"),
            Text("600：每亩40元，多数草地签约", "600: 40 yuan a mu, most sign"),
        ),
        projects=("38", "39"),
        article="(十) 39",
        bureau=_PLANNING,
        authority="city",
        channel="subsidy",
        indicator="Land|Closed Grassland",
        sign=1,
        evidence=("land.grass.gain", "land.grass.income", "grazing_ban_rate"),
        apply=sets("land", "grazing_ban_cny_per_ha", "subsidy"),
    ),
    Lever(
        id="wetland_restoration",
        label=Text("退化湿地修复进度", "Restoration of worn wetlands"),
        description=Text(
            "每年重新蓄水修复的退化湿地占全部退化湿地的比例；土壤固碳，但积水土壤排放甲烷，按当量几乎相抵。",
            "Share of worn wetlands that is wetted again each year. Soils take up carbon, and wet soils give off "
            "methane: counted together hardly a gain for the climate.",
        ),
        unit="share/yr",
        low=0.0,
        high=0.2,
        guidance=Guidance(
            Text("0：不修复", "0: none"),
            Text("0.05：二十年修复完", "0.05: all within twenty years"),
            Text("0.2：五年修复完", "0.2: all within five years"),
        ),
        projects=("38", "39"),
        article="(十) 39",
        bureau=_PLANNING,
        authority="city",
        channel="construction",
        indicator="Land|Restored Wetlands",
        sign=1,
        evidence=("land.wetland.gain", "land.wetland.ch4", "land.wetland.cost"),
        apply=sets("land", "wetland_share", "construction"),
    ),
)
