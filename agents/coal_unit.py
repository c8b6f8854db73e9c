"""Coal power units: run on, mend, leave, or come on line; pure functions of arrays over units."""

from dataclasses import dataclass

import numpy as np

NEVER = 9999  # a year that does not come


@dataclass(frozen=True)
class Bids:
    """How units bid, (n,) or (n, n_steps): what is online gives its least output all day, the steps lie above it."""

    online_cny_per_mw: np.ndarray  # of a day online
    least_share: np.ndarray  # least output over what is online
    step_share: np.ndarray  # (n_steps,) parts of what lies above it
    step_cny_per_mwh: np.ndarray  # (n, n_steps)


def sent_out_share(price_cny_per_mwh: np.ndarray, bids: Bids) -> np.ndarray:
    """Return (n, n_days, 24) output over capacity of units that bid so, were last year's prices this year's.

    A unit is online on the days that cover what it asks for being online; then each step runs in the hours in which
    the price covers it. That is what the dispatch does with these bids at these prices.
    """
    least = bids.least_share[:, None, None]
    gain = least * price_cny_per_mwh  # (n, n_days, 24)
    output = np.broadcast_to(least, gain.shape).copy()
    for share, bid in zip(bids.step_share, bids.step_cny_per_mwh.T, strict=True):
        part = share * (1.0 - least)
        above = price_cny_per_mwh - bid[:, None, None]
        output += part * (above >= 0.0)
        gain += part * np.maximum(above, 0.0)
    is_online = gain.sum(axis=2) >= bids.online_cny_per_mw[:, None]
    output *= is_online[..., None]
    return output


def energy_margin_cny_per_kw(
    price_cny_per_mwh: np.ndarray, weight: np.ndarray, cost_cny_per_mwh: np.ndarray, bids: Bids, sent_out: float
) -> np.ndarray:
    """Return (n,) what a kW earns a year above its fuel and carbon in the hours in which its bids are taken.

    Args:
        price_cny_per_mwh: (n_days, 24) last year's hourly price.
        weight: (n_days,) days of the year that each day stands for.
        cost_cny_per_mwh: (n,) fuel and carbon.
        bids: of the units.
        sent_out: share of capacity that can run over the year, less the plant's own use.
    """
    earned = sent_out_share(price_cny_per_mwh, bids) * (price_cny_per_mwh - cost_cny_per_mwh[:, None, None])
    return sent_out * (earned.sum(axis=2) @ weight) / 1000.0


def leaving_times(
    leaves_at: np.ndarray, must_leave: np.ndarray, year: int, luck: np.ndarray, years_to_leave: float
) -> np.ndarray:
    """Return (n,) times at which units leave, years and parts of a year from the start of year 0.

    Who must leave does so within some years of being told, by its place. Units are told in the middle of the year on
    the mean, as new ones start in the middle of theirs.
    """
    told = year + 0.5 + luck * years_to_leave
    return np.where(must_leave & (leaves_at == NEVER), told, leaves_at)


def part_of_year(year: int, leaves_at: np.ndarray) -> np.ndarray:
    """Return (n,) share of a year before units leave."""
    return np.clip(leaves_at - year, 0.0, 1.0)


def needed_cut(rate_gce_per_kwh: np.ndarray, limit_gce_per_kwh: float) -> np.ndarray:
    """Return (n,) share by which each unit's coal rate must fall to meet the limit, 0 where it does."""
    return np.clip(1.0 - limit_gce_per_kwh / rate_gce_per_kwh, 0.0, 1.0)


def loses_money(
    income_cny_per_kw: np.ndarray, fixed_cny_per_kw: np.ndarray | float, spread: float, luck: np.ndarray
) -> np.ndarray:
    """Return which units do not earn their yearly fixed cost; owners' lie within ``spread`` of the mean by ``luck``."""
    return income_cny_per_kw < fixed_cny_per_kw * (1.0 - spread + 2.0 * spread * luck)


def enters(income_cny_per_kw: np.ndarray, yearly_cost_cny_per_kw: float, room: np.ndarray) -> np.ndarray:
    """Return which waiting units are begun: there is room for them in what is approved, and income covers cost."""
    return room & (income_cny_per_kw >= yearly_cost_cny_per_kw)
