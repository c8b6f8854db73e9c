"""Attitude towards clean energy: averaged with neighbours, pushed by campaigns, drifting home."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class AttitudeTaste:
    """How attitudes move in a year."""

    openness: float  # share of the gap to the neighbours' mean closed by somebody without stubbornness
    campaign: float  # share of the gap to 1 closed by a campaign at full strength
    decay: float  # share of the gap to one's own resting point closed


def next_attitude(
    attitude: np.ndarray,
    resting: np.ndarray,
    stubbornness: np.ndarray,
    around: np.ndarray,
    campaign: np.ndarray,
    taste: AttitudeTaste,
) -> np.ndarray:
    """Return next year's attitudes, 0 to 1.

    Averaging with a stubborn part (Friedkin and Johnsen): the neighbours' mean pulls by openness
    times what is not stubborn, a campaign pulls towards 1, the own resting point pulls back.
    """
    push = 1.0 - attitude
    push *= taste.campaign * campaign
    moved = around - attitude
    moved *= taste.openness
    moved += push
    moved *= 1.0 - stubbornness
    moved += attitude
    back = np.subtract(resting, moved, out=push)
    back *= taste.decay
    moved += back
    return np.clip(moved, 0.0, 1.0, out=moved)
