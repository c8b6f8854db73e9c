"""Whether villages and farms give land to trees, and whether forest owners sell credits. Pure functions."""

import numpy as np


def offering_share(payment_cny_per_ha: np.ndarray, median_cny_per_ha: float, spread: float) -> np.ndarray:
    """Return the share of sloping land whose owners find the payment above what the land brings them.

    What it brings is log-logistic: ``1 / (1 + (median / payment) ** (1 / spread))``.
    """
    paid = np.asarray(payment_cny_per_ha, dtype=float)
    if not paid.any():
        return np.zeros_like(paid)
    relative = np.divide(median_cny_per_ha, paid, out=np.full_like(paid, np.inf), where=paid > 0)
    return 1.0 / (1.0 + relative ** (1.0 / spread))


def selling_share(credit_cny_per_t: float, cost_cny_per_t: float, spread: float) -> float:
    """Return the share of forest whose owners find that a credit brings more than measuring and proving it costs."""
    if credit_cny_per_t <= 0.0:
        return 0.0
    return float(1.0 / (1.0 + (cost_cny_per_t / credit_cny_per_t) ** (1.0 / spread)))
