"""The second half of a batch's headline: where the spread comes from, and its files and pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from abm.errors import UserError
from abm.output import write_whole
from experiments.analysis.fans import fans
from experiments.analysis.variance import variance_frame
from experiments.batch.reading import read_batch
from experiments.batch.version import region_of
from experiments.chinese import in_chinese
from experiments.headlines import SCORED
from experiments.indicators import Indicator, chosen_indicators
from experiments.language import Speech
from experiments.plots.headline import fans_picture, part_name, peaks_picture, variance_picture
from experiments.plots.laboratory import spoken
from experiments.storylines import storyline_words
from experiments.text import table

REASONS = {
    "one run": "只有一次运行",
    "one seed": "只有一个种子",
    "one synthetic population": "只有一个合成人口",
    "one storyline": "只有一个情景",
    "one point": "只有一个样本点",
    "the same in all runs": "各次运行相同",
    "some runs have no value": "部分运行无值",
}


@dataclass(frozen=True)
class Parted:
    """The variance of some indicators in parts; ``why`` says why there is none where runs are missing."""

    indicators: tuple[Indicator, ...]
    frame: pd.DataFrame
    why: str = ""


def variance_of(folder: Path, words: Sequence[str]) -> Parted:
    """Return where the variance of the named (or main) indicators comes from."""
    indicators: tuple[Indicator, ...] = ()
    try:
        made = read_batch(folder)
        indicators = tuple(chosen_indicators(words, made))
        return Parted(indicators, variance_frame(made, indicators))
    except UserError as error:  # a hole, or a folder of before designs were told: the rest of the headline holds
        if words and not indicators:
            raise
        columns = ["package", "indicator", "part", "share", "low", "high", "reason"]
        return Parted(indicators, pd.DataFrame(columns=columns), str(error))


def variance_text(found: Parted, say: Speech) -> str:
    """Return one table per package: part of the variance by indicator, then what the design cannot tell."""
    if found.why:
        return say("方差未分解：" + in_chinese(found.why), "the variance is not parted: " + found.why)
    blocks = []
    for package, rows in found.frame.groupby("package", sort=False):
        names = [i for i in found.indicators if rows.loc[rows["indicator"] == i.name, "share"].notna().any()]
        header = (say("方差来源", "share of the variance from"), *(i.label(say) for i in names))
        body = []
        for part in dict.fromkeys(rows["part"]):
            cells = [_cell(rows[(rows["indicator"] == i.name) & (rows["part"] == part)]) for i in names]
            if any(cells):
                body.append((part_name(str(part), say), *cells))
        told = table(header, body, right=range(1, len(header))) if body else ""
        blocks.append("\n".join(filter(None, (str(package), told, *_untold(rows, say)))))
    return "\n\n".join(blocks)


def _cell(rows: pd.DataFrame) -> str:
    if rows.empty or rows["share"].isna().all():
        return ""
    row = rows.iloc[0]
    interval = "" if pd.isna(row["low"]) else f" ({_percent(row['low'])}–{_percent(row['high'])})"
    return f"{_percent(row['share'])}{interval}"


def _percent(share: float) -> str:
    """Return whole per cent, never minus nought."""
    return f"{round(100 * share) + 0}%"


def _untold(rows: pd.DataFrame, say: Speech) -> list[str]:
    """Return what the design cannot tell, and why."""
    lost = rows[(rows["reason"] != "")].drop_duplicates(["part", "reason"])
    told = dict.fromkeys((part_name(str(row.part), say), str(row.reason)) for row in lost.itertuples())
    return [
        say(f"无法判断“{part}”：{REASONS.get(reason) or in_chinese(reason)}", f"cannot tell {part}: {reason}")
        for part, reason in told
    ]


def write_pictures(folder: Path, entries: Sequence[Mapping[str, Any]], found: Parted, say: Speech) -> None:
    """Write ``headline.png``, ``fans.csv`` and ``.png``, ``variance.csv`` and ``.png`` of the last package."""
    made = read_batch(folder)
    package = list(made.design["packages"])[-1]
    say = spoken(say)
    stories = storyline_words(made.design["storylines"], region_of(made), say)
    files = {"headline.png": peaks_picture(made.runs, entries, package, stories, say)}
    if SCORED in made.written:
        fan = fans(made)
        files["fans.csv"] = fan.to_csv(index=False, lineterminator="\n").encode()
        files["fans.png"] = fans_picture(fan, package, stories, say)
    if not found.why:
        files["variance.csv"] = found.frame.to_csv(index=False, lineterminator="\n").encode()
        labels = {i.name: i.label(say) for i in found.indicators}
        files["variance.png"] = variance_picture(found.frame, labels, package, say)
    write_whole(folder, files)
