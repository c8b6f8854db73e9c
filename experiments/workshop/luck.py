"""How far a figure moves with another seed alone, so that a small difference is not taken for an effect.

A room computes every choice with one seed. Its package, a strong one and a choice like a proposal are
computed with a few seeds more; how their differences vary from seed to seed says what one seed is worth.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.special import stdtrit

from abm.region import Region
from abm.simulation import lever_paths
from experiments.web.catalogue import HEADLINE
from experiments.workshop.score import parts, total
from policies.registry import all_levers

SEEDS = (1, 2, 3, 4)
ALIKE_YEAR = 2030
FEWEST = 3
Trio = tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]]  # the start, a strong one, one like a proposal


def spread(trios: Sequence[Trio], weights: Mapping[str, float]) -> dict[str, float] | None:
    """Return the half-widths between which 95 of 100 seeds lie; None before enough seeds are there.

    Each is of the third future's difference from the start with the same seed, ``score`` of its score.
    """
    if len(trios) < FEWEST:
        return None
    found: dict[str, float] = {"seeds": float(len(trios))}
    for name in _figures(trios[0][0]):
        told = np.array([[_figures(future)[name] for future in trio] for trio in trios])
        found[name] = _half(told[:, 2] - told[:, 0])
    scores = [
        total(parts(third["scored"], start["scored"], strong["scored"]), weights) for start, strong, third in trios
    ]
    found["score"] = _half(np.array(scores))
    return {name: float(f"{value:.3g}") for name, value in found.items()}


def like_a_proposal(package: str, region: Region) -> dict[str, float]:
    """Return a choice of the size that people make: the eight main levers moved together.

    They are as the plan has them in 2030 (in a room that starts from it, as the strengthened plan has
    them); a lever that it leaves alone goes half way to its upper bound.
    """
    other = "plan_plus" if package == "plan" else "plan"
    last = max(ALIKE_YEAR, region.first_decision_year)
    start, there = (lever_paths(name, region, until=last) for name in (package, other))
    known, chosen = all_levers(), {}
    for lever in HEADLINE:
        was, value = float(start[lever][-1]), float(there[lever][-1])
        chosen[lever] = (value + known[lever].high) / 2 if value == was and known[lever].unit != "set" else value
    return chosen


def _figures(future: Mapping[str, Any]) -> dict[str, float]:
    """Return the figures that pages show with their difference from the start."""
    scored, city = future["scored"], future["paid"]["city"]
    return {
        "emissions": future["emissions"],
        "moved": future["moved"],
        "peak": float(future["peak"]["year"]),
        "economy": scored["economy"],
        "targets": scored["targets"],
        "households": scored["households"],
        "city": city,
        "upper": scored["budget"] - city,
    }


def _half(values: np.ndarray) -> float:
    """Return the half-width of the 95 % interval for one more seed."""
    n = len(values)
    return float(stdtrit(n - 1, 0.975) * values.std(ddof=1) * np.sqrt(1.0 + 1.0 / n))
