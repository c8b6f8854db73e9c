"""Waste-to-energy plants that the plan names."""

from agents.signals import Signals, change
from policies.lever import Delivery, Guidance, Lever, Text


def _plants(signals: Signals, value: float, delivery: Delivery) -> Signals:
    return change(signals, "supply", waste_plants_share=value)


LEVERS = (
    Lever(
        id="waste_to_energy_plants",
        label=Text("规划垃圾发电项目决定建设比例", "Named waste-to-energy plants decided"),
        description=Text(
            "方案点名的垃圾焚烧发电项目决定建设的比例（吕梁为临县项目和汾阳二期），约两年后投运；垃圾少填埋、多发电，塑料等燃烧有化石碳排放。",
            "Share of the waste-to-energy plants that the plan names whose building is decided (in Lüliang: Lin county "
            "and Fenyang phase II); they run about two years later. Less waste is buried and more turned into power; "
            "its plastics give off fossil CO2.",
        ),
        unit="share",
        low=0.0,
        high=1.0,
        guidance=Guidance(
            Text("0：不建设", "0: none is built"),
            Text("1：全部建设（方案）", "1: all are built, the plan"),
            Text("1：全部建设", "1: all"),
        ),
        projects=("7", "26"),
        article="（二）7",
        bureau=Text("市城管局、市能源局", "Urban Management Bureau, Energy Bureau"),
        authority="city",
        channel="",
        indicator="Secondary Energy|Electricity|Waste",
        sign=1,
        evidence=("waste.planned", "waste.power"),
        apply=_plants,
    ),
)
