"""What a home sees around it: its own community, and those that its people go to."""

from typing import Any

import numpy as np


def seen_around(own: np.ndarray, graph: Any, reach: np.ndarray) -> np.ndarray:
    """Return (n_communities, ...) what is seen when the share ``reach`` of contacts lives elsewhere.

    ``graph`` (n_communities, n_communities), a sparse array, has rows that add up to one; ``reach``
    (n_communities, ...) is zero for a community without links, whose people look at home only.
    """
    return own + reach * (graph @ own - own)
