"""Main railway lines that are being built through the city: their works over the years, and who pays for them."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.record import Record
from abm.world import World


@dataclass(frozen=True)
class LineNumbers:
    """Of all lines that are planned."""

    km: float
    cny_per_km: float
    diesel_gj_per_km: float
    build_years: int  # from the first works on a line to its first train
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
            build_years=round(p.value("rail.lines.build_years", "years")),
            county_share=area / area.sum(),
        )


class Lines:
    """Shares of the planned lines: ``building`` by years left, ``in_service`` when done; what is begun is finished."""

    def __init__(self, world: World) -> None:
        self.numbers = LineNumbers.of(world)
        self.building = np.zeros(self.numbers.build_years)
        self.in_service = 0.0

    def build(self, begun_share: float, ledger: Ledger) -> None:
        """Begin what is ordered and do a year's work on every line; the state's railway pays, builders burn diesel.

        Works, money and diesel lie evenly over a line's years; it serves from the year after its last.
        """
        n = self.numbers
        self.building[-1] += max(begun_share - self.in_service - float(self.building.sum()), 0.0)
        km = self.building.sum() / n.build_years * n.km * n.county_share
        ledger.burn("other_industry", "diesel", km * n.diesel_gj_per_km)
        ledger.pay("main railway lines", "outside", "equipment_makers", km * n.cny_per_km)
        self.in_service += float(self.building[0])
        self.building = np.append(self.building[1:], 0.0)

    def report(self, record: Record) -> None:
        """Write what is in service and what is being built at the end of the year."""
        km = self.numbers.km * np.array([self.in_service, float(self.building.sum())])
        record.put_city(("Freight|Main Lines|Built", "Freight|Main Lines|Under Works"), km)
