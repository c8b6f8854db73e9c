"""What carbon costs a firm: the market with free allowances, buyers abroad, and the price that it sets itself.

Allowances are free by benchmark: a tonne of product costs the price times what it emits above the benchmark,
and earns below it, while a tonne of CO2 saved is worth the whole price. Where each process has a benchmark of its
own, another process takes the allowances of the one before away, and little is earned by the change.
"""

import numpy as np


def allowance_cost(price: np.ndarray, intensity_t_per_t: np.ndarray, benchmark_t_per_t: np.ndarray) -> np.ndarray:
    """Return CNY per t of product, negative for firms better than the benchmark; all (n,)."""
    return price * (intensity_t_per_t - benchmark_t_per_t)


def market_share_of_route(by_process: float, benchmark_index: float) -> float:
    """Return the part of the price that a tonne of CO2 is worth which another process does not emit.

    The process it replaces was allowed ``benchmark_index`` of that tonne. As far as allowances go ``by_process`` they
    leave with it; under one benchmark for the product, whatever its process, they would stay.
    """
    return 1.0 - by_process * benchmark_index


def border_cost(
    exported: np.ndarray, footprint_t_per_t: np.ndarray, border_price: float, paid_here: np.ndarray
) -> np.ndarray:
    """Return (n,) CNY per t of product that buyers abroad charge on the exported share, less what was paid here."""
    return exported * footprint_t_per_t * np.maximum(border_price - paid_here, 0.0)


def felt_price(market: np.ndarray, border: np.ndarray, internal: np.ndarray) -> np.ndarray:
    """Return (n,) CNY that firms reckon a tonne of CO2 with: what they pay, or the higher price they set themselves."""
    return np.maximum(market + border, internal)


def internal_price(is_large: np.ndarray, luck: np.ndarray, disclosing: float, coming_cny_per_t: float) -> np.ndarray:
    """Return (n,) CNY/t set by large firms that disclose: the price that they expect over a project's life.

    ``disclosing`` is the share of large firms that do; the same firms come first in every run.
    """
    return np.where(is_large & (luck < disclosing), coming_cny_per_t, 0.0)


def seen_rises(price: np.ndarray, memory: float) -> np.ndarray:
    """Return (n_years,) yearly rise of a price that owners have seen by each year, the latest year with ``memory``.

    The first year that has a price is no rise: before it there was no market.
    """
    rise = np.zeros(len(price))
    for year in range(1, len(price)):
        step = price[year] - price[year - 1] if price[year - 1] > 0.0 else rise[year - 1]
        rise[year] = (1.0 - memory) * rise[year - 1] + memory * step
    return rise


def over_todays(rise_share: float, counted: np.ndarray | float, years_ahead: np.ndarray | float) -> np.ndarray:
    """Return the price that owners expect so many years ahead over today's; never below zero.

    ``rise_share`` is the yearly rise seen over today's price, ``counted`` how much of it an owner counts on.
    """
    return np.maximum(1.0 + counted * np.asarray(years_ahead) * rise_share, 0.0)
