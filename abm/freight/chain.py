"""Fleets that drive for the owner of a hydrogen plant: what a kilogramme and a truck cost within one firm's chain.

Whoever owns plant, station and fleet has sunk the capital of the first two. While they stand idle, a
kilogramme for one's own trucks costs the gas forgone, purification, compression and power.
"""

from dataclasses import dataclass

import numpy as np

from abm.region import Region


@dataclass(frozen=True)
class ChainNumbers:
    """How many drive for such owners, and what they pay for a truck."""

    fleet_share: float  # of a county's company fleets, where a plant and a station stand
    truck_price_ratio: np.ndarray  # (n_years,) over list, where the owner makes trucks as well

    @classmethod
    def of(cls, region: Region, years: tuple[int, ...]) -> "ChainNumbers":
        """Read the numbers of a region."""
        return cls(
            fleet_share=region.parameters.value("hydrogen_chain.fleet_share", "share"),
            truck_price_ratio=region.parameters.series("hydrogen_chain.truck_price", "ratio", years),
        )


@dataclass(frozen=True)
class Chain:
    """What fleets within a chain face this year."""

    share: np.ndarray  # (n_counties,) of company fleets that are
    running_cny_per_km: np.ndarray  # (n_counties, 2 hauls) of a hydrogen truck
    discount_cny: float  # off a hydrogen truck

    def members(self, county: np.ndarray, is_fleet: np.ndarray, rank: np.ndarray) -> np.ndarray:
        """Return (n,) bool: company fleets nearest to the plant, by the owner's ``rank`` (uniform)."""
        if not self.share.any():
            return np.zeros(len(rank), dtype=bool)
        found: np.ndarray = (is_fleet == 1) & (rank < self.share.take(county))
        return found


def chain_share(numbers: ChainNumbers, stations: np.ndarray, capacity_t: np.ndarray, sales_t: np.ndarray) -> np.ndarray:
    """Return (n_counties,) company fleets within a chain: as far as a station stands by a plant with room to spare.

    Args:
        numbers: the share where both stand.
        stations: (n_counties,) hydrogen stations; the first one counts.
        capacity_t: (n_counties,) what plants can make this year: their owner orders trucks and plant together.
        sales_t: (n_counties,) what trucks filled there last year.
    """
    return numbers.fleet_share * np.minimum(stations, 1.0) * (sales_t < capacity_t)
