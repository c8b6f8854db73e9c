"""Carbon of soils beyond that of the first year: what comes in stays for a time and is then breathed out again."""

from dataclasses import dataclass, field

import numpy as np

TCO2_PER_TC = 44.0 / 12.0


@dataclass
class CarbonPool:
    """A stock with first-order decay; 0 stands for the ways of the first year going on for ever.

    So uptake is only what was changed, and where less comes in than in the first year the pool loses.
    """

    years: float  # that carbon stays on average
    stock_tc: np.ndarray = field(default_factory=lambda: np.zeros(1))  # (n_counties,)

    def take_up(self, input_tc: np.ndarray) -> np.ndarray:
        """Add a year's input over that of the first year and return (n_counties,) t CO2 taken up, negative if lost."""
        before = self.stock_tc
        self.stock_tc = before * (1.0 - 1.0 / self.years) + input_tc
        uptake: np.ndarray = (self.stock_tc - before) * TCO2_PER_TC
        return uptake
