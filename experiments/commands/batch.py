"""``tanfeng batch``: the runs of a design, their progress, and their headline."""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

from abm.errors import UserError, nearest
from experiments.batch.backends import backend_of
from experiments.batch.design import Design
from experiments.batch.design_file import MANY_RUNS, find_design, place_of, read_design, read_text_of
from experiments.batch.engine import SUMMARY, carry_out_batch, differences, facts_of, kind_of
from experiments.batch.progress import ticker
from experiments.batch.reading import read_batch
from experiments.batch.store import FILE, Store
from experiments.batch.trial import describe
from experiments.batch.version import differing, region_of
from experiments.batch.working import Count, count
from experiments.chinese import in_chinese
from experiments.headline import Tables, headline, read_tables
from experiments.headline_files import variance_of, variance_text, write_pictures
from experiments.headline_text import headline_text
from experiments.language import Speech
from experiments.progress import announce
from experiments.text import as_json, counted, in_processes, kept_line

SHOWN_FAILURES = 20
BATCH = "tanfeng batch"


def main(args: Namespace, say: Speech) -> int:
    """Make a batch, or say how one stands; 1 if runs of it failed."""
    if args.design in ("status", "headline"):
        if args.folder is None:
            raise UserError(f"batch {args.design}: which folder?")
        return _status(Path(args.folder), args, say) if args.design == "status" else _headline(args.folder, args, say)
    if args.folder is not None:
        meant = nearest(args.design, ("status", "headline"))
        raise UserError(f"batch: {args.folder!r} is one word too many; the folder is given with --out DIR{meant}")
    if args.out is None:
        raise UserError("batch: which folder? --out DIR")
    return _run(args, say)


def _run(args: Namespace, say: Speech) -> int:
    folder = Path(args.out)
    design, text = _design(args, folder)
    _check_by(args, design.region.first_year, design.until)
    tick, backend = ticker(args, say), backend_of(args)
    n = design.n_runs
    announce(
        say(
            f"批次 {folder}：{n} 次运行，{args.workers} 个进程",
            f"batch {folder}: {in_processes(n, args.workers)}",
        )
    )
    try:
        found = carry_out_batch(design, text, folder, backend, rerun_failed=args.rerun == "failed", notify=tick)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(_left(folder, say)) from None
    finally:
        tick.end()
    entries, parted = headline(_tables(folder, design), args.by), variance_of(folder, args.indicator)
    if args.json:
        variance = {"variance": parted.frame.to_dict("records"), "why": parted.why}
        print(as_json({**vars(found), "headline": entries, **variance}))
    else:
        print(headline_text(entries, design.sampler.method, design.region, say))
        print("\n" + variance_text(parted, say))
        print("\n" + _sentence(found, say) + say(f"；结果在 {folder}", f"; results in {folder}"))
        _print_failures(folder, design, say)
    return 1 if found.failed else 0


def _design(args: Namespace, folder: Path) -> tuple[Design, str]:
    """Return the design that was named, or the one that the folder was begun with."""
    if args.max_runs is not None and args.max_runs < 1:
        raise UserError(f"--max-runs: got {args.max_runs}, allowed 1 and more")
    if args.design is None and not (folder / FILE).exists():
        raise UserError(f"batch: which design? {folder} holds none yet")
    if not args.design:
        about = _batch_of(folder)
        return read_design(about["design"], args.max_runs, place=about.get("place", "")), about["design"]
    file = find_design(args.design)
    text = read_text_of(file)
    design = read_design(text, args.max_runs, str(file), place_of(file))
    if args.max_runs is None and design.n_runs > MANY_RUNS:
        raise UserError(
            f"the design has {design.n_runs} runs: more than {MANY_RUNS} are made only with "
            f"--max-runs {design.n_runs}; how long they take: tanfeng design check {args.design}"
        )
    return design, text


def _status(folder: Path, args: Namespace, say: Speech) -> int:
    about = _about(folder)
    store = Store(folder, read_only=True)
    try:
        states, failures = store.states(), store.failures()
    finally:
        store.close()
    found = count(states, int(about["n_runs"]) or len(states))  # a search does not know how many it will make
    kind = kind_of(about)
    design, differ, why = _design_now(about) if kind == BATCH else (None, [], "")
    has_tables = (folder / SUMMARY).exists()
    if args.json:
        listed = [_failure(design, number, *told) for number, told in failures.items()]
        told = {"missing": found.missing, "tables": has_tables, "differs": differ, "why": why, "failures": listed}
        print(as_json({**vars(found), **told}))
        return 0
    print(_sentence(found, say))
    if kind == BATCH and not found.missing and not has_tables:
        print(say("各表尚未写成：再次启动即写出", "its tables are not written yet: start it again"))
    if kind != BATCH:
        print(say(f"这些运行属于 {kind}，须由该命令续算", f"these are the runs of {kind}, which goes on with them"))
    if why:  # by this version, or here: a package's file may have moved away with the design's
        print(say(f"设计现在读不出：{in_chinese(why)}", f"its design cannot be read now: {why}"))
    elif differ:
        print(_old(differ, say))
    _print_failures(folder, design, say)
    return 0


