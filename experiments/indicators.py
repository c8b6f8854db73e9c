"""What is asked of a run in one number: a variable in a year or added up over years, or its peak.

Written ``VARIABLE@2030``, ``VARIABLE@2027-2035`` (a yearly flow added up), ``VARIABLE`` (last year),
``peak_year`` or ``peak_mt``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from abm.errors import UserError, nearest
from abm.variables import all_variables
from experiments.batch.reading import Made
from experiments.headlines import SCORED
from experiments.language import Speech
from experiments.units import reader_unit

PEAKS = {"peak_year": ("达峰年", "peak year", "years"), "peak_mt": ("峰值", "height of the peak", "Mt CO2")}
MAIN = ("peak_mt", f"{SCORED}@2030", SCORED, "Share|Non-Fossil Energy@2030", "Money|City Budget@decisions")


@dataclass(frozen=True)
class Indicator:
    """One number of a run; ``variable`` is blank for the peak's numbers."""

    name: str
    variable: str = ""
    first: int = 0
    last: int = 0

    def label(self, say: Speech) -> str:
        """Return its words."""
        if not self.variable:
            return say(*PEAKS[self.name][:2])
        about = all_variables().get(self.variable)
        words = say(about.label_zh, about.label_en) if about else self.variable
        span = str(self.last) if self.first == self.last else f"{self.first}–{self.last}"
        return f"{words} {span}"

    def unit(self, say: Speech) -> tuple[str, float]:
        """Return the name of the unit in which a reader of the language counts it, and the factor to it.

        Of a flow it is without its year: one year's, or that of years added up.
        """
        if not self.variable:
            return reader_unit(PEAKS[self.name][2], say)
        about = all_variables().get(self.variable)
        return reader_unit(about.unit.removesuffix("/yr"), say) if about else ("", 1.0)


def read_indicator(word: str, made: Made) -> Indicator:
    """Return the indicator of a word, for a batch.

    Raises:
        UserError: the batch did not keep it, or it cannot be added up.
    """
    if word in PEAKS:
        return Indicator(word)
    name, _, when = word.partition("@")
    if name not in made.written:
        hint = nearest(name, [*made.written, *PEAKS])
        raise UserError(f"indicator {word!r}: the batch keeps no {name!r}{hint}")
    first, last = _span(word, when, made)
    lost = [year for year in range(first, last + 1) if year not in made.years]
    if lost:
        kept = ", ".join(map(str, made.years[:5])) + (" ..." if len(made.years) > 5 else "")
        raise UserError(f"indicator {word!r}: the batch keeps no {lost[0]}, it keeps {kept}")
    known = all_variables().get(name)
    if first != last and known and not known.unit.endswith("/yr"):
        raise UserError(f"indicator {word!r}: {name} ({known.unit}) does not add up over years; name one year")
    return Indicator(word, name, first, last)


def _span(word: str, when: str, made: Made) -> tuple[int, int]:
    start, end = made.design["years"]
    if when == "decisions":
        return min(made.design["first_decision_year"], end), end
    years = when.split("-") if when else [str(end)]
    if not all(year.isdigit() for year in years) or len(years) > 2:
        raise UserError(f"indicator {word!r}: {when!r} is no year; allowed VARIABLE@2030 or VARIABLE@2027-2035")
    first, last = int(years[0]), int(years[-1])
    if not start <= first <= last <= end:
        raise UserError(f"indicator {word!r}: got {when}, the batch runs from {start} to {end}")
    return first, last


def chosen_indicators(words: Sequence[str], made: Made) -> list[Indicator]:
    """Return the named indicators, or those of the main ones that the batch has."""
    if words:
        return [read_indicator(word, made) for word in words]
    found: dict[tuple[str, int, int], Indicator] = {}
    for word in MAIN:
        try:
            indicator = read_indicator(word, made)
        except UserError:
            continue
        found.setdefault((indicator.variable or word, indicator.first, indicator.last), indicator)
    return list(found.values())


def indicator_values(made: Made, indicators: Sequence[Indicator]) -> pd.DataFrame:
    """Return run x indicator, in run order; NaN where a run or a year is missing."""
    numbers = made.runs["run"].to_numpy()
    found = pd.DataFrame(index=pd.Index(numbers, name="run"))
    variables = sorted({indicator.variable for indicator in indicators if indicator.variable})
    rows = made.rows(variables) if variables else pd.DataFrame(columns=["run", "year", "variable", "value"])
    for indicator in indicators:
        if not indicator.variable:
            found[indicator.name] = made.runs[indicator.name].to_numpy(dtype=float)
            continue
        own = rows[(rows["variable"] == indicator.variable) & rows["year"].between(indicator.first, indicator.last)]
        years = own.groupby("run")["value"]
        sums = years.sum().where(years.count() == indicator.last - indicator.first + 1, np.nan)
        found[indicator.name] = sums.reindex(numbers).to_numpy()
    return found
