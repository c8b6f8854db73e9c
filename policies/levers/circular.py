"""What goes round: bulk waste, exchange in parks, waste heat for towns, collection of worn-out metal."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text


def _waste(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "materials", waste_support_cny_per_t=value * delivery["subsidy"])


def _parks(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "materials", park_grant_share=value * delivery["subsidy"])


def _heat(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "materials", heat_grant_share=value * delivery["subsidy"])


def _collection(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "materials", collection_share=value * delivery["construction"])


def _recovery(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "materials", recovery_support_cny_per_t=value * delivery["subsidy"])


LEVERS = (
    Lever(
        id="retired_equipment_support",
        label=Text("退役电池、光伏组件和风机叶片回收补贴", "Support of recovering packs, PV modules and blades"),
        description=Text(
            "规范回收企业每回收1吨退役动力电池、光伏组件或风机叶片的补贴。多数电池被出价更高的小作坊收走，组件和叶片多被拆框填埋；补贴使规范企业能出更高的价。",
            "Paid to licensed recyclers per tonne of worn-out packs, PV modules and blades. Workshops without "
            "licence pay more for packs, modules and blades are mostly stripped and buried; support lets licensed "
            "recyclers pay more.",
        ),
        unit="CNY/t",
        low=0.0,
        high=3000.0,
        guidance=Guidance(
            Text("0：无补贴", "0: none"),
            Text("500：组件和叶片基本规范回收（本模型取值）", "500: our reading, most modules and blades"),
            Text("3000：多数电池也规范回收", "3,000: most packs as well"),
        ),
        projects=("31",),
        article="(七) 31",
        bureau=Text(
            "市商务局、市工信局、市生态环境局", "Commerce Bureau, Industry Bureau, Ecology and Environment Bureau"
        ),
        authority="city",
        channel="subsidy",
        indicator="Recycling|Licensed Recovery",
        sign=1,
        evidence=("recovery.others.pack", "recovery.spread.pack", "recovery.licensed.module"),
        apply=_recovery,
    ),
    Lever(
        id="solid_waste_utilization_subsidy",
        label=Text("工业固废综合利用补贴", "Support of using bulk waste"),
        description=Text(
            "每利用1吨煤矸石、粉煤灰、冶炼渣、赤泥的补贴，给利用企业。补贴越高，运得越远，制砖、筑路等生产线建得越多。",
            "Paid to users per tonne of gangue, ash, slag and red mud. The more is paid, the farther it pays to "
            "haul and the more lines for bricks, blocks and roads are built.",
        ),
        unit="CNY/t",
        low=0.0,
        high=40.0,
        guidance=Guidance(
            Text("0：无补贴", "0: none"),
            Text("8：本模型取值", "8: our reading"),
            Text("40：大部分都有去处", "40: most finds a user"),
        ),
        projects=("20",),
        article="(四) 20",
        bureau=Text("市工信局、市发展改革委", "Industry Bureau, Development and Reform Commission"),
        authority="city",
        channel="subsidy",
        indicator="Share|Solid Waste Utilization",
        sign=1,
        evidence=("env_tax_law", "solid_waste.spread"),
        apply=_waste,
    ),
    Lever(
        id="park_circularity_support",
        label=Text("园区循环化改造补助", "Support of circular parks"),
        description=Text(
            "园区企业间余热、蒸汽和副产物交换设施投资的补助比例。",
            "Share of the capital of pipes and yards through which neighbours in a park exchange heat, steam and "
            "by-products that the budget pays.",
        ),
        unit="share",
        low=0.0,
        high=0.7,
        guidance=Guidance(
            Text("0：无补助", "0: none"),
            Text("0.3：本模型取值", "0.3: our reading"),
            Text("0.7：多数园区很快建成", "0.7: most parks are soon done"),
        ),
        projects=("30", "11"),
        article="(七) 30",
        bureau=Text(
            "市商务局、市工信局、市发展改革委", "Commerce Bureau, Industry Bureau, Development and Reform Commission"
        ),
        authority="city",
        channel="subsidy",
        indicator="Share|Circular Parks",
        sign=1,
        evidence=("waste_heat.exchange_capital",),
        apply=_parks,
    ),
    Lever(
        id="waste_heat_district_heating",
        label=Text("工业余热供暖管网补助", "Support of waste heat for district heating"),
        description=Text(
            "把工业余热接入城镇供热管网的投资补助比例；余热先用，热电联产和锅炉少供。热不跨县。",
            "Share of the capital of pipes that bring waste heat of works to heat networks that the budget pays. "
            "Waste heat goes first, heat from power units and boilers falls. Heat does not cross counties.",
        ),
        unit="share",
        low=0.0,
        high=0.7,
        guidance=Guidance(
            Text("0：无补助", "0: none"),
            Text("0.3：本模型取值", "0.3: our reading"),
            Text("0.7：管网够得着的都接", "0.7: whatever is in reach"),
        ),
        projects=("25", "30"),
        article="(五) 25",
        bureau=Text(
            "市住建局、市城管局、市能源局",
            "Housing and Urban-Rural Development Bureau, Urban Management Bureau, Energy Bureau",
        ),
        authority="city",
        channel="subsidy",
        indicator="Waste Heat|District Heating",
        sign=1,
        evidence=("waste_heat.pipe_capital",),
        apply=_heat,
    ),
    Lever(
        id="recycling_network_support",
        label=Text("再生资源回收网络建设", "Collection network for worn-out goods"),
        description=Text(
            "社区回收点、分拣中心覆盖的人口比例；废钢、废铝应收尽收。",
            "Share of people whom collection points and sorting centres reach; more of the steel and aluminium "
            "that wear out is collected.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0.2：零散回收", "0.2: scattered dealers"),
            Text("0.7：2030年起（本模型取值）", "0.7: from 2030 on (our reading)"),
            Text("1：应收尽收", "1: everybody"),
        ),
        projects=("31",),
        article="(七) 31",
        bureau=Text("市商务局、市工信局", "Commerce Bureau, Industry Bureau"),
        authority="city",
        channel="construction",
        indicator="Recycling|Steel Scrap",
        sign=1,
        evidence=("scrap.recovered", "scrap.recovered_most"),
        apply=_collection,
        is_built=True,
    ),
)
