"""How far a figure moves with another seed alone, so that a small difference is not taken for an effect.

A room computes every choice with one seed. Three futures (its package, a strong one and a third) are
computed with a few seeds more; how their differences vary from seed to seed says what one seed is worth.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.special import stdtrit

from experiments.workshop.score import parts, total

SEEDS = (1, 2, 3, 4)
FEWEST = 3
Trio = tuple[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]]  # figures of the start, the strong and the third


def spread(trios: Sequence[Trio], weights: Mapping[str, float]) -> dict[str, float] | None:
    """Return the half-widths between which 95 of 100 seeds lie; None before enough seeds are there.

    Each is of a figure's difference from the start with the same seed (the larger of the two futures'),
    ``score`` of a proposal's score.
    """
    if len(trios) < FEWEST:
        return None
    found: dict[str, float] = {"seeds": float(len(trios))}
    for name in _figures(trios[0][0]):
        told = np.array([[_figures(future)[name] for future in trio] for trio in trios])
        found[name] = max(_half(told[:, i] - told[:, 0]) for i in (1, 2))
    scores = [
        total(parts(third["scored"], start["scored"], strong["scored"]), weights) for start, strong, third in trios
    ]
    found["score"] = _half(np.array(scores))
    return {name: float(f"{value:.3g}") for name, value in found.items()}


def _figures(future: Mapping[str, Any]) -> dict[str, float]:
    """Return the figures that pages show with their difference from the start."""
    scored, city = future["scored"], future["paid"]["city"]
    return {
        "emissions": future["emissions"],
        "moved": future["moved"],
        "peak": scored["peak"],
        "targets": scored["targets"],
        "households": scored["households"],
        "city": city,
        "upper": scored["budget"] - city,
    }


def _half(values: np.ndarray) -> float:
    """Return the half-width of the 95 % interval for one more seed."""
    n = len(values)
    return float(stdtrit(n - 1, 0.975) * values.std(ddof=1) * np.sqrt(1.0 + 1.0 / n))
