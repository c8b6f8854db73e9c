"""Energy budgets of key units: what a firm may use per tonne, and what it pays for quota beyond it."""

import numpy as np


def allowed_use(first_use: np.ndarray, cut_share: np.ndarray, benchmark: np.ndarray, is_key: np.ndarray) -> np.ndarray:
    """Return (n,) specific use that the budget covers: a share below the first year's, never below the benchmark.

    Firms that are no key unit, and those better than the benchmark, may go on as they are.
    """
    budget = np.minimum(np.maximum(first_use * (1.0 - cut_share), benchmark), first_use)
    return np.where(is_key, budget, first_use)


def excess(use: np.ndarray, allowed: np.ndarray) -> np.ndarray:
    """Return specific use beyond the budget, none below it."""
    return np.maximum(use - allowed, 0.0)
