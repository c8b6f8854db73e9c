"""Firms: what they are, and how they decide on equipment, output, load and by-products."""

from agents.firm.book import NEVER, Book
from agents.firm.firm import (
    KINDS,
    AluminaRefinery,
    CementWorks,
    ChemicalWorks,
    CokePlant,
    Firm,
    GasField,
    Mine,
    Smelter,
    SteelWorks,
    Workshop,
)

__all__ = [
    "KINDS",
    "NEVER",
    "AluminaRefinery",
    "Book",
    "CementWorks",
    "ChemicalWorks",
    "CokePlant",
    "Firm",
    "GasField",
    "Mine",
    "Smelter",
    "SteelWorks",
    "Workshop",
]
