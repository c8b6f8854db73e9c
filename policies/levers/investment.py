"""Money for projects of firms: cheaper loans, energy-service contracts, coal as a material, steam without coal."""

import numpy as np

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text
from policies.projects import set_project


def _green_credit(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "investment", loan_discount_share=value * delivery["subsidy"])


def _esco(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "investment", esco_reach_share=value * delivery["campaign"])


def _coal_material(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return set_project(signals, "project_grant_share", "coal_material", value * delivery["subsidy"])


def _equipment(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "investment", equipment_grant_share=value * delivery["subsidy"])


def _equipment_standard(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "investment", efficient_from_year=value)


def _business(signals: Signals, value: float, delivery: Delivery) -> Signals:
    n = len(signals.investment.business_support_cny)
    return change(signals, "investment", business_support_cny=np.full(n, value * 1e6 / n))


LEVERS = (
    Lever(
        id="green_credit_discount",
        label=Text("绿色信贷贴息", "Green credit discount"),
        description=Text(
            "节能降碳项目贷款利率由财政贴息降低的幅度；利息少了，企业能接受更长的回收期。",
            "Share taken off the yearly interest of loans for saving and low-carbon projects, paid by the budget; with "
            "less interest in the first years firms accept longer paybacks.",
        ),
        unit="share",
        low=0.0,
        high=0.04,
        guidance=Guidance(
            Text("0：市场利率", "0: market rate"),
            Text("0.015：贴息1.5个百分点（本模型取值）", "0.015: one and a half points (our reading)"),
            Text("0.04：几乎无息", "0.04: nearly free of interest"),
        ),
        projects=("17g",),
        article="(十七) 财税金融及价格政策",
        bureau=Text("市财政局、人民银行吕梁市分行", "Finance Bureau, People's Bank branch"),
        authority="city",
        channel="subsidy",
        indicator="Firms|Investment",
        sign=1,
        evidence=("invest.loan.rate", "invest.loan.share"),
        apply=_green_credit,
    ),
    Lever(
        id="esco_support",
        label=Text("合同能源管理推广", "Energy-service contracts"),
        description=Text(
            "每年能拿到节能服务公司合同的企业比例：服务公司出资改造，从节约中收费，企业不用自筹资金。",
            "Share of firms that a service company offers a contract in a year: it pays for the refit and is paid from "
            "the saving, so the firm needs no money of its own.",
        ),
        unit="share",
        low=0.0,
        high=0.6,
        guidance=Guidance(
            Text("0：没有服务公司", "0: no service companies"),
            Text("0.15：扶持专业化骨干企业（本模型取值）", "0.15: support for specialised firms (our reading)"),
            Text("0.6：多数企业每年都有合同可签", "0.6: most firms have an offer every year"),
        ),
        projects=("19g", "24"),
        article="(十九) 助力市场主体倍增",
        bureau=Text("市工信局、市发展改革委", "Industry Bureau, Development and Reform Commission"),
        authority="city",
        channel="campaign",
        indicator="Share|Energy Service Contracts",
        sign=1,
        evidence=("invest.esco.years", "kostka_2013"),
        apply=_esco,
    ),
    Lever(
        id="coal_material_project_support",
        label=Text("煤炭材料化项目补助", "Support of coal-as-material projects"),
        description=Text(
            "财政补助占煤基新材料、特种燃料、合成蜡等项目投资的比例；碳留在产品里，不在本市燃烧。",
            "Share of the capital of lines for carbon materials, special fuels and waxes made of coal that the budget "
            "pays; the carbon stays in the product and is not burnt here, the heat of the line is.",
        ),
        unit="share",
        low=0.0,
        high=0.6,
        guidance=Guidance(
            Text("0：无补助", "0: none"),
            Text("0.15：本模型取值", "0.15: our reading"),
            Text("0.6：多数项目能在企业要求的年限内回本", "0.6: most lines pay back as owners ask"),
        ),
        projects=("1",),
        article="(一) 1",
        bureau=Text("市工信局、市能源局", "Industry Bureau, Energy Bureau"),
        authority="city",
        channel="subsidy",
        indicator="Share|Coal to Material",
        sign=1,
        evidence=("project.coal_material.bound_coal",),
        apply=_coal_material,
    ),
    Lever(
        id="efficient_equipment_subsidy",
        label=Text("高效用能设备更新补贴", "Subsidy for efficient equipment"),
        description=Text(
            "财政补贴占高效电机、风机、泵、变压器和锅炉购置价的比例。到期更换时抵扣差价，够高时旧设备提前更新。",
            "Share of the price of efficient motors, fans, pumps, transformers and boilers paid by the budget. At the "
            "end of life it covers their extra price; high enough, it makes old equipment leave early.",
        ),
        unit="share",
        low=0.0,
        high=0.5,
        guidance=Guidance(
            Text("0：无补贴", "0: none"),
            Text("0.15：在国家设备更新资金之外再补（本模型取值）", "0.15: on top of national funds (our reading)"),
            Text("0.5：多数旧设备提前更新", "0.5: most old equipment goes early"),
        ),
        projects=("12",),
        article="(三) 12",
        bureau=Text("市工信局、市财政局", "Industry Bureau, Finance Bureau"),
        authority="city",
        channel="subsidy",
        indicator="Share|Efficient Equipment",
        sign=1,
        evidence=("equipment.drives.capital", "equipment.boilers.capital"),
        apply=_equipment,
    ),
    Lever(
        id="equipment_standard_year",
        label=Text("高效设备强制起始年", "Equipment standard"),
        description=Text(
            "从这一年起，新装电机、风机、泵、变压器和锅炉须达到节能水平（二级能效）以上；在用设备到期才换。“从不”即不设。",
            "Year from which newly installed motors, fans, pumps, transformers and boilers must be of grade 2 or "
            "better; what stands is replaced at the end of its life. Never means none.",
        ),
        unit="year",
        low=2024,
        high=2061,
        guidance=Guidance(
            Text("2024：立即执行", "2024: at once"),
            Text("2028：本模型取值", "2028: our reading"),
            Text("从不：不设", "never: none"),
        ),
        projects=("12", "16g"),
        article="(三) 12",
        bureau=Text("市市场监管局、市工信局", "Market Regulation Bureau, Industry Bureau"),
        authority="province",
        channel="",
        indicator="Share|Efficient Equipment",
        sign=-1,
        evidence=("equipment.standard_kept",),
        apply=_equipment_standard,
    ),
    Lever(
        id="business_entry_support",
        label=Text("市场主体培育资金", "Support for new businesses"),
        description=Text(
            "每年用于培育服务业、“专精特新”等低能耗市场主体的资金；新主体带来增加值，用能很少，每年也有一部分退出；其销售额的一部分原由本市其他企业销售，不计为新增。",
            "Yearly money for founding services and specialised light industry. They add value with little energy, and "
            "some of them close each year; a part of what they sell others of the city sold before, which is no gain.",
        ),
        unit="10^6 CNY/yr",
        low=0.0,
        high=1000.0,
        guidance=Guidance(
            Text("0：无", "0: none"),
            Text("150：本模型取值", "150: our reading"),
            Text("1000：超过市本级可支配财力的一成", "1000: more than a tenth of the city level's own budget"),
        ),
        projects=("19g",),
        article="(十九) 助力市场主体倍增",
        bureau=Text("市市场监管局、市工信局", "Market Regulation Bureau, Industry Bureau"),
        authority="city",
        channel="",
        indicator="Share|Services in GDP",
        sign=1,
        evidence=("entry.business.leverage", "entry.business.displaced"),
        apply=_business,
    ),
)
