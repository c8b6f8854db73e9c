"""Walls, meters, codes, kitchens and appliances of homes."""

from policies.apply import sets
from policies.lever import Guidance, Lever, Text

_HOUSING = Text("市住建局", "Housing and Urban-Rural Development Bureau")
_AGRICULTURE = Text("市农业农村局", "Agriculture and Rural Affairs Bureau")
_CITY = Text("市城管局", "Urban Management Bureau")
_REFORM = Text("市发展改革委", "Development and Reform Commission")

LEVERS = (
    Lever(
        id="rural_retrofit_subsidy",
        label=Text("农房节能改造补贴", "Grants for village homes' walls and windows"),
        description=Text(
            "农房墙体、屋面、门窗节能改造每平方米补贴；住户按省下的取暖费、自付部分和舒适度决定，烧煤越便宜越不愿改。",
            "Paid per square metre for walls, roof and windows of a village home. Owners weigh the heating bill "
            "saved, their own part and comfort; the cheaper the coal, the fewer renovate.",
        ),
        unit="CNY/m2",
        low=0.0,
        high=200.0,
        guidance=Guidance(
            Text("0：不补贴", "0: none"),
            Text("80：约为造价的一半", "80: half of the works"),
            Text("160：全额", "160: all of it"),
        ),
        projects=("21",),
        article="(五) 21",
        bureau=_HOUSING,
        authority="city",
        channel="subsidy",
        indicator="Share|Homes Renovated|Rural",
        sign=1,
        evidence=("envelope.price.rural", "envelope.saving"),
        apply=sets("building", "rural_retrofit_cny_per_m2", "subsidy"),
    ),
    Lever(
        id="urban_retrofit_subsidy",
        label=Text("城镇既有住宅节能改造补贴", "Grants for old blocks' walls and windows"),
        description=Text(
            "老旧小区等既有住宅节能改造每平方米补贴；按面积交热费的住户省不下钱，配合供热计量才有动力。",
            "Paid per square metre for old blocks. Who pays heat by floor area saves nothing; metering gives the "
            "reason.",
        ),
        unit="CNY/m2",
        low=0.0,
        high=250.0,
        guidance=Guidance(
            Text("0：不补贴", "0: none"),
            Text("100：约为造价的一半", "100: nearly half of the works"),
            Text("220：全额", "220: all of it"),
        ),
        projects=("24",),
        article="(六) 24",
        bureau=_HOUSING,
        authority="city",
        channel="subsidy",
        indicator="Share|Homes Renovated|Urban",
        sign=1,
        evidence=("envelope.price.urban", "envelope.saving"),
        apply=sets("building", "urban_retrofit_cny_per_m2", "subsidy"),
    ),
    Lever(
        id="heat_metering",
        label=Text("供热计量收费比例", "Flats that pay heat by meter"),
        description=Text(
            "集中供热住宅按表计费的比例；按表计费的住户会调低温度，节能改造也能省钱。",
            "Share of flats on district heat that pay by meter; they turn the heat down, and better walls then save "
            "money.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：全部按面积", "0: all by area"),
            Text("0.6：新建和改造住宅计量", "0.6: new and renovated blocks"),
            Text("1：全部计量", "1: all"),
        ),
        projects=("24", "17g"),
        article="(六) 24",
        bureau=_CITY,
        authority="city",
        channel="construction",
        indicator="Homes|District Heat",
        sign=-1,
        evidence=("envelope.turned_down", "envelope.fixed_share"),
        apply=sets("building", "metered_share", "construction"),
        is_built=True,
    ),
    Lever(
        id="building_code_saving",
        label=Text("新建建筑节能标准提升", "Stricter code for new buildings"),
        description=Text(
            "新建建筑在2020年标准基础上再节能的比例；城镇基本执行，农村自建房只有少数执行。",
            "Heat of a new building saved under the code of 2020. Towns obey, of village homes only a few.",
        ),
        unit="share",
        low=0.0,
        high=0.6,
        guidance=Guidance(
            Text("0：2020年标准", "0: the code of 2020"),
            Text("0.3：2030年再提升30％（方案）", "0.3: 30 % better by 2030, the plan"),
            Text("0.6：近零能耗", "0.6: nearly zero energy"),
        ),
        projects=("24",),
        article="(六) 24",
        bureau=_HOUSING,
        authority="city",
        channel="inspection",
        indicator="Homes|Heat Demand",
        sign=-1,
        evidence=("envelope.new_need.urban", "envelope.code_reach.rural"),
        apply=sets("building", "code_saving_share", "inspection"),
    ),
    Lever(
        id="rural_electrification_support",
        label=Text("农村电炊具和户内改造补贴", "Support for electric kitchens in villages"),
        description=Text(
            "农户改用电炊具（含户内线路）的补贴；灶具更换时选择，减少做饭用煤、液化气和秸秆。",
            "Paid for an electric kitchen with its wiring in a village home, chosen when the cooker is given up; "
            "less coal, bottled gas and straw in the kitchen.",
        ),
        unit="CNY/household",
        low=0.0,
        high=2000.0,
        guidance=Guidance(
            Text("0：不补贴", "0: none"),
            Text("600：约为电炊具价格", "600: about the cooker"),
            Text("2000：炊具和线路全包", "2,000: cooker and wiring"),
        ),
        projects=("21",),
        article="(五) 21",
        bureau=_AGRICULTURE,
        authority="city",
        channel="subsidy",
        indicator="Homes|Electric Kitchens",
        sign=1,
        evidence=("kitchen.support", "kitchen.use"),
        apply=sets("building", "kitchen_support_cny", "subsidy"),
    ),
    Lever(
        id="carbon_inclusion_credit",
        label=Text("碳普惠奖励（节能家电）", "Personal carbon credits for appliances"),
        description=Text(
            "购买一级能效家电的碳普惠奖励；家电更换时选择。",
            "Credit for an appliance of the best class, chosen when the old one fails.",
        ),
        unit="CNY/appliance",
        low=0.0,
        high=500.0,
        guidance=Guidance(
            Text("0：无奖励", "0: none"),
            Text("150：约为差价的一半", "150: half of the price difference"),
            Text("500：超过差价", "500: more than the difference"),
        ),
        projects=("43",),
        article="(十二) 43",
        bureau=_REFORM,
        authority="city",
        channel="subsidy",
        indicator="Homes|Electricity",
        sign=-1,
        evidence=("appliances.saving", "appliances.credit"),
        apply=sets("building", "appliance_credit_cny", "subsidy"),
    ),
)
