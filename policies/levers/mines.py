"""Coal mines: least size, support of larger ones, approved capacity, and the ban on venting gas."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text
from policies.projects import set_project

_ARTICLE = "（一）2"
_ENERGY = Text("市能源局、市应急局", "Energy Bureau, Emergency Management Bureau")
_T_PER_MT = 1e6


def _least(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", least_mine_t=value * _T_PER_MT)


def _upgrade(signals: Signals, value: float, delivery: Delivery) -> Signals:
    grant = value * delivery["subsidy"]
    signals = set_project(signals, "project_grant_share", "smart_mine", grant)
    return change(signals, "supply", mine_upgrade_grant_share=grant)


def _approval(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", mine_approval_share=value)


def _venting(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", methane_vent_limit_share=value)


LEVERS = (
    Lever(
        id="mine_minimum_scale",
        label=Text("煤矿最低规模", "Least size of a coal mine"),
        description=Text(
            "低于该规模的煤矿三年内改扩建、并入相邻大矿（核减两成产能）或关闭，由储量、瓦斯、煤价和业主资金决定。",
            "Mines below this size grow, join a larger neighbour (giving up a fifth of their capacity) or close within "
            "three years, as coal left, gas, price and the owner's money decide.",
        ),
        unit="Mt/yr",
        low=0.3,
        high=1.5,
        guidance=Guidance(
            Text("0.3：不淘汰", "0.3: none leaves"),
            Text("1.2：只留先进规模（本模型取值）", "1.2: only what counts as advanced (our reading)"),
            Text("1.5：半数煤矿须扩或并", "1.5: half of the mines must grow or join"),
        ),
        projects=("2",),
        article=_ARTICLE,
        bureau=_ENERGY,
        authority="province",
        channel="",
        indicator="Mines|Average Scale",
        sign=1,
        evidence=("shanxi_merger", "mines.years_to_leave"),
        apply=_least,
    ),
    Lever(
        id="mine_upgrade_support",
        label=Text("煤矿改扩建和智能化补助", "Support of larger and smarter mines"),
        description=Text(
            "财政补助占煤矿改扩建和智能化投资的比例；更多煤矿上智能化采掘，小矿更可能扩建而不是关闭。",
            "Share of the capital of enlarging and automating mines that the budget pays; more mines work "
            "automatically, and small ones rather grow than close.",
        ),
        unit="share",
        low=0.0,
        high=0.6,
        guidance=Guidance(
            Text("0：无补助", "0: none"),
            Text("0.1：智慧矿山奖补（本模型取值）", "0.1: awards for smart mines (our reading)"),
            Text("0.6：大部分投资由财政出", "0.6: most of it paid by the budget"),
        ),
        projects=("2",),
        article=_ARTICLE,
        bureau=Text("市能源局、市财政局", "Energy Bureau, Finance Bureau"),
        authority="city",
        channel="subsidy",
        indicator="Share|Smart Mine Capacity",
        sign=1,
        evidence=("mines.capital.upgrade", "project.smart_mine.capital"),
        apply=_upgrade,
    ),
    Lever(
        id="mine_approval",
        label=Text("接续和核增产能核准", "Approved successor and re-rated mine capacity"),
        description=Text(
            "每年核准的接续矿井和核增产能占在产产能的比例（增加开采和甲烷排放）；满负荷、成本低的矿先得。需求不足时新增产能只替代小矿。",
            "Successor mines and re-ratings approved a year, over working capacity (more mining and methane). Full and "
            "cheap mines come first; where demand is short, new capacity only takes the place of small mines.",
        ),
        unit="share/yr",
        low=0.0,
        high=0.06,
        guidance=Guidance(
            Text("0：不再核准", "0: none"),
            Text("0.01：适度布局，约每年180万吨（本模型取值）", "0.01: with measure, 1.8 Mt a year (our reading)"),
            Text("0.06：敞开核准", "0.06: freely"),
        ),
        projects=("2",),
        article=_ARTICLE,
        bureau=Text("省能源局、市能源局", "Provincial Energy Bureau, Energy Bureau"),
        authority="province",
        channel="",
        indicator="Capacity|Mines",
        sign=1,
        evidence=("mines.capital.new", "mines.step"),
        apply=_approval,
    ),
    Lever(
        id="mine_methane_vent_limit",
        label=Text("抽采瓦斯禁排浓度", "Concentration from which drained gas may not be vented"),
        description=Text(
            "抽采瓦斯甲烷浓度达到该值即禁止直接排放。限值低则低浓度瓦斯也须利用，排放减少。",
            "Drained gas with this share of methane or more may not be vented. A low limit makes mines use lean gas as "
            "well.",
        ),
        unit="share",
        low=0.04,
        high=0.3,
        guidance=Guidance(
            Text("0.04：低于国家标准", "0.04: stricter than the state"),
            Text("0.08：2024年国家标准", "0.08: the state's standard of 2024"),
            Text("0.3：2008年国家标准", "0.3: the state's standard of 2008"),
        ),
        projects=("2", "9"),
        article="（一）2，（三）9",
        bureau=Text("市生态环境局", "Ecology and Environment Bureau"),
        authority="state",
        channel="",
        indicator="Share|Mine Methane Used",
        sign=-1,
        evidence=("cmm_standard", "mines.methane.lean"),
        apply=_venting,
    ),
)
