"""Where the plan fails: boxes of assumptions on the runs of the first answer, and a ranking of them."""

import json
from typing import Any

import numpy as np
import pandas as pd

from experiments.analysis.discovery import LEAST
from experiments.analysis.failing import condition_name
from experiments.batch.reading import Made, read_batch
from experiments.commands.discover import BOXES, PICTURE, SCORES
from experiments.factor_words import factor_name, short_factor
from experiments.indicators import indicator_values
from experiments.laboratory.answer import Answer, Runs, Sections, percent
from experiments.laboratory.peak import NON_FOSSIL
from experiments.laboratory.setup import Setup
from experiments.language import Speech
from experiments.storylines import storyline_words
from experiments.text import markdown, number

PLANNED = 0.18
STEPS, FAILING = (0.005, 0.001, 0.0001), 0.25  # in such steps limits are tried; so many of the cases should fail
SCORES_SHOWN = 5


def _runs(setup: Setup) -> Runs:
    return Runs(0, 30.0)


def _make(setup: Setup) -> None:
    """Nothing: the runs are those of the first answer."""


def _sections(setup: Setup, say: Speech) -> Sections:
    folder = setup.folder("peak")
    made = read_batch(folder)
    reached = indicator_values(made, [NON_FOSSIL])[NON_FOSSIL.name].to_numpy()
    limit = limit_of(reached)
    word = f"{NON_FOSSIL.name} < {limit:g}"
    told: dict[str, Any] = json.loads(setup.run("discover", folder, "--fails", word, "--json", lang=say.lang))
    why = say("约四分之一的案例失败", "about a quarter of the cases fail")
    if limit == PLANNED:
        why = say("方案所定", "the plan's")
    missed = float((reached < PLANNED).mean())
    per_story = made.runs.assign(fails=reached < limit)
    own = per_story.groupby("storyline", sort=False, observed=True)["fails"].agg(["sum", "count"])
    words = storyline_words(made.design["storylines"], setup.region, say)
    each = say("、", ", ").join(f"{words[str(name)]} {row['sum']}/{row['count']}" for name, row in own.iterrows())
    lines = [
        say(
            f"- {NON_FOSSIL.last} 年非化石占比不足 {percent(PLANNED)}（方案所定）的运行：{percent(missed)}；中位 "
            f"{percent(float(np.median(reached)), 1)}，最高 {percent(float(reached.max()), 1)}。",
            f"- Runs with less than {percent(PLANNED)} non-fossil energy in 2030, which the plan asks for: "
            f"{percent(missed)}; {percent(float(np.median(reached)), 1)} in the middle, "
            f"{percent(float(reached.max()), 1)} at most.",
        ),
        say(
            f'- 因此所问的界限（{why}）：`--fails "{word}"`，即{condition_name(word, made, say)}：'
            f"{told['cases']} 个案例（样本点 × 情景）中 {told['failing']} 个失败：{each}。",
            f'- The limit that is asked ({why}): `--fails "{word}"`: '
            f"{told['failing']} of {told['cases']} cases (points x storylines) fail: {each}.",
        ),
    ]
    if not told["boxes"]:
        lines.append(say("- 没有找到区域。", "- No box is found."))
        return {"failing": "\n".join(lines) + "\n"}
    setup.show("discover", folder / PICTURE, say)
    boxes = pd.read_csv(folder / BOXES, keep_default_na=False)
    scores = pd.read_csv(folder / SCORES).head(SCORES_SHOWN)
    ranks = say("、", ", ").join(
        f"{say(short_factor(row.factor, say), f'`{row.factor}`')} {row.score:.2f} ±{row.half_width:.2f}"
        for row in scores.itertuples()
    )
    lines.append(say(f"- 因素得分（合计为 1）：{ranks}。", f"- Scores of the factors (1 in all): {ranks}."))
    return {"failing": "\n".join(lines) + "\n\n" + _boxes(boxes, made, words, say)}


def limit_of(reached: np.ndarray) -> float:
    """Return the plan's own limit where it parts the cases; else the step below which nearly a quarter lie."""
    if LEAST <= (reached < PLANNED).sum() <= len(reached) - LEAST:
        return PLANNED
    for step in STEPS:  # as round a number as parts the cases
        limits = np.round(np.arange(0.0, 1.0, step), 6)
        failing = (reached[:, None] < limits).sum(axis=0)
        if (telling := (failing >= LEAST) & (failing <= len(reached) - LEAST)).any():
            off = np.where(telling, np.abs(failing / len(reached) - FAILING), np.inf)
            return float(limits[int(off.argmin())])
    return PLANNED


def _boxes(boxes: pd.DataFrame, made: Made, words: dict[str, str], say: Speech) -> str:
    rows: list[list[str]] = []
    last = None  # of the box whose side was told before
    for _, side in boxes.iterrows():
        out = percent(float(side["density_out"])) if side["density_out"] != "" else "-"
        low, high = (side[f"density_out_{end}"] for end in ("low", "high"))
        ends = f" ({percent(float(low))}–{percent(float(high))})" if low != "" else ""
        name = factor_name(str(side["factor"]), say)
        of_box = [
            str(side["box"]),
            percent(float(side["coverage"])),
            percent(float(side["density"])),
            out + ends,
        ]
        rows.append(
            [
                *(of_box if side["box"] != last else [""] * len(of_box)),
                name if say.lang == "zh" else f"`{name}`",
                _range(side, made, words, say),
                number(float(side["p"]), 2),
                percent(float(side["held"])),
            ]
        )
        last = side["box"]
    header = (
        ["区域", "包含的失败", "其中失败", "未见过的案例中失败（95%）", "因素", "范围", "p", "重现"]
        if say.lang == "zh"
        else ["box", "holds of the failures", "of its cases fail", "of cases not seen (95 %)", "factor", "range", "p",
              "again"]
    )  # fmt: skip
    return markdown(header, rows)


def _range(side: pd.Series, made: Made, words: dict[str, str], say: Speech) -> str:
    if side["among"]:
        return say("、", ", ").join(words.get(name, name) for name in str(side["among"]).split())
    sample = made.runs[side["factor"]]
    low, high = float(side["low"]), float(side["high"])
    if high >= float(sample.max()):
        return f"≥ {number(low)}"
    return f"≤ {number(high)}" if low <= float(sample.min()) else f"{number(low)} – {number(high)}"


FAILING_ANSWER = Answer("failing", "方案在哪里失败", "where the plan fails", _runs, _make, _sections, needs=("peak",))
