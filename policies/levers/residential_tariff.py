"""Prices of power at home: time of use, how easily joined and how wide its spread, and the steps of the blocks."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text

_ARTICLE = "(十七)"


def _ease(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "electricity", residential_tou_ease=value)


def _ratio(signals: Signals, value: float, delivery: Delivery) -> Signals:
    """Stretch what the hours add, until peak over valley in the first block is ``value``.

    ``(t + s p) / (t - s v) = ratio`` gives ``s = t (ratio - 1) / (p + ratio v)`` for the block price
    t, p added in peak and v taken off in valley hours.
    """
    electricity = signals.electricity
    add, first = electricity.residential_tou_add_cny_per_kwh, float(electricity.residential_tier_cny_per_kwh[0])
    stretch = first * (value - 1.0) / max(float(add.max()) - value * float(add.min()), 1e-9)
    return change(signals, "electricity", residential_tou_add_cny_per_kwh=stretch * add)


def _steps(signals: Signals, value: float, delivery: Delivery) -> Signals:
    """Stretch what the second and the third block cost beyond the first, which stays."""
    tiers = signals.electricity.residential_tier_cny_per_kwh
    return change(signals, "electricity", residential_tier_cny_per_kwh=tiers + (value - 1.0) * (tiers - tiers[0]))


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
        bureau=Text("市发展改革委、国网吕梁供电公司", "Development and Reform Commission, State Grid Lüliang"),
        authority="province",
        channel="",
        indicator="Share|TOU Enrolled",
        sign=1,
        evidence=("jiangsu_tou",),
        apply=_ease,
    ),
    Lever(
        id="residential_tou_ratio",
        label=Text("居民峰谷电价比", "Residential peak-valley ratio"),
        description=Text(
            "居民第一档电价的峰谷比：峰时加价、谷时减价按同一倍数放大；收益最大的家庭先加入，再拉大新增的移峰越来越少。",
            "Peak over valley price in the first block; what peak hours add and valley hours take off is stretched "
            "alike. Those who gain most join first, so each further widening moves less.",
        ),
        unit="ratio",
        low=1.0,
        high=5.0,
        guidance=Guidance(
            Text("1：峰谷同价", "1: one price"),
            Text(
                "2.5：高于现行的1.77（0.507比0.2862元/千瓦时），3以上为方案“加大峰谷电价差”的上限读法",
                "2.5: wider than the present 1.77 (0.507 over 0.2862 CNY/kWh)",
            ),
            Text("3以上：方案“加大峰谷电价差”的上限读法", "3 and more: the far reading of 'a wider gap' in the plan"),
        ),
        projects=("17g",),
        article=_ARTICLE,
        bureau=Text("省发展改革委", "Provincial Development and Reform Commission"),
        authority="province",
        channel="",
        indicator="Homes|Shifted Load",
        sign=1,
        evidence=("jiangsu_tou", "jincheng_coal_to_electricity"),
        apply=_ratio,
    ),
    Lever(
        id="residential_tier_steps",
        label=Text("居民阶梯电价加价倍数", "Steps of the residential block tariff"),
        description=Text(
            "居民用电第二、三档在第一档电价之上的加价，按同一倍数放大；第一档和取暖电价不变。家庭按其最后一度电所在"
            "档的价格决定用电，多用电的家庭少用一些，屋顶光伏更合算。",
            "Multiple of what the second and the third block cost beyond the first; that and heating tariffs "
            "stay. Homes answer the price of the block of their last kWh: those who use much use less, and rooftop PV "
            "pays them better.",
        ),
        unit="ratio",
        low=0.0,
        high=3.0,
        guidance=Guidance(
            Text("0：各档同价，取消阶梯", "0: one price, no blocks"),
            Text(
                "1.5：现行加价（0.05和0.30元/千瓦时，2012年以来未变）的一倍半",
                "1.5: half above the present steps (0.05 and 0.30 CNY/kWh since 2012)",
            ),
            Text("3：第三档约1.4元/千瓦时", "3: about 1.4 CNY/kWh in the third block"),
        ),
        projects=("17g",),
        article=_ARTICLE,
        bureau=Text("省发展改革委", "Provincial Development and Reform Commission"),
        authority="province",
        channel="",
        indicator="Homes|Electricity",
        sign=-1,
        evidence=("home_tiers", "elasticity_aids"),
        apply=_steps,
    ),
)
