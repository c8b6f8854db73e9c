"""Which of all assumed numbers matter: all at once by coins, then those that are named one by one at their ends."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from experiments.analysis.random_balance import Effect, coins, effects, least_seen
from experiments.indicators import PEAKS, Indicator
from experiments.key_words import in_chinese
from experiments.laboratory import ends
from experiments.laboratory.answer import Answer, Runs, Sections, percent
from experiments.laboratory.setup import Setup
from experiments.language import Speech
from experiments.screening import REACH, RUNS, main, numbers_of
from experiments.text import markdown, number, signed

FOLDER, GRADE = "screened", "M"
FIRST = 3  # numbers of an indicator that are shown, and tried one by one
SHOWN = (
    "Emissions|CO2|Energy@2030",
    "Emissions|CO2|Energy@2060",
    "peak_mt",
    "peak_year",
    "Share|Non-Fossil Energy@2030",
    "Money|City Budget@2030",
    "Homes|Scattered Coal@2030",
    "Homes|Energy Burden|Poorest Fifth@2030",
    "Homes|Electricity@2030",
    "Share|New Energy Car Sales@2030",
    "Stocks|Transportation|Truck|Battery-Electric@2030",
    "Capacity|Electricity|Solar|Rooftop@2030",
    "Emissions|CH4@2030",
    "Land|Sink@2060",
)
GUESSED = 30  # numbers that are named in all, for the time said beforehand
Found = dict[str, tuple[list[Effect], float, float]]  # indicator -> effects, share explained, least that is seen


def _runs(setup: Setup) -> Runs:
    n = setup.sizes.coins + 2 * GUESSED
    return Runs(n, setup.seconds(n, 2060, afresh=True))


def _make(setup: Setup) -> None:
    folder = setup.folder(FOLDER)
    words = {"out": folder, "region": setup.region_name, "runs": setup.sizes.coins, "scale": setup.scale}
    told = [word for name, value in words.items() for word in (f"--{name}", str(value))]
    main([*told, "--workers", str(setup.workers), "--quiet"])
    ends.make(setup, _named(setup, _found(setup)))


def _numbers(setup: Setup) -> dict[str, tuple[str, ...]]:
    return numbers_of(setup.region, GRADE)


def _lines(setup: Setup) -> list[dict[str, Any]]:
    """Return what the runs tell that did not fail."""
    text = (setup.folder(FOLDER) / RUNS).read_text(encoding="utf-8")
    return [told for line in text.splitlines() if "values" in (told := json.loads(line))]


def _found(setup: Setup) -> Found:
    lines = _lines(setup)
    names = tuple(_numbers(setup))
    moved = np.array([coins(names, line["run"]) for line in lines])
    found: Found = {}
    for name in SHOWN:
        values = np.array([line["values"].get(name, np.nan) for line in lines])
        if np.isfinite(values).all():
            told, explained = effects(names, moved, values, REACH)
            found[name] = told, explained, least_seen(len(names), values, explained, len(told), REACH)
    return found


def _named(setup: Setup, found: Found) -> dict[str, tuple[str, ...]]:
    """Return the numbers that are tried one by one, with their keys."""
    keys = _numbers(setup)
    named = dict.fromkeys(effect.number for told, _, _ in found.values() for effect in told[:FIRST])
    return {name: keys[name] for name in named}


def _sections(setup: Setup, say: Speech) -> Sections:
    found = _found(setup)
    alone = ends.read(setup, _named(setup, found))
    rows = []
    for name, (told, explained, least) in found.items():
        shown = _indicator(name)
        unit, factor = shown.unit(say)
        cells = [_cell(effect, alone.get(effect.number), name, factor, say) for effect in told[:FIRST]]
        rows.append(
            [
                say("，", ", ").join(filter(None, (shown.label(say), unit))),
                say("；", "; ").join(cells) or say("无", "none"),
                str(len(told)),
                number(factor * least, 2),
                percent(explained),
            ]
        )
    header = (
        ["指标", "影响最大的数：低至高（±95%区间）；单独在低端、在高端", "可指认的数", "小于此者看不见", "所解释的方差"]
        if say.lang == "zh"
        else ["indicator", "what moves it most, low to high (± 95 % interval); alone at its low, at its high end",
              "numbers named", "less than this stays unseen", "of the variance explained"]
    )  # fmt: skip
    lacking = [_indicator(name).label(say) for name in SHOWN if name not in found]
    n_runs = len(_lines(setup))
    n = say(
        f"M 级且带范围的数 {len(_numbers(setup))} 个；{n_runs} 次运行同时变动全部，"
        f"再以 {2 * len(alone)} 次逐个变动 {len(alone)} 个。",
        f"{len(_numbers(setup)):,} numbers of grade M with a range; {n_runs} runs move all of them at once, "
        f"{2 * len(alone)} more {len(alone)} of them one by one.",
    )
    if lacking:
        n += say(
            f"有运行没有此值，故不列：{'、'.join(lacking)}。", f" Left out, as a run lacks it: {', '.join(lacking)}."
        )
    return {"screened": f"{n}\n\n" + markdown(header, rows)}


def _indicator(name: str) -> Indicator:
    variable, _, year = name.partition("@")
    return Indicator(name) if name in PEAKS else Indicator(name, variable, int(year), int(year))


def _cell(effect: Effect, alone: tuple[Mapping[str, float], ...] | None, name: str, factor: float, say: Speech) -> str:
    words = say(f"{in_chinese(effect.number)} `{effect.number}`", f"`{effect.number}`")
    told = f"{words} {signed(factor * effect.change)} ±{number(factor * effect.half_width, 2)}"
    if not alone or any(name not in end for end in alone):
        return told
    at = say("，", ", ").join(signed(factor * end[name]) if end[name] else "0" for end in alone)
    return told + say(f"（单独 {at}）", f" (alone {at})")


SCREENED = Answer("screened", "所有假设的数", "all assumed numbers", _runs, _make, _sections)
