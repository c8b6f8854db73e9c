"""What is perceived of heating."""

from dataclasses import dataclass

from agents.signals.theme import Theme


@dataclass(frozen=True)
class HeatingSignals(Theme):
    """Filled by the submodel that owns it."""
