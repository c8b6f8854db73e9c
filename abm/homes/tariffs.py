"""Electricity without heating: how much, and on which tariff."""

import numpy as np

from abm.homes.numbers import LoadNumbers
from agents.household.power import Blocks, by_block, enrols, price_effect
from agents.table import Table

MONTHS = 12


def by_kind(homes: Table, values: np.ndarray) -> np.ndarray:
    """Return (n,) the rural or the urban one of two ``values``."""
    rural, urban = np.asarray(values, dtype=np.float32)
    return np.where(homes.is_urban, urban, rural)


def use_plugs(homes: Table, growth: np.ndarray, blocks: Blocks, numbers: LoadNumbers) -> np.ndarray:
    """Return (n,) kWh of the year without heating; ``growth`` (2,) rural, urban.

    The own-price effect works on the price of the block in which a home's last kWh falls.
    """
    kwh = homes.plug_kwh * by_kind(homes, growth)
    effect = price_effect(blocks, numbers.reference, numbers.price_elasticity).astype(np.float32)
    kwh *= by_block(kwh, effect, blocks)
    kwh *= np.where(homes.is_absent, np.float32(numbers.absent_use), np.float32(1.0))
    return kwh * homes.alive


def enrol(
    homes: Table,
    kwh: np.ndarray,
    saving: tuple[np.ndarray, np.ndarray],
    draw: np.ndarray,
    ease: float,
    numbers: LoadNumbers,
) -> None:
    """Let homes join the time-of-use tariff, or leave it when it costs them.

    ``saving`` holds (2,) CNY per kWh, rural and urban: as one lives, and by moving load.
    """
    as_is, by_moving = saving
    gain = kwh * (by_kind(homes, as_is) + homes.flexibility * by_kind(homes, by_moving))
    joins = enrols(draw, gain, homes.trouble_cny, ease, numbers.tariff)
    homes.own("on_tou")[:] = (homes.on_tou & (gain > 0)) | joins
