"""What is perceived of rooftop."""

from dataclasses import dataclass

from agents.signals.theme import Theme


@dataclass(frozen=True)
class RooftopSignals(Theme):
    """Filled by the submodel that owns it."""
