"""Main railway lines, flights and airfields."""

from policies.apply import sets_number
from policies.lever import Guidance, Lever, Text

LEVERS = (
    Lever(
        id="main_rail_lines",
        label=Text("铁路干线和连接线建设", "Main railway lines and links"),
        description=Text(
            "方案列出的太绥高铁、瓦日铁路至孝柳铁路连接线等项目已开工的比例；每条线要建数年，建成才起作用。线路近了，煤矿和焦化企业的专用线短而省，建得多；火车快了，一部分人不再开车或坐飞机；施工期间每年用柴油、花钱、用工。",
            "Share of the planned lines (the Taiyuan-Suide railway, the link between the Wari and Xiaoliu lines) whose "
            "works have begun; a line takes years and helps when it is done. Sidings of mines and coke plants get "
            "shorter and cheaper, so more are built; trains get faster, so some no longer drive or fly; the years "
            "of building take diesel, money and work.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：不建", "0: none"),
            Text("1：全部开工", "1: all begun"),
            Text("1：全部开工", "1: all begun"),
        ),
        projects=("29", "28"),
        article="(七) 29",
        bureau=Text("市发展改革委、市交通运输局", "Development and Reform Commission, Transport Bureau"),
        authority="state",
        channel="",
        indicator="Freight|Rail Share Long Distance",
        sign=1,
        evidence=("rail.lines.build_years", "sidings.line_cut", "long.line_hours.near", "rail.lines.cost"),
        apply=sets_number("freight", "main_line_begun_share"),
    ),
    Lever(
        id="air_route_support",
        label=Text("支线航班补贴", "Support of flights"),
        description=Text(
            "市财政对吕梁机场每个出港航班的补贴；票款加补贴能覆盖成本的航班才飞。航班越多，航空煤油和排放越多。",
            "Paid by the city for a departure from its airport; airlines fly where tickets and support cover cost. "
            "More flights take up more kerosene: emissions rise.",
        ),
        unit="CNY/departure",
        low=0.0,
        high=80000.0,
        guidance=Guidance(
            Text("0：不补贴", "0: none"),
            Text("30000：拓展机场功能（本模型取值）", "30,000: more routes, our reading"),
            Text("80000：几乎全部航线", "80,000: nearly all routes"),
        ),
        projects=("29",),
        article="(七) 29",
        bureau=Text("市交通运输局、吕梁机场公司", "Transport Bureau, Lüliang Airport"),
        authority="city",
        channel="",
        indicator="Transport|Air Fuel",
        sign=1,
        evidence=("air.on_offer", "air.gap", "air.fuel"),
        apply=sets_number("driving", "air_support_cny"),
    ),
    Lever(
        id="general_airfields",
        label=Text("通用机场", "General airfields"),
        description=Text(
            "建成的通用机场数量，供飞行培训、农林作业和救援使用；每个机场每年耗用航空燃料。",
            "Airfields for training, spraying and rescue that are in service; each takes up fuel every year.",
        ),
        unit="airfields",
        low=0.0,
        high=8.0,
        guidance=Guidance(
            Text("0：不建", "0: none"),
            Text("4：兴县、柳林、临县、中阳", "4: Xing, Liulin, Lin and Zhongyang"),
            Text("8：多数县都有", "8: in most counties"),
        ),
        projects=("29",),
        article="(七) 29",
        bureau=Text("市交通运输局", "Transport Bureau"),
        authority="city",
        channel="",
        indicator="Transport|Air Fuel",
        sign=1,
        evidence=("air.airfield_fuel", "air.airfield_cost"),
        apply=sets_number("driving", "airfields"),
    ),
)
