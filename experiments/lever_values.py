"""Values of levers as people read and type them: a share in per cent. Files, links and commands keep the share itself.

A lever whose unit is a ratio is a multiplier and stays as it is.
"""

import re

from experiments.language import Speech
from experiments.text import number
from experiments.units import reader_name
from policies.lever import Lever

PER_CENT = {"share": "%", "share/yr": "%/yr", "1/yr": "%/yr"}
MULTIPLIER = "ratio"  # a plain number: the guidance says of what
UNTOLD = (MULTIPLIER, "set", "year")  # of a value in a sentence: 1.3 times, the second set, 2029
DIGITS = 4
NEVER = ("从不", "never")  # of a lever that is a year: the end of its range lies beyond every run
# In a guidance text, a value of the lever: a number before a colon, or any fraction of one.
VALUE = re.compile(r"(?<![\d.])(?:\d+(?:\.\d+)?(?=[:：])|0\.\d+(?![\d.]))")


def typed_unit(unit: str, say: Speech) -> tuple[str, float]:
    """Return the unit in which a value in ``unit`` is read and typed, and the factor to it."""
    shown = PER_CENT.get(unit)
    return reader_name(shown or unit, say), 100.0 if shown else 1.0


def driver_unit(unit: str, first_year: int, say: Speech) -> tuple[str, float]:
    """Return the same for a driver of the context: an index says of which year it is one."""
    if unit == "index":
        return say(f"（{first_year}年=1）", f"({first_year} = 1)"), 1.0
    return typed_unit(unit, say)


def never_from(lever: Lever) -> float | None:
    """Return the value from which on a lever that is a year says that it never comes; None of any other lever."""
    return lever.high if lever.unit == "year" else None


def lever_number(lever: Lever, value: float, say: Speech) -> str:
    """Return a value in the unit that is read, without it: ``30`` for a share of 0.3; ``never`` for no year."""
    return _never(lever, value, say) or _plain((100.0 if lever.unit in PER_CENT else 1.0) * value)


def file_number(lever: Lever, value: float, say: Speech) -> str:
    """Return a value as files and commands have it, ``0.3`` for a share of 0.3; ``never`` for no year."""
    return _never(lever, value, say) or number(value)


def _never(lever: Lever, value: float, say: Speech) -> str:
    last = never_from(lever)
    return say(*NEVER) if last is not None and value >= last else ""


def lever_text(lever: Lever, value: float, say: Speech) -> str:
    """Return a value with its unit: ``30 %``; a multiplier, a choice and a year have none."""
    return f"{lever_number(lever, value, say)} {text_unit(lever, say)}".strip()


def text_unit(lever: Lever, say: Speech) -> str:
    """Return the unit that follows a lever's value in a sentence."""
    return "" if lever.unit in UNTOLD else typed_unit(lever.unit, say)[0]


def from_to(lever: Lever, was: float, value: float, say: Speech) -> str:
    """Return a move of a lever: ``0 → 30 %``."""
    return f"{lever_number(lever, was, say)} → {lever_text(lever, value, say)}"


def range_text(lever: Lever, say: Speech) -> str:
    """Return the range of a lever with its unit: ``0 – 60 %``."""
    return f"{lever_number(lever, lever.low, say)} – {lever_text(lever, lever.high, say)}"


def guidance_of(lever: Lever, say: Speech) -> list[str]:
    """Return what low, the plan's and high values mean; a text begins with the value that it is about."""
    words = lever.guidance
    texts = [say(text.zh, text.en) for text in (words.low, words.plan, words.high)]
    if lever.unit in PER_CENT:
        return [in_per_cent(text) for text in texts]
    last = never_from(lever)
    return texts if last is None else [text.replace(f"{last:g}", say(*NEVER), 1) for text in texts]


def about_of(lever: Lever, say: Speech) -> str:
    """Return what a lever does; of one that is a year, without the number that stands for never."""
    text, last = say(lever.description.zh, lever.description.en), never_from(lever)
    if last is None:
        return text
    return re.sub(rf"\b{last:g}(?= means|即)", say(f"“{NEVER[0]}”", NEVER[1].capitalize()), text)  # begins a sentence


def in_per_cent(text: str) -> str:
    """Return a guidance text of a share with its values in per cent: ``0.3: a part`` as ``30 %: a part``."""
    return VALUE.sub(lambda found: f"{_plain(100.0 * float(found[0]))} %", text)


def marks_of(lever: Lever) -> list[float]:
    """Return the values that the guidance texts are about; of a text without one, an end or the middle of the range."""
    words = lever.guidance
    texts = (words.low.en, words.plan.en, words.high.en)
    places = (lever.low, (lever.low + lever.high) / 2.0, lever.high)
    told = [re.match(r"(?:above )?(-?[\d.,]*\d)(?=[: ]|$)", text) for text in texts]
    return [float(f[1].replace(",", "")) if f else place for f, place in zip(told, places, strict=True)]


def _plain(value: float) -> str:
    """Return a value without idle digits; what is large keeps all before its point, as money does."""
    return f"{value:.0f}" if abs(value) >= 10**DIGITS else f"{float(f'{value:.{DIGITS}g}'):g}"
