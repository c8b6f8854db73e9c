"""CO2 as a reader of the language counts it: Mt, or 10^4 t in Chinese. Figures of a room are kept in Mt."""

from experiments.language import Speech
from experiments.text import number
from experiments.units import reader_unit

LEAST = 0.005  # Mt: less is no difference


def unit(say: Speech) -> str:
    """Return the unit's name."""
    return reader_unit("Mt", say)[0]


def counted(mt: float, say: Speech) -> float:
    """Return Mt in the reader's unit."""
    return mt * reader_unit("Mt", say)[1]


def told(mt: float, say: Speech, digits: int = 3) -> str:
    """Return Mt as text in the reader's unit, without its name."""
    return number(counted(mt, say), digits)


def signed(mt: float, say: Speech) -> str:
    """Return a difference in Mt as text with its sign, in the reader's unit."""
    if abs(mt) < LEAST:
        return "0"
    return ("+" if mt > 0 else "−") + told(abs(mt), say, 2)
