"""What industry puts on roads: tonnes that leave by road, and tonnes hauled to users inside."""

from dataclasses import dataclass

import numpy as np

from abm.flows import Flows
from abm.world import World

OTHERS = ("steel", "alumina", "aluminium", "cement", "chemicals")


@dataclass(frozen=True)
class Haulage:
    """Rail shares of what leaves, paths over the years, and coal hauled to power plants inside (t)."""

    coal: np.ndarray
    coke: np.ndarray
    other: float
    coal_to_power_t: float

    @classmethod
    def of(cls, world: World) -> "Haulage":
        """Read it."""
        p = world.region.parameters
        return cls(
            coal=p.series("industry.rail_share.coal", "share", world.years),
            coke=p.series("industry.rail_share.coke", "share", world.years),
            other=p.value("industry.rail_share.other", "share"),
            coal_to_power_t=p.value("industry.coal_to_power", "Mt/yr") * 1e6,
        )


def haul(n: Haulage, at: int, clean_coal_used_t: np.ndarray, coke_used_t: np.ndarray, flows: Flows) -> None:
    """Fill the year's road freight; arrays are (n_counties,) t, ``at`` the year's place in the paths.

    Coal made less coal used inside leaves; each county sends in proportion to what it makes.
    """
    raw = flows.output_t["raw_coal"]
    inside = clean_coal_used_t.sum() + n.coal_to_power_t
    coal_out = raw * max(1.0 - inside / max(raw.sum(), 1.0), 0.0)
    coke = flows.output_t["coke"]
    coke_out = coke * max(1.0 - coke_used_t.sum() / max(coke.sum(), 1.0), 0.0)
    flows.road_freight_t["coal"] = coal_out * (1.0 - n.coal[at])
    flows.road_freight_t["coke"] = coke_out * (1.0 - n.coke[at])
    for product in OTHERS:
        flows.road_freight_t[product] = flows.output_t[product] * (1.0 - n.other)
    flows.inner_freight_t["coal"] = raw - coal_out
    flows.inner_freight_t["coke"] = coke - coke_out
