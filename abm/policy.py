"""The policy of a run: yearly lever paths, and how they rewrite what agents perceive."""

from collections.abc import Mapping, Sequence

import numpy as np

from agents.signals import Draft, Signals
from policies.lever import Delivery, Lever
from policies.registry import all_levers


class Policy:
    """Lever paths over the years of a run."""

    def __init__(self, years: Sequence[int], paths: Mapping[str, np.ndarray]) -> None:
        self.years = tuple(years)
        self.paths = {lever: np.asarray(path, dtype=float) for lever, path in paths.items()}
        self._by_year = np.array(list(self.paths.values())).T.tolist()
        self._built: dict[str, np.ndarray] = {}  # lever id -> (n_counties,) what stands of what is built up
        self._levers = [lever for lever in all_levers().values() if lever.id in self.paths]

    def turned(self, paths: Mapping[str, np.ndarray]) -> "Policy":
        """Return a policy of other paths that goes on from what this one has built."""
        other = Policy(self.years, paths)
        other._built = dict(self._built)
        return other

    def values(self, year: int) -> dict[str, float]:
        """Return lever id -> value of the year."""
        return dict(zip(self.paths, self._by_year[self.years.index(year)], strict=True))

    def rewrite(self, signals: Signals, values: Mapping[str, float], delivery: Delivery) -> Signals:
        """Return the signals with every lever applied at its value of the year, in the order of their ids."""
        draft: Signals = Draft.of(signals)
        for lever in self._levers:
            value = values[lever.id]
            reached = self._build_up(lever, value, delivery) if lever.is_built else delivery
            draft = lever.apply(draft, value, reached)
        return draft.sealed() if isinstance(draft, Draft) else draft

    def _build_up(self, lever: Lever, value: float, delivery: Delivery) -> Delivery:
        """Return the delivery of a stock: each year counties close as much of the gap as they deliver of a programme.

        What stands stays, and what is put off is done later, so that weak counties lag and do not stop short.
        """
        pace = delivery[lever.channel]
        before = self._built.get(lever.id, 0.0)
        built = np.minimum(before + pace * np.maximum(value - before, 0.0), value)
        self._built[lever.id] = built
        return {**delivery, lever.channel: built / value if value > 0.0 else pace}
