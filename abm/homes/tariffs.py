"""Electricity without heating: how much, and on which tariff."""

import numpy as np

from abm.homes.numbers import LoadNumbers
from abm.homes.scene import Scene
from abm.homes.where import Where
from agents.household.power import Blocks, enrols, hears, price_effect, scale_by_block
from agents.table import Table

MONTHS = 12


def use_plugs(homes: Table, where: Where, growth: np.ndarray, blocks: Blocks, numbers: LoadNumbers) -> np.ndarray:
    """Return (n,) kWh of the year without heating; ``growth`` (2,) rural, urban.

    The own-price effect works on the price of the block in which a home's last kWh falls.
    """
    columns = homes.columns
    kwh = where.spread_kinds(growth)
    kwh *= columns["plug_kwh"]
    scale_by_block(kwh, price_effect(blocks, numbers.reference, numbers.price_elasticity), blocks)
    kwh[where.absent] *= np.float32(numbers.absent_use)
    kwh *= columns["alive"]
    return kwh


def enrol(
    homes: Table,
    kwh: np.ndarray,
    saving: tuple[np.ndarray, np.ndarray],
    scene: Scene,
    ease: float,
    numbers: LoadNumbers,
) -> None:
    """Let homes join the time-of-use tariff, or leave it when it costs them.

    ``saving`` holds (2,) CNY per kWh, rural and urban: as one lives, and by moving load.
    """
    as_is, gain = (scene.where.spread_kinds(values) for values in saving)
    gain *= homes.flexibility
    gain += as_is
    gain *= kwh
    on_tou = homes.own("on_tou")
    on_tou &= gain > 0
    heard = scene.luck.tariff.below(hears(ease, numbers.tariff))
    on_tou |= heard & enrols(gain, homes.trouble_cny, ease, numbers.tariff)  # too many hear of it to pick them out
