"""Electricity without heating: how much, and on which tariff."""

import numpy as np

from abm.homes.numbers import LoadNumbers
from abm.homes.scene import Scene
from abm.homes.where import Where
from agents.household.power import Blocks, by_block, enrols, price_effect
from agents.table import Table

MONTHS = 12


def use_plugs(homes: Table, where: Where, growth: np.ndarray, blocks: Blocks, numbers: LoadNumbers) -> np.ndarray:
    """Return (n,) kWh of the year without heating; ``growth`` (2,) rural, urban.

    The own-price effect works on the price of the block in which a home's last kWh falls.
    """
    kwh = homes.plug_kwh * where.spread_kinds(growth)
    effect = price_effect(blocks, numbers.reference, numbers.price_elasticity).astype(np.float32)
    kwh *= by_block(kwh, effect, blocks)
    kwh *= np.where(homes.is_absent, np.float32(numbers.absent_use), np.float32(1.0))
    return kwh * homes.alive


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
    as_is, by_moving = (scene.where.spread_kinds(values) for values in saving)
    gain = kwh * (as_is + homes.flexibility * by_moving)
    joins = enrols(scene.luck.tariff.everyone(), gain, homes.trouble_cny, ease, numbers.tariff)
    homes.own("on_tou")[:] = (homes.on_tou & (gain > 0)) | joins
