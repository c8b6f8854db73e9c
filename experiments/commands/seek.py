"""``tanfeng seek``: the cheapest packages that reach the goal in enough runs of every storyline."""

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
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
from experiments.batch.factors import Factor
from experiments.batch.processes import Processes
from experiments.batch.progress import Ticker, clock, ticker
from experiments.batch.samplers import Sampler
from experiments.language import Speech
from experiments.seeking.candidate import Score
from experiments.seeking.files import FRONT, files_of, front_of, nearest_miss
from experiments.seeking.objectives import Objective, read_objectives
from experiments.seeking.question import Limit, Question, read_limits
from experiments.seeking.search import Found, Plan, Search
from experiments.text import as_json, number, table

SHOWN = 12
SAMPLERS = ("grid", "latin_hypercube")  # of the assumptions


def main(args: Namespace, say: Speech) -> int:
    """Say how long it takes, search, and write the front's packages; 1 where none reaches the goal."""
    text = read_text_of(find_design(args.design))
    plan = _plan(args, read_design(text))
    needed("pymoo", "lab")
    folder = Path(args.out)
    tick = ticker(args, say)
    with held_batch(folder, _identity(args, plan, text)) as store:
        try:
            search = Search(plan, store, Processes(args.workers), tick)
            known = len(store.states())
            started = perf_counter()
            search.base()
            _announce(plan, search.found, known, perf_counter() - started, store.seconds(), args, say)
            if args.dry_run:
                return 0
            found = search.search()
        except KeyboardInterrupt:
            kept = len(store.states())
            told = say(f"{kept} 次运行已保存，再次启动即续算", f"{kept} runs are kept; start again and it goes on")
            raise KeyboardInterrupt(told) from None
        finally:
            if isinstance(tick, Ticker):
                tick.end()
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
    levers = tuple(factor for factor in design.factors if factor.kind == "lever")
    assumptions = tuple(factor for factor in design.factors if factor.kind != "lever")
    problems = _problems(args, design, levers, assumptions)
    span = (min(design.region.first_decision_year, design.until), design.until)
    objectives: tuple[Objective, ...] = ()
    limits: tuple[Limit, ...] = ()
    try:
        objectives = read_objectives(args.objectives)
    except UserError as error:
        problems += str(error).splitlines()
    try:
        limits = read_limits(args.limit, span, design.region.first_year, design.until)
    except UserError as error:
        problems += str(error).splitlines()
    if problems:
        raise UserError("\n".join(problems))
    question = Question(args.by, args.non_fossil, args.share, span, objectives, limits)
    sampler = design.sampler if assumptions else Sampler()
    varied = replace(design, factors=assumptions, sampler=sampler)
    plan = Plan(varied, levers, question, args.runs, args.population, args.search_seed)
    least_runs = len(plan.keys) + plan.generation
    if args.runs < least_runs:
        raise UserError(
            f"--runs: got {args.runs}, one generation needs {least_runs}: fewer seeds, points or --population, or more"
        )
    return plan


def _problems(args: Namespace, design: Design, levers: Sequence[Factor], assumptions: Sequence[Factor]) -> list[str]:
    problems = []
    if not levers:
        problems.append("the design has no factor that is a lever: name the levers that are sought")
    if assumptions and design.sampler.method not in SAMPLERS:
        problems.append(f"the design's sampler: {design.sampler.method} is no sample of the assumptions, "
                        f"allowed {', '.join(SAMPLERS)}")  # fmt: skip
    if len(design.packages) != 1 or design.packages[0].endswith(".toml"):
        problems.append("the design's packages: one, by its id: that on which the levers are set")
    if design.until < args.by + 6:
        problems.append(f"the design ends in {design.until}; a peak by {args.by} is seen in {args.by + 6}")
    for name, value in (("share", args.share), ("non-fossil", args.non_fossil)):
        if not 0 < value <= 1:
            problems.append(f"--{name}: got {value:g}, allowed above 0 to 1")
    for name, least in (("population", 4), ("workers", 1)):
        if getattr(args, name) < least:
            problems.append(f"--{name}: got {getattr(args, name)}, allowed {least} and more")
    return problems


def _identity(args: Namespace, plan: Plan, text: str) -> dict[str, str]:
    """Return what makes this search this search; another budget of runs goes on with the same one."""
    asked = {"question": repr(plan.question), "population": plan.population, "seed": plan.seed}
    facts = facts_of(plan.design, text)
    told = json.dumps([facts["identity"], repr(plan.levers), asked], sort_keys=True)
    return {**facts, "identity": blake2b(told.encode(), digest_size=16).hexdigest(), "n_runs": "0"}


