"""``tanfeng projects``: what a finished run means for each project: delivered, targets, money, bureau."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from abm.errors import UserError, nearest
from abm.output import write_whole
from abm.results import Run
from experiments.batch.version import run_older_than_now
from experiments.language import Speech
from experiments.places import chosen_region
from experiments.projects.account import JUDGED, MET, MISSED, YEAR, Account, accounts
from experiments.projects.files import workbook
from experiments.projects.words import cells, header
from experiments.results_folder import load_results, read_facts
from experiments.text import as_json
from experiments.units import money_text

REFERENCE, PLAN = "current", "plan"


def main(args: Namespace, say: Speech) -> int:
    """Print the account of each project of a results folder, or write it as a sheet."""
    region = chosen_region(args.region) if args.region else None
    results = load_results(args.folder, region)
    groups: dict[str, list[Run]] = {}
    for run in results.runs:
        groups.setdefault(run.package, []).append(run)
    package = _chosen(args.package, groups)
    runs = groups[package]
    base = groups.get(REFERENCE, []) if package != REFERENCE else []
    year = _year(args.year, [int(y) for y in runs[0].years])
    found = accounts(runs, base, year)
    if not found:
        raise UserError(f"region {runs[0].region.id!r} has no projects.csv")
    if told := run_older_than_now(read_facts(args.folder), region, say):
        print(told, file=sys.stderr)
    head = header(found, year, runs[0].region.first_decision_year, say)
    if args.xlsx:
        _write(Path(args.xlsx), workbook(found, f"{_place(runs[0], say)} · {package}", head, say))
    if args.json:
        print(as_json([describe(account) for account in found]))
    elif args.xlsx:
        print(say(f"已写入 {args.xlsx}", f"written to {args.xlsx}"))
    else:
        print(say(f"政策包 {package}", f"package {package}") + "\n")
        print("\n\n".join(_text(account, head, say) for account in found))
        print("\n" + _count(found, say))
    return 0


def describe(account: Account) -> dict[str, Any]:
    """Return an account as plain data."""
    return {
        "project": account.project.id,
        "name": {"zh": account.project.name.zh, "en": account.project.name.en},
        "indicators": [vars(value) for value in account.values],
        "targets": [
            {"id": v.target, "label": vars(v.label), "year": v.year, "state": v.state, "value": v.value}
            | {"wanted": vars(v.wanted), "why": vars(v.why)}
            for v in account.verdicts
        ],
        "paid": [{**vars(payment), "also": list(payment.also)} for payment in account.payments],
        "levers": [lever.id for lever in account.levers],
        "bureaus": [vars(bureau) for bureau in account.bureaus],
    }


def _chosen(wanted: str | None, groups: dict[str, list[Run]]) -> str:
    """Return the package that is reported: the one asked for, else the plan, else the first but the reference."""
    if wanted is None:
        return PLAN if PLAN in groups else next((name for name in groups if name != REFERENCE), REFERENCE)
    if wanted not in groups:
        raise UserError(f"--package: no runs of {wanted!r}, there are {', '.join(groups)}{nearest(wanted, groups)}")
    return wanted


def _year(wanted: int | None, years: list[int]) -> int:
    """Return the year that is told: the one asked for, else the usual one or, of a shorter run, its last."""
    if wanted is None:
        return min(YEAR, years[-1])
    if wanted < years[0]:
        raise UserError(f"--year: got {wanted}, the run begins in {years[0]}")
    if wanted > years[-1]:
        raise UserError(f"--year: got {wanted}, the run ends in {years[-1]}")
    return wanted


def _place(run: Run, say: Speech) -> str:
    return say(run.region.name_zh, run.region.name_en)


def _write(path: Path, content: bytes) -> None:
    if path.suffix != ".xlsx":
        raise UserError(f"--xlsx: {path} ends in {path.suffix or 'nothing'!r}, allowed .xlsx")
    write_whole(path.parent, {path.name: content})


def _text(account: Account, head: tuple[str, ...], say: Speech) -> str:
    number, _, name, *rest = cells(account, say)
    lines = [f"{number:>3}  {name}"]
    for title, cell in zip(head[3:], rest, strict=True):
        lines += [f"     {title}{say('：', ':')}", *(f"       {line}" for line in cell.splitlines())] if cell else []
    return "\n".join(lines)


def _count(found: list[Account], say: Speech) -> str:
    states = {state: sum(account.count(state) for account in found) for state in JUDGED}
    told = say("，", ", ").join(f"{say(JUDGED[s].zh, JUDGED[s].en)} {n}" for s, n in states.items() if n)
    spent = {p.variable: p.cny_100m for account in found for p in account.payments}
    paid = money_text(sum(spent.values()), say, 4)
    ended = say("没有可评分的目标", "no target can be judged") if not states[MET] + states[MISSED] else told
    return say(
        f"{len(found)} 个项目；目标：{ended}；财政支出合计 {paid}",
        f"{len(found)} projects; targets: {ended}; public money in all {paid}",
    )
