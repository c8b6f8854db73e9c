"""What all homes meet in a year: where they stand, what they see around them, their means and their luck."""

from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any

import numpy as np
from scipy.sparse import csr_array, diags_array

from abm.homes.where import Where
from abm.randomness import Streams
from agents.choice import share_of
from agents.household.heaters import burns_coal
from agents.table import Table, rows_where

LANES = 4  # numbers of sixteen bits in a word
PRIOR_ROWS = 100.0  # that the roofs of a county count for beside the few sampled ones of a village
STEP = np.float32(2.0**-16)


@dataclass(slots=True)
class Draws:
    """Uniform numbers (n,) of one purpose, kept as sixteen bits: few are ever looked at."""

    bits: np.ndarray

    def take(self, rows: np.ndarray) -> np.ndarray:
        """Return those of ``rows`` as float32, each at the middle of its step."""
        found: np.ndarray = self.bits.take(rows) * STEP
        found += STEP / 2
        return found

    def below(self, chance: float) -> np.ndarray:
        """Return (n,) bool, whose number as float32 is below one chance, the same for all."""
        found: np.ndarray = self.bits < ceil(float(np.float32(chance)) / float(STEP) - 0.5)
        return found

    def everyone(self) -> np.ndarray:
        """Return all of them."""
        found: np.ndarray = self.bits * STEP
        found += STEP / 2
        return found


