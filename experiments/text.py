"""Tables for a terminal (Chinese letters are two columns wide) and JSON for machines."""

import json
import math
import sys
from collections.abc import Mapping, Sequence
from typing import Any
from unicodedata import east_asian_width

from experiments.language import Speech

UNSEEN = 1e-4  # of a value: a tenth of the last digit that is shown of it


def width(text: str) -> int:
    """Return the columns that ``text`` takes in a terminal."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def number(value: float | None, digits: int = 3) -> str:
    """Return a number with so many significant digits, never in powers of ten; '-' for none."""
    if value is None or not math.isfinite(value):
        return "-"
    if value == 0:
        return "0"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:.{min(places, 6)}f}"
    return text if float(text) else "0"


def signed(value: float, digits: int = 2) -> str:
    """Return a number with its sign, also above zero."""
    return ("+" if value > 0 else "") + number(value, digits)


def change_text(change: float, value: float) -> str:
    """Return the change of ``value`` with its sign; what is lost in the value's digits is none."""
    return signed(change) if abs(change) > UNSEEN * abs(value) else "+0"


def with_interval(change: float, half: float) -> str:
    """Return a change with half the width of its interval, which keeps a digit of its own however narrow it is."""
    return signed(change) + (f" ±{number(half, 1)}" if half > 0 else "")


def decimals(size: float, digits: int = 5) -> int:
    """Return how many decimals show so many significant digits of a number of that size, at most six."""
    if size == 0 or not math.isfinite(size):
        return digits - 1
    return min(6, max(0, digits - 1 - math.floor(math.log10(size))))


def counted(n: int, one: str, many: str = "") -> str:
    """Return ``1 run`` or ``2 runs``: a number with its English noun; ``many`` where that takes no plain s."""
    return f"{n} {one if n == 1 else many or one + 's'}"


def in_processes(n_runs: int, workers: int) -> str:
    """Return ``24 runs in 2 processes``."""
    return f"{counted(n_runs, 'run')} in {counted(workers, 'process', 'processes')}"


def kept_line(n: int, say: Speech) -> str:
    """Return what an interrupted command says of the runs that it can go on with."""
    return say(
        f"{n} 次运行已保存，再次启动即续算", f"{counted(n, 'run is', 'runs are')} kept; start again and it goes on"
    )


def table(
    header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = (), is_open: bool = False
) -> str:
    """Return rows below a header, columns aligned; those in ``right`` to the right.

    With ``is_open`` the last column holds sentences: its rule is as wide as its header.
    """
    lines = [list(header), *[list(row) for row in rows]]
    widths = [max(width(line[i]) for line in lines) for i in range(len(header))]
    if is_open:
        widths[-1] = width(header[-1])

    def join(line: Sequence[str]) -> str:
        cells = []
        for i, cell in enumerate(line):
            gap = " " * (widths[i] - width(cell))
            cells.append(gap + cell if i in right else cell + gap)
        return "  ".join(cells).rstrip()

    return "\n".join([join(lines[0]), "  ".join("-" * w for w in widths), *map(join, lines[1:])])


def markdown(header: list[str], rows: list[list[str]]) -> str:
    """Return a table."""
    cells = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in cells) + "\n"


def as_json(content: Any) -> str:
    """Return JSON text with letters as they are, escaped where the output does not know them.

    What is not a finite number becomes null.
    """
    plain = _plain(content)
    text = json.dumps(plain, ensure_ascii=False, indent=1)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return json.dumps(plain, indent=1)
    return text


def _plain(content: Any) -> Any:
    if isinstance(content, Mapping):
        return {str(key): _plain(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_plain(value) for value in content]
    if hasattr(content, "item"):
        content = content.item()
    return None if isinstance(content, float) and not math.isfinite(content) else content
