"""What a search makes small or large, each told against the base package."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from abm.errors import UserError, nearest
from experiments.language import Speech
from experiments.text import number
from experiments.units import reader_unit

if TYPE_CHECKING:
    from abm.results import Run

WHOLE = "Emissions|CO2|Energy and Processes"
OUTSIDE = ("Leakage|CO2", "Power|Redispatch CO2")  # what the city's change makes others emit
REACHED = "non_fossil"  # no mean of the runs but what the wanted share of them reaches


@dataclass(frozen=True)
class Objective:
    """Variables added up, or averaged, over the years from the first decision on.

    ``unit`` is that of its values; ``per``: how many of it are one of the variables' own. ``sign`` is 1 where less is
    better, -1 where more is.
    """

    name: str
    zh: str
    en: str
    unit: str
    variables: tuple[str, ...]
    how: Literal["sum", "mean"]
    sign: Literal[-1, 1] = 1
    per: float = 1.0

    def label(self, say: Speech) -> str:
        """Return its words with the unit in which a reader of the language counts."""
        unit = reader_unit(self.unit, say)[0]
        return say(f"{self.zh}（{unit}）", f"{self.en}, {unit}")

    def factor(self, say: Speech) -> float:
        """Return the factor from its values to the unit of the label."""
        return reader_unit(self.unit, say)[1]

    def told(self, value: float, say: Speech) -> str:
        """Return a value as it is told beside the label."""
        return number(self.factor(say) * value)

    def of(self, run: "Run", years: np.ndarray) -> float:
        """Return what it is in a run; ``years`` (n_years,) says which are counted."""
        written = set(run.record.written)
        series = sum((run.record.series(name) for name in self.variables if name in written), np.zeros(len(run.years)))
        told = series[years].sum() if self.how == "sum" else series[years].mean()
        return float(told) * self.per


OBJECTIVES = {
    one.name: one
    for one in (
        Objective("public_money", "财政支出", "public money", "10^8 CNY",
                  ("Money|City Budget", "Money|Upper Budget"), "sum"),
        Objective("city_money", "市县财政支出", "the city's money", "10^8 CNY", ("Money|City Budget",), "sum"),
        Objective("society_cost", "全社会净支出减销售", "net cost to all less sales", "10^8 CNY",
                  ("Money|Society",), "sum"),
        Objective("co2", "含外地的CO2", "CO2 here and elsewhere", "Mt", (WHOLE, *OUTSIDE), "sum"),
        Objective("poor_burden", "最低收入组用能负担", "energy burden of the poorest fifth", "% points",
                  ("Homes|Energy Burden|Poorest Fifth",), "mean", per=100.0),
        Objective("jobs", "就业", "jobs", "10^4 persons", ("Jobs",), "mean", sign=-1),
        Objective(REACHED, "非化石占比", "non-fossil energy", "share", (), "sum", sign=-1),
    )
}  # fmt: skip


def read_objectives(names: Sequence[str]) -> tuple[Objective, ...]:
    """Return the named objectives; the first is what the front is sorted by.

    Raises:
        UserError: an unknown name, one given twice, or fewer than two.
    """
    problems = [
        f"--objectives: unknown {name!r}, there are {', '.join(OBJECTIVES)}{nearest(name, OBJECTIVES)}"
        for name in names
        if name not in OBJECTIVES
    ]
    if len(set(names)) < max(len(names), 2):
        problems.append(f"--objectives: got {' '.join(names)}, allowed two or more different ones")
    if problems:
        raise UserError("\n".join(problems))
    return tuple(OBJECTIVES[name] for name in names)
