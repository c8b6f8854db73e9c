"""One answer of the page: its runs, how long they take, and the sections that it fills."""

from collections.abc import Callable
from dataclasses import dataclass

from experiments.laboratory.setup import Setup
from experiments.language import Speech
from experiments.text import number

Sections = dict[str, str]


@dataclass(frozen=True)
class Runs:
    """How many runs an answer makes, and how long they take on quiet cores."""

    n: int
    seconds: float


@dataclass(frozen=True)
class Answer:
    """What is asked; ``sections`` maps the names of its sections on the page to their text in one language.

    ``needs``: the answers whose runs it asks; they come first.
    """

    name: str
    zh: str
    en: str
    runs: Callable[[Setup], Runs]
    make: Callable[[Setup], None]
    sections: Callable[[Setup, Speech], Sections]
    needs: tuple[str, ...] = ()


def percent(share: float, digits: int = 0) -> str:
    """Return a share in per cent, never minus nought."""
    return f"{round(100 * share, digits) + 0:.{digits}f}%"


def between(middle: float, half: float, digits: int = 3) -> str:
    """Return a number with half the width of its interval, both with as many decimals as the wider half needs."""
    told = number(middle, digits)
    places = len(told.partition(".")[2])
    narrow = f"{half:.{places}f}"
    return f"{told} ±{narrow if float(narrow) else number(half, 1)}"
