"""What a home sees around it: its own community, and those that its people go to."""

from typing import Any

import numpy as np


def community_mean(values: np.ndarray, weight: np.ndarray, community: np.ndarray, total: np.ndarray) -> np.ndarray:
    """Return (n_communities,) weighted means of ``values``; zero where ``total`` weight is zero.

    ``total`` is the weight by community, so that several means share one count.
    """
    summed = np.bincount(community, weights=weight * values, minlength=len(total))
    return np.divide(summed, total, out=np.zeros(len(total)), where=total > 0)


def seen_around(own: np.ndarray, graph: Any, reach: np.ndarray) -> np.ndarray:
    """Return (n_communities,) what is seen when the share ``reach`` of contacts lives elsewhere.

    ``graph`` (n_communities, n_communities), a sparse array, has rows that add up to one; ``reach``
    (n_communities,) is zero for a community without links, whose people look at home only.
    """
    return own + reach * (graph @ own - own)
