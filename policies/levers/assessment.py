"""The yearly assessment with consequences: who leaves the plan's corridor has to do more next year."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text


def _tightening(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "governance", tightening_share=value)


LEVERS = (
    Lever(
        id="adaptive_tightening",
        label=Text("年度评估后动态加严", "Tightening after the yearly assessment"),
        description=Text(
            "每年11月对照方案目标路径评估（数据滞后一年）。偏离路径时，次年相关措施向上限逐步加严，回到路径后逐步放松。"
            "数值为最多可走完到上限的多少。",
            "Each November indicators of the year before are held against the plan's corridor. Where one is left, the "
            "measures named for it move a step towards their bound next year, and back once it is kept again. "
            "The value is how much of the way to the bound they may go.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：只评估，不纠偏", "0: assessed, never corrected"),
            Text("0.25：最多走四分之一（本模型取值）", "0.25: at most a quarter of the way (our reading)"),
            Text("1：可一直加严到上限", "1: up to the bound"),
        ),
        projects=("22g",),
        article="(二十二) 严格监督考核",
        bureau=Text("市碳达峰碳中和工作领导小组", "Leading Group for Carbon Peaking"),
        authority="city",
        channel="",
        indicator="Homes|Scattered Coal",
        sign=-1,
        evidence=("assessment.step", "assessment.delay", "assessment.tolerance"),
        apply=_tightening,
    ),
)
