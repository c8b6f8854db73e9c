"""``tanfeng seek``: the cheapest packages that reach the goal in enough runs of every storyline."""

import json
import sys
from argparse import Namespace
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from time import perf_counter
from typing import Any

from abm.errors import UserError
from abm.output import write_whole
from experiments.batch.clusters import needed
from experiments.batch.design import Design
from experiments.batch.design_file import find_design, read_design, read_text_of
from experiments.batch.engine import facts_of, held_batch
from experiments.batch.processes import Processes
from experiments.batch.progress import clock
from experiments.batch.samplers import Sampler
from experiments.language import Speech
from experiments.seeking.files import FRONT, files_of, front_of, nearest_miss
from experiments.seeking.question import PAYERS, Question, read_limits
from experiments.seeking.search import Found, Plan, Search
from experiments.text import as_json, number, table


def main(args: Namespace, say: Speech) -> int:
    """Say how long it takes, search, and write the front's packages; 1 where none reaches the goal."""
    text = read_text_of(find_design(args.design))
    design = replace(read_design(text), sampler=Sampler("latin_hypercube"))  # the search chooses the points itself
    plan = _plan(args, design)
    needed("pymoo", "lab")
    folder = Path(args.out)
    with held_batch(folder, _identity(args, plan, text)) as store:
        search = Search(plan, store, Processes(args.workers), _tell(args))
        known = len(store.states())
        started = perf_counter()
        search.base()
        _announce(plan, search.found, known, perf_counter() - started, store.seconds(), args, say)
        if args.dry_run:
            return 0
        found = search.search()
        write_whole(folder, files_of(plan, found, say))
    if args.json:
        print(as_json(_plain(plan, found)))
    else:
        print(_text(plan, found, folder, say))
    return 0 if front_of(found) else 1


def _plan(args: Namespace, design: Design) -> Plan:
    """Return the search that is asked for.

    Raises:
        UserError: everything that is wrong with it, one problem a line.
    """
    problems = [f"the design's factor {f.label} is no lever: only levers can be sought"
                for f in design.factors if f.kind != "lever"]  # fmt: skip
    if not design.factors:
        problems.append("the design has no factor: name the levers that are sought")
    if len(design.packages) != 1 or design.packages[0].endswith(".toml"):
        problems.append("the design's packages: one, by its id: that on which the levers are set")
    if design.until < args.by + 6:
        problems.append(f"the design ends in {design.until}; a peak by {args.by} is seen in {args.by + 6}")
    for name, value, most in (("share", args.share, 1.0), ("non-fossil", args.non_fossil, 1.0)):
        if not 0 < value <= most:
            problems.append(f"--{name}: got {value:g}, allowed above 0 to {most:g}")
    for name, least in (("population", 4), ("workers", 1)):
        if getattr(args, name) < least:
            problems.append(f"--{name}: got {getattr(args, name)}, allowed {least} and more")
    span = (min(design.region.first_decision_year, design.until), design.until)
    try:
        limits = read_limits(args.limit, span, design.region.first_year, design.until)
    except UserError as error:
        problems += str(error).splitlines()
        limits = ()
    question = Question(args.by, args.non_fossil, args.share, span, PAYERS[args.cost], limits)
    plan = Plan(design, question, args.runs, args.population, args.search_seed)
    least_runs = len(plan.keys) + plan.generation
    if not problems and args.runs < least_runs:
        problems.append(
            f"--runs: got {args.runs}, one generation needs {least_runs}: fewer seeds, --population or more"
        )
    if problems:
        raise UserError("\n".join(problems))
    return plan


def _identity(args: Namespace, plan: Plan, text: str) -> dict[str, str]:
    """Return what makes this search this search; another budget of runs goes on with the same one."""
    asked = {"question": repr(plan.question), "population": plan.population, "seed": plan.seed}
    facts = facts_of(plan.design, text)
    told = json.dumps([facts["identity"], repr(plan.factors), asked], sort_keys=True)
    return {**facts, "identity": blake2b(told.encode(), digest_size=16).hexdigest(), "n_runs": "0"}


