"""Machines and parts made good as new: trade-in, and tenders that are open to them."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text


def _trade_in(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "materials", remade_trade_in_share=value * delivery["subsidy"])


def _open(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "materials", remade_open_share=value * delivery["campaign"])


BUREAU = Text("市工信局、市商务局", "Industry Bureau, Commerce Bureau")

LEVERS = (
    Lever(
        id="remanufacturing_trade_in",
        label=Text("再制造产品“以旧换再”补贴", "Trade-in for remanufactured parts"),
        description=Text(
            "交回旧件、购买再制造煤机、发动机、变速箱、工程机械和汽车部件时，财政按价格补贴的比例。再制造件约为新件价格的六成，许多用户担心寿命，要更大的差价才买。",
            "Share of the price of a remanufactured mining machine, engine, gearbox or part of a building machine or "
            "car that the city pays to who hands in the old one. It costs about six tenths of a new one; many fear "
            "for its life and ask for more of a saving.",
        ),
        unit="share",
        low=0.0,
        high=0.3,
        guidance=Guidance(
            Text("0：无补贴", "0: none"),
            Text("0.1：与2013年国家试点相同（本模型取值）", "0.1: as in the national trial of 2013 (our reading)"),
            Text("0.3：差价达到新件的近六成", "0.3: nearly six tenths cheaper than new"),
        ),
        projects=("31",),
        article="(七) 31",
        bureau=BUREAU,
        authority="city",
        channel="subsidy",
        indicator="Recycling|Remanufactured",
        sign=1,
        evidence=("remaking.price_ratio", "remaking.asked_saving", "remaking.fit.engine"),
        apply=_trade_in,
    ),
    Lever(
        id="remanufactured_procurement",
        label=Text("再制造产品推广应用", "Tenders open to remanufactured parts"),
        description=Text(
            "煤矿、运输和施工企业及汽车维修厂的采购与维修中接受再制造产品的比例：标准、认证、国企带头采购。接受后是否选用由价格决定；旧件能否再制造、生产线够不够另有限制。",
            "Share of the tenders and workshops of mines, hauliers, builders and garages that admit remanufactured "
            "parts, by standards, marks and purchases of state firms. Whether one is then taken is a matter of price; "
            "fit bodies and lines set a limit.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0.2：少数企业", "0.2: a few firms"),
            Text("0.6：多数企业（本模型取值）", "0.6: most firms (our reading)"),
            Text("1：全部", "1: all"),
        ),
        projects=("31",),
        article="(七) 31",
        bureau=BUREAU,
        authority="city",
        channel="campaign",
        indicator="Share|Remanufactured",
        sign=1,
        evidence=("remaking.fit.mining", "remaking.machines_per_coal"),
        apply=_open,
    ),
)
