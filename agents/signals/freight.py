"""What is perceived of freight."""

from dataclasses import dataclass

from agents.signals.theme import Theme


@dataclass(frozen=True)
class FreightSignals(Theme):
    """Filled by the submodel that owns it."""
