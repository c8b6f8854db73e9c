"""What each lever of the search does: alone on top of current law, and on top of all the others at their bounds.

Pairs of runs in the first storyline, with the same seed and people, that differ in one lever. A lever's far end is its
upper bound, but for one whose upper bound is what current law has: there it is the lower.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from abm.simulation import lever_paths
from experiments.batch.engine import facts_of, held_batch
from experiments.batch.factors import Factor
from experiments.batch.samplers import Sampler
from experiments.headlines import estimate
from experiments.laboratory.answer import Answer, Runs, Sections
from experiments.laboratory.setup import Setup
from experiments.laboratory.sought import GOAL, UNTIL, lever_words, levers_of
from experiments.language import Speech
from experiments.seeking.candidate import Answers
from experiments.seeking.objectives import OBJECTIVES
from experiments.seeking.question import Question
from experiments.seeking.search import Plan, Search
from experiments.text import decimals, markdown, number

FOLDER, YEAR, DIGITS = "levers", 2030, 3
TOLD = ("public_money", "society_cost", "co2", "poor_burden", "jobs")
Values = tuple[float, ...]


def _runs(setup: Setup) -> Runs:
    n = setup.sizes.seeds * (2 * len(levers_of(setup)) + 2)
    return Runs(n, setup.seconds(n, UNTIL))


def packages(setup: Setup) -> tuple[list[Factor], Values, Values]:
    """Return the levers, their values in current law and their far ends."""
    levers, region = levers_of(setup), setup.region
    paths = lever_paths("current", region, until=UNTIL)
    near, far = [], []
    for factor in levers:
        now = float(np.clip(paths[factor.name][YEAR - region.first_year], factor.low, factor.high))
        near.append(now)
        far.append(factor.low if now >= factor.high else factor.high)
    return levers, tuple(near), tuple(far)


def _answers(setup: Setup) -> tuple[list[Answers], list[Answers]]:
    """Return the answers of current law and of each lever alone; and of all at their far ends and of all but one."""
    levers, near, far = packages(setup)
    design, text = setup.design("seek")
    region = setup.region
    seeds = tuple(range(1, setup.sizes.seeds + 1))
    design = replace(design, storylines=design.storylines[:1], seeds=seeds, factors=(), sampler=Sampler())
    span = (region.first_decision_year, UNTIL)
    question = Question(YEAR, GOAL["near"], 0.8, span, tuple(OBJECTIVES[name] for name in TOLD))
    wanted = [_one_other(near, far, i) for i in range(-1, len(levers))]
    wanted += [_one_other(far, near, i) for i in range(-1, len(levers))]
    plan = Plan(design, tuple(levers), question, runs=len(wanted) * len(seeds), population=1, seed=1)
    tick = setup.tick()
    facts = {**facts_of(design, text), "kind": "search", "n_runs": "0"}
    try:
        with held_batch(setup.folder(FOLDER), facts) as store:
            found = Search(plan, store, setup.backend, tick).ask(wanted, plan.keys)
    finally:
        tick.end()
    return found[: len(levers) + 1], found[len(levers) + 1 :]


def _one_other(base: Values, other: Values, place: int) -> Values:
    """Return the values of one package with one lever as the other has it; none of them for -1."""
    return tuple(other[i] if i == place else value for i, value in enumerate(base))


def _make(setup: Setup) -> None:
    _answers(setup)


def _sections(setup: Setup, say: Speech) -> Sections:
    levers, near, far = packages(setup)
    alone, without = _answers(setup)
    tables = [
        (say("只有它（在现行政策之上）", "alone, on top of current law"), alone, 1.0),
        (say("最后加入（其余各在其远端）", "last, on top of all others at their far ends"), without, -1.0),
    ]
    parts = []
    for title, told, sign in tables:
        changes = [[sign * one for one in _changes(told[0], other, say)] for other in told[1:]]
        places = [_places(column) for column in zip(*changes, strict=True)]
        rows = [
            [
                lever_words(factor.name, say),
                f"{near[i]:.3g} → {far[i]:.3g}",
                *(_cell(values, n) for values, n in zip(changes[i], places, strict=True)),
            ]
            for i, factor in enumerate(levers)
        ]
        parts.append(f"{title}{say('：', ':')}\n\n" + markdown(_header(say), rows))
    together = _changes(alone[0], without[0], say)
    told_of = [
        f"{name} {_cell(values, _places([values]))}" for name, values in zip(_header(say)[2:], together, strict=True)
    ]
    parts.append(say("全部一起：", "All together: ") + say("；", "; ").join(told_of) + say("。", ".") + "\n")
    return {"levers": "\n".join(parts)}


def _header(say: Speech) -> list[str]:
    return [
        say("杠杆", "lever"),
        say("自现行至远端", "from current law to its far end"),
        say("2030年非化石占比，个百分点", "non-fossil 2030, points"),
        *(OBJECTIVES[name].label(say) for name in TOLD),
    ]


def _changes(base: Answers, other: Answers, say: Speech) -> list[np.ndarray]:
    """Return (n_seeds,) changes of the non-fossil share in points and of each objective, in the reader's unit."""
    pairs = [(told, was) for key, told in other.items() if told and (was := base[key])]
    values = np.array([np.subtract(told.values, was.values) for told, was in pairs])
    shares = np.array([100.0 * (told.non_fossil - was.non_fossil) for told, was in pairs])
    return [shares, *(OBJECTIVES[name].factor(say) * values[:, i] for i, name in enumerate(TOLD))]


def _places(column: Sequence[np.ndarray]) -> int:
    """Return the decimals that show three digits of the largest change of a column."""
    return decimals(max(abs(float(values.mean())) for values in column), DIGITS)


def _cell(values: np.ndarray, places: int) -> str:
    """Return a mean with half the width of its interval; one that cannot be told from nothing stands in brackets."""
    found = estimate(values)
    mean, half = float(found.mean), float(found.half_width)
    told = f"{mean:+.{places}f}"
    if not float(told):
        return "0"
    narrow = f"{half:.{places}f}"
    told += f" ±{narrow if float(narrow) else number(half, 1)}" if np.isfinite(half) else ""
    return told if abs(mean) > half or np.isnan(half) else f"({told})"


LEVERS = Answer("levers", "各杠杆的作用", "what each lever does", _runs, _make, _sections)
