"""What is perceived of driving."""

from dataclasses import dataclass

from agents.signals.theme import Theme


@dataclass(frozen=True)
class DrivingSignals(Theme):
    """Filled by the submodel that owns it."""
