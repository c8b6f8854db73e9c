"""``tanfeng discover``: where in the space of its assumptions does a plan fail."""

from argparse import Namespace

import numpy as np
import pandas as pd

from abm.errors import UserError, nearest
from abm.output import write_whole
from experiments.analysis.discovery import (
    LEAST,
    Box,
    Limit,
    box_frame,
    can_search,
    cases,
    feature_scores,
    find_boxes,
)
from experiments.analysis.failing import condition_name, default_conditions, failing
from experiments.analysis.held_out import HeldOut, held_out, with_held_out
from experiments.analysis.stability import with_stability
from experiments.batch.clusters import needed
from experiments.batch.reading import Made, read_batch
from experiments.batch.version import older_than_now, region_of
from experiments.factor_words import factor_name
from experiments.headline import is_sample
from experiments.language import Speech
from experiments.plots.discovery import discovery_picture
from experiments.progress import announce, steps
from experiments.storylines import storyline_words
from experiments.text import as_json, counted, number, table

BOXES, SCORES, PICTURE = "discover_boxes.csv", "discover_scores.csv", "discover.png"
NAMED = 10  # runs without result that are listed


def main(args: Namespace, say: Speech) -> int:
    """Find the boxes, rank the factors, leave both and a picture in the folder."""
    made = read_batch(args.folder)
    needed("ema_workbench", "lab")
    package = _package(args, made)
    if not made.factors:
        raise UserError(f"{made.folder}: its design varies no factor, so there is no space to look in")
    found = failing(made, args.fails or default_conditions(made), package)
    x, y, draws = cases(made, found.fails, package)
    if not args.json:
        print(
            "\n".join(
                filter(
                    None,
                    (
                        _shares(made, package, found.shares, y, say),
                        _of_draws(made, draws, say),
                        _left_out(made, say),
                        older_than_now(made, say),
                    ),
                )
            )
        )
    if not can_search(y):
        print(_nothing_to_find(found.shares, y, args, say))
        return 0
    announce(
        say(
            f"情景发现：{len(y)} 个情形，{len(x.columns)} 个因素",
            f"discovery: {counted(len(y), 'case')}, {counted(len(x.columns), 'factor')}",
        )
    )
    boxes, scores = find_boxes(x, y, args.boxes, draws), feature_scores(x, y)
    if boxes:
        again = steps(say, say("在半数样本上重新搜索", "searches on halves of the points"))
        boxes = with_stability(boxes, x, y, draws, again)
    tell = steps(say, say("样本外检验", "boxes out of sample"))
    tried = held_out(x, y, len(boxes), draws, tell) if boxes else []
    table_of_boxes = with_held_out(box_frame(boxes), tried)
    files = {name: frame.to_csv(index=False, lineterminator="\n").encode()
             for name, frame in ((BOXES, table_of_boxes), (SCORES, scores))}  # fmt: skip
    write_whole(made.folder, {**files, PICTURE: discovery_picture(x, y, boxes, scores, say)})
    if args.json:
        told = {
            "conditions": found.shares,
            "cases": len(y),
            "draws": len(np.unique(draws)),
            "failing": int(y.sum()),
        }
        print(as_json({**told, "boxes": table_of_boxes.to_dict("records"), "scores": scores.to_dict("records")}))
        return 0
    stories = storyline_words(made.design["storylines"], region_of(made), say)
    for i, (box, out) in enumerate(zip(boxes, tried, strict=True), start=1):
        print("\n" + _box_text(i, box, out, stories, say))
    if boxes:
        print("\n" + _what_p_is(say))
    print("\n" + _scores_text(scores, say))
    print("\n" + say(f"表与图在 {made.folder}", f"tables and picture in {made.folder}"))
    return 0


def _of_draws(made: Made, draws: np.ndarray, say: Speech) -> str:
    """Say what the cases stand for where many of them come from one draw, or where they are no sample."""
    n, method = len(np.unique(draws)), made.sampler.method
    told = []
    if method == "sobol":
        told.append(
            say(
                f"这些情形出自 {n} 个独立基点：区间、p 与留出检验都按基点计",
                f"they come from {n} independent base points: intervals, p and what is left out count these",
            )
        )
    if not is_sample(method):
        told.append(
            say(
                f"注意：{method} 的样本点不代表整个范围，比例只对这些点而言",
                f"note: the points of a {method} design do not stand for the whole range; shares are of these points",
            )
        )
    return "\n".join(told)


def _what_p_is(say: Speech) -> str:
    return say(
        "p：若去掉该条件后区域内的失败比例才是真的，偶然出现这么多失败的机会（按独立样本点计；0.05 以下才可信）；"
        "重现：在半数样本点上重新搜索 20 次，区域仍有该条件的比例",
        "p: the chance of so many failures in the box if leaving this side out changed nothing "
        "(counting independent points; above 0.05 do not trust the side); "
        "again: the share of 20 searches on half of the points whose box has that side too",
    )


