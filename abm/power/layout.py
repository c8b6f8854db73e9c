"""Where each variable and each row of one day's linear programme stands.

Units: GW, GWh and CNY/MWh, so the objective is in thousand CNY. Every block is (n, 24) unless said.
"""

from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

HOURS = 24


@dataclass(frozen=True)
class Layout:
    """Column and row numbers for coal classes and their bid steps, fleets and steps of the rest, and stores."""

    n_classes: int
    n_coal_steps: int
    n_fleets: int
    n_steps: int
    n_stores: int

    @cached_property
    def columns(self) -> dict[str, slice]:
        """Name of each block of columns -> its place; blocks are hour by hour except what is online."""
        c, k, s = self.n_classes, self.n_steps, self.n_stores
        return _blocks(
            coal=c * self.n_coal_steps * HOURS,  # output above the minimum: class, step, hour
            online=c,
            step=k * HOURS,  # rest of the province above its minimum
            rest_online=self.n_fleets,
            wind=HOURS,
            pv=HOURS,
            rest_wind=HOURS,
            rest_pv=HOURS,
            transfer=HOURS,  # from the city to the rest
            charge=s * HOURS,
            discharge=s * HOURS,
            level=s * HOURS,
            less=HOURS,  # flexible load put off
            more=HOURS,  # and caught up
            unserved=HOURS,
            outside=HOURS,
        )

    @cached_property
    def rows(self) -> dict[str, slice]:
        """Name of each block of rows -> its place."""
        c, k, s = self.n_classes, self.n_steps, self.n_stores
        return _blocks(
            balance=HOURS, rest_balance=HOURS, coal_top=c * HOURS, step_top=k * HOURS, level=s * HOURS, flexible=1
        )


def _blocks(**sizes: int) -> dict[str, slice]:
    ends = np.cumsum(list(sizes.values())).tolist()
    return {name: slice(end - size, end) for (name, size), end in zip(sizes.items(), ends, strict=True)}


@cache
def tiny_costs(n: int) -> np.ndarray:
    """Return (n,) read-only, distinct costs below 0.05 CNY/MWh, one for each plant, store and hour.

    Without them many dispatches cost the same and which one comes out is chance. Multiples of the
    golden ratio, modulo one, are distinct and spread evenly; the smallest gap among 1,000 is above
    1e-5 CNY/MWh, a hundred times the solver's tolerance.
    """
    costs = 0.05 * np.modf(np.arange(1, n + 1) * 0.6180339887498949)[0]
    costs.setflags(write=False)
    return costs