@dataclass(frozen=True)
class Luck:
    """Uniform numbers of a year by purpose; everyone draws."""

    fail: Draws
    offer: Draws
    visit: Draws
    aware: Draws
    choice: Draws
    stove: Draws
    tariff: Draws
    roof: Draws
    rent: Draws

    @classmethod
    def draw(cls, streams: Streams, year: int, n: int) -> "Luck":
        """Draw the numbers of a year: sixteen bits of a keyed stream each.

        One word of the generator serves four homes, which makes the draw four times as quick.
        """
        purposes = len(cls.__dataclass_fields__)
        words = -(-purposes * n // LANES)
        raw = streams.words("homes.luck", year, words)
        lanes = raw.view(np.uint16)[: purposes * n].reshape(purposes, n)
        return cls(*map(Draws, lanes))


@dataclass(frozen=True)
class Surroundings:
    """What homes see around them, (n_communities,): last year's state of their and nearby communities."""

    coal_homes: np.ndarray  # weight of homes lived in and heated by coal
    clean: np.ndarray  # share heated without coal, as a home on coal sees it
    clean_to_clean: np.ndarray  # likewise as one that heats clean sees it
    roofs: np.ndarray  # share with PV
    attitude: np.ndarray  # mean
    with_pv: np.ndarray  # rows of homes with PV
    pv_of_roofs: np.ndarray  # share with PV of all roofs of the community, sampled or not


@dataclass(frozen=True)
class Scene:
    """A year as homes meet it."""

    year: int
    where: Where
    around: Surroundings
    luck: Luck
    present: np.ndarray  # (n,) bool, somebody lives there
    lived_in: np.ndarray  # (n,) weight of homes lived in, zero elsewhere
    existing: np.ndarray  # (n,) weight of homes lived in or empty, zero where there is none (any more)
    has_roof: np.ndarray  # (n,) bool, one of its own
    income_cny: np.ndarray  # (n,) of the household

    @cached_property
    def existing_by_county(self) -> np.ndarray:
        """(n_counties,) homes lived in or empty."""
        return self.where.by_county(self.existing)

    @cached_property
    def roofs_by_county(self) -> np.ndarray:
        """(n_counties,) homes with a roof of their own."""
        return self.where.by_county(self.existing * self.has_roof)


def seen_from(graph: Any, reach: np.ndarray) -> csr_array:
    """Return the (n_communities, n_communities) matrix that turns what is in each community into what is seen there.

    The share ``reach`` (n_communities,) of contacts lives elsewhere. ``graph``, a sparse array of the same shape,
    has rows that add up to one; ``reach`` is zero for a community without links, whose people look at home only.
    """
    return csr_array(diags_array(1.0 - reach) + diags_array(reach) @ graph.astype(float))


@dataclass(frozen=True)
class VillageRoofs:
    """PV in each village with all its roofs, sampled or not: what a few sampled rows can't tell; (n_communities,)."""

    share: np.ndarray  # of roofs with PV a year ago
    looked: np.ndarray  # chance that one without it looked into it since, up to a factor

    @classmethod
    def first(cls, where: Where, village_pv: np.ndarray) -> "VillageRoofs":
        """Return those of the first year; ``village_pv`` (n,) the share of each home's village."""
        share = np.zeros(where.n_communities)
        share[where.community] = village_pv
        return cls(share, np.ones(where.n_communities))

    def now(self, roofs: np.ndarray, with_pv: np.ndarray, cell: np.ndarray) -> np.ndarray:
        """Return (n_communities,) the share now, which adds up to the homes ``with_pv`` of each ``cell``.

        New systems come to roofs that are free, in proportion to the chance to look; fewer than before are taken
        down evenly. ``roofs`` and ``with_pv`` (n_communities,) count homes.
        """
        free = (1.0 - self.share) * self.looked
        held, room, wanted = (np.bincount(cell, each) for each in (roofs * self.share, roofs * free, with_pv))
        kept = np.minimum(share_of(wanted, held), 1.0)
        grown = share_of(np.maximum(wanted - held, 0.0), room)
        found: np.ndarray = np.minimum(self.share * kept.take(cell) + free * grown.take(cell), 1.0)
        return found


def look_around(
    homes: Table, where: Where, seen_from: Any, cell: np.ndarray, lived_in: np.ndarray, villages: VillageRoofs
) -> Surroundings:
    """Return what is seen; ``seen_from`` (n_communities, n_communities) tells how much each sees of which.

    Shares in one's own village are among the others (of clean heaters for who burns coal and for who does not, of PV
    for somebody who has none yet): with few rows in a village a share of all would be off by one in their number.
    A village with nobody else in the sample is seen as the mean of its county's villages (or towns),
    ``cell`` (n_communities,) in (n_counties, 2). And a few sampled roofs say little of all roofs of a village:
    chance makes villages of ten rows far more unlike than those of five hundred homes, and contagion within
    unlike villages is slower. So what the village would have with all its roofs (``villages``) counts like
    ``PRIOR_ROWS`` more: with everyone simulated, villages differ beyond that no more than if each had
    drawn from 110 (2037) to 600 (2025) roofs. Where everyone is simulated it counts nothing.
    """
    columns = homes.columns
    total = where.by_community(lived_in)
    coal_rows, pv_rows = rows_where(burns_coal(columns["heater"])), rows_where(columns["pv_kw"] > 0)
    on_coal = where.by_community(lived_in.take(coal_rows), coal_rows)
    with_pv = where.by_community(lived_in.take(pv_rows), pv_rows)
    attitude = where.by_community(lived_in * columns["attitude"])
    others, prior = total - where.row_weight, PRIOR_ROWS * where.left_out
    clean, alone, empty = total - on_coal, others <= 0, total <= 0
    in_cell = np.bincount(cell, total)

    def of_cell(part: np.ndarray) -> np.ndarray:
        """(n_communities,) the share of the cell that each lies in; zero where nobody lives in it."""
        return share_of(np.bincount(cell, part), in_cell).take(cell)

    with_roof = where.by_community(lived_in * columns["has_roof"])
    pv_of_roofs = villages.now(with_roof, with_pv, cell)
    expected = pv_of_roofs * np.where(alone, of_cell(with_roof), share_of(with_roof, total))  # roofs are spread evenly
    own = np.empty((len(total), 3))
    own[:, 0] = np.where(empty, of_cell(clean), share_of(clean, total))
    with_left_out = np.minimum(share_of(with_pv + prior * expected, others + prior), 1.0)
    own[:, 1] = np.where(empty, of_cell(with_pv), np.where(alone, expected, with_left_out))
    own[:, 2] = np.where(empty, of_cell(attitude), share_of(attitude, total))
    seen, here = (seen_from @ own).T, seen_from.diagonal()
    to_coal, to_clean = (
        seen[0] + here * (np.where(alone, of_cell(clean), np.clip(share_of(each, others), 0.0, 1.0)) - own[:, 0])
        for each in (clean, clean - where.row_weight)
    )
    to_coal, to_clean, roofs, attitudes = (each.astype(np.float32) for each in (to_coal, to_clean, seen[1], seen[2]))
    return Surroundings(on_coal, to_coal, to_clean, roofs, attitudes, pv_rows, pv_of_roofs)
