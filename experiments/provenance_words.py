"""What is said of a number and of the document it is from, in the reader's language."""

from abm.data import Source
from abm.parameters import Row
from abm.variables import Variable
from experiments.key_words import in_chinese
from experiments.language import Speech
from experiments.units import unit_name


def note_of(row: Row, say: Speech) -> str:
    """Return a number's note; see :func:`note_in`."""
    return note_in(row.note, row.note_zh, say)


def about(variable: Variable, say: Speech) -> str:
    """Return what is noted of a variable of the results."""
    return note_in(variable.note, variable.note_zh, say)


def note_in(note: str, note_zh: str, say: Speech) -> str:
    """Return a note; one that a region of one's own has in English alone is called so on a Chinese page."""
    if note and not note_zh:
        return say(f"英文注：{note}", note)
    return say(note_zh, note)


def title_of(source: Source, say: Speech) -> str:
    """Return a source's title; where it has none in Chinese, as its authors wrote it."""
    return say(source.title_zh or source.title, source.title)


def reading_of(row: Row, say: Speech) -> str:
    """Return a number in one line: name, value, unit and range."""
    dash = say(" 至 ", " to ") if row.low < 0 else "–"  # not beside a minus
    ends = f"{row.low:g}{dash}{row.high:g}"
    span = say(f"（{ends}）", f" ({ends})") if row.low < row.high else ""
    name = say(in_chinese(row.key.partition("@")[0]).strip(), row.key)
    return f"{name} = {row.value:g} {unit_name(row.unit, say)}{span}"
