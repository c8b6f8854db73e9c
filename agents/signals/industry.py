"""What is perceived of industry."""

from dataclasses import dataclass

from agents.signals.theme import Theme


@dataclass(frozen=True)
class IndustrySignals(Theme):
    """Filled by the submodel that owns it."""
