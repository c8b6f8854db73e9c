"""``python -m experiments.docs figures``: measures what hand-written sentences claim, and writes it into them.

Runs are shared between figures and kept in ``out/figures`` as long as code and data stay the same. What moved beyond
its tolerance, changed its sign or no longer holds what its sentence says is listed: whoever changed the model reads
these sentences again.
"""

import argparse
import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from abm.errors import RunFailed, UserError, nearest
from abm.region import load_region
from experiments.figures import marks, table
from experiments.figures.runs import made_with, runs_by_group
from experiments.figures.table import Figure
from experiments.figures.values import evaluate, used
from experiments.loading import INTERRUPTED

REGION = "luliang"
PLACES = ("README.md", "docs/*.md", "abm/odd/*.md")
TOLERANCE = 0.05  # of the value, where the row names none


def main(words: Sequence[str]) -> int:
    """Measure all figures, or those named by id or document; 2: a wrong input, or a run that fails."""
    try:
        return _main(words)
    except (UserError, RunFailed) as error:
        print(f"figures: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("figures: interrupted; the runs made are kept, start again and it goes on", file=sys.stderr)
        return INTERRUPTED


def _main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m experiments.docs figures", description=__doc__)
    parser.add_argument("only", nargs="*", help="ids, how ids begin, or documents such as docs/explanations")
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--check", action="store_true", help="change nothing, end with 1 if something would change")
    instead.add_argument("--write", action="store_true", help="measure nothing, write what was measured last")
    instead.add_argument("--count", action="store_true", help="only tell how many figures of the prose have a mark")
    parser.add_argument("--workers", type=int, default=2, help="processes (2)")
    args = parser.parse_args(words)
    if args.only and (args.write or args.count):
        raise UserError(f"--write and --count are for all figures, got {', '.join(args.only)}")
    if args.workers < 1:
        raise UserError(f"--workers: got {args.workers}, allowed 1 and more")
    if args.count:
        print(*counted(), sep="\n")
        return 0
    rows = table.figures()
    if args.write:
        write(rows)
        return 0
    chosen = _chosen(rows, args.only)
    rows |= {row.id: stood for row in chosen if (stood := as_it_stands(row))}
    new = measure(chosen, args.workers)
    print(*(moves(rows, new) or ["nothing moved"]), sep="\n")
    after = rows | new
    if args.check:
        is_other = table.as_csv(after) != table.as_csv(rows)
        return int(is_other or any(text != path.read_text(encoding="utf-8") for path, text in renewed(after)))
    table.FIGURES.write_text(table.as_csv(after), encoding="utf-8")
    write(after)
    return 0


def write(rows: dict[str, Figure]) -> None:
    """Write the values into the documents."""
    for path, text in list(renewed(rows)):
        if text != path.read_text(encoding="utf-8"):
            path.write_text(text, encoding="utf-8")


def renewed(rows: dict[str, Figure]) -> Iterator[tuple[Path, str]]:
    """Yield the documents with the text that they should have."""
    for path, is_chinese in _files(rows):
        yield path, marks.renewed(path.read_text(encoding="utf-8"), rows, chinese=is_chinese)


def measure(chosen: Sequence[Figure], workers: int) -> dict[str, Figure]:
    """Return the figures with the values that this code gives."""
    region, groups = load_region(REGION), table.groups()
    wanted = sorted(used(row.expression for row in chosen))
    for name in wanted:
        if name not in groups:
            raise UserError(f"figures.csv: {name} is no group of runs.csv{nearest(name, groups)}")
    runs = runs_by_group([groups[name] for name in wanted], region, workers)
    by = made_with(region)
    return {row.id: table.measured(row, evaluate(row.expression, runs), by) for row in chosen}


def as_it_stands(row: Figure) -> Figure | None:
    """Return a figure that was never measured with the number that its English sentence has; None for the others."""
    if row.made_with or row.decimals is None:
        return None
    stood = marks.numbers(marks.path_of(row.document, chinese=False).read_text(encoding="utf-8")).get(row.id)
    if not stood:
        return None
    value = float(stood[0]["number"].replace(",", ""))
    return replace(row, value=-value if stood[0]["other"] else value)


def moves(old: dict[str, Figure], new: dict[str, Figure]) -> list[str]:
    """Return the figures whose sentence is to be read again, and why."""
    told = []
    for name, row in new.items():
        why = reasons(old[name], row, old | new)
        if why:
            told.append(f"{row.document}  {name}  {_shown(old[name])} -> {_shown(row)} {row.unit}  {', '.join(why)}")
    return told


def reasons(old: Figure, new: Figure, figures: dict[str, Figure]) -> list[str]:
    """Return why a sentence is to be read again: nothing, if it is not."""
    why = [] if holds(new.claim, new.value, figures) else [f"no longer {new.claim}"]
    if math.isnan(old.value):
        return [*why, "measured for the first time"]
    if old.value * new.value < 0:
        why.append("sign changed")
    if new.text(chinese=False) == old.text(chinese=False) if new.decimals is not None else new.claim:
        return why
    size = 0.5 if new.unit == "year" else TOLERANCE * abs(old.value)
    if not math.isnan(new.tolerance):
        size = new.tolerance
    if abs(new.value - old.value) > size:
        why.append("moved")
    return why


def holds(claim: str, value: float, figures: dict[str, Figure]) -> bool:
    """Return whether a claim such as ``> 0`` or ``< peak2; > 3`` is true of a value.

    Raises:
        UserError: it is no such claim.
    """
    for part in filter(None, (part.strip() for part in claim.split(";"))):
        sign, _, other = part.partition(" ")
        try:
            against = figures[other].value if other in figures else float(other)
        except ValueError:
            hint = nearest(other, figures)
            raise UserError(f"figures.csv: {claim}: {other!r} is no number or figure{hint}") from None
        if sign not in ("<", ">"):
            raise UserError(f"figures.csv: {claim}: got {sign!r}, allowed < and >, then a space")
        if not (value > against if sign == ">" else value < against):
            return False
    return True


def counted() -> list[str]:
    """Return, document by document, roughly how many figures with a unit there are, and how many have a mark.

    Among those without are settings, evidence and assumptions, which no run measures.
    """
    rows = table.figures().values()
    by = made_with(load_region(REGION))
    is_new = [row.made_with == by for row in rows]
    lines = [f"{len(is_new)} figures, {sum(is_new)} of them measured with this code and data"]
    for path in sorted(path for place in PLACES for path in marks.ROOT.glob(place)):
        n, with_mark = marks.count(path.read_text(encoding="utf-8"))
        if n and not path.name.endswith(".zh.md"):
            lines.append(f"{path.relative_to(marks.ROOT)}: {with_mark} of some {n} figures with a unit have a mark")
    return lines


def _files(rows: dict[str, Figure]) -> list[tuple[Path, bool]]:
    documents = sorted({row.document for row in rows.values()})
    return [(marks.path_of(one, chinese=chinese), chinese) for one in documents for chinese in (False, True)]


def _chosen(rows: dict[str, Figure], only: Sequence[str]) -> list[Figure]:
    named = {name: [row.id for row in rows.values() if _is_named(row, name)] for name in only}
    if unknown := [name for name, ids in named.items() if not ids]:
        hint = nearest(unknown[0], {*rows, *(row.document for row in rows.values())})
        raise UserError(f"no figure or document {', '.join(unknown)}{hint}")
    ids = {one for found in named.values() for one in found} if only else set(rows)
    return [row for row in rows.values() if row.id in ids]


def _is_named(row: Figure, name: str) -> bool:
    return row.document == name or row.id.startswith(name)


def _shown(row: Figure) -> str:
    if math.isnan(row.value):
        return "-"
    return f"{row.value:g}" if row.decimals is None else row.text(chinese=False)
