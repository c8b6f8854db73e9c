"""What is said around people: campaigns push attitudes, which spread and fade."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text


def _publicity(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "norms", campaign=value * delivery["campaign"])


LEVERS = (
    Lever(
        id="publicity",
        label=Text("宣传引导强度", "Publicity"),
        description=Text(
            "面向居民、车主和农户的低碳宣传强度；推动态度，经社会网络扩散，停止后两三年内消退。",
            "Intensity of campaigns to households, vehicle owners and farmers; it pushes attitudes, which "
            "spread over the social network and fade within two or three years once it stops.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：不宣传", "0: none"),
            Text("0.5：主题活动与常年科普", "0.5: theme days and steady education"),
            Text("1：逐户宣传", "1: door to door"),
        ),
        projects=("41",),
        article="(十一) 41",
        bureau=Text("市委宣传部", "Publicity Department"),
        authority="city",
        channel="campaign",
        indicator="Attitude",
        sign=1,
        evidence=("homes.attitude.campaign", "homes.attitude.decay"),
        apply=_publicity,
    ),
)
