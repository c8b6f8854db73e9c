"""Herds: how many animals stand where, and the methane and laughing gas that come from them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from abm.region import Region

ANIMALS = ("cattle", "sheep_goats", "pigs", "poultry")
KG_PER_T = 1000.0
N2O_PER_N = 44 / 28


@dataclass(frozen=True)
class HerdNumbers:
    """Heads by year and yearly releases of a head."""

    heads: np.ndarray  # (animals, n_years) of the city
    sheep_units: np.ndarray  # (animals,) of one head as far as it eats straw
    ch4_digestion_kg: np.ndarray  # (animals,)
    ch4_manure_kg: np.ndarray  # (animals,) as manure was treated in the first year
    manure_n_kg: np.ndarray  # (animals,) nitrogen excreted
    n2o_n_per_n: float  # of excreted nitrogen, storage and pasture

    @classmethod
    def of(cls, region: Region, years: Sequence[int]) -> "HerdNumbers":
        """Read from the region's parameters."""
        p = region.parameters
        enteric = np.array([p.value(f"livestock.ch4_enteric.{a}", "kg/head") for a in ANIMALS])
        manure = np.array([p.value(f"livestock.ch4_manure.{a}", "kg/head") for a in ANIMALS])
        return cls(
            heads=np.array([p.series(f"livestock.heads.{a}", "heads", years) for a in ANIMALS]),
            sheep_units=np.array([p.value(f"livestock.sheep_units.{a}", "sheep unit/head") for a in ANIMALS]),
            ch4_digestion_kg=enteric,
            ch4_manure_kg=manure,
            manure_n_kg=np.array([p.value(f"livestock.manure_n.{a}", "kg N/head") for a in ANIMALS]),
            n2o_n_per_n=p.value("livestock.n2o_n", "t N2O-N/t N"),
        )


def sheep_units(numbers: HerdNumbers, at: int) -> float:
    """Return the city's straw-eating animals in sheep units, in year number ``at``."""
    return float(numbers.heads[:, at] @ numbers.sheep_units)


def herd_ch4_t(numbers: HerdNumbers, at: int) -> tuple[float, float]:
    """Return t CH4 of digestion, and of manure as it was treated in the first year: heads times kg a head."""
    heads = numbers.heads[:, at]
    return float(heads @ numbers.ch4_digestion_kg) / KG_PER_T, float(heads @ numbers.ch4_manure_kg) / KG_PER_T


def manure_n_t(numbers: HerdNumbers, at: int) -> float:
    """Return t of nitrogen that the city's animals excrete."""
    return float(numbers.heads[:, at] @ numbers.manure_n_kg) / KG_PER_T


def herd_n2o_t(numbers: HerdNumbers, at: int) -> float:
    """Return t N2O of manure: nitrogen excreted times its factor times 44/28."""
    return manure_n_t(numbers, at) * numbers.n2o_n_per_n * N2O_PER_N
