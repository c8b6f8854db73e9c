"""Coal power units: run on, mend, leave, or come on line; pure functions of arrays over units."""

import numpy as np

NEVER = 9999  # a year that does not come


def energy_margin_cny_per_kw(
    price_cny_per_mwh: np.ndarray, weight: np.ndarray, cost_cny_per_mwh: np.ndarray, available_share: float
) -> np.ndarray:
    """Return (n,) what a kW earns a year above its fuel and carbon, run whenever the price covers them.

    Args:
        price_cny_per_mwh: (n_days, 24) last year's hourly price.
        weight: (n_days,) days of the year that each day stands for.
        cost_cny_per_mwh: (n,) fuel and carbon.
        available_share: of the year in which it can run.
    """
    spread = np.maximum(price_cny_per_mwh.reshape(1, -1) - cost_cny_per_mwh[:, None], 0.0)
    return available_share * (spread @ np.repeat(weight, 24)) / 1000.0


def last_years(
    last_year: np.ndarray, must_leave: np.ndarray, year: int, luck: np.ndarray, years_to_leave: int
) -> np.ndarray:
    """Return (n,) last years of service: who must leave does so within some years of being told, by its place."""
    told = year + np.floor(luck * years_to_leave).astype(int)
    return np.where(must_leave & (last_year == NEVER), told, last_year)


def needed_cut(rate_gce_per_kwh: np.ndarray, limit_gce_per_kwh: float) -> np.ndarray:
    """Return (n,) share by which each unit's coal rate must fall to meet the limit, 0 where it does."""
    return np.clip(1.0 - limit_gce_per_kwh / rate_gce_per_kwh, 0.0, 1.0)


def loses_money(income_cny_per_kw: np.ndarray, fixed_cny_per_kw: float, luck: np.ndarray) -> np.ndarray:
    """Return which units do not earn their yearly fixed cost; owners' costs lie within 30 % of the mean by ``luck``."""
    return income_cny_per_kw < fixed_cny_per_kw * (0.7 + 0.6 * luck)


def enters(income_cny_per_kw: np.ndarray, yearly_cost_cny_per_kw: float, room: np.ndarray) -> np.ndarray:
    """Return which waiting units are begun: there is room for them in what is approved, and income covers cost."""
    return room & (income_cny_per_kw >= yearly_cost_cny_per_kw)
