"""The policy of a run: yearly lever paths, and how they rewrite what agents perceive."""

from collections.abc import Mapping, Sequence

import numpy as np

from agents.signals import Signals
from policies.lever import Delivery
from policies.registry import all_levers


class Policy:
    """Lever paths over the years of a run."""

    def __init__(self, years: Sequence[int], paths: Mapping[str, np.ndarray]) -> None:
        self.years = tuple(years)
        self.paths = {lever: np.asarray(path, dtype=float) for lever, path in paths.items()}
        self._by_year = np.array(list(self.paths.values())).T.tolist()
        self._levers = [lever for lever in all_levers().values() if lever.id in self.paths]

    def values(self, year: int) -> dict[str, float]:
        """Return lever id -> value of the year."""
        return dict(zip(self.paths, self._by_year[self.years.index(year)], strict=True))

    def rewrite(self, signals: Signals, values: Mapping[str, float], delivery: Delivery) -> Signals:
        """Return the signals with every lever applied at its value of the year, in the order of their ids."""
        for lever in self._levers:
            signals = lever.apply(signals, values[lever.id], delivery)
        return signals
