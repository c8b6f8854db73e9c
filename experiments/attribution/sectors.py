"""Energy CO2 of one package against another, sector by sector: activity, energy intensity, carbon of energy.

CO2 = value added x energy / value added x CO2 / energy. A sector without one of the three under either
package (homes have no value added, power plants no final use) stands apart with its whole difference.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.attribution.lmdi import decompose

CO2, ENERGY, ACTIVITY = "Emissions|CO2|Energy", "Final Energy", "Value Added"
SERIES = (CO2, ENERGY, ACTIVITY)
FACTORS = ("activity", "energy intensity", "carbon of energy")
BySector = Mapping[str, np.ndarray]  # variable -> (n_sectors,)


@dataclass(frozen=True)
class Change:
    """Mt of one sector, other less base; ``parts`` is empty where it cannot be decomposed."""

    sector: str
    mt: float
    parts: tuple[float, ...]


def changes(sectors: Sequence[str], base: BySector, other: BySector) -> list[Change]:
    """Return the difference of every sector that emits under one of the two packages."""
    whole = np.all([side[name] > 0 for side in (base, other) for name in SERIES], axis=0)
    parts = decompose(_factors(base, whole), _factors(other, whole))
    by_sector = np.zeros((len(sectors), len(FACTORS)))
    by_sector[whole] = np.stack([parts[name] for name in FACTORS], axis=1)
    return [
        Change(sector, float(other[CO2][i] - base[CO2][i]), tuple(by_sector[i].tolist()) if whole[i] else ())
        for i, sector in enumerate(sectors)
        if base[CO2][i] or other[CO2][i]
    ]


def _factors(side: BySector, whole: np.ndarray) -> dict[str, np.ndarray]:
    co2, energy, activity = (side[name][whole] for name in SERIES)
    return dict(zip(FACTORS, (activity, energy / activity, co2 / energy), strict=True))
