"""What is torn down and built, and of what: materials, rubble, village homes, stores in buildings, town green."""

from policies.apply import sets
from policies.lever import Guidance, Lever, Text

_HOUSING = Text("市住建局", "Housing and Urban-Rural Development Bureau")
_CITY = Text("市城管局", "Urban Management Bureau")

LEVERS = (
    Lever(
        id="demolition_control",
        label=Text("建筑拆除管理力度", "Control of demolition"),
        description=Text(
            "申请拆除的尚好建筑中不予批准的比例；少拆少建，水泥钢材和建筑垃圾减少，但旧房不换，采暖用热略高。",
            "Share of applications to tear down sound buildings that are turned down. Less is rebuilt: less cement, "
            "steel and rubble, but old walls stay and need a little more heat.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：随意拆建", "0: whoever asks may"),
            Text("0.6：杜绝大拆大建", "0.6: no wholesale clearing"),
            Text("1：完好建筑一律不拆", "1: no sound building"),
        ),
        projects=("46", "23"),
        article="(十三) 46",
        bureau=_HOUSING,
        authority="city",
        channel="inspection",
        indicator="Floor Area|Demolished",
        sign=-1,
        evidence=("construction.needless", "envelope.rebuilt"),
        apply=sets("building", "demolition_refused_share", "inspection"),
    ),
    Lever(
        id="green_material_rule",
        label=Text("绿色建材应用要求", "Rule for green materials"),
        description=Text(
            "新建建筑中必须使用认证绿色建材（高强混凝土、高强钢筋、空心砌块等）的比例；同样面积少用水泥钢材，造价略高，由购房者承担。",
            "Share of new floor that must be built with certified materials (high-strength concrete and bars, hollow "
            "blocks). The same floor takes less cement and steel; buyers pay a little more.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：不要求", "0: none"),
            Text("0.6：政府投资和大型建筑", "0.6: public and large buildings"),
            Text("1：全部新建", "1: all new floor"),
        ),
        projects=("23",),
        article="(六) 23",
        bureau=_HOUSING,
        authority="city",
        channel="inspection",
        indicator="Share|Green Materials",
        sign=1,
        evidence=("construction.green.cement", "construction.green.cost"),
        apply=sets("building", "green_material_share", "inspection"),
    ),
    Lever(
        id="recycled_aggregate_support",
        label=Text("建筑垃圾再生骨料补贴", "Support of aggregate from rubble"),
        description=Text(
            "每吨再生骨料的补贴；接近分选破碎多花的钱时才有企业建线。替代天然砂石，破碎用能与采石相当，碳排放基本不变。",
            "Paid per tonne of aggregate from rubble; lines are built where pay nears what sorting and crushing cost "
            "more. It replaces quarried stone at about the same energy: carbon hardly moves.",
        ),
        unit="CNY/t",
        low=0.0,
        high=60.0,
        guidance=Guidance(
            Text("0：不补贴", "0: none"),
            Text("15：一部分工地", "15: some sites"),
            Text("60：绝大部分建筑垃圾", "60: nearly all rubble"),
        ),
        projects=("23",),
        article="(六) 23",
        bureau=_CITY,
        authority="city",
        channel="subsidy",
        indicator="Share|Rubble Recycled",
        sign=1,
        evidence=("construction.crushing.cost", "construction.rubble"),
        apply=sets("building", "aggregate_cny_per_t", "subsidy"),
    ),
    Lever(
        id="town_green_building",
        label=Text("城市绿地建设", "Green made in towns"),
        description=Text(
            "每年把建成区的多大比例建成绿地，到可用空间用完为止；树木固碳量不大，主要是宜居。",
            "Share of the built-up area made green each year until there is no room left. Trees take up little "
            "carbon; towns are made pleasant.",
        ),
        unit="share/yr",
        low=0.0,
        high=0.02,
        guidance=Guidance(
            Text("0：维持现状", "0: as it is"),
            Text("0.01：数年内达到40％（方案）", "0.01: 40 % within years, the plan"),
            Text("0.02：很快用完空间", "0.02: the room is soon used up"),
        ),
        projects=("23",),
        article="(六) 23",
        bureau=_CITY,
        authority="city",
        channel="construction",
        indicator="Share|Town Green",
        sign=1,
        evidence=("land.town.green", "land.town.gain"),
        apply=sets("land", "town_green_share", "construction"),
    ),
    Lever(
        id="village_home_standard",
        label=Text("新建农房执行技术标准", "Standard for new village homes"),
        description=Text(
            "新建农房按自建住房技术标准检查验收的比例；检查到的按节能规范建，采暖用热下降。",
            "Share of new village homes that are inspected against the technical standard; those are built to the "
            "energy code and need less heat.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：少数自觉执行", "0: a few do it by themselves"),
            Text("0.5：乡镇逐步验收", "0.5: townships begin to inspect"),
            Text("1：全部验收", "1: all inspected"),
        ),
        projects=("21",),
        article="(五) 21",
        bureau=_HOUSING,
        authority="city",
        channel="inspection",
        indicator="Homes|Village Homes To Standard",
        sign=1,
        evidence=("envelope.code_reach.rural", "envelope.new_need.rural"),
        apply=sets("building", "village_standard_share", "inspection"),
    ),
    Lever(
        id="prefabricated_village_home_subsidy",
        label=Text("钢结构装配式农房补贴", "Grants for prefabricated village homes"),
        description=Text(
            "农户新建轻钢装配式住宅每平方米补贴；农户按多花的钱占收入的比例和习惯选择。省水泥、费钢材，保温较好。",
            "Paid per square metre of a village home of light steel. Those who build weigh what it costs more against "
            "their income and habit. It takes less cement, more steel, and less heat.",
        ),
        unit="CNY/m2",
        low=0.0,
        high=400.0,
        guidance=Guidance(
            Text("0：不补贴", "0: none"),
            Text("100：约为差价三分之一", "100: a third of what it costs more"),
            Text("300：补齐差价", "300: all of it"),
        ),
        projects=("21",),
        article="(五) 21",
        bureau=_HOUSING,
        authority="city",
        channel="subsidy",
        indicator="Homes|Village Homes Prefabricated",
        sign=1,
        evidence=("envelope.prefab.cost", "envelope.prefab.need", "construction.village_prefab.cement"),
        apply=sets("building", "village_prefab_cny_per_m2", "subsidy"),
    ),
    Lever(
        id="flexible_building_support",
        label=Text("“光储直柔”建筑补助", "Support of buildings with PV, store and flexible load"),
        description=Text(
            "公共建筑和厂房储能、直流配电、柔性用电改造投资的补助比例；业主按峰谷价差回本与否决定，储能进入电力调度，负荷更随电价移动。",
            "Share of the capital of stores, direct-current wiring and controls that a grant pays. Owners of roofs "
            "with PV decide by the spread between peak and valley; stores join the dispatch, loads follow the price.",
        ),
        unit="share",
        low=0.0,
        high=0.8,
        guidance=Guidance(
            Text("0：靠峰谷价差", "0: the tariff alone"),
            Text("0.3：部分补助", "0.3: a part"),
            Text("0.8：近乎全额", "0.8: nearly all"),
        ),
        projects=("25",),
        article="(六) 25",
        bureau=_HOUSING,
        authority="city",
        channel="subsidy",
        indicator="Capacity|Storage|Buildings",
        sign=1,
        evidence=("public.store.battery", "public.store.wiring", "public.store.size"),
        apply=sets("building", "flexible_grant_share", "subsidy"),
    ),
)
