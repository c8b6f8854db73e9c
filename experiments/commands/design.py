"""``tanfeng design``: writes a commented design, or checks one."""

from argparse import Namespace
from pathlib import Path

from abm.errors import UserError
from abm.region import load_region
from experiments.batch.design_file import find_design, read_design_file
from experiments.batch.template import new_design
from experiments.language import Speech
from experiments.text import as_json


def main(args: Namespace, say: Speech) -> int:
    """Write a new design, or say how many runs one has."""
    if args.action == "new":
        return _new(Path(args.file), args, say)
    design = read_design_file(find_design(args.file))
    shape = {
        "runs": design.n_runs,
        "packages": list(design.packages),
        "storylines": list(design.storylines),
        "points": design.sampler.n_points(design.factors),
        "population_seeds": list(design.population_seeds),
        "seeds": list(design.seeds),
        "factors": [factor.label for factor in design.factors],
    }
    replicates = len(design.population_seeds) * len(design.seeds)
    counts = [len(design.packages), len(design.storylines), shape["points"], replicates]
    words = say("个政策包 × |个情景 × |个样本点 × |个种子", "packages x |storylines x |points x |seeds").split("|")
    product = "".join(f"{n} {word}" for n, word in zip(counts, words, strict=True))
    told = f"{product} = {design.n_runs} " + say("次运行", "runs")
    print(as_json(shape) if args.json else told)
    return 0


def _new(path: Path, args: Namespace, say: Speech) -> int:
    if path.exists():
        raise UserError(f"{path} is there already; choose another name")
    text = new_design(load_region(args.region), args.region, say)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror}") from None
    print(as_json({"written": str(path)}) if args.json else say(f"已写入 {path}", f"written to {path}"))
    return 0
