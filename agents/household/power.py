"""Electricity at home: blocks, time of use, and what can be moved within a day."""

from dataclasses import dataclass

import numpy as np

from agents.choice import share_or_one, shift_load
from agents.table import rows_where

END_USES = ("appliances", "cooking", "cooling", "hot_water", "heat_pump", "resistive")
PLUG_USES = END_USES[:4]  # on the block tariff all year; heating is on the heating tariff


@dataclass(frozen=True)
class Blocks:
    """The block tariff; block prices (3,) CNY/kWh and limits (2,) kWh a year."""

    price_cny_per_kwh: np.ndarray
    limit_kwh: np.ndarray


@dataclass(frozen=True)
class TariffTaste:
    """How homes meet a time-of-use offer."""

    aware_base: float  # chance in a year to hear of it
    aware_ease: float  # added when enrolment is made easy (a button, a letter, by default)
    ease_relief: float  # share of the trouble taken away when enrolment is easy


def block_of(kwh: np.ndarray, blocks: Blocks) -> np.ndarray:
    """Return (n,) the block, 0 to 2, in which the last kWh of a year falls."""
    return (kwh > blocks.limit_kwh[0]).astype(np.int8) + (kwh > blocks.limit_kwh[1])


def scale_by_block(kwh: np.ndarray, factors: np.ndarray, blocks: Blocks) -> None:
    """Change use in place by the one of three ``factors`` for the block in which the last kWh of a year falls."""
    first, second, third = factors.astype(kwh.dtype)
    if first == second == third:  # prices that moved together
        kwh *= first
        return
    over = rows_where(kwh > blocks.limit_kwh[0])  # fewer than half
    more = kwh.take(over)
    top = rows_where(more > blocks.limit_kwh[1])
    most = more.take(top) * third
    more *= second
    more[top] = most
    kwh *= first
    kwh[over] = more


def block_bill(kwh: np.ndarray, blocks: Blocks) -> np.ndarray:
    """Return (n,) CNY a year: each block at its own price."""
    first, second, third = blocks.price_cny_per_kwh
    bill = first * kwh
    over = rows_where(kwh > blocks.limit_kwh[0])  # fewer than half
    more = kwh.take(over)
    dearer = bill.take(over)
    dearer += (second - first) * (more - blocks.limit_kwh[0])
    dearer += (third - second) * np.maximum(more - blocks.limit_kwh[1], 0.0)
    bill[over] = dearer
    return bill


def price_effect(blocks: Blocks, reference: Blocks, elasticity: float) -> np.ndarray:
    """Return (3,) factors on use by block, ``(marginal price / reference) ** elasticity``."""
    return (blocks.price_cny_per_kwh / reference.price_cny_per_kwh) ** elasticity


def hears(ease: float, taste: TariffTaste) -> float:
    """Return the chance that a home hears of the tariff in a year."""
    return taste.aware_base + taste.aware_ease * ease


def enrols(saving_cny: np.ndarray, trouble_cny: np.ndarray, ease: float, taste: TariffTaste) -> np.ndarray:
    """Return whether a home that hears of the tariff finds that the saving beats the trouble."""
    return saving_cny > trouble_cny * (1.0 - taste.ease_relief * ease)


def shift_within(load: np.ndarray, price: np.ndarray, elasticity: float, hours: float) -> np.ndarray:
    """Return (..., 24) load moved as by :func:`shift_load`, no further than ``hours`` of mean load ahead.

    A building holds heat for about its thermal time constant: what has been drawn ahead of need
    (the running sum of the change, up to a constant) may not exceed ``hours`` times the day's
    mean load. The whole move is scaled down until it fits.
    """
    move = shift_load(load, price, elasticity) - load
    stored = np.cumsum(move, axis=-1)
    swing = stored.max(axis=-1, keepdims=True) - np.minimum(stored.min(axis=-1, keepdims=True), 0.0)
    room = hours * load.mean(axis=-1, keepdims=True)
    scale = np.minimum(1.0, share_or_one(room, swing))
    return load + scale * move


def saving_per_kwh(
    shape: np.ndarray, moved: np.ndarray, add: np.ndarray, day_weight: np.ndarray
) -> tuple[float, float]:
    """Return CNY saved per kWh a year by time of use: as one lives, and in addition by moving load.

    ``shape`` and ``moved`` (n_days, 24) have yearly sum 1, ``add`` is what the hour adds to the
    block price. A home of flexibility f saves the first plus f times the second.
    """
    as_is = -float(np.einsum("dh,dh,d->", shape, add, day_weight))
    by_moving = -float(np.einsum("dh,dh,d->", moved - shape, add, day_weight))
    return as_is, by_moving
