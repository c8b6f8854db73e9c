"""Gas fields: wells give less from year to year, and new ones are drilled as far as they pay back by what they give."""

import numpy as np

from agents.choice import share_of


def well_payback_years(capital_cny: np.ndarray | float, margin_cny: np.ndarray, decline: float) -> np.ndarray:
    """Return (n,) years in which wells earn their capital; infinite where all that they will ever give does not.

    Args:
        capital_cny: per unit of what they give in their first year.
        margin_cny: (n,) that a unit leaves.
        decline: share by which what they give falls from year to year.
    """
    spent = share_of(np.full(margin_cny.shape, decline * capital_cny), np.maximum(margin_cny, 0.0))
    pays = (margin_cny > 0.0) & (spent < 1.0)
    years: np.ndarray = np.log1p(-np.where(pays, spent, 0.0)) / np.log1p(-decline)
    return np.where(pays, years, np.inf)


def given(asked: np.ndarray, left: np.ndarray, paying_share: np.ndarray) -> np.ndarray:
    """Return (n,) what fields give: of what is asked beyond what old wells have ``left``, the share that pays."""
    return np.minimum(asked, left + paying_share * np.maximum(asked - left, 0.0))
