"""Limits on energy: budgets of key units, the year of the next grade of the standards; and what is learnt."""

import numpy as np

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text

NOTICE_YEARS = 3  # a standard is published so long before it binds


def _budget(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "investment", energy_budget_cut_share=value * delivery["inspection"])


def _standard_year(signals: Signals, value: float, delivery: Delivery) -> Signals:
    limit = signals.industry.limit_per_t
    tightened = np.minimum(limit, signals.investment.next_limit_per_t[:, None])
    known = tightened if signals.year >= value - NOTICE_YEARS else limit
    known = np.minimum(known, signals.investment.coming_limit_per_t)  # of the national standards as they are dated
    signals = change(signals, "investment", coming_limit_per_t=known)
    return change(signals, "industry", limit_per_t=tightened if signals.year >= value else limit)


def _research(signals: Signals, value: float, delivery: Delivery) -> Signals:
    n = len(signals.investment.research_cny)
    return change(signals, "investment", research_cny=np.full(n, value * 1e6 / n))


LEVERS = (
    Lever(
        id="energy_budget_strictness",
        label=Text("用能预算核减比例", "Energy budget cut"),
        description=Text(
            "重点用能单位的用能预算比2020年单耗低多少。超预算部分按用能权价格购买指标；只在本市承担，会让部分产量转到外地。",
            "How far the energy budget of a key unit lies below its use per tonne in 2020. What it uses beyond "
            "has to be bought as quota, a cost borne only here that also moves output away.",
        ),
        unit="share",
        low=0.0,
        high=0.3,
        guidance=Guidance(
            Text("0：按2020年单耗给预算", "0: budgets at the use of 2020"),
            Text("0.1：2030年压减一成（本模型取值）", "0.1: a tenth less by 2030 (our reading)"),
            Text("0.3：多数企业要买指标", "0.3: most must buy quota"),
        ),
        projects=("9",),
        article="(三) 9",
        bureau=Text("市能源局、市发展改革委", "Energy Bureau, Development and Reform Commission"),
        authority="city",
        channel="inspection",
        indicator="Firms|Specific Use",
        sign=-1,
        evidence=("invest.quota_price", "invest.key_unit"),
        apply=_budget,
    ),
    Lever(
        id="efficiency_standard_year",
        label=Text("能耗限额提级年份", "Year of the next energy limit"),
        description=Text(
            "存量装置须达到能耗限额标准二级的年份；提前三年公布，临近时集中改造，到期仍超的按惩罚性电价收费。“从不”即不提级。",
            "Year in which plants in service must meet grade 2 of the national standards. Known three years before, "
            "it makes retrofits bunch; who is above it then pays the punitive price. Never means that limits stay.",
        ),
        unit="year",
        low=2024,
        high=2061,
        guidance=Guidance(
            Text("2028：抢在全国之前", "2028: ahead of the nation"),
            Text("2030：本模型取值", "2030: our reading"),
            Text("从不：不提级", "never: limits stay"),
        ),
        projects=("16g",),
        article="(十六) 地方法规和标准",
        bureau=Text("市市场监管局、市能源局", "Market Regulation Bureau, Energy Bureau"),
        authority="province",
        channel="",
        indicator="Firms|Specific Use",
        sign=1,
        evidence=("gb_21342", "gb_21346", "gb_16780", "industry.next_limit.coke"),
        apply=_standard_year,
    ),
    Lever(
        id="research_fund",
        label=Text("绿色低碳科技专项", "Research fund"),
        description=Text(
            "市级科技专项每年用于本地企业研究和示范的资金。让企业了解技术，降低本地设计、试验和配套成本；设备价格由世界市场决定。",
            "Yearly fund for research and trials with local firms. Firms come to know techniques, and planning, trials "
            "and fitting in get cheaper; equipment keeps the world's price.",
        ),
        unit="10^6 CNY/yr",
        low=0.0,
        high=200.0,
        guidance=Guidance(
            Text("0：不设专项", "0: none"),
            Text("30：每年三千万（本模型取值）", "30: thirty million a year (our reading)"),
            Text("200：收益已递减", "200: returns have fallen off"),
        ),
        projects=("33",),
        article="(九) 33",
        bureau=Text("市科技局、市财政局", "Science Bureau, Finance Bureau"),
        authority="city",
        channel="",
        indicator="Firms|Technology Cost",
        sign=-1,
        evidence=("invest.soft_share", "invest.research.scale"),
        apply=_research,
    ),
)
