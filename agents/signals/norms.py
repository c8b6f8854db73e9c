"""What is said and done around people: campaigns, demonstrations, fines."""

from dataclasses import dataclass

import numpy as np

from agents.signals.theme import Theme


@dataclass(frozen=True)
class NormSignals(Theme):
    """Intensities from 0 to 1, per county."""

    campaign: np.ndarray  # (n_counties,) publicity that pushes attitudes
    demonstration: np.ndarray  # (n_counties,) demonstration projects seen by firms
