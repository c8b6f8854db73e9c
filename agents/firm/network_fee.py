"""The part of the network fee that large users pay by the kW: highest load of the month, or the transformer.

A user on the two-part tariff chooses by which of the two he is billed. A line whose highest load fills its transformer
little pays less by its load, a full one by its transformer. Lines of works are filled evenly between two bounds.
"""

from dataclasses import dataclass

import numpy as np

CLASSES = 15


@dataclass(frozen=True)
class NetworkFee:
    """(n,) for so many kinds of users, CNY a year; zero for who is on the one-part tariff."""

    demand_cny_per_kw: np.ndarray  # of the highest load of each month, on the mean over the year
    transformer_cny_per_kva: np.ndarray


@dataclass(frozen=True)
class Lines:
    """Lines of each kind of users by how full their transformers are: CNY a year per kWh of the year."""

    fullness: np.ndarray  # (n_classes,) highest load over what the transformer carries
    by_load_cny: np.ndarray  # (n,) billed by the highest load
    by_transformer_cny: np.ndarray  # (n, n_classes)

    @property
    def is_by_load(self) -> np.ndarray:
        """(n, n_classes) who pays less by his load."""
        less: np.ndarray = self.by_load_cny[:, None] < self.by_transformer_cny
        return less

    @property
    def by_load_share(self) -> np.ndarray:
        """(n,) of lines."""
        share: np.ndarray = self.is_by_load.mean(axis=1)
        return share

    @property
    def dearer_by_transformer_cny(self) -> np.ndarray:
        """(n, n_classes) what it costs those who are billed by load to be billed by their transformer."""
        more: np.ndarray = np.maximum(self.by_transformer_cny - self.by_load_cny[:, None], 0.0)
        return more


def highest_kw(load_kw: np.ndarray, day_weight: np.ndarray) -> np.ndarray:
    """Return (...) mean over the year of the highest load of (..., n_days, 24).

    A representative day stands for the days of a month, so its highest load stands for the month's.
    """
    mean: np.ndarray = np.maximum.reduce(load_kw, axis=-1) @ day_weight / np.add.reduce(day_weight)
    return mean


def lines_of(fee: NetworkFee, load_kw: np.ndarray, day_weight: np.ndarray, bounds: tuple[float, float]) -> Lines:
    """Return how lines with (n, n_days, 24) loads per kWh of the year are billed, filled between ``bounds``."""
    least, most = bounds
    fullness = least + (most - least) * (np.arange(CLASSES) + 0.5) / CLASSES
    kva = np.maximum.reduce(load_kw, axis=(1, 2))[:, None] / fullness
    by_load = fee.demand_cny_per_kw * highest_kw(load_kw, day_weight)
    return Lines(fullness, by_load, fee.transformer_cny_per_kva[:, None] * kva)


def kept_below(load: np.ndarray, most: np.ndarray) -> np.ndarray:
    """Return (..., 24) loads of the same day's energy that stay below (..., 1) ``most``.

    What lies above goes to the other hours in proportion. ``most`` is above the day's mean.
    """
    held = load
    for _ in range(load.shape[-1]):
        full = held >= most
        if not (held > most * (1.0 + 1e-12)).any():
            break
        above = np.add.reduce(np.where(full, held - most, 0.0), axis=-1, keepdims=True)
        free = np.add.reduce(np.where(full, 0.0, held), axis=-1, keepdims=True)
        grown = 1.0 + np.divide(above, free, out=np.zeros_like(above), where=free > 0.0)
        held = np.where(full, most, held * grown)
    return held
