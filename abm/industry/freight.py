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


@dataclass(frozen=True)
class Tonnes:
    """Coal and coke of the year, (n_counties,) t: made for use or sale, and used inside."""

    coal_made: np.ndarray  # clean coal, middlings and unwashed coal; gangue stays at the washery
    clean_coal_used: np.ndarray
    coke_made: np.ndarray
    coke_used: np.ndarray


def haul(n: Haulage, at: int, tonnes: Tonnes, flows: Flows) -> None:
    """Fill the year's freight by road; ``at`` is the year's place in the paths.

    What is made less what is used inside leaves; each county sends in proportion to what it makes.
    """
    coal, coke = tonnes.coal_made, tonnes.coke_made
    coal_out = coal * _leaving(coal, float(tonnes.clean_coal_used.sum()) + n.coal_to_power_t)
    coke_out = coke * _leaving(coke, float(tonnes.coke_used.sum()))
    flows.road_freight_t["coal"] = coal_out * (1.0 - n.coal[at])
    flows.road_freight_t["coke"] = coke_out * (1.0 - n.coke[at])
    for product in OTHERS:
        flows.road_freight_t[product] = flows.output_t[product] * (1.0 - n.other)
    flows.inner_freight_t["coal"] = coal - coal_out
    flows.inner_freight_t["coke"] = coke - coke_out


def _leaving(made_t: np.ndarray, used_t: float) -> float:
    return max(1.0 - used_t / max(float(made_t.sum()), 1.0), 0.0)
