"""``tanfeng design``: writes a commented design, or checks one."""

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from abm.errors import UserError
from abm.output import write_whole
from abm.region import load_region
from experiments.batch.design import Design
from experiments.batch.design_file import MANY_RUNS, find_design, read_design_file
from experiments.batch.samplers import Sampler
from experiments.batch.template import new_design
from experiments.batch.trial import simulate_trial
from experiments.language import Speech
from experiments.progress import announce, clock
from experiments.text import as_json, counted


def main(args: Namespace, say: Speech) -> int:
    """Write a new design, or say how many runs one has and how long they take."""
    if args.action == "new":
        return _new(Path(args.file), args, say)
    design = read_design_file(find_design(args.file))
    seconds = None if args.untimed else _seconds_a_run(design, say)
    shape = {
        "runs": design.n_runs,
        "seconds_a_run": seconds,
        "packages": list(design.packages),
        "storylines": list(design.storylines),
        "points": design.sampler.n_points(design.factors),
        "population_seeds": list(design.population_seeds),
        "seeds": list(design.seeds),
        "factors": [factor.label for factor in design.factors],
    }
    lines = [
        _product_text(design, say),
        "" if seconds is None else _time_text(seconds, design.n_runs, say),
        _many_text(design.n_runs, say),
    ]
    print(as_json(shape) if args.json else "\n".join(filter(None, lines)))
    return 0


def _product_text(design: Design, say: Speech) -> str:
    """Return how many runs a design has, and of what they are the product."""
    sides = [
        (len(design.packages), "个政策包", "package"),
        (len(design.storylines), "个情景", "storyline"),
        (design.sampler.n_points(design.factors), "个样本点", "point"),
        (len(design.population_seeds), "个合成人口", "synthetic population"),
        (len(design.seeds), "个种子", "seed"),
    ]
    if len(design.population_seeds) == 1:
        del sides[3]
    chinese, english = " × ".join(f"{n} {zh}" for n, zh, _ in sides), " x ".join(counted(n, en) for n, _, en in sides)
    return say(f"{chinese} = {design.n_runs} 次运行", f"{english} = {counted(design.n_runs, 'run')}")


def _seconds_a_run(design: Design, say: Speech) -> float:
    """Make one run of the design, with the region's own numbers, and return the model's time for it."""
    announce(say("试算一次运行以估计用时（--untimed 跳过）", "timing one run (--untimed leaves that out)"))
    plain = replace(design, factors=(), sampler=Sampler())  # a huge design is not drawn for that
    return sum(simulate_trial(plain.trials[0]).milliseconds.values()) / 1000.0


def _time_text(seconds: float, n_runs: int, say: Speech) -> str:
    whole = seconds * n_runs
    return say(
        f"此刻本机每次约 {seconds:.1f} 秒：--workers 1 约需 {clock(whole)}，--workers 2 略多于 {clock(whole / 2)}",
        f"about {seconds:.1f} s a run on this computer now: {clock(whole)} with --workers 1, "
        f"little more than {clock(whole / 2)} with --workers 2",
    )


def _many_text(n_runs: int, say: Speech) -> str:
    if n_runs <= MANY_RUNS:
        return ""
    return say(
        f"超过 {MANY_RUNS} 次：tanfeng batch 须加 --max-runs {n_runs} 才会运行",
        f"more than {MANY_RUNS}: tanfeng batch makes them only with --max-runs {n_runs}",
    )


def _new(path: Path, args: Namespace, say: Speech) -> int:
    if path.exists():
        raise UserError(f"{path} is there already; choose another name")
    text = new_design(load_region(args.region), args.region, say)
    write_whole(path.parent, {path.name: text.encode()})
    print(as_json({"written": str(path)}) if args.json else say(f"已写入 {path}", f"written to {path}"))
    return 0
