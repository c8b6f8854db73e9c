"""The frozen signals of a year: all that any agent perceives of prices, rules and infrastructure.

Agents never know levers. The world builds the base signals, levers rewrite them, agents read them.
"""

from dataclasses import dataclass
from typing import Any

from agents.signals.building import BuildingSignals
from agents.signals.driving import DrivingSignals
from agents.signals.electricity import ElectricitySignals
from agents.signals.farming import FarmSignals
from agents.signals.freight import FreightSignals
from agents.signals.fuels import FuelSignals
from agents.signals.governance import GovernanceSignals
from agents.signals.heating import HeatingSignals
from agents.signals.industry import IndustrySignals
from agents.signals.investment import InvestmentSignals
from agents.signals.land import LandSignals
from agents.signals.materials import MaterialSignals
from agents.signals.norms import NormSignals
from agents.signals.quiet import QuietThemes
from agents.signals.rooftop import RooftopSignals
from agents.signals.straw import StrawSignals
from agents.signals.supply import SupplySignals
from agents.signals.theme import Theme
from agents.signals.waste import WasteSignals

__all__ = [
    "BuildingSignals",
    "Draft",
    "DrivingSignals",
    "ElectricitySignals",
    "FarmSignals",
    "FreightSignals",
    "FuelSignals",
    "GovernanceSignals",
    "HeatingSignals",
    "IndustrySignals",
    "InvestmentSignals",
    "LandSignals",
    "MaterialSignals",
    "NormSignals",
    "QuietThemes",
    "RooftopSignals",
    "Signals",
    "StrawSignals",
    "SupplySignals",
    "WasteSignals",
    "change",
]


@dataclass(frozen=True)
class Signals:
    """Everything perceived in one year, by theme."""

    year: int
    electricity: ElectricitySignals
    fuels: FuelSignals
    norms: NormSignals
    heating: HeatingSignals
    rooftop: RooftopSignals
    driving: DrivingSignals
    freight: FreightSignals
    straw: StrawSignals
    industry: IndustrySignals
    investment: InvestmentSignals
    supply: SupplySignals
    materials: MaterialSignals
    building: BuildingSignals
    farming: FarmSignals
    land: LandSignals
    waste: WasteSignals
    governance: GovernanceSignals


class Draft(Signals):
    """Signals while levers rewrite them one after the other; each theme is copied once, when it is first changed."""

    @classmethod
    def of(cls, signals: Signals) -> "Draft":
        """Return a draft of ``signals``, which stay as they are."""
        new = object.__new__(cls)
        new.__dict__.update(signals.__dict__, _opened={})
        return new

    def write(self, theme: str, values: dict[str, Any]) -> None:
        """Set fields of one theme."""
        state = self.__dict__
        opened: dict[str, Theme] = state["_opened"]
        now = opened.get(theme)
        if now is None:
            now = opened[theme] = state[theme] = state[theme].opened()
        now.write(values)

    def sealed(self) -> Signals:
        """Return the signals that agents perceive; the draft is done with."""
        new = object.__new__(Signals)
        new.__dict__.update(self.__dict__)
        del new.__dict__["_opened"]
        return new


def change(signals: Signals, theme: str, **values: Any) -> Signals:
    """Return ``signals`` with fields of one theme replaced; the original stays as it is.

    A :class:`Draft` is written to and returned.
    """
    if type(signals) is Draft:
        signals.write(theme, values)
        return signals
    new = object.__new__(Signals)
    new.__dict__.update(signals.__dict__)
    new.__dict__[theme] = getattr(signals, theme).changed(**values)
    return new
