"""What wind, sun, stores and hydrogen may earn beside the price: tax back, certificates, agreements, markets."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text

_GRID = Text("市能源局、国网吕梁供电公司", "Energy Bureau, State Grid Lüliang")


def _vat(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", vat_refund_share=value)


def _certificates(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", certificate_share=value)


def _export(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", green_export_share=value)


def _hydrogen(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", hydrogen_export_t=1000.0 * value)


def _stores(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", storage_market_share=value)


def _second_life(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", second_life_share=value)


LEVERS = (
    Lever(
        id="wind_vat_refund",
        label=Text("风电增值税即征即退比例", "Value-added tax given back to wind"),
        description=Text(
            "风力发电缴纳的增值税退还比例；提高风电开发商收入，风电建得多些，税收相应减少。",
            "Share of value-added tax on wind power that is given back; developers earn more and build more wind, "
            "the budget gets less.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：不退", "0: none"),
            Text("0.5：即征即退50％", "0.5: half, as the plan says"),
            Text("1：全退", "1: all"),
        ),
        projects=("4", "17g"),
        article="（十七）",
        bureau=Text("市税务局", "Tax Bureau"),
        authority="state",
        channel="",
        indicator="Capacity|Electricity|Wind",
        sign=1,
        evidence=("power.developer.vat_paid",),
        apply=_vat,
    ),
    Lever(
        id="green_certificate_support",
        label=Text("高耗能企业绿证消费比例", "Green certificates that large users must hold"),
        description=Text(
            "高耗能企业用电中必须以绿证覆盖的比例；风光企业多一份收入，企业多一份成本。",
            "Share of energy-intensive firms' power that green certificates must cover: income for wind and sun, cost "
            "for firms.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：自愿", "0: voluntary"),
            Text("0.3：接近可再生能源消纳权重", "0.3: near the quota of renewable power"),
            Text("1：全部用电", "1: all power"),
        ),
        projects=("17", "18g"),
        article="（十八）",
        bureau=_GRID,
        authority="city",
        channel="",
        indicator="Power|Green Certificates",
        sign=1,
        evidence=("power.certificate.price", "power.certificate.base"),
        apply=_certificates,
    ),
    Lever(
        id="green_power_export_agreement",
        label=Text("绿电外送协议比例", "Green power sold under agreements with other provinces"),
        description=Text(
            "风光电量按协议售往省外的比例；价格高于省内合同，开发商收入稳定，建得多些。",
            "Share of wind and PV output sold to other provinces under agreements; it earns more than contracts "
            "within the province, and developers build more.",
        ),
        unit="share",
        low=0.0,
        high=0.6,
        guidance=Guidance(
            Text("0：无协议", "0: none"),
            Text("0.1：与京津冀等签约一成（本模型取值）", "0.1: a tenth with Beijing and others (our reading)"),
            Text("0.6：大部分外送", "0.6: most of it"),
        ),
        projects=("47",),
        article="（十三）47",
        bureau=Text("市发展改革委、市能源局", "Development and Reform Commission, Energy Bureau"),
        authority="city",
        channel="",
        indicator="Power|Green Export",
        sign=1,
        evidence=("power.green_export.premium",),
        apply=_export,
    ),
    Lever(
        id="hydrogen_export_agreement",
        label=Text("氢能外送协议量", "Hydrogen that other regions agree to take"),
        description=Text(
            "与京津冀等地签订的氢气年采购量。本地车辆和钢厂用后有余、且对方价格扣除运费后高于成本时，焦化企业才外售；"
            "有了协议，提氢装置开工有保障，企业才愿意扩建。",
            "Hydrogen that buyers in other regions agree to take a year. Coke plants send what trucks and steelworks "
            "here leave, as far as the price less transport beats their cost; with an outlet they build more.",
        ),
        unit="kt/yr",
        low=0.0,
        high=150.0,
        guidance=Guidance(
            Text("0：不外售", "0: nothing is sold outside"),
            Text("20：2030年起每年2万吨（本模型取值）", "20: 20 kt a year from 2030 (our reading)"),
            Text("150：超过现有提氢能力", "150: more than today's capacity"),
        ),
        projects=("6", "47"),
        article="（十三）47",
        bureau=Text("市发展改革委、市能源局", "Development and Reform Commission, Energy Bureau"),
        authority="city",
        channel="",
        indicator="Hydrogen|Export",
        sign=1,
        evidence=("hydrogen.outside.price", "hydrogen.outside.transport"),
        apply=_hydrogen,
    ),
    Lever(
        id="storage_market_access",
        label=Text("独立储能入市程度", "Market open to independent storage"),
        description=Text(
            "独立储能可从峰谷价差、调峰和容量租赁中获得的收入比例；收入覆盖成本时投资者建站。",
            "Share of what a station can earn from price spreads, regulation and leases that the market lets it earn; "
            "investors build where that covers cost.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：仅按省内常规份额建设", "0: only the usual share of the province's stations"),
            Text("0.6：独立市场主体，参与调峰", "0.6: a player of its own, with peak shaving"),
            Text("1：完全开放", "1: fully open"),
        ),
        projects=("4", "18g", "36"),
        article="（十八）",
        bureau=_GRID,
        authority="province",
        channel="",
        indicator="Capacity|Storage|Battery",
        sign=1,
        evidence=("power.store.capex", "power.store.service"),
        apply=_stores,
    ),
    Lever(
        id="second_life_store_access",
        label=Text("动力电池梯次利用储能准入", "Stations of used packs allowed"),
        description=Text(
            "每年新建独立储能中允许采用退役动力电池梯次利用的比例。国家规定原则上不得新建大型梯次利用储能项目；允许之后，是否采用取决于旧电池与新电池的成本。",
            "Share of a year's new stations that may use worn packs of vehicles. The state's rule forbids new large "
            "ones in principle; where they are allowed, investors take used packs as far as they pay over their life.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：原则上不得新建", "0: none in principle"),
            Text("0.3：试点（本模型取值）", "0.3: our reading, pilots"),
            Text("1：完全放开", "1: fully open"),
        ),
        projects=("31",),
        article="(七) 31",
        bureau=_GRID,
        authority="state",
        channel="",
        indicator="Capacity|Storage|Second Life",
        sign=1,
        evidence=("recovery.testing", "recovery.second_life", "power.store.packs"),
        apply=_second_life,
    ),
)
