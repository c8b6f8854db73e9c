"""Plants that few still need: below a use that carries what a plant costs standing, owners bear it for some years.

Wages, upkeep and the heat that keeps ovens from cracking are paid whether a plant runs or not. A tonne earns its margin
and, in a usual year, its part of them. Below the use at which a year's tonnes earn less than the plant costs standing,
its owner loses money; who has borne that longer than he can gives up. A row that stands for many plants loses them one
after the other, since owners differ in patience. Works of several lines give up one: the others get its customers, and
their owner looks again.
"""

import numpy as np

from agents.choice import between, share_of


def loses_money(
    use: np.ndarray, margin_cny_per_t: np.ndarray, standing_cny_per_t: np.ndarray, usual_use: np.ndarray
) -> np.ndarray:
    """Return (n,) whether a year's tonnes earn less than the plant costs standing.

    Args:
        use: output over capacity.
        margin_cny_per_t: of a tonne at the prices of the last years, all paid, less what is borne only here now.
        standing_cny_per_t: CNY a year per t of capacity, whether it runs or not.
        usual_use: at which a tonne earns its margin in a mean year.
    """
    earned = margin_cny_per_t + standing_cny_per_t / usual_use
    return use * earned < standing_cny_per_t


def own_patience(patience_years: np.ndarray, place: np.ndarray, spread: float) -> np.ndarray:
    """Return (n,) years that owners at a ``place`` of 0 to 1 bear, by what owners of their kind bear on the mean.

    The least patient one bears ``spread`` of that less, the most patient one as much more.
    """
    return patience_years * (1.0 + spread * (2.0 * place - 1.0))


def given_up(
    lean_years: np.ndarray, patience_years: np.ndarray, place: np.ndarray, is_many: np.ndarray, spread: float
) -> np.ndarray:
    """Return (n,) share of the plants that stood when the lean years began which owners have given up by now.

    Args:
        lean_years: in a row in which the plant lost money.
        patience_years: that owners of this kind bear on the mean.
        place: 0 to 1, of a single plant's owner among those of his kind.
        is_many: the row stands for many plants.
        spread: of patience, to both sides.
    """
    borne = lean_years / patience_years
    single = lean_years > own_patience(patience_years, place, spread)
    many = between((borne - (1.0 - spread)) / (2.0 * spread), 0.0, 1.0)
    return np.where(is_many, many, single)


def line_share(capacity_t: np.ndarray, line_t: np.ndarray) -> np.ndarray:
    """Return (n,) share of a plant that one of its lines of ``line_t`` is: all of it where there is no second one."""
    return 1.0 / np.maximum(np.rint(share_of(capacity_t, line_t)), 1.0)


def leaving_share(gone_before: np.ndarray, gone: np.ndarray) -> np.ndarray:
    """Return (n,) share of what still stands that leaves this year, by shares ``gone`` of what stood."""
    return share_of(np.maximum(gone - gone_before, 0.0), 1.0 - gone_before)
