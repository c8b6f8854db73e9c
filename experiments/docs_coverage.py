"""Sections of the documents on coverage: rows of the plan, and what each lever was measured to do."""

from collections import Counter
from functools import cache

from abm.region import Region
from abm.simulation import simulate
from experiments.coverage.evidence import read_evidence
from experiments.coverage.status import STATUS, Row, coverage
from experiments.language import Speech
from experiments.text import markdown, number
from policies.registry import all_levers


def counts(region: Region, say: Speech) -> str:
    """Return how many rows of the plan are full, partial or not covered."""
    found = Counter(row.status for row in _rows(region))
    told = say("，", ", ").join(f"{say(words.zh, words.en)} {found[name]}" for name, words in STATUS.items())
    total, levers = sum(found.values()), len(all_levers())
    return say(f"{total} 行：{told}；{levers} 个杠杆。\n", f"{total} rows: {told}; {levers} levers.\n")


def rows_of_the_plan(region: Region) -> str:
    """Return every row of the plan with its status, levers, responders, targets and what is missing."""
    rows = [
        [
            row.project.id,
            f"{row.project.name.zh} / {row.project.name.en}",
            row.status,
            ", ".join(f"`{name}`" + ("*" if name in row.silent else "") for name in row.levers),
            row.project.responders.en,
            " ".join(row.targets),
            "; ".join(f"{text.en} / {text.zh}" for text in row.missing),
        ]
        for row in _rows(region)
    ]
    return markdown(["", "project", "status", "levers", "responders", "targets", "missing"], rows)


def effects(region: Region) -> str:
    """Return what each lever was measured to do to its own indicator."""
    evidence = read_evidence(region)
    found = evidence.effects.values() if evidence else ()
    rows = [
        [f"`{e.lever}`", number(e.value), e.indicator, f"{e.move:+.3g}", "acts" if e.acts else "nothing here"]
        for e in sorted(found, key=lambda e: e.lever)
    ]
    return markdown(["lever", "set to", "indicator", "mean move after the first decision", ""], rows)


@cache
def _written(folder: str) -> frozenset[str]:
    run = simulate("plan", folder, scale=0.004, until=2023)
    return frozenset(run.record.written)


def _rows(region: Region) -> list[Row]:
    evidence = read_evidence(region)
    return coverage(region, evidence.effects if evidence else {}, _written(str(region.folder)))
