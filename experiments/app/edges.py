"""Targets at their edge: met or missed by less than what another seed alone changes."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from abm.targets.relation import Relation
from experiments.web.answer import Brief

JUDGED = ("met", "missed")
LEAST_SEEDS = 3  # fewer say nothing of a spread
SPREADS = 2.0  # standard deviations of one run that are called its spread: about nineteen seeds of twenty lie within


@dataclass(frozen=True)
class Edge:
    """What other seeds make of a target: how many of the seeds meet it, and the spread of its value.

    ``gap`` is how far the run's own value lies from where the target is just met; both NaN where it is no number.
    """

    n_met: int
    n_seeds: int
    gap: float
    spread: float

    @property
    def is_at(self) -> bool:
        """Whether another seed may well turn it: some already do, or the value lies within the spread."""
        return 0 < self.n_met < self.n_seeds or (self.spread > 0.0 and abs(self.gap) <= self.spread)


def edges(
    targets: Iterable[Mapping[str, Any]], briefs: Sequence[Brief], relations: Mapping[str, Relation | None]
) -> dict[str, Edge]:
    """Return what the seeds say of each judged target, the run's own seed first among them; {} for too few seeds.

    ``relations`` id -> what the target asks of its value; one that asks for no number has none.
    """
    if 1 + len(briefs) < LEAST_SEEDS:
        return {}
    found = {}
    for row in targets:
        name = str(row["id"])
        told = [(str(row["state"]), _number(row["value"])), *(b.targets[name] for b in briefs if name in b.targets)]
        if row["state"] not in JUDGED or any(state not in JUDGED for state, _ in told):
            continue
        values = np.array([value for _, value in told])
        asked = relations.get(name)
        gap = values[0] - asked.edge if asked else math.nan
        spread = SPREADS * float(values.std(ddof=1)) if math.isfinite(gap) and np.isfinite(values).all() else math.nan
        found[name] = Edge(sum(state == "met" for state, _ in told), len(told), gap, spread)
    return found


def _number(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
