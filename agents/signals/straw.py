"""What is perceived of straw."""

from dataclasses import dataclass

from agents.signals.theme import Theme


@dataclass(frozen=True)
class StrawSignals(Theme):
    """Filled by the submodel that owns it."""
