"""Main railway lines that are being built through the city: their works, and who pays for them."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.world import World


@dataclass(frozen=True)
class LineNumbers:
    """Of all lines that are planned."""

    km: float
    cny_per_km: float
    diesel_gj_per_km: float
    county_share: np.ndarray  # (n_counties,) of the works

    @classmethod
    def of(cls, world: World) -> "LineNumbers":
        """Read from the region's parameters; works lie with the counties' areas."""
        p = world.region.parameters
        area = p.by_county("land.area", "km2")
        return cls(
            km=p.value("rail.lines.length", "km"),
            cny_per_km=p.value("rail.lines.cost", "CNY/km"),
            diesel_gj_per_km=p.value("form.roads.diesel", "GJ/km"),
            county_share=area / area.sum(),
        )


class Lines:
    """``built`` is the share of the planned lines that is in service; a line is not taken up again."""

    def __init__(self, world: World) -> None:
        self.numbers = LineNumbers.of(world)
        self.built = 0.0

    def build(self, wanted_share: float, ledger: Ledger) -> None:
        """Lay what is missing; the state's railway pays, builders burn diesel."""
        n = self.numbers
        km = max(wanted_share - self.built, 0.0) * n.km * n.county_share
        self.built = max(wanted_share, self.built)
        ledger.burn("other_industry", "diesel", km * n.diesel_gj_per_km)
        ledger.pay("main railway lines", "outside", "equipment_makers", km * n.cny_per_km)
