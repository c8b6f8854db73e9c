"""Communities as homes see them: which are first to get a pipe, a zone, a programme."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from abm.randomness import generator
from abm.region import Region
from agents.choice import share_of

LEAST_PART = 1e-9  # of a village, below which the quota counts as used up


@dataclass
class Places:
    """Ranks (n_communities,) between 0 and 1 within each county; low ranks come first.

    ``turn`` is the memory of the clean-heating programme: how often it has passed through, plus
    the rank. The programme works village by village, those least often visited first. It also passes through
    villages where nobody burns coal: else those of a sample, where a few rows stand for all homes, would be first in
    the queue once a row of theirs burns coal again, and the few who still do so be visited sooner than among everyone.
    """

    county: np.ndarray
    is_urban: np.ndarray
    gas_rank: np.ndarray
    district_rank: np.ndarray
    zone_rank: np.ndarray
    turn: np.ndarray = field(init=False)
    passed: np.ndarray = field(init=False)  # this year, by the programme
    order: np.ndarray = field(init=False)  # of the queue when it was last looked at: sorting what is nearly sorted

    def __post_init__(self) -> None:
        self.turn = self.zone_rank.copy()
        self.passed = np.zeros(len(self.turn), dtype=bool)
        self.order = np.arange(len(self.turn))

    @cached_property
    def cell(self) -> np.ndarray:
        """Return (n_communities,) positions in (n_counties, 2), rural and urban."""
        return self.county * 2 + self.is_urban.astype(np.intp)

    @classmethod
    def of(cls, region: Region, is_urban: np.ndarray) -> "Places":
        """Build the ranks of a region's communities, in the order of their codes."""
        rows = sorted(region.table("communities.csv"), key=lambda row: row["code"])
        county = np.array([region.county_index[row["county_code"]] for row in rows])
        return cls.ranked(region.id, county, is_urban, np.array([row["kind"] != "urban" for row in rows]))

    @classmethod
    def ranked(cls, region_id: str, county: np.ndarray, is_urban: np.ndarray, is_village: np.ndarray) -> "Places":
        """Build the ranks of communities in the order of their codes, whose table need not be read again."""
        gas, district, zone = generator(0, f"{region_id}|places").random((3, len(county)))
        return cls(
            county=county.astype(np.intp),
            is_urban=np.asarray(is_urban),
            gas_rank=_rank(gas, county * 2 + is_urban),
            district_rank=_rank(district, county * 2 + is_urban),
            zone_rank=_rank(zone + is_village, county),  # towns first
        )

    def reached(self, rank: np.ndarray, share: np.ndarray) -> np.ndarray:
        """Return (n_communities,) bool: the pipe is there; ``share`` (n_counties, 2) rural, urban."""
        return rank < share.ravel().take(self.cell)

    def in_zone(self, share: np.ndarray) -> np.ndarray:
        """Return (n_communities,) bool: inside the no-coal zone; ``share`` (n_counties,)."""
        return self.zone_rank < share.take(self.county)

    def offers(self, eligible: np.ndarray, share: np.ndarray) -> np.ndarray:
        """Return (n_communities,) the part of eligible homes that the programme reaches this year.

        The county's quota, ``share`` (n_counties,) of its ``eligible`` homes (n_communities,), is
        used up village by village; the last one only in part.
        """
        self.passed = np.zeros(len(self.turn), dtype=bool)
        if not share.any():
            return np.zeros(len(self.turn))
        queue = self.county * np.ceil(self.turn.max()) + self.turn  # county by county
        self.order = order = self.order.take(np.argsort(queue.take(self.order), kind="stable"))
        homes = eligible.take(order)
        of_county = np.bincount(self.county, eligible, minlength=len(share))
        before = np.cumsum(homes) - homes
        start = np.concatenate([[0.0], np.cumsum(of_county)[:-1]])
        left = (share * of_county + start).take(self.county.take(order)) - before
        found = share_of(left, homes)
        found[found < LEAST_PART] = 0.0
        part = np.empty_like(found)
        part[order] = np.minimum(found, 1.0)
        self.passed[order] = np.where(homes > 0, found > 0, left > LEAST_PART)
        return part

    def visit(self) -> None:
        """Move communities that the programme went through this year to the back of the queue."""
        self.turn += self.passed


def _rank(draw: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Return ranks of ``draw`` within each group, (k + 1/2) / n: half of a single place is reached at one half."""
    order = np.lexsort((draw, group))
    count = np.bincount(group)
    start = np.cumsum(count) - count
    rank = np.empty(len(draw))
    rank[order] = (np.arange(len(draw)) - start[group[order]] + 0.5) / count[group[order]]
    return rank
