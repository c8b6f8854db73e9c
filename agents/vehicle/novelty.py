"""Mistrust of what is new, and how it wears off."""

import numpy as np


def novelty(seen_share: np.ndarray | float, familiar_share: float, end: float) -> np.ndarray:
    """Return the part of a mistrust that is left when a share of what is around has the new thing.

    1 where nobody has it, ``end`` from the familiar share on, a straight line between.
    """
    return 1.0 - (1.0 - end) * np.minimum(np.asarray(seen_share) / familiar_share, 1.0)
