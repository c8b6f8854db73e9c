"""Energy: what is used, where power comes from, and how homes, vehicles and farms answer."""

import numpy as np

from experiments.app.boards.scene import Scene
from experiments.web.charts import Chart

USES = (
    ("Energy Use|Coal", "#3d3d3d"),
    ("Energy Use|Oil", "#8c5a2b"),
    ("Energy Use|Gas", "#E69F00"),
    ("Energy Use|Non-Fossil|Coal Equivalent", "#009E73"),
)
SOURCES = (
    ("Coal", "#3d3d3d"),
    ("Process Gas", "#8c5a2b"),
    ("Gas", "#E69F00"),
    ("Waste", "#a6761d"),
    ("Biomass", "#7f9f3f"),
    ("Wind", "#56B4E9"),
    ("Solar", "#F0E442"),
)
SHARES = ("Share|Non-Fossil Energy", "Share|Clean Capacity", "Share|Clean Generation", "Share|Curtailment")
HEATERS = (
    ("Coal Stove", "#3d3d3d"),
    ("Clean Coal", "#8c5a2b"),
    ("Biomass", "#7f9f3f"),
    ("Gas", "#E69F00"),
    ("Electric", "#CC79A7"),
    ("Heat Pump", "#56B4E9"),
    ("District Heat", "#D55E00"),
    ("Solar Assist", "#F0E442"),
)
TRUCKS = (("Diesel", "#3d3d3d"), ("Gas", "#E69F00"), ("Battery-Electric", "#0072B2"), ("Fuel-Cell-Electric", "#009E73"))
CARS = (
    ("Internal Combustion", "#3d3d3d"),
    ("Hybrid", "#8c5a2b"),
    ("Plug-in Hybrid", "#E69F00"),
    ("Battery-Electric", "#0072B2"),
)
STRAW = (
    ("Return", "#8c5a2b"),
    ("Feed", "#009E73"),
    ("Fuel", "#D55E00"),
    ("Substrate", "#CC79A7"),
    ("Material", "#56B4E9"),
    ("Burnt", "#111111"),
)


def charts(scene: Scene) -> list[Chart]:
    """Return the board of energy."""
    uses = [(name, color) for name, color in USES]
    power = [(f"Secondary Energy|Electricity|{name}", color) for name, color in SOURCES]
    how = ("发电煤耗法。", "Power at the average coal rate.")
    mix = ("发电结构", "Power by source")
    drawn = [
        _stack(scene, "use", uses, ("能源消费", "Energy use"), how),
        _stack(scene, "mix", power, mix),
        scene.lines("shares", SHARES, ("四个比重", "Four shares")),
        scene.lines("capacity", _capacity(), ("装机", "Capacity"), colors=("#3d3d3d", "#56B4E9", "#E69F00", "#CC79A7")),
    ]
    return [chart for chart in drawn if chart]


def responses(scene: Scene) -> list[Chart]:
    """Return the board of choices: homes, cars, trucks, straw."""
    heaters = [(f"Homes|Heater|{name}", color) for name, color in HEATERS]
    cars = [(f"Stocks|Transportation|Light-Duty Vehicle|{name}", color) for name, color in CARS]
    trucks = [(f"Stocks|Transportation|Truck|{name}", color) for name, color in TRUCKS]
    straw = [(f"Farms|Straw|{name}", color) for name, color in STRAW]
    firms = ("Share|Coke at Benchmark", "Share|Steel at Benchmark", "Share|Alumina at Benchmark", "Firms|Aware")
    drawn = [
        _stack(scene, "heaters", heaters, ("家庭取暖方式", "How homes are heated")),
        scene.lines("scattered", ("Homes|Scattered Coal",), ("散煤", "Scattered coal")),
        _stack(scene, "trucks", trucks, ("重型货车", "Heavy trucks")),
        _stack(scene, "cars", cars, ("私人小客车", "Private cars")),
        _stack(scene, "straw", straw, ("秸秆去向", "What becomes of straw")),
        scene.lines("firms", firms, ("企业能效与认知", "Firms: efficiency and awareness")),
    ]
    return [chart for chart in drawn if chart]


def _capacity() -> tuple[str, ...]:
    power = "Capacity|Electricity|"
    return (power + "Coal", power + "Wind", power + "Solar", "Capacity|Storage|Battery")


def _stack(
    scene: Scene, chart: str, names: list[tuple[str, str]], title: tuple[str, str], how: tuple[str, str] = ("", "")
) -> Chart | None:
    shown = [(n, c) for n, c in names if scene.answer.has(n) and np.nan_to_num(scene.answer.series(n)).any()]
    if not shown:
        return None
    unit, factor = scene.unit_of(shown[0][0])
    parts = [(scene.label(name), color, factor * scene.answer.series(name)) for name, color in shown]
    drawn = scene.stack(chart, parts, title, how, unit)
    if scene.before is not None:
        before = scene.before
        total = sum(np.nan_to_num(before.series(name)) for name, _ in names if before.has(name))
        drawn["ghost"] = scene.sum_ghost(factor * np.asarray(total))
    return drawn
