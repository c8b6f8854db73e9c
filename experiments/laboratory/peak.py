"""Does the plan peak by 2030, and where does the spread come from: shares of runs, storyline by storyline."""

from typing import Any

import numpy as np

from abm.peak import smooth
from experiments.batch.reading import Made, read_batch
from experiments.headline import ALL, headline, read_tables
from experiments.headline_files import variance_of, write_pictures
from experiments.headlines import SCORED
from experiments.indicators import Indicator, indicator_values
from experiments.laboratory.answer import Answer, Runs, Sections, percent
from experiments.laboratory.setup import Setup
from experiments.language import Speech
from experiments.plots.headline import part_name
from experiments.storylines import storyline_words
from experiments.text import markdown, number
from experiments.units import reader_unit

BY, UNTIL = 2030, 2036
NON_FOSSIL = Indicator("Share|Non-Fossil Energy@2030", "Share|Non-Fossil Energy", BY, BY)
CO2 = Indicator(f"{SCORED}@2030", SCORED, BY, BY)
HEIGHT = Indicator("peak_mt")


def _runs(setup: Setup) -> Runs:
    n = setup.sizes.points * len(setup.region.storylines)
    return Runs(n, setup.seconds(n, UNTIL))


def _make(setup: Setup) -> None:
    setup.batch("uncertainty", "peak", points=setup.sizes.points, seeds=1, population_seeds=1)


def _sections(setup: Setup, say: Speech) -> Sections:
    folder = setup.folder("peak")
    made = read_batch(folder)
    entries = headline(read_tables(folder, UNTIL, made.sampler, made.factors), BY)
    parted = variance_of(folder, ())
    write_pictures(folder, entries, parted, say)
    setup.show("peak", folder / "headline.png", say)
    setup.show("fans", folder / "fans.png", say)
    return {"peak": _table(made, entries, setup, say), "spread": _spread(parted.indicators, parted.frame, say)}


def _table(made: Made, entries: list[dict[str, Any]], setup: Setup, say: Speech) -> str:
    values = indicator_values(made, [HEIGHT, CO2, NON_FOSSIL])
    values["room"] = rooms(made, setup.region.first_decision_year)
    values["storyline"] = made.runs["storyline"].astype(str).to_numpy()
    unit, factor = reader_unit("Mt", say)
    words = {**storyline_words(made.design["storylines"], setup.region, say), ALL: say("全部", "all")}
    rows = []
    for entry in entries:
        own = values if entry["storyline"] == ALL else values[values["storyline"] == entry["storyline"]]
        peak, height = entry["peak"], entry["peak"]["height_mt"]
        fall, share = 1.0 - own[CO2.name] / own[HEIGHT.name], own[NON_FOSSIL.name]
        rows.append(
            [
                words[entry["storyline"]],
                f"{peak['n_by']}/{entry['runs']} ({percent(peak['share_by_low'])}–{percent(peak['share_by_high'])})",
                say("、", ", ").join(f"{year} ({n})" for year, n in peak["years"].items()),
                _span(factor, *(height[name] for name in ("median", "low", "high"))) if height else "-",
                percent(float(fall.mean()), 1),
                f"{number(factor * own['room'].mean())}, {number(factor * own['room'].min())}",
                f"{percent(float(share.median()), 1)}, {percent(float(share.max()), 1)}",
            ]
        )
    header = (
        ["情景", f"{BY}年前达峰（95%区间）", "最高年（次数）", f"峰值，{unit}：中位（5–95%）", f"{BY}年比峰值低",
         f"{setup.region.first_decision_year}年起三年平均比此前最高低，{unit}：平均，最少",
         f"{BY}年非化石占比：中位，最高"]
        if say.lang == "zh"
        else ["storyline", f"peak by {BY} (95 %)", "highest in (runs)", f"height, {unit}: median (5–95 %)",
              f"CO2 {BY} below the peak",
              f"three-year means from {setup.region.first_decision_year} on below the highest before, {unit}: "
              "mean, least", f"non-fossil {BY}: median, most"]
    )  # fmt: skip
    return markdown(header, rows)


def _span(factor: float, middle: float, low: float, high: float) -> str:
    return f"{number(factor * middle)} ({number(factor * low)}–{number(factor * high)})"


def rooms(made: Made, first_decision: int) -> np.ndarray:
    """Return (n_runs,) Mt by which the three-year means from the first decision year on stay below the highest before.

    Below nought the plan's years are higher: such a run has not peaked by then.
    """
    series = made.rows([SCORED]).pivot_table(index="run", columns="year", values="value").sort_index()
    years = np.array(series.columns)[1:-1]
    means = np.array([smooth(row) for row in series.to_numpy()])
    found = means[:, years < first_decision].max(axis=1) - means[:, years >= first_decision].max(axis=1)
    return found


def _spread(indicators: tuple[Indicator, ...], frame: Any, say: Speech) -> str:
    rows = []
    for part in dict.fromkeys(frame["part"]):
        cells = []
        for one in indicators:
            own = frame[(frame["part"] == part) & (frame["indicator"] == one.name)]
            cells.append(_share(own.iloc[0]) if len(own) and np.isfinite(own.iloc[0]["share"]) else "")
        if any(cells):
            rows.append([part_name(str(part), say), *cells])
    return markdown([say("方差来源", "share of the variance from"), *(one.label(say) for one in indicators)], rows)


def _share(row: Any) -> str:
    return percent(row["share"]) + (
        f" ({percent(row['low'])[:-1]}–{percent(row['high'])[:-1]})" if np.isfinite(row["low"]) else ""
    )


PEAK = Answer("peak", "达峰及其不确定性", "the peak and its spread", _runs, _make, _sections)
