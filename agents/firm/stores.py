"""Stores behind the meter: a firm buys the cheap hours of its tariff and spares itself the dear ones."""

from dataclasses import dataclass

import numpy as np

from agents.choice import share_of

IDLE, DISCHARGE, CHARGE = range(3)
LEVEL_BEFORE = np.array([0, 1, -1])  # an hour, over the level after it


@dataclass(frozen=True)
class Turns:
    """What a kW of store does on the days of a tariff, (..., n_days, 24) kWh at the meter: taken, and spared."""

    charge_kwh: np.ndarray
    discharge_kwh: np.ndarray

    @property
    def net_kwh(self) -> np.ndarray:
        """What the meter sees more (+) or less (-); over a day what is lost."""
        net: np.ndarray = self.charge_kwh - self.discharge_kwh
        return net


def best_turns(price_cny_per_kwh: np.ndarray, hours: int, efficiency: float, wear_cny_per_kwh: float) -> Turns:
    """Return how a store of ``hours`` earns most against (..., n_days, 24) prices; each day ends as it began.

    An hour of charging takes ``1 / efficiency`` kWh for the one that it will give. A turn that does not earn the wear
    of its cells is left out. By dynamic programming over the level, for each level that midnight may have.
    """
    price = np.ascontiguousarray(price_cny_per_kwh.reshape(-1, 24).T)
    n, levels = price.shape[1], range(hours + 1)
    value = np.full((hours + 1, hours + 1, n), -np.inf)  # by level now and level at midnight
    value[levels, levels] = 0.0
    choice = np.full((24, *value.shape), IDLE, dtype=np.int8)
    for does, gain, cost in zip(choice, price - wear_cny_per_kwh, price / efficiency, strict=True):
        emptier, fuller = value[1:] + gain, value[:-1] - cost
        value = value.copy()
        does[:-1][emptier > value[:-1]] = DISCHARGE
        np.maximum(value[:-1], emptier, out=value[:-1])
        does[1:][fuller > value[1:]] = CHARGE
        np.maximum(value[1:], fuller, out=value[1:])
    rows = np.arange(n)
    start = value[levels, levels].argmax(axis=0)
    level, done = start.copy(), np.empty((24, n), dtype=np.int8)
    for hour in reversed(range(24)):
        done[hour] = choice[hour, level, start, rows]
        level += LEVEL_BEFORE[done[hour]]
    shape = price_cny_per_kwh.shape
    return Turns((done.T == CHARGE).reshape(shape) / efficiency, (done.T == DISCHARGE).reshape(shape) * 1.0)


def room_kw(load_kw: np.ndarray, turns: Turns, fullness: np.ndarray) -> np.ndarray:
    """Return (n, n_fullness) kW of store for which there is room behind the meters of (n, n_days, 24) loads.

    What a store gives must be used on the spot, as nothing may flow back; what it takes, as much in each hour of
    filling, must pass the transformer beside the load, whose highest value fills the transformer by ``fullness``.
    """
    gives, takes = turns.discharge_kwh > 0.0, turns.charge_kwh > 0.0
    needed = np.where(gives, load_kw / np.where(gives, turns.discharge_kwh, 1.0), np.inf)
    used = needed.min(axis=(1, 2), initial=np.inf)[:, None]
    highest = load_kw.max(axis=(1, 2), initial=0.0)[:, None] / fullness
    spare = highest - np.where(takes, load_kw, 0.0).max(axis=(1, 2), initial=0.0)[:, None]
    drawn = turns.charge_kwh.max(axis=(1, 2), initial=0.0)[:, None]
    passed = np.divide(spare, drawn, out=np.full(spare.shape, np.inf), where=drawn > 0.0)
    room: np.ndarray = np.minimum(used, passed)
    return np.where(np.isfinite(room), np.maximum(room, 0.0), 0.0)


def lasts_years(turns_per_year: np.ndarray, years: float, turns: float) -> np.ndarray:
    """Return how long stores last: so many years at most, and so many turns."""
    at_work = np.minimum(share_of(np.full(turns_per_year.shape, turns), turns_per_year), years)
    return np.where(turns_per_year > 0.0, at_work, years)