def _announce(plan: Plan, found: Found, known: int, took: float, seconds: float, args: Namespace, say: Speech) -> None:
    """Say before the search how many runs it may make and how long that takes, from the runs of the base package."""
    made = max(found.runs - known, 0)
    each = took / made if made else seconds / max(known, 1) / args.workers
    left = max(plan.runs - max(found.runs, known), 0)
    line = say(
        f"最多 {plan.runs} 次运行（每代 {plan.generation} 次，其中一半政策包只用首个种子即淘汰）；"
        f"已有 {max(found.runs, known)} 次，其余约需 {clock(each * left)}",
        f"at most {plan.runs} runs ({plan.generation} a generation; half of the packages are dropped after the first "
        f"seed); {max(found.runs, known)} are there, the rest takes about {clock(each * left)}",
    )
    print(line, file=sys.stderr if args.json else sys.stdout, flush=True)


def _tell(args: Namespace) -> Any:
    if not (args.progress or sys.stderr.isatty()):
        return None
    return lambda phase, made, runs: print(f"[{made}/{runs}]", file=sys.stderr, flush=True)


def _text(plan: Plan, found: Found, folder: Path, say: Speech) -> str:
    chosen = front_of(found)
    question = plan.question
    wanted = f"{100 * question.non_fossil:g}"
    goal = say(
        f"目标：{question.by} 年前达峰（外地排放计入）且非化石占比 {wanted}%，每个情景至少 {question.share:.0%} 的运行",
        f"goal: a peak by {question.by} (emissions elsewhere counted) and {wanted} % non-fossil energy, "
        f"in {question.share:.0%} of the runs of every storyline",
    )
    tried = say(
        f"试了 {len(found.values)} 个政策包，{found.runs} 次运行（失败 {found.failed}）",
        f"{len(found.values)} packages tried in {found.runs} runs ({found.failed} failed)",
    )
    if not chosen:
        return "\n".join((goal, tried, _miss(plan, found, say)))
    header = say("文件|费用 亿元|CO2 Mt|非化石|达标比例", "file|cost 10^8 CNY|CO2 Mt|non-fossil|success")
    rows = []
    for place, i in enumerate(chosen, start=1):
        one = found.scores[i]
        rows.append((f"sought_{place:02d}.toml", number(one.cost), number(one.co2_mt), f"{one.non_fossil:.3f}",
                     f"{one.success:.0%}"))  # fmt: skip
    base = plan.design.packages[0]
    how = say(
        f"费用与CO2为较 {base} 的累计差值；每个文件都能运行：tanfeng run {folder}/sought_01.toml",
        f"cost and CO2 are sums against {base}; each file runs: tanfeng run {folder}/sought_01.toml",
    )
    return "\n".join((goal, tried, "", table(header.split("|"), rows, right=range(1, 5)), "", how,
                      say(f"表 {folder / FRONT}", f"table {folder / FRONT}")))  # fmt: skip


def _miss(plan: Plan, found: Found, say: Speech) -> str:
    """Say that no package reaches the goal, and what the nearest one misses."""
    one = found.scores[nearest_miss(found)]
    words = [
        say("达标比例", "success"),
        say("非化石占比", "non-fossil"),
        *(limit.word for limit in plan.question.limits),
    ]
    missed = ", ".join(
        f"{word}: {100 * value:.0f}%" for word, value in zip(words, one.excess, strict=True) if value > 0
    )
    return say(
        f"没有政策包达到目标。最接近的（nearest_miss.toml）非化石占比 {one.non_fossil:.3f}，"
        f"达标比例 {one.success:.0%}，费用 {number(one.cost)} 亿元；不足：{missed}",
        f"no package reaches the goal. The nearest (nearest_miss.toml) has {one.non_fossil:.3f} non-fossil energy, "
        f"succeeds in {one.success:.0%} of runs, costs {number(one.cost)} x 10^8 CNY; it misses by {missed}",
    )


def _plain(plan: Plan, found: Found) -> dict[str, Any]:
    chosen = front_of(found) or [nearest_miss(found)]
    points = [
        {
            **vars(found.scores[i]),
            "feasible": found.scores[i].is_feasible,
            "levers": dict(zip((f.label for f in plan.factors), found.values[i], strict=True)),
        }
        for i in chosen
    ]
    return {"tried": len(found.values), "runs": found.runs, "failed": found.failed, "front": points}