def _design_now(about: dict[str, str]) -> tuple[Design | None, list[str], str]:
    """Return the design of a folder and what differs now; None where it cannot be read any more, and why."""
    try:
        design = read_design(about["design"], place=about.get("place", ""))
    except UserError as error:
        return None, ["design"], str(error)
    return design, differences(about, facts_of(design, about["design"])), ""


def _headline(name: str, args: Namespace, say: Speech) -> int:
    folder = Path(name)
    made = read_batch(folder)
    _check_by(args, *made.design["years"])
    entries = headline(read_tables(folder, made.design["years"][1], made.sampler, made.factors), args.by)
    found = variance_of(folder, args.indicator)
    if args.pictures:
        write_pictures(folder, entries, found, say)
    if args.json:
        print(as_json({"entries": entries, "variance": found.frame.to_dict("records"), "why": found.why}))
        return 0
    print(headline_text(entries, made.sampler.method, region_of(made), say))
    print("\n" + variance_text(found, say))
    if args.pictures:
        print("\n" + say(f"图与表在 {folder}", f"pictures and tables in {folder}"))
    if differ := differing(made):
        print("\n" + _old(differ, say))
    return 0


def _check_by(args: Namespace, first: int, last: int) -> None:
    if args.by < first:
        raise UserError(f"--by: got {args.by}, the batch runs from {first} to {last}")


def _tables(folder: Path, design: Design) -> Tables:
    return read_tables(folder, design.until, design.sampler, design.factors)


def _about(folder: Path) -> dict[str, str]:
    store = Store(folder, read_only=True)
    try:
        about = store.about()
    finally:
        store.close()
    if "design" not in about:
        raise UserError(f"{folder} holds no batch")
    return about


def _batch_of(folder: Path) -> dict[str, str]:
    about = _about(folder)
    if (kind := kind_of(about)) != BATCH:
        raise UserError(f"--out: {folder} holds the runs of {kind}, no batch")
    return about


def _sentence(found: Count, say: Speech) -> str:
    left = say(f"，未做 {found.missing}", f", {found.missing} to go") if found.missing else ""
    return say(
        f"{found.runs} 次运行：完成 {found.done}，失败 {found.failed}{left}",
        f"{counted(found.runs, 'run')}: {found.done} done, {found.failed} failed{left}",
    )


def _old(differ: list[str], say: Speech) -> str:
    chinese = "、".join({"code": "代码", "data": "数据", "design": "设计", "format": "格式"}[word] for word in differ)
    return say(
        f"注意：该批次由另一版本的{chinese}做成，不能续算",
        f"note: made with other {' and '.join(differ)} than now, so it cannot be gone on with",
    )


def _left(folder: Path, say: Speech) -> str:
    if not (folder / FILE).exists():
        return ""
    store = Store(folder, read_only=True)
    try:
        n_kept = len(store.states())
    finally:
        store.close()
    return kept_line(n_kept, say)


def _print_failures(folder: Path, design: Design | None, say: Speech) -> None:
    store = Store(folder, read_only=True)
    try:
        failures = store.failures()
    finally:
        store.close()
    for number, (error, _) in list(failures.items())[:SHOWN_FAILURES]:
        made_with = describe(design.trials[number]) if design else "?"
        print(say(f"失败 {number}", f"failed {number}") + f" ({made_with}): {error}")
    if len(failures) > SHOWN_FAILURES:
        rest = len(failures) - SHOWN_FAILURES
        print(say(f"……另有 {rest} 次：status DIR --json", f"... {rest} more: status DIR --json"))
    if failures and design:
        print(say("重做：加 --rerun failed", "repeat them with --rerun failed"))


def _failure(design: Design | None, number: int, error: str, trace: str) -> dict[str, Any]:
    if design is None:
        return {"run": number, "error": error, "trace": trace, "parameters": None}
    trial = design.trials[number]
    made_with = json.loads(json.dumps({**vars(trial), "sampled": vars(trial.sampled), "keep": None}))
    return {"run": number, "error": error, "trace": trace, "parameters": made_with}
