"""Gas for coal in industry: a cap, support, supply of gas and its price, gas first in new plants."""

import numpy as np

from agents.firm.words import GAS, PROJECTS
from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text
from policies.projects import set_project

_SWITCHES = [PROJECTS.index(name) for name in ("gas_firing", "cleaner_steam")]
_ENERGY = Text("市能源局、市发展改革委", "Energy Bureau, Development and Reform Commission")


def _cap(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return set_project(signals, "project_order_share", "gas_firing", (1.0 - value) * delivery["inspection"])


def _support(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return set_project(signals, "fuel_gap_support_share", "gas_firing", value)


def _supply(signals: Signals, value: float, delivery: Delivery) -> Signals:
    demand, room = np.array(signals.industry.demand_t), np.array(signals.investment.project_room_share)
    demand[GAS] *= value
    room[_SWITCHES] = np.minimum(room[_SWITCHES] * value, 1.0)
    return change(change(signals, "industry", demand_t=demand), "investment", project_room_share=room)


def _discount(signals: Signals, value: float, delivery: Delivery) -> Signals:
    price = max(signals.fuels.gas_industry_cny_per_m3 - value, 0.0)
    signals = change(signals, "supply", gas_discount_cny_per_m3=value)
    return change(signals, "fuels", gas_industry_cny_per_m3=price)


def _gas_first(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", gas_first_share=value * delivery["inspection"])


def _goaf(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", goaf_gas_offered_share=value)


LEVERS = (
    Lever(
        id="gas_first_rule",
        label=Text("新上项目“宜气则气”", "Gas first in new plants"),
        description=Text(
            "新上和扩建工业项目在管网通达范围内须用天然气的锅炉窑炉比例。用气比用煤贵，投资者据此少建，建成后成本高，产量略少。",
            "Share of the boilers and kilns of new and extended plants within reach of gas pipes that must burn gas. "
            "Gas costs more than coal: investors begin fewer plants, and what is built sells somewhat less.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：由企业自选燃料", "0: firms choose their fuel"),
            Text("0.5：通气处一半（本模型取值）", "0.5: half of what pipes reach (our reading)"),
            Text("1：通气处全部用气", "1: all that pipes reach"),
        ),
        projects=("5", "45"),
        article="（二）5",
        bureau=Text("市发展改革委、市能源局", "Development and Reform Commission, Energy Bureau"),
        authority="city",
        channel="inspection",
        indicator="Energy Use|Gas|New Plants",
        sign=1,
        evidence=("project.gas_firing.fuel.raw_coal.other", "project.gas_firing.fuel.natural_gas.other"),
        apply=_gas_first,
    ),
    Lever(
        id="closed_mine_gas_rights",
        label=Text("关闭煤矿煤层气区块出让", "Gas rights over closed mines put on offer"),
        description=Text(
            "关闭煤矿（采空区）残余煤层气区块中已出让采气权的比例。气价加补贴高于成本时开发商打井抽采：多得气、少逸散，储量逐年减少。",
            "Share of the fields over closed mines whose gas may be drawn. Developers drill where the gas price and "
            "support beat cost: gas is won, less seeps out, and the stock runs down.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：未出让", "0: none"),
            Text("0.3：三成区块先行试验（本模型取值）", "0.3: three tenths as a trial (our reading)"),
            Text("1：全部出让", "1: all"),
        ),
        projects=("5",),
        article="（二）5",
        bureau=Text(
            "省自然资源厅、市规划和自然资源局",
            "Provincial Department of Natural Resources, Planning and Natural Resources Bureau",
        ),
        authority="province",
        channel="",
        indicator="Mine Methane|Closed Mines Used",
        sign=1,
        evidence=("mines.goaf.resource", "sx_goaf_2021"),
        apply=_goaf,
    ),
    Lever(
        id="coal_consumption_cap",
        label=Text("工业锅炉窑炉用煤上限", "Cap on coal in industrial boilers and kilns"),
        description=Text(
            "工业锅炉、窑炉允许继续烧煤的产能比例，其余须改用天然气；不划算的改造增加成本，部分产量会转移到外地。",
            "Share of boiler and kiln capacity that may still burn coal; the rest must turn to gas. What does not pay "
            "is a cost that only this city bears, so some output moves away.",
        ),
        unit="share",
        low=0.4,
        high=1.0,
        guidance=Guidance(
            Text("0.4：六成改气", "0.4: six tenths on gas"),
            Text("0.8：2030年压减两成（本模型取值）", "0.8: a fifth less by 2030 (our reading)"),
            Text("1：不设上限", "1: no cap"),
        ),
        projects=("1", "10"),
        article="（一）1，（三）10",
        bureau=_ENERGY,
        authority="city",
        channel="inspection",
        indicator="Energy Use|Coal",
        sign=1,
        evidence=("project.gas_firing.most", "project.gas_firing.fuel.raw_coal.other"),
        apply=_cap,
    ),
    Lever(
        id="fuel_switch_support",
        label=Text("煤改气燃料差价补助", "Support of dearer fuel in place of coal"),
        description=Text(
            "财政补助企业煤改气后燃料多支出的比例。差价补足、改造能回本时企业才改，补助停则设备到期后回煤。",
            "Share of what gas costs more than the coal it replaces that the budget pays. Firms turn where the rest "
            "pays back; when support ends they return to coal as equipment wears out.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：不补差价，几乎无人改", "0: none, hardly anyone turns"),
            Text("0.3：引导鼓励（本模型取值）", "0.3: encouragement (our reading)"),
            Text("1：全额，通气处多数会改", "1: all of it, most who can will turn"),
        ),
        projects=("1", "10"),
        article="（一）1",
        bureau=Text("市财政局、市能源局", "Finance Bureau, Energy Bureau"),
        authority="city",
        channel="",
        indicator="Energy Use|Gas",
        sign=1,
        evidence=("project.gas_firing.capital.alumina", "project.gas_firing.running.alumina"),
        apply=_support,
    ),
    Lever(
        id="unconventional_gas_supply",
        label=Text("非常规天然气上产规模", "Development of unconventional gas"),
        description=Text(
            "致密气、煤层气开发规模，以常年规划为1。多产多输，管网通到更多企业；井场泄漏的甲烷也随之增加。",
            "Development of tight gas and coalbed methane over the usual path. More wells and pipes bring gas to more "
            "firms; methane that leaks at the field grows with it.",
        ),
        unit="ratio",
        low=0.3,
        high=2.0,
        guidance=Guidance(
            Text("0.3：停止新增", "0.3: no new wells"),
            Text("1.3：加快临兴、石楼西等区块（本模型取值）", "1.3: faster in Linxing and Shilou West (our reading)"),
            Text("2：翻一番", "2: twice as much"),
        ),
        projects=("5",),
        article="（二）5",
        bureau=_ENERGY,
        authority="province",
        channel="",
        indicator="Production|Natural Gas",
        sign=1,
        evidence=("output.gas", "industry.gas.leak"),
        apply=_supply,
    ),
    Lever(
        id="gas_direct_supply_discount",
        label=Text("大用户直供气价优惠", "Discount on directly supplied gas"),
        description=Text(
            "上游对工业大用户直供比城市门站到户价低的幅度，由供气企业让利；低到接近煤价时企业才改气。",
            "How much less industry pays where fields supply it directly, borne by gas sellers. Firms turn from coal "
            "only where it comes near the price of coal.",
        ),
        unit="CNY/m3",
        low=0.0,
        high=1.5,
        guidance=Guidance(
            Text("0：无直供", "0: no direct supply"),
            Text("0.3：省去一级配气费（本模型取值）", "0.3: one level of pipe charges saved (our reading)"),
            Text("1.5：接近井口价", "1.5: near the price at the well"),
        ),
        projects=("5",),
        article="（二）5",
        bureau=_ENERGY,
        authority="city",
        channel="",
        indicator="Energy Use|Gas",
        sign=1,
        evidence=("fuel_price.gas_industry_add", "project.gas_firing.capital.other"),
        apply=_discount,
    ),
)
