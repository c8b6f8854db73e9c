"""Wholesale prices in the description of power, a table and a picture: evidence beside what the dispatch makes."""

from calendar import month_abbr
from pathlib import Path

from abm.power.calibrate import Case, Hindcast
from experiments.language import Speech
from experiments.plots import png, prices, styled
from experiments.text import markdown

PICTURE = "price_by_hour.{lang}.png"


def as_markdown(found: Hindcast, folder: Path, say: Speech) -> str:
    """Write the picture into ``folder`` and return the table, one row a year, and the link to the picture."""
    name = PICTURE.format(lang=say.lang)
    with styled():
        (folder / name).write_bytes(png(prices.by_hour(found, say)))
    rows = [
        [
            _period(case, say),
            *(f"{row[column]:.0f}" for column in ("evidence", "model", "hourly_error")),
            f"{row['correlation']:.2f}",
            *(f"{row[f'{part}_evidence']:.0f}, {row[f'{part}_model']:.0f}" for part in ("noon", "evening")),
        ]
        for case, row in zip(found.cases, found.table(), strict=True)
    ]
    header = (
        ["年", "证据", "模型", "逐时误差（均方根）", "相关系数", "中午11-15时：证据，模型", "傍晚17-21时：证据，模型"]
        if say.lang == "zh"
        else ["year", "evidence", "model", "hourly error (rms)", "correlation", "noon 11-15: evidence, model",
              "evening 17-21: evidence, model"]
    )  # fmt: skip
    words = say("逐时批发电价：日前实际与模型", "wholesale price by hour: day-ahead market and model")
    return markdown(header, rows) + f"\n![{words}](../../docs/pictures/{name})\n"


def _period(case: Case, say: Speech) -> str:
    first, last = min(case.months), max(case.months)
    part = say(f"（{first}—{last}月）", f" ({month_abbr[first]}-{month_abbr[last]})")
    return f"{case.year}" + (part if len(case.months) < 12 else "")
