"""Wind and PV at the end of their life: what wears out, who renews it where it stands, and who lets it go."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from abm.parameters import Parameters
from abm.power.cohorts import Cohorts, Life
from abm.record import Record

if TYPE_CHECKING:
    from abm.power.power import Power

KINDS = ("wind", "pv", "farm", "public", "home")
WIND, PV, FARM, PUBLIC, HOME = range(len(KINDS))
HUNDRED_MILLION, KW_PER_MW = 1e8, 1000.0


@dataclass(frozen=True)
class RenewalNumbers:
    """Capital of a plant renewed on its old site over that of a new one, by kind of utility plant."""

    capital_share: dict[str, float]

    @classmethod
    def of(cls, p: Parameters) -> "RenewalNumbers":
        """Read it."""
        return cls({kind: p.value(f"power.renewal.capital_{kind}", "ratio") for kind in ("wind", "pv")})


class Renewal:
    """Ages of all wind and PV of the city, and what became of those worn out this year; (kinds, n_counties) MW.

    Owners of utility plants renew where the price that they earn pays for it. PV on leased land and on public roofs is
    renewed as its lease or its rule asks; homes decide on theirs themselves (``abm/homes/roofs.py``).
    """

    def __init__(self, p: Parameters, n_counties: int) -> None:
        module = Life.of(p, "module")
        self.numbers = RenewalNumbers.of(p)
        self.cohorts = Cohorts((Life.of(p, "blade"), module, module, module, module), n_counties)
        self.worn_mw, self.let_go_mw = np.zeros((2, len(KINDS), n_counties))
        self.utility_cny = {kind: np.zeros(n_counties) for kind in self.numbers.capital_share}
        self.public_cny = np.zeros(n_counties)

    def begin(self) -> None:
        """Let a year pass over the plants; all that wears out is renewed unless its owner lets it go."""
        self.worn_mw = self.cohorts.wear_out()
        self.let_go_mw = np.zeros_like(self.worn_mw)

    def let_go(self, kind: str, share: float) -> np.ndarray:
        """Return (n_counties,) MW worn out that owners do not renew: ``share`` of them."""
        at = KINDS.index(kind)
        self.let_go_mw[at] = share * self.worn_mw[at]
        return self.let_go_mw[at]

    def end(self, power: "Power", at: int) -> None:
        """Count what stands after the year: what was taken down before its time is worn out too."""
        plants, public = power.renewables, power.services.buildings.pv_mw()
        ground = plants.capacity_mw("pv", at) - plants.farm_mw
        homes = power.rooftop_mw - public
        stood = np.array([plants.capacity_mw("wind", at), ground, plants.farm_mw, public, homes])
        self.worn_mw = self.worn_mw + self.cohorts.stand(stood)
        renewed = self.renewed_mw
        self.public_cny = KW_PER_MW * renewed[PUBLIC] * power.services.buildings.numbers.pv_cny_per_kw
        for kind, share in self.numbers.capital_share.items():
            capex = plants.developer.capex_cny_per_kw[kind] * power.world.context(f"cost.{kind}", "index", power.year)
            self.utility_cny[kind] = KW_PER_MW * self.of_owners(kind, renewed) * capex * share

    @property
    def cost_cny(self) -> np.ndarray:
        """(n_counties,) CNY of what was renewed this year, on public roofs and by owners of utility plants."""
        return sum(self.utility_cny.values(), self.public_cny)

    @property
    def renewed_mw(self) -> np.ndarray:
        """(kinds, n_counties) MW put up this year in place of what wore out."""
        return np.minimum(self.worn_mw - self.let_go_mw, self.cohorts.new_mw)

    def of_owners(self, kind: str, mw: np.ndarray) -> np.ndarray:
        """(n_counties,) of (kinds, n_counties): wind, or PV on the ground and above crops."""
        return np.asarray(mw[WIND] if kind == "wind" else mw[PV] + mw[FARM])

    def report(self, record: Record) -> None:
        """Write what was renewed, what was let go, and the cost."""
        renewed = self.renewed_mw / 1000.0
        record.put("Capacity|Electricity|Wind|Renewed", by_county=renewed[WIND])
        record.put("Capacity|Electricity|Solar|Renewed", by_county=renewed[PV : PUBLIC + 1].sum(axis=0))
        record.put("Capacity|Electricity|Wind|Let Go", by_county=self.let_go_mw[WIND] / 1000.0)
        record.put("Capacity|Electricity|Solar|Let Go", by_county=self.let_go_mw[PV] / 1000.0)
        record.put("Power|Renewal Cost", by_county=self.cost_cny / HUNDRED_MILLION)
