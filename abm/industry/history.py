"""The past follows observation where there is any: outputs of products, capacity to make hydrogen."""

from dataclasses import dataclass, replace

import numpy as np

from abm.world import World
from agents.firm.words import PRODUCTS
from agents.signals import IndustrySignals

OBSERVED = {"raw_coal": "production.raw_coal"}  # product -> key of observations.csv, Mt
MEGA = 1e6


@dataclass(frozen=True)
class History:
    """Observed outputs by product and year, t, and the dated path of hydrogen capacity."""

    output_t: dict[str, dict[int, float]]
    hydrogen_path_t: dict[int, float]

    @classmethod
    def of(cls, world: World) -> "History":
        """Read what was observed of the region."""
        region = world.region
        outputs = {
            product: {year: value * MEGA for year, value in region.observed(key).items()}
            for product, key in OBSERVED.items()
        }
        years = [year for year in world.years if year <= region.last_observed_year]
        path = {year: region.parameters.value("hydrogen.capacity", "kt/yr", year) * 1000.0 for year in years}
        return cls(outputs, path)

    def follow(self, signals: IndustrySignals, world: World, year: int) -> IndustrySignals:
        """Return signals whose demand is what was observed, in years that follow observation."""
        if not world.follows(year):
            return signals
        demand = np.array(signals.demand_t)
        for product, seen in self.output_t.items():
            if year in seen:
                demand[PRODUCTS.index(product)] = seen[year]
        return replace(signals, demand_t=demand)

    def residual_t(self, product: str, driver_t: float, year: int) -> float | None:
        """Return what the driver asked for less what was observed, t; None where nothing was."""
        seen = self.output_t.get(product, {})
        return driver_t - seen[year] if year in seen else None

    def hydrogen_t(self, year: int) -> float | None:
        """Return the reported capacity in t, in the past in both histories: plants' start years are data."""
        return self.hydrogen_path_t.get(year)
