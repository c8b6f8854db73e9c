"""Gas left in closed mines: wells are drilled where rights are offered and the gas pays, and draw the stock down."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.parameters import Parameters
from agents.firm.methane import drilled


@dataclass(frozen=True)
class GoafNumbers:
    """What lies in worked-out seams and what wells do; volumes of pure methane."""

    resource_m3: float
    cost_cny_per_m3: float  # of drilling, pumping and cleaning
    capital_cny_per_m3: float  # of a well field, per m3 a year
    spread: float
    drilled_share: float  # of the fields that can be drilled in a year at most
    drawn_share: float  # of what is left that a whole field gives a year
    suction: float  # of what would seep out that a drilled field catches
    central_cny_per_m3: float  # of the support, paid by the state

    @classmethod
    def of(cls, p: Parameters) -> "GoafNumbers":
        """Read them."""
        k = "mines.goaf"
        return cls(
            resource_m3=p.value(f"{k}.resource", "10^9 m3") * 1e9,
            cost_cny_per_m3=p.value(f"{k}.cost", "CNY/m3"),
            capital_cny_per_m3=p.value(f"{k}.capital", "CNY/m3"),
            spread=p.value(f"{k}.spread", "share"),
            drilled_share=p.value(f"{k}.drilled", "share"),
            drawn_share=p.value(f"{k}.drawn", "share"),
            suction=p.value(f"{k}.suction", "share"),
            central_cny_per_m3=p.value("mines.methane.central_support", "CNY/m3"),
        )


class GoafGas:
    """Fields over closed mines by county: share drilled, gas left; (n_counties,) each.

    Args:
        numbers: of the region.
        gas_share: (n_counties,) where the gas lies: like the methane of mines, sum 1.
    """

    def __init__(self, numbers: GoafNumbers, gas_share: np.ndarray) -> None:
        self.numbers = numbers
        self.left_m3 = numbers.resource_m3 * gas_share
        self.developed = np.zeros_like(gas_share)
        self.drawn_m3 = np.zeros_like(gas_share)
        self.capital_cny = np.zeros_like(gas_share)

    def year(self, offered_share: float, income_cny_per_m3: np.ndarray) -> None:
        """Drill what pays of the fields on offer, and draw gas from what is drilled."""
        n = self.numbers
        new = drilled(self.developed, offered_share, income_cny_per_m3 / n.cost_cny_per_m3, n.spread, n.drilled_share)
        self.capital_cny = new * n.drawn_share * self.left_m3 * n.capital_cny_per_m3
        self.developed = self.developed + new
        self.drawn_m3 = self.developed * n.drawn_share * self.left_m3
        self.left_m3 = self.left_m3 - self.drawn_m3

    def seeping(self, closed_t: np.ndarray) -> np.ndarray:
        """Return (n_counties,) t that still reach the air of what closed mines give off."""
        return closed_t * (1.0 - self.numbers.suction * self.developed)

    def pay(self, used_m3: np.ndarray, support_cny_per_m3: np.ndarray, ledger: Ledger) -> None:
        """Book wells, and support for all mine gas that was used: the state's part first, then the city's."""
        central = np.minimum(support_cny_per_m3, self.numbers.central_cny_per_m3)
        ledger.pay("gas wells", "firms", "equipment_makers", self.capital_cny)
        ledger.pay("methane support", "upper_budget", "firms", used_m3 * central)
        ledger.pay("methane support", "city_budget", "firms", used_m3 * (support_cny_per_m3 - central))
