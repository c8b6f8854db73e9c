"""Stores of those whose highest load is billed: filled slowly below it, and emptied where they lower it."""

from dataclasses import dataclass

import numpy as np

from agents.firm.stores import Turns

PARTS = 4  # under a limit a store gives and takes in quarters of its power
STEPS = np.arange(-PARTS, PARTS + 1)  # parts given (-) or taken
RAISED = np.array(
    [-4, -2, -1, 0, 1, 4]
)  # parts of a store's power by which it may raise the highest load; the best is kept
ROUNDING = 1e-9


@dataclass(frozen=True)
class Cell:
    """What stores are made of."""

    hours: int  # from full to empty at full power
    efficiency: float  # from meter to meter
    wear_cny_per_kwh: float


def turns_under_demand_fee(
    price_cny_per_kwh: np.ndarray, load_kw: np.ndarray, cny_per_kw_day: np.ndarray, cell: Cell
) -> Turns:
    """Return how stores earn most where a kW of the day's highest load costs ``cny_per_kw_day`` (n,).

    ``price_cny_per_kwh`` and ``load_kw`` are (n, n_days, 24), load per kW of store. Some limits on the highest load are
    tried, and standing still. Days begin and end with an empty store at midnight, after the dear evening.
    """
    shape = load_kw.shape
    price, load = (np.broadcast_to(x, shape).reshape(-1, 24) for x in (price_cny_per_kwh, load_kw))
    before = np.maximum.reduce(load, axis=1)
    spare = _at_meter(RAISED, cell.efficiency)[:, None, None] + before[:, None] - load
    prices = np.broadcast_to(price, spare.shape).reshape(-1, 24)
    taken = _best_under(prices, spare.reshape(-1, 24), cell).reshape(spare.shape)
    at_meter = _at_meter(taken, cell.efficiency)
    energy = -np.add.reduce(at_meter * price, axis=2) - cell.wear_cny_per_kwh * given(taken)
    higher = np.maximum.reduce(load + at_meter, axis=2) - before
    gain = energy - higher * np.repeat(cny_per_kw_day, shape[1])
    best = gain.argmax(axis=0)
    rows = np.arange(len(load))
    chosen = np.where(gain[best, rows][:, None] > 0.0, taken[best, rows], 0)
    charge = np.maximum(chosen, 0) / (PARTS * cell.efficiency)
    return Turns(charge.reshape(shape), (np.maximum(-chosen, 0) / PARTS).reshape(shape))


def given(taken: np.ndarray) -> np.ndarray:
    """(...) kWh a day that a kW of store gives, of (..., 24) parts."""
    total: np.ndarray = np.add.reduce(np.maximum(-taken, 0), axis=-1) / PARTS
    return total


def _at_meter(taken: np.ndarray, efficiency: float) -> np.ndarray:
    met: np.ndarray = np.where(taken > 0, taken / efficiency, taken) / PARTS
    return met


def _best_under(price: np.ndarray, spare: np.ndarray, cell: Cell) -> np.ndarray:
    """(n, 24) parts taken at the least cost where the meter may see ``spare`` more; none where that cannot be kept.

    By dynamic programming over the level; below zero, spare asks the store to give as much.
    """
    n, levels = len(price), cell.hours * PARTS + 1
    met = _at_meter(STEPS, cell.efficiency)
    earns = -price.T[:, None] * met[:, None] - (cell.wear_cny_per_kwh * np.maximum(-STEPS, 0) / PARTS)[:, None]
    earns[met[:, None] > spare.T[:, None] + ROUNDING] = -np.inf  # (24, steps, n)
    value = np.full((levels, n), -np.inf)
    value[0] = 0.0
    choice = np.zeros((24, levels, n), dtype=np.int8)
    for does, gain in zip(choice, earns, strict=True):
        after = value + gain[PARTS]  # standing still
        for step, earned in zip(STEPS.tolist(), gain, strict=True):
            if step != 0:
                to, of = slice(max(step, 0), levels + min(step, 0)), slice(max(-step, 0), levels - max(step, 0))
                found = value[of] + earned
                better = found > after[to]
                np.copyto(after[to], found, where=better)
                np.copyto(does[to], step, where=better)
        value = after
    rows, level = np.arange(n), np.zeros(n, dtype=np.intp)
    taken = np.empty((24, n), dtype=np.int64)
    for hour in reversed(range(24)):
        taken[hour] = choice[hour, level, rows]
        level = np.clip(level - taken[hour], 0, levels - 1)
    possible = value[0] > -np.inf
    return np.where(possible[:, None], taken.T, 0)
