"""What it means that a run fails: a comparison of an indicator with a number, or a target that is missed."""

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from abm.errors import UserError, nearest
from abm.peak import YEARS_AFTER
from experiments.batch.reading import Made
from experiments.batch.tables import TARGETS
from experiments.indicators import indicator_values, read_indicator
from experiments.language import Speech

COMPARE: dict[str, Callable[[np.ndarray, float], np.ndarray]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
PEAK = "no peak by "
WRITTEN = re.compile(r"^(?P<name>.+?)\s*(?P<sign><=|>=|<|>)\s*(?P<limit>[-+.\deE]+)$")


@dataclass(frozen=True)
class Failing:
    """Whether each run fails, in run order (NaN in a run without result), and one entry per condition."""

    fails: np.ndarray
    shares: dict[str, float]


def default_conditions(made: Made) -> list[str]:
    """Return no peak by 2030, or less than 18 % non-fossil energy in it, as far as the batch can tell.

    Raises:
        UserError: it can tell neither.
    """
    found = [f"{PEAK}2030"] if _can_tell(made, 2030) else []
    if "Share|Non-Fossil Energy" in made.written and made.design["years"][1] >= 2030:
        found.append("Share|Non-Fossil Energy@2030 < 0.18")
    if not found:
        raise UserError(f"{made.folder}: its runs end in {made.design['years'][1]}; say with --fails what failing is")
    return found


def _can_tell(made: Made, year: int) -> bool:
    """Return whether the runs are long enough to see a peak of a year."""
    return int(made.design["years"][1]) >= year + YEARS_AFTER + 1


def failing(made: Made, conditions: Sequence[str], package: str) -> Failing:
    """Return which runs meet any of the conditions.

    Args:
        made: a finished batch.
        conditions: each ``INDICATOR < NUMBER`` (or <=, >, >=), a target's id such as ``T29`` (missed), or
            ``no peak by YEAR``.
        package: of whose runs the shares are.

    Raises:
        UserError: a condition cannot be read, or the batch cannot tell.
    """
    each = {word: _fails(made, word) for word in conditions}
    done = (made.runs["state"] == "done").to_numpy()
    stacked = np.column_stack(list(each.values()))
    fails = np.where(done & ~np.isnan(stacked).any(axis=1), np.nanmax(stacked, axis=1, initial=0.0), np.nan)
    own = done & (made.runs["package"] == package).to_numpy()
    told = {word: values[own & ~np.isnan(values)] for word, values in each.items()}
    return Failing(fails, {word: float(values.mean()) if len(values) else np.nan for word, values in told.items()})


def condition_name(word: str, made: Made, say: Speech) -> str:
    """Return a condition's words: in English as it is written, in Chinese with the limit as statistics count."""
    if say.lang == "en":
        return word
    if word.startswith(PEAK):
        return f"{word.removeprefix(PEAK)}年前未达峰"
    written = WRITTEN.match(word)
    if written is None:
        return f"{word} 未达到"
    indicator = read_indicator(written["name"], made)
    unit, factor = indicator.unit(say)
    limit = format(factor * float(written["limit"]), ".10g")
    return " ".join(filter(None, (indicator.label(say), written["sign"], limit, unit)))


def _fails(made: Made, word: str) -> np.ndarray:
    if word.startswith(PEAK):
        return _no_peak(made, word)
    written = WRITTEN.match(word)
    if written is None:
        return _missed(made, word)
    try:
        limit = float(written["limit"])
    except ValueError:
        raise UserError(f"--fails {word!r}: {written['limit']!r} is not a number") from None
    indicator = read_indicator(written["name"], made)
    values = indicator_values(made, [indicator])[indicator.name].to_numpy(dtype=float)
    return np.where(np.isnan(values), np.nan, COMPARE[written["sign"]](values, limit).astype(float))


def _no_peak(made: Made, word: str) -> np.ndarray:
    year = word.removeprefix(PEAK)
    if not (year.isdigit() and len(year) == 4):
        raise UserError(f"--fails {word!r}: {year!r} is not a year")
    if not _can_tell(made, int(year)):
        raise UserError(
            f"--fails {word!r}: the runs end in {made.design['years'][1]}; "
            f"a peak by {year} is seen in {int(year) + YEARS_AFTER + 1}"
        )
    runs = made.runs
    peaked = (runs["peak_state"] == "peaked") & (runs["peak_year"] <= int(year))
    return (~peaked.fillna(False).astype(bool)).to_numpy(dtype=float)


def _missed(made: Made, word: str) -> np.ndarray:
    table = pd.read_parquet(made.folder / TARGETS)
    ids = {str(name).split(" ")[0].split("_")[0]: str(name) for name in table["id"].unique()}
    if word not in ids:
        raise UserError(
            f"--fails {word!r}: allowed INDICATOR < NUMBER, '{PEAK}2030' or the id of a target{nearest(word, ids)}"
        )
    states = table[table["id"] == ids[word]].set_index("run")["state"].reindex(made.runs["run"])
    scored = states.isin(["met", "missed"]).to_numpy()
    if not scored.any():
        raise UserError(f"--fails {word}: no run scores this target")
    return np.where(scored, (states == "missed").to_numpy(dtype=float), np.nan)
