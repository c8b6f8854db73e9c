"""What households perceive of their waste, and what is built to burn it."""

from dataclasses import dataclass

import numpy as np

from agents.signals.theme import Theme


@dataclass(frozen=True)
class WasteSignals(Theme):
    """Arrays (n_counties,)."""

    rule_share: np.ndarray  # chance that a home which does not sort is told, and in the end fined
    served_share: np.ndarray  # of homes near points where sorted waste is collected apart
    more_t_per_day_per_10k: np.ndarray  # incineration beside built and named plants, per 10,000 residents

    @classmethod
    def quiet(cls, n_counties: int) -> "WasteSignals":
        """Return the signals of a year without rule, service or more plants."""
        none = np.zeros(n_counties)
        return cls(none, none, none)
