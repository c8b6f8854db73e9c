"""``tanfeng sensitivity``: which factors of a finished Morris or Sobol batch matter, and how sure that is."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from abm.errors import UserError, nearest
from abm.output import write_whole
from experiments.analysis.sensitivity import MEASURES, has_settled, n_ranked, sensitivity
from experiments.batch.reading import Made, read_batch
from experiments.batch.version import older_than_now, region_of
from experiments.factor_words import factor_name
from experiments.headline import ALL
from experiments.indicators import Indicator, chosen_indicators
from experiments.language import Speech
from experiments.plots.laboratory import sensitivity_picture, spoken
from experiments.progress import announce, steps
from experiments.storylines import storyline_words
from experiments.text import as_json, counted, number, table

ZH = {"S1": "一阶指数", "ST": "总指数", "mu_star": "平均效应 μ*", "sigma": "离散 σ"}
IN_UNITS = ("mu_star",)
ENOUGH_POINTS = 64  # from which bootstrap intervals hold known indices (docs/laboratory.md)
CSV, PICTURE = "sensitivity.csv", "sensitivity.png"


def main(args: Namespace, say: Speech) -> int:
    """Analyse the batch, leave the indices and a picture in its folder, and print the strongest factors."""
    made = read_batch(args.folder)
    if args.top < 1:
        raise UserError(f"--top: got {args.top}, allowed 1 and more")
    indicators = chosen_indicators(args.indicator, made)
    if not indicators:
        raise UserError(f"{made.folder}: it keeps none of the main indicators; name some with --indicator")
    package, storyline = _chosen(args, made)
    what = say("敏感性分析", "analyses")
    announce(
        say(
            f"敏感性：{len(made.runs)} 次运行，{len(indicators)} 个指标",
            f"sensitivity: {counted(len(made.runs), 'run')}, {counted(len(indicators), 'indicator')}",
        )
    )
    found = sensitivity(made, indicators, steps(say, what))
    own = found[(found["package"] == package) & (found["storyline"] == storyline)]
    measure = MEASURES[made.sampler.method][0]
    drawn = sensitivity_picture(*_in_units(own, indicators, measure, spoken(say)), measure, say)
    write_whole(made.folder, {CSV: found.to_csv(index=False, lineterminator="\n").encode(), PICTURE: drawn})
    if args.json:
        print(as_json(_plain(made, found)))
        return 0
    story = storyline_words([storyline], region_of(made), say)[storyline] if storyline != ALL else say("全部", ALL)
    print(say(f"{package}，情景：{story}", f"{package}, storyline {story}"))
    shown, titles = _in_units(own, indicators, measure, say)
    for name, title in titles.items():
        print("\n" + _table(args, shown[shown["indicator"] == name], title, measure, say))
    print("\n" + _meaning(made, storyline, say))
    print("\n" + say(f"全部指数在 {made.folder / CSV}，图在 {PICTURE}",
                     f"all indices in {made.folder / CSV}, picture in {PICTURE}"))  # fmt: skip
    if told := older_than_now(made, say):
        print(told)
    return 0


def _meaning(made: Made, storyline: str, say: Speech) -> str:
    """Return what the measures say and what their intervals hold."""
    n = len(made.design["seeds"]) * len(made.design["population_seeds"])
    if n == 1:
        of = say(
            "每点只运行一次，区间不含种子与人口的运气",
            "one run at each point, the luck of seeds and people is not in the interval",
        )
    else:
        of = say(
            f"各点取 {n} 次运行的平均，其运气不在区间内",
            f"each point is the mean of {n} runs, whose luck is not in the interval",
        )
    if made.sampler.method == "morris":
        told = say(
            "μ*：因素走遍其整个范围时指标平均变动多少；σ：这一变动随其他因素而异多少；"
            f"±：{made.sampler.points} 条轨迹的95%区间",
            "mu_star: how far the indicator moves on average as a factor goes over its whole range; "
            f"sigma: how much that depends on the others; "
            f"±: 95 % interval over {made.sampler.points} trajectories",
        )
    else:
        told = say(
            f"S1：单独所占方差；ST：连同相互作用所占方差；±：{made.sampler.points} 个基点的95%自助区间",
            "S1: share of the variance alone; ST: with interactions; "
            f"±: 95 % bootstrap interval over {made.sampler.points} base points",
        )
        if made.sampler.points < ENOUGH_POINTS:
            told += say(
                f"（少于 {ENOUGH_POINTS} 个基点：区间过窄，各指数尚不可引用）",
                f" (fewer than {ENOUGH_POINTS}: the intervals are too narrow, do not quote the indices yet)",
            )
    if storyline == ALL:
        of += say(
            "；“全部”按各情景的平均值计算，各情景权重相同",
            "; all: of the mean over the storylines at each point, which weigh the same",
        )
    return told + say("；", "; ") + of


def _chosen(args: Namespace, made: Made) -> tuple[str, str]:
    """Return the package and the storyline that are shown."""
    packages, storylines = list(made.design["packages"]), list(made.design["storylines"])
    shown = [*storylines, ALL] if len(storylines) > 1 else storylines
    package, storyline = args.package or packages[-1], args.storyline or shown[-1]
    for word, told, known in (("package", package, packages), ("storyline", storyline, shown)):
        if told not in known:
            raise UserError(f"--{word}: got {told!r}, there are {', '.join(known)}{nearest(told, known)}")
    return package, storyline


def _in_units(
    own: pd.DataFrame, indicators: Sequence[Indicator], measure: str, say: Speech
) -> tuple[pd.DataFrame, dict[str, str]]:
    """Return the measures as a reader of the language counts, and indicator -> title with the unit.

    An elementary effect is in the unit of its indicator, an index has none.
    """
    titles, factors = {}, {}
    for one in indicators:
        unit, factor = one.unit(say) if measure in IN_UNITS else ("", 1.0)
        titles[one.name] = say("，", ", ").join(filter(None, (one.label(say), unit)))
        factors[one.name] = factor
    scale = own["indicator"].map(factors)
    return own.assign(value=scale * own["value"], half_width=scale * own["half_width"]), titles


def _table(args: Namespace, found: pd.DataFrame, title: str, measure: str, say: Speech) -> str:
    whole = found[found["base_points"] == found["base_points"].max()]
    cells = whole.pivot(index="factor", columns="measure", values="value")
    widths = whole.pivot(index="factor", columns="measure", values="half_width")
    measures = [name for name in ("S1", "ST", "mu_star", "sigma") if name in cells]
    header = [say("因素", "factor")]
    for name in measures:
        header += (
            [say(ZH[name], name), "±"] if widths[name].notna().any() or name in ("S1", "ST") else [say(ZH[name], name)]
        )
    rows = []
    for factor in cells[measure].sort_values(ascending=False).index[: args.top]:
        row = [factor_name(str(factor), say)]
        for name in measures:
            row.append(number(cells.loc[factor, name]))
            row += [number(widths.loc[factor, name], 2)] if header.count("±") and name != "sigma" else []
        rows.append(row)
    if cells[measure].isna().all() or not cells[measure].any():
        return f"{title}\n" + say("各次运行中不变", "does not vary between the runs")
    told = _settled_text(has_settled(found, measure), n_ranked(len(cells)), say)
    return f"{title}\n{table(header, rows, right=range(1, len(header)))}\n{told}"


def _settled_text(settled: bool | None, n: int, say: Speech) -> str:
    """Return whether the first ``n`` factors are the same on half the sample."""
    if settled is None:
        return say("样本太小，无法判断是否收敛", "too few points to tell whether it has settled")
    zh, first = f"前{n}位" if n > 1 else "首位", ("one", "two", "three", "four", "five")[n - 1]
    of = f"the first {first}" if n > 1 else "the first"
    if settled:
        return say(f"{zh}与一半样本时相同", f"{of} {'are' if n > 1 else 'is'} the same on half the sample")
    return say(
        f"{zh}与一半样本时不同：需要更多样本点",
        f"{of} {'differ' if n > 1 else 'differs'} on half the sample: more points needed",
    )


def _plain(made: Made, found: pd.DataFrame) -> dict[str, Any]:
    whole = found[found["base_points"] == found["base_points"].max()]
    return {
        "method": made.sampler.method,
        "base_points": made.sampler.points,
        "indices": whole.drop(columns="base_points").to_dict("records"),
        "files": [str(Path(made.folder) / name) for name in (CSV, PICTURE)],
    }