def _announce(plan: Plan, found: Found, known: int, took: float, seconds: float, args: Namespace, say: Speech) -> None:
    """Say before the search how many runs it may make and how long that takes, from the runs of the base package."""
    made = max(found.runs - known, 0)
    each = took / made if made else seconds / max(known, 1) / args.workers
    there = max(found.runs, known)
    left = clock(each * max(plan.runs - there, 0))
    n, n_storylines = len(plan.keys), len(plan.design.storylines)
    survivors, whole = " > ".join(map(str, plan.survivors)), plan.survivors[-1]
    line = say(
        f"最多 {plan.runs} 次运行：每代 {plan.generation} 次，{plan.population} 个政策包中逐轮淘汰（{survivors}），"
        f"{whole} 个跑完全部 {n} 次（{n_storylines} 个情景 × {n // n_storylines}）；已有 {there} 次，其余约需 {left}",
        f"at most {plan.runs} runs: {plan.generation} a generation, whose {plan.population} packages race "
        f"round by round ({survivors}), {whole} of them to all {n} runs "
        f"({n_storylines} storylines x {n // n_storylines}); "
        f"{there} are there, the rest takes about {left}",
    )
    print(line, file=sys.stderr if args.json else sys.stdout, flush=True)


def _text(plan: Plan, found: Found, folder: Path, say: Speech) -> str:
    chosen = front_of(found)
    question = plan.question
    wanted = f"{100 * question.non_fossil:g}"
    goal = say(
        f"目标：{question.by} 年前达峰（外地增排计入）且非化石占比 {wanted}%，每个情景至少 {question.share:.0%} 的运行",
        f"goal: a peak by {question.by} (with what others emit more) and {wanted} % non-fossil energy, "
        f"in {question.share:.0%} of the runs of every storyline",
    )
    tried = say(
        f"试了 {len(found.values)} 个政策包，{found.runs} 次运行（失败 {found.failed}）",
        f"{len(found.values)} packages tried in {found.runs} runs ({found.failed} failed)",
    )
    kept = say("限制：", "limits: ") + "; ".join(limit.word for limit in question.limits) if question.limits else ""
    told = _front(plan, found, chosen, folder, say) if chosen else _miss(plan, found, say)
    return "\n".join(line for line in (goal, kept, tried, told) if line)


def _front(plan: Plan, found: Found, chosen: Sequence[int], folder: Path, say: Speech) -> str:
    objectives = plan.question.objectives
    header = (say("文件", "file"), *(one.label(say) for one in objectives), say("非化石", "non-fossil"),
              say("达标比例", "success"))  # fmt: skip
    rows = []
    for place, i in list(enumerate(chosen, start=1))[:SHOWN]:
        one = found.scores[i]
        rows.append((f"sought_{place:02d}.toml", *map(number, one.values), f"{one.non_fossil:.3f}",
                     f"{one.success:.0%}"))  # fmt: skip
    base = plan.design.packages[0]
    first, last = plan.question.span
    more = len(chosen) - SHOWN
    lines = [
        table(header, rows, right=range(1, len(header))),
        say(f"……另有 {more} 个", f"... {more} more") if more > 0 else "",
        *_best(found, chosen, objectives, say),
        say(
            f"较 {base} 在 {first}–{last} 年的差值；每个文件都能运行：tanfeng run {folder}/sought_01.toml",
            f"differences from {base} in {first}-{last}; each file runs: tanfeng run {folder}/sought_01.toml",
        ),
        say(f"表 {folder / FRONT}，图 {folder}/front.png", f"table {folder / FRONT}, picture {folder}/front.png"),
    ]
    return "\n" + "\n".join(line for line in lines if line)


def _best(found: Found, chosen: Sequence[int], objectives: Sequence[Objective], say: Speech) -> list[str]:
    """Return one line per objective: which package of the front is best in it."""
    lines = []
    for at, one in enumerate(objectives):
        place = min(range(len(chosen)), key=lambda i: found.scores[chosen[i]].objectives[at])
        value = number(found.scores[chosen[place]].values[at])
        file = f"sought_{place + 1:02d}.toml"
        lines.append(say(f"{one.label(say)} 最好：{file}（{value}）", f"best in {one.label(say)}: {file} ({value})"))
    return lines


def _miss(plan: Plan, found: Found, say: Speech) -> str:
    """Say that no package reaches the goal, and what the nearest one misses."""
    one: Score = found.scores[nearest_miss(found)]
    first = plan.question.objectives[0]
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
        f"达标比例 {one.success:.0%}，{first.label(say)} {number(one.values[0])}；不足：{missed}",
        f"no package reaches the goal. The nearest (nearest_miss.toml) has {one.non_fossil:.3f} non-fossil energy, "
        f"succeeds in {one.success:.0%} of runs, {first.label(say)} {number(one.values[0])}; it misses by {missed}",
    )


def _plain(plan: Plan, found: Found) -> dict[str, Any]:
    chosen = front_of(found) or [nearest_miss(found)]
    names = [one.name for one in plan.question.objectives]
    points = [
        {
            **vars(found.scores[i]),
            "values": dict(zip(names, found.scores[i].values, strict=True)),
            "feasible": found.scores[i].is_feasible,
            "levers": dict(zip((f.label for f in plan.levers), found.values[i], strict=True)),
        }
        for i in chosen
    ]
    return {"tried": len(found.values), "runs": found.runs, "failed": found.failed, "front": points}
