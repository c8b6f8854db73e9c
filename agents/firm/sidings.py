"""Whether a mine or coke plant builds a siding. Pure functions of arrays."""

import numpy as np

from agents.choice import one_in


def sidings_built(have: np.ndarray, planned: float, logit: np.ndarray) -> np.ndarray:
    """Return the shares of tonnes whose plant builds a siding this year: of those without, ``planned`` decide."""
    built: np.ndarray = (1.0 - have) * planned / one_in(logit)
    return built
