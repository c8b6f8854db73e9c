"""What a home sees around it: its own community, and those that its people go to."""

from typing import Any

import numpy as np
from scipy.sparse import csr_array, diags_array


def seen_from(graph: Any, reach: np.ndarray) -> csr_array:
    """Return the (n_communities, n_communities) matrix that turns what is in each community into what is seen there.

    The share ``reach`` (n_communities,) of contacts lives elsewhere. ``graph``, a sparse array of the same shape,
    has rows that add up to one; ``reach`` is zero for a community without links, whose people look at home only.
    """
    return csr_array(diags_array(1.0 - reach) + diags_array(reach) @ graph.astype(float))
