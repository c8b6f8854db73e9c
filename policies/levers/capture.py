"""Capture and storage of CO2: pilots before it pays, and a subsidy on what is stored."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text
from policies.projects import set_project

PILOT_SHARE = 0.03  # of capacity that a full programme of pilots covers


def _pilots(signals: Signals, value: float, delivery: Delivery) -> Signals:
    signals = set_project(signals, "project_grant_share", "capture", value * delivery["subsidy"])
    return set_project(signals, "project_order_share", "capture", value * PILOT_SHARE * delivery["construction"])


def _subsidy(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "investment", capture_support_cny_per_t=value)


LEVERS = (
    Lever(
        id="pilot_support",
        label=Text("捕集封存示范支持", "Support for capture pilots"),
        description=Text(
            "示范项目由财政承担的投资比例，示范规模随之扩大（最多3%产能）；不等技术成熟，也不看是否回本。",
            "Share of the capital of capture pilots that the budget pays; their number grows with it, up to 3 % of "
            "capacity. They wait neither for readiness nor for payback.",
        ),
        unit="share",
        low=0.0,
        high=0.8,
        guidance=Guidance(
            Text("0：无示范", "0: no pilots"),
            Text("0.3：少数示范工程（本模型取值）", "0.3: a few pilots (our reading)"),
            Text("0.8：每个行业都有", "0.8: in every sector"),
        ),
        projects=("35", "37"),
        article="(九) 35、37",
        bureau=Text("市科技局、市工信局", "Science Bureau, Industry Bureau"),
        authority="city",
        channel="construction",
        indicator="Carbon Sequestration|CCS",
        sign=1,
        evidence=("project.capture.ready", "project.capture.capital.cement"),
        apply=_pilots,
    ),
    Lever(
        id="ccus_subsidy",
        label=Text("捕集封存补贴", "Subsidy on captured CO2"),
        description=Text(
            "每封存一吨二氧化碳的补贴。企业把捕集成本与碳价加补贴相比；能耗增加照算。",
            "Paid per tonne of CO2 stored. Firms hold the cost of capture against carbon price and subsidy; the "
            "coal and power that it takes are counted.",
        ),
        unit="CNY/t",
        low=0.0,
        high=600.0,
        guidance=Guidance(
            Text("0：只靠碳价", "0: the carbon price alone"),
            Text(
                "0：方案未提补贴；200以上才接近全流程成本", "0: the plan names none; above 200 it nears the whole cost"
            ),
            Text("600：高于全流程成本", "600: above the whole cost"),
        ),
        projects=("37",),
        article="(九) 37",
        bureau=Text("市科技局、市财政局", "Science Bureau, Finance Bureau"),
        authority="city",
        channel="",
        indicator="Carbon Sequestration|CCS",
        sign=1,
        evidence=("project.capture.running.cement",),
        apply=_subsidy,
    ),
)
