"""The themes of a year without any rule or support: they are the same every year, so they are made once."""

from dataclasses import dataclass

import numpy as np

from agents.signals.building import BuildingSignals
from agents.signals.farming import FarmSignals
from agents.signals.governance import GovernanceSignals
from agents.signals.land import LandSignals
from agents.signals.materials import MaterialSignals
from agents.signals.norms import NormSignals
from agents.signals.supply import SupplySignals
from agents.signals.waste import WasteSignals


@dataclass(frozen=True)
class QuietThemes:
    """Of a region; ``materials`` and ``farming`` still lack what each year brings of its own."""

    norms: NormSignals
    supply: SupplySignals
    materials: MaterialSignals
    building: BuildingSignals
    farming: FarmSignals
    land: LandSignals
    waste: WasteSignals
    governance: GovernanceSignals

    @classmethod
    def of(cls, n_counties: int) -> "QuietThemes":
        """Make them for so many counties."""
        none = np.zeros(n_counties)
        return cls(
            norms=NormSignals(campaign=none, demonstration=none),
            supply=SupplySignals.quiet(n_counties),
            materials=MaterialSignals.quiet(none, none, none),
            building=BuildingSignals.quiet(n_counties),
            farming=FarmSignals.quiet(n_counties),
            land=LandSignals.quiet(n_counties),
            waste=WasteSignals.quiet(n_counties),
            governance=GovernanceSignals.quiet(n_counties),
        )
