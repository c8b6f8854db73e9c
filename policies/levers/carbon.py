"""Prices of carbon beside the national market: what large firms set themselves, and what buyers abroad charge."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text


def _disclosure(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "investment", disclosing_share=value)


def _export(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "investment", border_carbon_cny_per_t=value)


LEVERS = (
    Lever(
        id="disclosure_requirement",
        label=Text("环境信息披露要求", "Disclosure requirement"),
        description=Text(
            "须披露碳排放并推行内部碳管理的大企业比例；这些企业按项目寿命期内预期的全国碳价评估投资。",
            "Share of large firms that must disclose emissions and manage carbon inside; they weigh projects with the "
            "national price that they expect over a project's life.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：不披露", "0: none"),
            Text("0.5：上市、发债企业和重点用能单位（本模型取值）", "0.5: listed firms and key units (our reading)"),
            Text("1：所有大企业", "1: all large firms"),
        ),
        projects=("44",),
        article="(十二) 44",
        bureau=Text("市生态环境局、市发展改革委", "Ecology and Environment Bureau, Development and Reform Commission"),
        authority="province",
        channel="",
        indicator="Price|Internal Carbon",
        sign=1,
        evidence=("invest.internal_price.years", "invest.large_value"),
        apply=_disclosure,
    ),
    Lever(
        id="export_carbon_price",
        label=Text("出口产品碳价", "Carbon price on exports"),
        description=Text(
            "境外买方对出口产品碳足迹（含用电）收取的碳价，已在国内支付的可抵扣；只落在出口部分。",
            "Price that buyers abroad charge on the footprint of exported products, power included, less what was paid "
            "here; it falls on the exported share alone.",
        ),
        unit="CNY/t",
        low=0.0,
        high=1200.0,
        guidance=Guidance(
            Text("0：无", "0: none"),
            Text(
                "550：2035年欧盟机制的有效水平，2030年为250；与现行政策相同，方案不定此价",
                "550: what the European mechanism comes to in 2035 (250 in 2030); the plan does not set it",
            ),
            Text("1200：欧盟碳价翻番且无免费配额", "1200: twice the European price, no free allowances"),
        ),
        projects=("32",),
        article="(八) 32",
        bureau=Text("市商务局", "Commerce Bureau"),
        authority="state",
        channel="",
        indicator="Firms|Export Carbon Cost",
        sign=1,
        evidence=("industry.exported.other", "industry.exported.steel"),
        apply=_export,
    ),
)
