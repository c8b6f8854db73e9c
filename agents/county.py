"""A county government: the share of a programme that it delivers, by channel."""

from dataclasses import dataclass

import mesa
import numpy as np

from agents.choice import between

CHANNELS = ("subsidy", "inspection", "construction", "campaign", "training")


def delivered_share(capacity: np.ndarray, burden: np.ndarray) -> np.ndarray:
    """Return the share of a programme that reaches the ground, between 0 and 1.

    ``capacity`` (0 to 1) is staff, budget and training; ``burden`` (0 to 1) is what else presses on
    the county. Each takes its part away: ``capacity * (1 - burden)``. Poorer counties lag because
    their capacity is lower, so the same subsidy converts fewer homes there.
    """
    return between(capacity, 0.0, 1.0) * (1.0 - between(burden, 0.0, 1.0))


@dataclass(frozen=True)
class Learning:
    """How county governments become able.

    ``training_gain`` is the part of what a county lacks that fully trained officials bring, ``training_fade``
    the part of training lost in a year, ``programme_relief`` the part of a burden that a programme of the
    county's own takes away: what has been planned is not put off.
    """

    training_gain: float
    training_fade: float
    programme_relief: float


def next_skill(skill: np.ndarray, trained_share: np.ndarray, learning: Learning) -> np.ndarray:
    """Return the share of officials who know the plan after a year: some forget or leave, others are trained.

    ``s' = s (1 - fade) + trained (1 - s (1 - fade))``.
    """
    kept = skill * (1.0 - learning.training_fade)
    return kept + between(trained_share, 0.0, 1.0) * (1.0 - kept)


def trained_capacity(capacity: np.ndarray, skill: np.ndarray, learning: Learning) -> np.ndarray:
    """Return capacity with what trained officials add: a part of what is lacking, never more than the whole."""
    return capacity + (1.0 - capacity) * learning.training_gain * skill


def eased_burden(burden: np.ndarray, programme_share: float, learning: Learning) -> np.ndarray:
    """Return the burden that is left where a county has a programme of its own for so much of the plan."""
    return burden * (1.0 - learning.programme_relief * programme_share)


class County(mesa.Agent):
    """One of the county governments; ``delivery`` maps a channel to the share delivered."""

    def __init__(self, model: mesa.Model, code: str, name_zh: str, name_en: str, capacity: dict[str, float]) -> None:
        super().__init__(model)
        self.code = code
        self.name_zh = name_zh
        self.name_en = name_en
        self.capacity = dict(capacity)
        self.burden = 0.0

    @property
    def delivery(self) -> dict[str, float]:
        """Share of a programme delivered, by channel."""
        return {
            channel: float(delivered_share(np.array(value), np.array(self.burden)))
            for channel, value in self.capacity.items()
        }
