"""Nested choice between what burns only oil and what can be plugged in, and a shift that meets an observation.

Source of the form: McFadden (1978); two nests of two, one dissimilarity for both.
"""

from dataclasses import dataclass

import numpy as np

from agents.choice import logistic
from agents.table import rows_where


@dataclass(frozen=True)
class Nests:
    """Inclusive value of the second nest over the first, and the split within each; all (n,)."""

    lead: np.ndarray  # utility by which the plug nest leads
    second_of_oil: np.ndarray  # share of hybrids within the oil nest
    second_of_plug: np.ndarray  # share of battery cars within the plug nest

    def shares(self, shift: float = 0.0) -> np.ndarray:
        """Return (n, 4) shares in the order petrol, hybrid, plug-in, battery; ``shift`` adds to the plug nest."""
        plug = logistic(self.lead + shift)
        oil = 1.0 - plug
        return np.stack(
            (
                oil * (1.0 - self.second_of_oil),
                oil * self.second_of_oil,
                plug * (1.0 - self.second_of_plug),
                plug * self.second_of_plug,
            ),
            axis=1,
        )

    def pick(self, draw: np.ndarray, shift: float = 0.0) -> np.ndarray:
        """Return (n,) powertrains by inverse distribution over :meth:`shares`; ``draw`` (n,) in [0, 1)."""
        oil = logistic(-(self.lead + shift))
        petrol = oil * (1.0 - self.second_of_oil)
        plug_in = oil + (1.0 - oil) * (1.0 - self.second_of_plug)
        chosen = (draw >= petrol).astype(np.uint8)
        chosen += draw >= oil
        chosen += draw >= plug_in
        return chosen


def nests(value: np.ndarray, dissimilarity: float) -> Nests:
    """Return the nests of (n, 4) utilities; a dissimilarity of 1 is the plain logit, near 0 the best only."""
    scaled = value / dissimilarity
    petrol, hybrid, plug_in, battery = scaled.T
    return Nests(
        lead=dissimilarity * (_inclusive(plug_in, battery) - _inclusive(petrol, hybrid)),
        second_of_oil=logistic(hybrid - petrol),
        second_of_plug=logistic(battery - plug_in),
    )


def _inclusive(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Return what ``np.logaddexp`` returns for finite values, five times as quick."""
    return np.maximum(one, other) + np.log1p(np.exp(-np.abs(one - other)))


def group_lead(value: np.ndarray, open_to: np.ndarray, group: tuple[int, ...]) -> np.ndarray:
    """Return (n,) log odds of choosing any of ``group`` in a logit over (n, options) values.

    Minus infinity where no option of the group is open.
    """
    masked = np.where(open_to, value, -np.inf).T
    rest = [option for option in range(value.shape[1]) if option not in group]
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = np.logaddexp.reduce(masked[list(group)], axis=0)
        return np.where(np.isneginf(inside), -np.inf, inside - np.logaddexp.reduce(masked[rest], axis=0))


def shift_to_match(lead: np.ndarray, weight: np.ndarray, target_share: float, limit: float = 12.0) -> float:
    """Return the shift at which the weighted mean of ``logistic(lead + shift)`` is ``target_share``.

    Found by Newton's steps, and by halving plus or minus ``limit`` where a step would leave it; the nearest
    end where the target lies outside. Zero where nobody chooses.
    """
    total = weight.sum()
    if total <= 0:
        return 0.0
    chooses = rows_where(np.isfinite(lead))
    lead, weight = lead.take(chooses), weight.take(chooses)
    if not 0.0 < target_share * total < weight.sum():
        return limit if target_share > 0.0 else -limit
    low, high, shift = -limit, limit, 0.0
    for _ in range(40):
        share = logistic(lead + shift)
        chosen = weight * share
        gap = chosen.sum() / total - target_share
        low, high = (shift, high) if gap < 0 else (low, shift)
        slope = (chosen.sum() - chosen @ share) / total
        step = shift - gap / slope if slope > 0 else high
        if abs(step - shift) < 1e-12:
            break
        shift = step if low < step < high else 0.5 * (low + high)
    return shift
