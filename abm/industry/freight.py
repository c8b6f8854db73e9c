"""What industry puts on roads: tonnes that leave by road, who builds a siding, tonnes hauled to users inside."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.world import World
from agents.firm.sidings import sidings_built

OTHERS = ("steel", "alumina", "aluminium", "cement", "chemicals")


@dataclass(frozen=True)
class Haulage:
    """Rail shares of what leaves, paths over the years, and t of coal for power plants inside in the first year."""

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
    coal_to_power: float  # whole city
    coke_made: np.ndarray
    coke_used: np.ndarray


class CoalToPower:
    """Coal hauled to power plants inside: that of the first year, more or less as they burn, which their ash tells."""

    def __init__(self, first_t: float) -> None:
        self.first_t = first_t
        self.first_ash_t: float | None = None

    def hauled_t(self, ash_t: np.ndarray) -> float:
        """Return t of the year; ``ash_t`` (n_counties,) is of the coal burnt last year, at first of a usual year's."""
        ash = float(ash_t.sum())
        if self.first_ash_t is None:
            self.first_ash_t = ash
        return self.first_t * (ash / self.first_ash_t if self.first_ash_t > 0.0 else 1.0)


class Sidings:
    """Sidings that mines and coke plants build beside those of the region's path, (n_counties,) share of tonnes."""

    def __init__(self, world: World) -> None:
        p = world.region.parameters
        self.base, self.grant = p.value("sidings.base", "logit"), p.value("sidings.grant", "logit")
        haul_km = p.value("freight.haul.road_total", "km")
        self.base += p.value("sidings.distance", "logit") * haul_km / 500.0
        self.planned = p.value("sidings.planned", "share")
        self.moved = p.value("sidings.moved", "share")
        self.capital_cny_per_t = p.value("sidings.capital", "CNY/t")
        self.line_cut = p.value("sidings.line_cut", "share")
        self.long_road = p.value("sidings.long_road", "share")
        self.share = np.zeros(world.region.n_counties)
        self.long_rail_share = 0.0

    def decide(self, grant_share: np.ndarray, line_share: float, road_t: np.ndarray, ledger: Ledger) -> None:
        """Let those without a siding decide, given (n_counties,) t that would go by road; book the capital.

        A siding is shorter where planned main lines are in service: what that saves weighs like a grant.
        """
        left = 1.0 - self.line_cut * line_share  # of the capital
        new = sidings_built(self.share, self.planned, self.base + self.grant * (1.0 - (1.0 - grant_share) * left))
        self.share = self.share + new
        capital = new * road_t * self.capital_cny_per_t * left
        ledger.pay("rail sidings", "firms", "equipment_makers", capital)
        ledger.pay("rail siding grant", "city_budget", "firms", capital * grant_share)

    def by_road(self, rail_share: float) -> np.ndarray:
        """(n_counties,) of what leaves that still goes by road; ``rail_share`` is the path's."""
        road: np.ndarray = (1.0 - rail_share) * (1.0 - self.moved * self.share)
        return road


class Terminals:
    """Road-rail terminals: what has no siding goes to them by truck and on by rail; (n_counties,) share of tonnes."""

    def __init__(self, world: World) -> None:
        p = world.region.parameters
        self.base, self.grant = p.value("terminals.base", "logit"), p.value("terminals.grant", "logit")
        self.planned = p.value("terminals.planned", "share")
        self.moved = p.value("terminals.moved", "share")
        self.capital_cny_per_t = p.value("terminals.capital", "CNY/t")
        self.share, self.moved_t = np.zeros((2, world.region.n_counties))

    def decide(self, grant_share: np.ndarray, road_t: np.ndarray, ledger: Ledger) -> None:
        """Let forwarders build for those not yet served, given (n_counties,) t that would go by road; book it."""
        new = sidings_built(self.share, self.planned, self.base + self.grant * grant_share)
        self.share = self.share + new
        capital = new * road_t * self.moved * self.capital_cny_per_t
        ledger.pay("road-rail terminals", "firms", "equipment_makers", capital)
        ledger.pay("terminal grant", "city_budget", "firms", capital * grant_share)

    def move(self, flows: Flows) -> None:
        """Put what terminals take from the road on rail, and its way to the terminal on the city's own roads."""
        part = self.moved * self.share
        self.moved_t = part * sum(flows.road_freight_t.values(), np.zeros(len(part)))
        for product, road in flows.road_freight_t.items():
            flows.rail_freight_t[product] = flows.rail_freight_t[product] + part * road
            flows.road_freight_t[product] = road * (1.0 - part)
        flows.inner_freight_t["to terminals"] = self.moved_t


def haul(n: Haulage, sidings: Sidings, at: int, tonnes: Tonnes, flows: Flows) -> None:
    """Fill the year's freight by road and rail; ``at`` is the year's place in the paths.

    What is made less what is used inside leaves; each county sends in proportion to what it makes.
    """
    coal, coke = tonnes.coal_made, tonnes.coke_made
    coal_out = coal * _leaving(coal, float(tonnes.clean_coal_used.sum()) + tonnes.coal_to_power)
    coke_out = coke * _leaving(coke, float(tonnes.coke_used.sum()))
    flows.road_freight_t["coal"] = coal_out * sidings.by_road(float(n.coal[at]))
    flows.road_freight_t["coke"] = coke_out * sidings.by_road(float(n.coke[at]))
    for product, out in (("coal", coal_out), ("coke", coke_out)):
        flows.rail_freight_t[product] = out - flows.road_freight_t[product]
    road = float((flows.road_freight_t["coal"] + flows.road_freight_t["coke"]).sum())
    sidings.long_rail_share = 1.0 - sidings.long_road * road / max(float((coal_out + coke_out).sum()), 1.0)
    for product in OTHERS:
        flows.road_freight_t[product] = flows.output_t[product] * (1.0 - n.other)
        flows.rail_freight_t[product] = flows.output_t[product] * n.other
    flows.inner_freight_t["coal"] = coal - coal_out
    flows.inner_freight_t["coke"] = coke - coke_out


def _leaving(made_t: np.ndarray, used_t: float) -> float:
    return max(1.0 - used_t / max(float(made_t.sum()), 1.0), 0.0)
