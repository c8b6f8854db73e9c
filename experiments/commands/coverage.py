"""``tanfeng coverage``: for each project and guarantee of the plan, who acts on what, and what is missing."""

import sys
from argparse import Namespace
from collections import Counter

from abm.region import Region
from abm.simulation import simulate
from experiments.coverage.effects import Frame, measure
from experiments.coverage.evidence import Evidence, path_of, read_evidence, write_evidence
from experiments.coverage.status import STATUS, Row, coverage
from experiments.headlines import label
from experiments.language import Speech
from experiments.places import chosen_region
from experiments.text import as_json
from policies.registry import all_levers

MEASURED_UNTIL = 2040
LEAST_SCALE = 0.004  # of a large region; a small one is simulated whole
SMALL = 50_000  # persons


def main(args: Namespace, say: Speech) -> int:
    """Print the coverage; measure it first when asked to, or when it never was."""
    region = chosen_region(args.region)
    evidence = read_evidence(region)
    if args.measure or evidence is None:
        evidence = _measured(region, say)
    rows = coverage(region, evidence.effects, _written(region))
    if args.json:
        print(as_json([describe(row) for row in rows]))
    else:
        print("\n".join(_text(row, say) for row in rows))
        print("\n" + _count(rows, say))
    stale = evidence.stale(region)
    if stale:
        print(_warning(stale, region, say), file=sys.stderr)
    return 0


def describe(row: Row) -> dict:
    """Return a row as plain data, as docs/contract.md says."""
    return {
        "project": row.project.id,
        "name": {"zh": row.project.name.zh, "en": row.project.name.en},
        "status": row.status,
        "missing": [{"zh": text.zh, "en": text.en} for text in row.missing],
        "levers": list(row.levers),
        "silent": list(row.silent),
        "responders": {"zh": row.project.responders.zh, "en": row.project.responders.en},
        "indicators": list(row.project.indicators),
        "targets": list(row.targets),
    }


def frame_of(region: Region) -> Frame:
    """Return the runs by which a region's levers are measured."""
    people = region.parameters.by_county("people.population", "persons").sum()
    scale = 1.0 if people < SMALL else LEAST_SCALE
    return Frame(region, scale, min(region.horizon, MEASURED_UNTIL))


def _measured(region: Region, say: Speech) -> Evidence:
    frame, done, total = frame_of(region), 0, len(all_levers())

    def tick(lever: str) -> None:
        nonlocal done
        done += 1
        print(f"[{done}/{total}] {lever}", file=sys.stderr)

    print(say(f"正在逐一测量 {total} 个杠杆……", f"measuring {total} levers one by one ..."), file=sys.stderr)
    effects = measure(frame, tick=tick)
    path = write_evidence(region, effects)
    print(say(f"已写入 {path}", f"written to {path}"), file=sys.stderr)
    found = read_evidence(region)
    assert found is not None, path_of(region)
    return found


def _written(region: Region) -> set[str]:
    """Return the variables that a run reports; three years tell, since every year reports the same."""
    frame = frame_of(region)
    run = simulate("plan", region, scale=frame.scale, until=region.first_year + 2)
    return set(run.record.written)


def _text(row: Row, say: Speech) -> str:
    status = STATUS[row.status]
    lines = [
        f"{row.project.id:>3}  [{say(status.zh, status.en)}]  {say(row.project.name.zh, row.project.name.en)}",
        _line(say("响应者", "responders"), say(row.project.responders.zh, row.project.responders.en)),
        _line(say("杠杆", "levers"), say("；", "; ").join(_lever(name, row, say) for name in row.levers)),
        _line(say("指标", "indicators"), say("；", "; ").join(label(name, say) for name in row.project.indicators)),
        _line(say("目标", "targets"), " ".join(row.targets)),
        _line(say("缺少", "missing"), "; ".join(say(text.zh, text.en) for text in row.missing)),
    ]
    return "\n".join(filter(None, lines))


def _lever(name: str, row: Row, say: Speech) -> str:
    lever = all_levers()[name]
    mark = "*" if name in row.silent else ""
    return f"{say(lever.label.zh, lever.label.en)} ({name}){mark}"


def _line(head: str, content: str) -> str:
    return f"     {head}: {content}" if content else ""


def _count(rows: list[Row], say: Speech) -> str:
    counts = Counter(row.status for row in rows)
    told = say("，", ", ").join(f"{say(words.zh, words.en)} {counts[name]}" for name, words in STATUS.items())
    return say(f"{len(rows)} 行：{told}（* 在此处未使其指标变动）", f"{len(rows)} rows: {told} (* moves nothing here)")


def _warning(stale: list[str], region: Region, say: Speech) -> str:
    what = ", ".join(stale[:6]) + (" ..." if len(stale) > 6 else "")
    return say(
        f"注意：测量之后已有改变（{what}）；重新测量：tanfeng coverage --measure --region {region.id}",
        f"note: changed since it was measured: {what}; measure again: tanfeng coverage --measure --region {region.id}",
    )
