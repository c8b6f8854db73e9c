"""A county government: the share of a programme that it delivers, by channel."""

import mesa
import numpy as np

CHANNELS = ("subsidy", "inspection", "construction", "campaign", "training")


def delivered_share(capacity: np.ndarray, burden: np.ndarray) -> np.ndarray:
    """Return the share of a programme that reaches the ground, between 0 and 1.

    ``capacity`` (0 to 1) is staff, budget and training; ``burden`` (0 to 1) is what else presses on
    the county. Each takes its part away: ``capacity * (1 - burden)``. Poorer counties lag because
    their capacity is lower, so the same subsidy converts fewer homes there.
    """
    return np.clip(capacity, 0.0, 1.0) * (1.0 - np.clip(burden, 0.0, 1.0))


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
