"""The city in Mesa's own viewer: ``solara run examples/mesa_view.py``.

The model is an ordinary ``mesa.Model``: Mesa's buttons step it, its plots read the DataCollector.
"""

from typing import Any

from mesa.visualization import SolaraViz, make_plot_component

from abm.model import City
from abm.region import load_region
from abm.simulation import build_world, lever_paths


class TinyCity(City):
    """The tiny region under one of the packages, built the way Mesa's viewer wants it."""

    def __init__(self, package: str = "plan", seed: int = 1) -> None:
        region = load_region("tiny")
        super().__init__(build_world(region, scale=1.0, seed=seed), lever_paths(package, region), rng=seed)


parameters: dict[str, Any] = {
    "package": {"type": "Select", "value": "plan", "values": ["frozen", "current", "plan"], "label": "Package"},
    "seed": {"type": "SliderInt", "value": 1, "label": "Seed", "min": 1, "max": 20, "step": 1},
}

page = SolaraViz(
    TinyCity(),
    components=[make_plot_component("energy_co2_mt")],
    model_params=parameters,
    name="Tanfeng: the tiny region",
)
