"""Carbon of fields: straw left in, manure, organic fertiliser, better and covered fields, over the first year's."""

from dataclasses import dataclass

import numpy as np

from abm.carbon_pool import CarbonPool
from abm.region import Region


@dataclass(frozen=True)
class SoilInput:
    """What soils get in a year, (n_counties,) each."""

    straw_t: np.ndarray  # returned
    organic_n_t: np.ndarray  # nitrogen in manure and organic fertiliser that is spread
    standard_mu: np.ndarray  # fields levelled and watered: more roots and stubble
    eco_mu: np.ndarray  # fields of eco farms: covered in winter, rotated


@dataclass(frozen=True)
class SoilCarbonNumbers:
    """t C a year that stay in the soil."""

    per_t_straw: float
    per_t_organic_n: float
    per_standard_mu: float
    per_eco_mu: float
    years: float  # that carbon stays

    @classmethod
    def of(cls, region: Region) -> "SoilCarbonNumbers":
        """Read from the region's parameters."""
        p = region.parameters
        return cls(
            per_t_straw=p.value("soil.carbon.straw", "tC/t"),
            per_t_organic_n=p.value("soil.carbon.organic_n", "tC/t N"),
            per_standard_mu=p.value("soil.carbon.standard", "kgC/mu") / 1000.0,
            per_eco_mu=p.value("soil.carbon.eco", "kgC/mu") / 1000.0,
            years=p.value("soil.carbon.stay", "year"),
        )


class SoilCarbon:
    """The pool of all fields of a county; farms that sell straw which they used to return draw it down."""

    def __init__(self, region: Region) -> None:
        self.numbers = SoilCarbonNumbers.of(region)
        self.pool = CarbonPool(self.numbers.years, np.zeros(region.n_counties))
        self.first_tc: np.ndarray | None = None
        self.uptake_t = np.zeros(region.n_counties)

    def act(self, given: SoilInput) -> None:
        """Take up, or give off, t CO2 of the year."""
        n = self.numbers
        input_tc = (
            given.straw_t * n.per_t_straw
            + given.organic_n_t * n.per_t_organic_n
            + given.standard_mu * n.per_standard_mu
            + given.eco_mu * n.per_eco_mu
        )
        if self.first_tc is None:
            self.first_tc = input_tc
        self.uptake_t = self.pool.take_up(input_tc - self.first_tc)
