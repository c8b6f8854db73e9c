"""Firms as ordinary Mesa agents: the face of one row of the book, a class per kind."""

from typing import Any

import mesa

from agents.firm.book import Book
from agents.firm.words import EQUIPMENT, OWNERS, PRODUCTS, RATINGS, SECTOR, TALL_OVEN_M


class Firm(mesa.Agent):
    """A facility that a source names, or the rest of a product in one county and size class.

    Every column of the :class:`Book` is an attribute (``firm.output_t``, ``firm.specific_use``);
    writing one writes the book.
    """

    product = ""

    def __init__(self, model: mesa.Model, book: Book, row: int) -> None:
        super().__init__(model)
        self.book = book
        self.row = row

    def __getattr__(self, name: str) -> Any:
        if name in Book.__dataclass_fields__:
            return self.book.__dict__[name][self.row]
        raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")

    def __setattr__(self, name: str, value: Any) -> None:
        if name in Book.__dataclass_fields__:
            self.book.__dict__[name][self.row] = value
        else:
            super().__setattr__(name, value)

    @property
    def sector(self) -> str:
        """Sector in the accounts."""
        return SECTOR[PRODUCTS[self.book.product[self.row]]]

    @property
    def owner_type(self) -> str:
        """Who owns it: central, provincial or private."""
        return OWNERS[self.book.owner[self.row]]

    @property
    def equipment_class(self) -> str:
        """Class of its equipment in the national catalogue."""
        return EQUIPMENT[self.book.equipment[self.row]]

    @property
    def utilisation(self) -> float:
        """Output over capacity."""
        return float(self.output_t / self.capacity_t) if self.capacity_t else 0.0

    def is_open(self, year: int) -> bool:
        """Return whether it may produce in ``year``."""
        return bool(self.book.is_open(year)[self.row])


class Mine(Firm):
    """A coal mine with its washery."""

    @property
    def gas_rating(self) -> str:
        """Legal gas rating."""
        return RATINGS[self.book.rating[self.row]]


class CokePlant(Firm):
    """Ovens, by-product works and the balance of surplus gas."""

    @property
    def oven_class(self) -> str:
        """Small (4.3 m) or large (5.5 m and more)."""
        return "large" if self.oven_height_m >= TALL_OVEN_M else "small"


class SteelWorks(Firm):
    """Blast furnace and converter."""


class AluminaRefinery(Firm):
    """Bayer refinery."""


class Smelter(Firm):
    """Primary aluminium."""


class CementWorks(Firm):
    """Kiln and mills."""


class ChemicalWorks(Firm):
    """Coal chemistry."""


class GasField(Firm):
    """Tight gas and coalbed methane."""


class Workshop(Firm):
    """All other industry of a county in one class of equipment."""


KINDS: tuple[type[Firm], ...] = (
    Mine,
    CokePlant,
    SteelWorks,
    AluminaRefinery,
    Smelter,
    CementWorks,
    ChemicalWorks,
    GasField,
    Workshop,
)
