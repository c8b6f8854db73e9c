"""Every variable that a run may report, once: ``abm/variables.csv``."""

from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from abm.tables import read_rows

FILE = Path(__file__).parent / "variables.csv"


@dataclass(frozen=True)
class Variable:
    """A quantity of the results.

    ``additive_counties``: the city is the sum of its counties. ``additive_sectors``: it may be
    written by sector, and the sectors add up to the whole. ``iamc``: its IAMC name, '' where none.
    ``note`` and ``note_zh`` say what is in it and which target is scored by it, where the label does not.
    """

    name: str
    unit: str
    label_zh: str
    label_en: str
    additive_counties: bool
    additive_sectors: bool
    iamc: str
    note: str
    note_zh: str


class UnknownVariable(KeyError):
    """A name that variables.csv does not have; the message names the nearest one."""

    def __str__(self) -> str:
        return str(self.args[0])


@cache
def all_variables() -> dict[str, Variable]:
    """Return every variable by name, in the order of the file.

    Raises:
        ValueError: everything that is wrong with the file, one problem a line.
    """
    found: dict[str, Variable] = {}
    problems = []
    for line, row in enumerate(read_rows(FILE), start=2):
        where = f"{FILE.name}:{line} {row['name']}"
        for column in ("additive_counties", "additive_sectors"):
            if row[column] not in ("yes", "no"):
                problems.append(f"{where}: {column} is {row[column]!r}, allowed yes, no")
        if row["name"] in found:
            problems.append(f"{where}: listed twice")
        found[row["name"]] = Variable(
            name=row["name"],
            unit=row["unit"],
            label_zh=row["label_zh"],
            label_en=row["label_en"],
            additive_counties=row["additive_counties"] == "yes",
            additive_sectors=row["additive_sectors"] == "yes",
            iamc=row["iamc"],
            note=row["note"],
            note_zh=row["note_zh"],
        )
    if problems:
        raise ValueError("\n".join(problems))
    return found


def variable(name: str) -> Variable:
    """Return one variable.

    Raises:
        UnknownVariable: no such name.
    """
    variables = all_variables()
    if name not in variables:
        near = get_close_matches(name, variables, n=1)
        hint = f"; nearest is {near[0]!r}" if near else ""
        raise UnknownVariable(f"no variable {name!r} in abm/variables.csv{hint}")
    return variables[name]
