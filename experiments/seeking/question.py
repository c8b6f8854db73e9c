"""What is sought, and what one run says of it."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from abm.errors import UserError, nearest
from abm.variables import all_variables
from experiments.batch.outcome import Finished
from experiments.batch.trial import Trial, refuse_other_version, simulate_trial
from experiments.headlines import SCORED
from experiments.seeking.objectives import OUTSIDE, Objective

if TYPE_CHECKING:
    from abm.model import City
    from abm.results import Run

FIRST_APART = 2**62  # numbers from here on are those of runs beside the search's own course
NON_FOSSIL = "Share|Non-Fossil Energy"
WRITTEN = re.compile(r"^(?P<name>[^@<>=]+?)(?:@(?P<when>[\d-]+|decisions))?\s*(?P<sign><=|>=)\s*(?P<value>[-+.\deE]+)$")


@dataclass(frozen=True)
class Limit:
    """A bound on a variable in a year, or added up over years; it holds on average in every storyline."""

    word: str
    variable: str
    first: int
    last: int
    is_upper: bool
    value: float

    def excess(self, found: float) -> float:
        """Return how far a value lies beyond the bound, relative to it; negative within. No value keeps no bound."""
        if np.isnan(found):
            return float("inf")
        beyond = found - self.value if self.is_upper else self.value - found
        return beyond / max(abs(self.value), 1e-9)


@dataclass(frozen=True)
class Question:
    """A peak by ``by`` and ``non_fossil`` of energy in that year, in ``share`` of the runs of every storyline.

    ``span``: first and last year over which objectives are added up or averaged.
    """

    by: int
    non_fossil: float
    share: float
    span: tuple[int, int]
    objectives: tuple[Objective, ...]
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What one run says; ``own_mt`` and ``outside_mt`` are (n_years,), all that others emit and not only a change."""

    years: tuple[int, ...]
    own_mt: tuple[float, ...]
    outside_mt: tuple[float, ...]
    non_fossil: float
    values: tuple[float, ...]  # of the objectives
    limits: tuple[float, ...]


@dataclass(frozen=True)
class SeekRun:
    """One run of a search."""

    number: int
    trial: Trial
    question: Question

    @property
    def past(self) -> tuple:
        """See :class:`Trial`."""
        return self.trial.past

    def begin(self) -> "City":
        """See :class:`Trial`."""
        return self.trial.begin()

    def live_past(self, city: "City") -> None:
        """See :class:`Trial`."""
        self.trial.live_past(city)


def run_apart(trial: Trial, question: Question) -> SeekRun:
    """Return a run numbered by what it is, so that it is found again whatever else the store holds.

    A longer search later must not meet it under one of its own numbers.
    """
    told = json.dumps([asdict(trial), repr(question)], sort_keys=True).encode()
    return SeekRun(FIRST_APART + int.from_bytes(blake2b(told, digest_size=7).digest()), trial, question)


def work(job: SeekRun, made_with: str = "") -> Finished:
    """Make the run and keep its answer.

    Raises:
        OtherVersion: this worker has other code or data than ``made_with``.
    """
    refuse_other_version(job.trial.region, made_with)
    return Finished(b"", json.dumps(vars(answer(simulate_trial(job.trial), job.question))))


def answer(run: "Run", question: Question) -> Answer:
    """Return what a run says to a question."""
    written = set(run.record.written)
    outside = sum((run.record.series(name) for name in OUTSIDE if name in written), np.zeros(len(run.years)))
    years = (run.years >= question.span[0]) & (run.years <= question.span[1])
    return Answer(
        years=tuple(int(year) for year in run.years),
        own_mt=tuple(run.record.series(SCORED).tolist()),
        outside_mt=tuple(outside.tolist()),
        non_fossil=float(run.series(NON_FOSSIL).loc[question.by]),
        values=tuple(objective.of(run, years) for objective in question.objectives),
        limits=tuple(
            float(run.series(limit.variable).loc[limit.first : limit.last].sum(skipna=False))
            for limit in question.limits
        ),
    )


def read_answer(text: str) -> Answer:
    """Return the answer that a run's facts hold."""
    told = json.loads(text)
    lists = {word: tuple(told[word]) for word in ("years", "own_mt", "outside_mt", "values", "limits")}
    return Answer(non_fossil=told["non_fossil"], **lists)


def read_limits(words: Sequence[str], span: tuple[int, int], first_year: int, until: int) -> tuple[Limit, ...]:
    """Return the limits of ``VARIABLE@YEAR <= NUMBER`` (or >=; ``@decisions`` adds up from the first decision year).

    Raises:
        UserError: everything that is wrong with them, one problem a line.
    """
    problems: list[str] = []
    found = []
    for word in words:
        written = WRITTEN.match(word)
        if written is None:
            problems.append(f"--limit {word!r}: allowed VARIABLE@YEAR <= NUMBER, VARIABLE@decisions >= NUMBER")
            continue
        name, when = written["name"].strip(), written["when"] or str(until)
        if name not in all_variables():
            problems.append(f"--limit {word!r}: unknown variable {name!r}{nearest(name, all_variables())}")
            continue
        ends = span if when == "decisions" else tuple(int(year) for year in when.split("-") if year)
        try:
            value = float(written["value"])
        except ValueError:
            problems.append(f"--limit {word!r}: {written['value']!r} is not a number")
            continue
        first, last = ends[0], ends[-1]
        if not first_year <= first <= last <= until:
            problems.append(f"--limit {word!r}: got {when}, allowed {first_year} to {until}")
        elif first != last and not all_variables()[name].unit.endswith("/yr"):
            problems.append(f"--limit {word!r}: {name} does not add up over years; name one year")
        found.append(Limit(word, name, first, last, written["sign"] == "<=", value))
    if problems:
        raise UserError("\n".join(problems))
    return tuple(found)
