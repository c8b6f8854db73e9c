"""The plan's actions one at a time: tonnes here and elsewhere, cost, who gains and who loses."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from abm.region import Region, load_region
from abm.results import Run
from experiments.language import Speech
from experiments.requests import Request, carry_out
from experiments.text import number
from experiments.units import reader_unit
from policies.package import load_package, package_ids

BASE = "current"
PREFIX = "action_"
SEEDS = (1, 2)
SCALE = 0.02
YEARS = (2030, 2035, 2060)
HERE = "Emissions|CO2"
ELSEWHERE = ("Leakage|CO2", "Emissions|CO2|Indirect|Net Electricity Imports")
COST = ("Money|City Budget", "Money|Upper Budget")
PURSES = {  # who -> (zh, en, received or net, paid)
    "households": ("居民", "households", "Money|Households|Received", "Money|Households|Paid"),
    "owners": ("车主", "vehicle owners", "Money|Vehicle Owners|Received", "Money|Vehicle Owners|Paid"),
    "farms": ("农户", "farms", "Money|Farms|Received", "Money|Farms|Paid"),
    "firms": ("企业", "firms", "Money|Firms|Received", "Money|Firms|Paid"),
    "grid": ("电网", "grid", "Money|Grid|Net", ""),
}
LEAST = 0.05  # 10^8 CNY a year below which nobody gains or loses


@cache
def _groups(region: str) -> dict[str, list[Run]]:
    place = load_region(region)
    packages = [name for name in package_ids() if name.startswith(PREFIX)]
    storyline = next(iter(place.storylines))
    wanted = [Request(p, region, storyline, place.horizon, SCALE, s) for p in (BASE, *packages) for s in SEEDS]
    runs = carry_out(wanted, workers=1).runs
    return {name: [run for run in runs if run.package == name] for name in (BASE, *packages)}


def actions(region: Region, say: Speech) -> tuple[list[str], list[list[str]]]:
    """Return header and rows: each action package against current law, means over the seeds."""
    groups = _groups(region.id)
    unit, _ = reader_unit("Mt", say)
    header = [
        say("行动", "action"),
        *(say(f"{year}年本市（{unit}）", f"{year}, here ({unit})") for year in YEARS),
        *(say(f"{year}年外地（{unit}）", f"{year}, elsewhere ({unit})") for year in YEARS),
        say("财政支出（亿元/年）", "public money (CNY 100 million/yr)"),
        say("受益（亿元/年）", "gain (CNY 100 million/yr)"),
        say("受损（亿元/年）", "lose (CNY 100 million/yr)"),
    ]
    return header, [_row(groups[name], groups[BASE], name, say) for name in groups if name != BASE]


def _row(runs: Sequence[Run], base: Sequence[Run], name: str, say: Speech) -> list[str]:
    label = load_package(name).label
    gains = {who: _yearly(runs, base, (words[2],)) - _yearly(runs, base, (words[3],)) for who, words in PURSES.items()}
    up = sorted((who for who in gains if gains[who] > LEAST), key=lambda who: -gains[who])
    down = sorted((who for who in gains if gains[who] < -LEAST), key=lambda who: gains[who])
    _, factor = reader_unit("Mt", say)
    return [
        f"{name.removeprefix(PREFIX)[:2]} {say(label.zh, label.en)}",
        *(_signed(_change(runs, base, (HERE,))[year], factor) for year in YEARS),
        *(_signed(_change(runs, base, ELSEWHERE)[year], factor) for year in YEARS),
        _signed(_yearly(runs, base, COST)),
        _names(up, gains, say),
        _names(down, gains, say),
    ]


def _change(runs: Sequence[Run], base: Sequence[Run], names: Sequence[str]) -> dict[int, float]:
    """Return year -> mean paired difference of the sum of the variables."""
    years = [int(year) for year in runs[0].years]
    total = np.zeros(len(years))
    for name in filter(None, names):
        pairs = zip(runs, base, strict=True)
        total += np.mean([one.record.series(name) - other.record.series(name) for one, other in pairs], axis=0)
    return dict(zip(years, total.tolist(), strict=True))


def _yearly(runs: Sequence[Run], base: Sequence[Run], names: Sequence[str]) -> float:
    """Return the mean difference a year from the first decision year on."""
    change = _change(runs, base, names)
    first = runs[0].region.first_decision_year
    return float(np.mean([value for year, value in change.items() if year >= first]))


def _names(chosen: Sequence[str], gains: dict[str, float], say: Speech) -> str:
    words = [f"{say(PURSES[who][0], PURSES[who][1])} {_signed(gains[who])}" for who in chosen]
    return say("，", ", ").join(words) or "-"


def _signed(value: float, factor: float = 1.0) -> str:
    return f"{'+' if value > 0 else ''}{number(factor * value, 2)}" if abs(value) >= 5e-4 else "0"
