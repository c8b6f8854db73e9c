"""Sections of the documents on coverage: rows of the plan, and what each lever was measured to do."""

from collections import Counter
from functools import cache

from abm.region import Region
from abm.simulation import simulate
from abm.variables import variable
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


def rows_of_the_plan(region: Region, say: Speech) -> str:
    """Return every row of the plan with its status, levers, responders, targets and what is missing."""
    rows = [
        [
            row.project.id,
            say(row.project.name.zh, f"{row.project.name.zh} / {row.project.name.en}"),
            say(STATUS[row.status].zh, STATUS[row.status].en),
            ", ".join(f"`{name}`" + ("*" if name in row.silent else "") for name in row.levers),
            say(row.project.responders.zh, row.project.responders.en),
            " ".join(row.targets),
            say("；", "; ").join(say(text.zh, text.en) for text in row.missing),
        ]
        for row in _rows(region)
    ]
    header = (
        ["", "项目", "状态", "杠杆", "谁响应", "目标", "缺少"]
        if say.lang == "zh"
        else ["", "project", "status", "levers", "responders", "targets", "missing"]
    )
    return markdown(header, rows)


def effects(region: Region, say: Speech) -> str:
    """Return what each lever was measured to do to its own indicator."""
    evidence = read_evidence(region)
    found = evidence.effects.values() if evidence else ()
    rows = [
        [
            f"`{e.lever}`",
            number(e.value),
            say(variable(e.indicator).label_zh, e.indicator),
            f"{e.move:+.3g}",
            say("有作用", "acts") if e.acts else say("此处无作用", "nothing here"),
        ]
        for e in sorted(found, key=lambda e: e.lever)
    ]
    header = (
        ["杠杆", "设为", "指标", "首个决策年之后的平均变化", ""]
        if say.lang == "zh"
        else ["lever", "set to", "indicator", "mean move after the first decision", ""]
    )
    return markdown(header, rows)


@cache
def _written(folder: str) -> frozenset[str]:
    run = simulate("plan", folder, scale=0.004, until=2023)
    return frozenset(run.record.written)


def _rows(region: Region) -> list[Row]:
    evidence = read_evidence(region)
    return coverage(region, evidence.effects if evidence else {}, _written(str(region.folder)))
