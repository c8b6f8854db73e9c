"""The model run free from its first year against the evidence that exists: ``make validate``.

Nothing is tuned here: the run of ``current`` has ``history="free"``. Evidence that was scaled from
the province per head says so.
"""

import argparse
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from abm.output import write_whole
from abm.record import Record
from abm.region import Region, load_region
from abm.simulation import simulate
from experiments.headlines import label
from experiments.language import Speech
from experiments.text import number
from experiments.units import reader_unit


@dataclass(frozen=True)
class Comparison:
    """One piece of evidence beside the free run (mean over seeds)."""

    variable: str
    year: int
    unit: str
    modelled: float
    evidence: float
    low: float
    high: float
    words: str
    grade: str
    is_scaled: bool

    @property
    def difference_share(self) -> float:
        """Model over evidence, less one."""
        return self.modelled / self.evidence - 1.0

    @property
    def is_inside(self) -> bool:
        """Whether the model lies inside the evidence's range."""
        return self.low <= self.modelled <= self.high


def read_expression(record: Record, expression: str, year: int) -> float:
    """Return the value of ``A``, ``A + B`` or ``A / B`` of the record in a year."""
    if " / " in expression:
        top, bottom = expression.split(" / ")
        return record.value(top, year) / record.value(bottom, year)
    return sum(record.value(name, year) for name in expression.split(" + "))


def compare_with_evidence(
    region: Region, scale: float = 0.02, seeds: tuple[int, ...] = (1, 2, 3, 4), language: str = "en"
) -> list[Comparison]:
    """Return the evidence of ``validation.csv`` beside the hindcast."""
    until = max(int(row["year"]) for row in region.table("validation.csv"))
    records = [
        simulate("current", region, until=until, scale=scale, seed=seed, history="free").record for seed in seeds
    ]
    return [
        Comparison(
            variable=row["variable"],
            year=int(row["year"]),
            unit=row["unit"],
            modelled=float(np.mean([read_expression(r, row["variable"], int(row["year"])) for r in records])),
            evidence=float(row["value"]),
            low=float(row["low"]),
            high=float(row["high"]),
            words=row[f"evidence_{language}"],
            grade=row["grade"],
            is_scaled=row["scaled"] == "yes",
        )
        for row in region.table("validation.csv")
    ]


def as_markdown(comparisons: list[Comparison], language: str = "en") -> str:
    """Return the table of the README."""
    heads = {
        "en": "| what | year | model, free | evidence (range) | difference | inside | grade | from |",
        "zh": "| 指标 | 年份 | 模型自由运行 | 证据（范围） | 差异 | 在范围内 | 等级 | 来源 |",
    }
    yes, no, scaled = {"en": ("yes", "no", "scaled from Shanxi: "), "zh": ("是", "否", "按山西折算：")}[language]
    to = {"en": "to", "zh": "至"}[language]
    lines = [heads[language], "|---|---|---|---|---|---|---|---|"]
    for c in comparisons:
        what = what_is_compared(c.variable, c.unit, language)
        factor = reader_unit(c.unit, Speech("zh" if language == "zh" else "en"))[1]
        modelled, evidence, low, high = (number(factor * v) for v in (c.modelled, c.evidence, c.low, c.high))
        lines.append(
            f"| {what} | {c.year} | {modelled} | {evidence} ({low} {to} {high}) | {c.difference_share:+.0%} "
            f"| {yes if c.is_inside else no} | {c.grade} | {scaled if c.is_scaled else ''}{c.words} |"
        )
    return "\n".join(lines)


def what_is_compared(expression: str, unit: str, language: str) -> str:
    """Return the name of what is compared: a Chinese reader knows variables by their labels."""
    if language == "en":
        return f"{expression.replace('|', ' / ')} ({reader_unit(unit, Speech('en'))[0]})"
    say = Speech("zh")
    parts = [word if word in ("+", "/") else label(word, say) for word in re.split(r" ([+/]) ", expression)]
    return f"{' '.join(parts)}（{reader_unit(unit, say)[0]}）"


def main() -> None:
    """Print the table; write it where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--region", default="luliang")
    parser.add_argument("--scale", type=float, default=0.02)
    parser.add_argument("--lang", choices=("zh", "en"), default="en")
    parser.add_argument("--out", type=Path)
    given = parser.parse_args()
    table = as_markdown(compare_with_evidence(load_region(given.region), given.scale, language=given.lang), given.lang)
    print(table)
    if given.out:
        write_whole(given.out.parent, {given.out.name: f"{table}\n".encode()})


if __name__ == "__main__":
    main()
