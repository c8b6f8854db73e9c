"""Whether a farm leases land for PV above crops, sheds and pasture. Pure functions of arrays, (n,) per farm."""

from dataclasses import dataclass

import numpy as np

from agents.choice import logistic

NOTHING = 1e-9  # CNY: a rent at which nobody signs


@dataclass(frozen=True)
class LeaseBehaviour:
    """What land and trouble are worth to a farm; money a year for a mu."""

    crop_cny: float  # that land earns without panels, labour of the family paid
    lost_share: float  # of it under panels
    part_time_share: float  # by which land is worth less to a family that works elsewhere
    trouble_cny: float  # of a contract on a large field
    small_plot_mu: float  # area at which that trouble is twice as large
    spread: float  # of what is not seen, in the logarithm of rent over what it asks
    look_share: float  # of farms a year that are asked


def asked_rent(area_mu: np.ndarray, off_farm: np.ndarray, n: LeaseBehaviour) -> np.ndarray:
    """Return the rent at which half of such farms agree: income lost, less for part-timers, and trouble."""
    lost = n.crop_cny * n.lost_share * (1.0 - n.part_time_share * off_farm)
    return np.asarray(lost + n.trouble_cny * (1.0 + n.small_plot_mu / np.maximum(area_mu, 0.1)))


def leases(rent: np.ndarray, asked: np.ndarray, luck: np.ndarray, n: LeaseBehaviour) -> np.ndarray:
    """Return which farms sign this year: asked, and the better off the more the rent beats what they ask.

    One uniform a farm: whether it is below ``look_share`` says who is asked, what is left of it how they choose.
    """
    agrees = logistic(np.log(np.maximum(rent, NOTHING) / asked) / n.spread)
    return np.asarray(luck < n.look_share * agrees)
