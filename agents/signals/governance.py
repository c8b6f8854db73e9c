"""How the plan is carried out: who is trained, who has a programme, who is watched, and what is cut by decree."""

from dataclasses import dataclass

import numpy as np

from agents.signals.theme import Theme


@dataclass(frozen=True)
class GovernanceSignals(Theme):
    """What county governments and firms perceive of how the plan is carried out; (n_counties,) by place."""

    trained_share: np.ndarray  # (n_counties,) of officials trained on the plan in the year
    programme_share: float  # of the plan's tasks that counties have as a programme of their own
    monitored_share: np.ndarray  # (n_counties,) of key firms whose energy use is watched all the time
    rationed_share: float  # of the power of industry that is cut by decree, whoever uses it well or badly
    tightening_share: float  # how far officials correct what the yearly assessment finds outside its corridor

    @classmethod
    def quiet(cls, n_counties: int) -> "GovernanceSignals":
        """Return the signals of a year in which nobody is trained, watched or cut off."""
        none = np.zeros(n_counties)
        return cls(
            trained_share=none, programme_share=0.0, monitored_share=none, rationed_share=0.0, tightening_share=0.0
        )