def _left_out(made: Made, say: Speech) -> str:
    """Return a note where runs of the batch have no result, else nothing."""
    lost = made.runs.loc[made.runs["state"] != "done", "run"].tolist()
    if not lost:
        return ""
    named = ", ".join(map(str, lost[:NAMED])) + (", ..." if len(lost) > NAMED else "")
    n, again = len(made.runs), f"tanfeng batch --out {made.folder} --rerun failed"
    return say(
        f"注意：{n} 次运行中 {len(lost)} 次没有结果，未计入：{named}；重做：{again}",
        f"note: {len(lost)} of {n} runs have no result and are left out: {named}; repeat them with {again}",
    )


def _nothing_to_find(shares: dict[str, float], y: np.ndarray, args: Namespace, say: Speech) -> str:
    """Say that nearly all or nearly no cases fail, and what would tell more."""
    if args.json:
        return as_json({"conditions": shares, "cases": len(y), "failing": int(y.sum()), "boxes": [], "scores": []})
    return say(
        f"区域须有至少 {LEAST} 个失败与 {LEAST} 个未失败的情形：请用 --fails 换一个界限，或增加样本点",
        f"a box needs at least {LEAST} cases that fail and {LEAST} that do not: "
        "name another limit with --fails, or sample more points",
    )


def _package(args: Namespace, made: Made) -> str:
    packages = list(made.design["packages"])
    if args.package and args.package not in packages:
        known = ", ".join(packages)
        raise UserError(f"--package: got {args.package!r}, there are {known}{nearest(args.package, packages)}")
    if args.boxes < 1:
        raise UserError(f"--boxes: got {args.boxes}, allowed 1 and more")
    return args.package or packages[-1]


def _shares(made: Made, package: str, shares: dict[str, float], y: np.ndarray, say: Speech) -> str:
    lines = [f"{condition_name(word, made, say)}{say('：', ': ')}{share:.0%}" for word, share in shares.items()]
    total = say(
        f"失败的情形（样本点 × 情景）：{int(y.sum())}/{len(y)}",
        f"cases (points x storylines) that fail: {int(y.sum())} of {len(y)}",
    )
    if len(made.design["seeds"]) * len(made.design["population_seeds"]) > 1:
        total += say("；其运行至少一半失败即算失败", "; such a case fails in half of its runs or more")
    head = say(f"政策包 {package}，各条件成立的运行比例：", f"{package}, share of runs in which: ")
    return head + say("；", "; ").join(lines) + "\n" + total


def _box_text(i: int, box: Box, out: HeldOut, stories: dict[str, str], say: Speech) -> str:
    title = say(
        f"区域 {i}：包含 {box.coverage:.0%} 的失败，其中 {box.density:.0%} 的情形失败（占全部情形 {box.mass:.0%}）",
        f"box {i}: holds {box.coverage:.0%} of the failures; of its cases {box.density:.0%} fail "
        f"({box.mass:.0%} of all cases)",
    )
    rows = [(factor_name(limit.factor, say), _range(limit, stories),
             number(limit.p, 2), f"{limit.held:.0%}") for limit in box.limits]  # fmt: skip
    return (
        title
        + "\n"
        + _held_out_text(out, say)
        + "\n"
        + table((say("因素", "factor"), say("范围", "range"), "p", say("重现", "again")), rows, right=(2, 3))
    )


def _held_out_text(out: HeldOut, say: Speech) -> str:
    if np.isnan(out.density):
        return say(
            "样本外：没有情形落入这样的区域，不可信", "out of sample: no case falls into such a box; do not trust it"
        )
    told = say(
        f"样本外（五折）：包含 {out.coverage:.0%} 的失败，其中 {out.density:.0%}（{out.low:.0%}–{out.high:.0%}）失败；"
        f"全部情形为 {out.base:.0%}；区间以样本点计",
        f"out of sample (five folds): holds {out.coverage:.0%} of the failures; of its cases {out.density:.0%} "
        f"({out.low:.0%}–{out.high:.0%}, counting points) fail, of all cases {out.base:.0%}",
    )
    return told + ("" if out.is_clear else say("：与偶然无异", ": no more than by chance"))


def _range(limit: Limit, stories: dict[str, str]) -> str:
    if limit.among:
        return ", ".join(stories.get(name, name) for name in limit.among)
    if limit.is_open_high:
        return f"≥ {number(limit.low)}"
    if limit.is_open_low:
        return f"≤ {number(limit.high)}"
    return f"{number(limit.low)} – {number(limit.high)}"


def _scores_text(scores: pd.DataFrame, say: Speech) -> str:
    rows = [
        (factor_name(str(row.factor), say), f"{row.score:.2f}", f"{row.half_width:.2f}")
        for row in scores.head(8).itertuples()
    ]
    told = say(
        "得分：因素在极端随机树中的重要性，合计为1；±：各随机森林（不同种子）之间的95%范围，不含样本点的抽样误差",
        "score: what a factor counts for in extra trees, all add up to one; "
        "±: 95 % range over forests of other seeds; what other points would have told is not in it",
    )
    return table((say("因素重要性", "feature score"), say("得分", "score"), "±"), rows, right=(1, 2)) + "\n" + told
