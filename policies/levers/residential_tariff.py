"""Time of use for homes: how easy it is to join, and how wide the spread is."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text

_ARTICLE = "(十七)"


def _ease(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "electricity", residential_tou_ease=value)


def _spread(signals: Signals, value: float, delivery: Delivery) -> Signals:
    add = value * signals.electricity.residential_tou_add_cny_per_kwh
    return change(signals, "electricity", residential_tou_add_cny_per_kwh=add)


LEVERS = (
    Lever(
        id="residential_tou",
        label=Text("居民峰谷电价办理便利度", "Ease of residential time of use"),
        description=Text(
            "居民选择峰谷电价的便利程度：0为到营业厅申请，1为手机一键办理并主动告知节省金额；"
            "节省大于麻烦的家庭才会选择。",
            "How easily homes join the time-of-use tariff: 0 is applying in person, 1 one tap "
            "with the saving shown. Homes join when the saving beats the trouble.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：到营业厅申请", "0: apply in person"),
            Text("0.5：线上办理并宣传", "0.5: online, with publicity"),
            Text("1：如江苏，供电公司上门，绝大多数家庭加入", "1: as in Jiangsu, where nearly everyone joined"),
        ),
        projects=("17g",),
        article=_ARTICLE,
        bureau=Text("市发展改革委、市供电公司", "Development and Reform Commission; power supply company"),
        authority="province",
        channel="",
        indicator="Share|TOU Enrolled",
        sign=1,
        evidence=("jiangsu_tou",),
        apply=_ease,
    ),
    Lever(
        id="residential_tou_spread",
        label=Text("居民峰谷价差倍数", "Residential peak-valley spread"),
        description=Text(
            "居民峰谷电价在阶梯电价上的加减幅度，相对于现行规定的倍数；收益最大的家庭先加入，再拉大价差新增的家庭越来越少。",
            "What peak and valley hours add to and take from the block price, as a multiple of the present rule. "
            "Those who gain most join first, so each further widening enrols fewer.",
        ),
        unit="ratio",
        low=0.0,
        high=2.0,
        guidance=Guidance(
            Text("0：峰谷同价", "0: one price"),
            Text("1：现行（峰+0.03、谷-0.19元/千瓦时）", "1: the present rule (+0.03, -0.19 CNY/kWh)"),
            Text("2：方案“加大峰谷电价差”的上限读法", "2: the far reading of 'a wider gap' in the plan"),
        ),
        projects=("17g",),
        article=_ARTICLE,
        bureau=Text("省发展改革委", "Provincial Development and Reform Commission"),
        authority="province",
        channel="",
        indicator="Homes|Shifted Load",
        sign=1,
        evidence=("jiangsu_tou", "jincheng_coal_to_electricity"),
        apply=_spread,
    ),
)
