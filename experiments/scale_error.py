"""What a small sample of the people, and fewer days of the grid, cost in accuracy: as measured, in words and tables.

``python -m benchmarks.bench_scale`` measures it into ``scale_error.json`` beside this file.
"""

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import stdtrit

from abm.provenance import code_version, data_hash
from abm.region import Region
from abm.variables import all_variables
from experiments.headlines import SCORED, label
from experiments.language import Speech
from experiments.text import markdown, number
from experiments.units import unit_name

FILE = Path(__file__).parent / "scale_error.json"
CHECKED = (  # the twenty main indicators
    SCORED,
    "Emissions|CO2|Energy and Processes",
    "Emissions|CO2|Energy with Net Electricity Imports",
    "Emissions|CH4",
    "Energy Use|Coal Equivalent",
    "Share|Non-Fossil Energy",
    "Share|Clean Capacity",
    "Share|Curtailment",
    "Price|Electricity|Wholesale",
    "Homes|Scattered Coal",
    "Share|Clean Heating",
    "Share|Return to Coal",
    "Homes|TOU Enrolled",
    "Capacity|Electricity|Solar|Rooftop",
    "Homes|Electricity",
    "Homes|Energy Burden",
    "Share|New Energy Car Sales",
    "Stocks|Transportation|Truck|Battery-Electric",
    "Share|Straw Utilization",
    "Money|City Budget",
)
YEARS = (2025, 2030, 2035, 2060)
PACKAGES = ("current", "plan")
WORTH_NAMING, LEAST_SHOWN = 1e-3, 1e-4


@dataclass(frozen=True)
class Error:
    """How far runs lie from scale 1 with the same seed and synthetic population, as shares of the value there.

    ``bias`` is the mean over pairs that share no luck with each other, with the half-width of its 95 % t interval,
    ``typical`` the root mean square: what one run is off by.
    """

    bias: float
    half_width: float
    typical: float

    @classmethod
    def of(cls, off: np.ndarray) -> "Error":
        """Return the error of (n_pairs,) deviations, each of its own seed and population."""
        half = float(stdtrit(len(off) - 1, 0.975) * off.std(ddof=1) / np.sqrt(len(off)))
        return cls(float(off.mean()), half, float(np.sqrt(np.mean(off**2))))

    @property
    def is_covered(self) -> bool:
        """Whether the interval holds zero."""
        return abs(self.bias) <= self.half_width


@dataclass(frozen=True)
class Setting:
    """Errors of one scale and number of days: variable -> year -> error of the plan, and of plan less current."""

    scale: float
    n_days: int
    level: dict[str, dict[int, Error]]
    effect: dict[str, dict[int, Error]]

    def covered(self) -> tuple[int, int]:
        """Return how many of the intervals hold zero, and how many there are."""
        cells = [error.is_covered for years in self.level.values() for error in years.values()]
        return sum(cells), len(cells)


@dataclass(frozen=True)
class Measured:
    """What was measured, with which code and data; ``value`` and ``effect`` are those of scale 1.

    Older measurements had ``populations`` of each of some ``seeds`` in place of independent ``pairs``.
    """

    region: str
    code: str
    data: str
    value: dict[str, dict[int, float]]
    effect: dict[str, dict[int, float]]
    settings: list[Setting]
    pairs: int = 0
    seeds: int = 0
    populations: int = 0

    def differs_from(self, region: Region) -> bool:
        """Return whether code or data have changed since."""
        return (self.code, self.data) != (code_version()["hash"], data_hash(region))

    def how(self, say: Speech) -> str:
        """Return what the errors were measured with."""
        if self.pairs:
            return say(
                f"{self.pairs}对运行，每对有自己的种子与人口",
                f"{self.pairs} pairs of runs, each with its own seed and population",
            )
        return say(
            f"{self.seeds}个种子×{self.populations}个样本人口；共用种子的运行并不独立，区间偏窄",
            f"{self.seeds} seeds x {self.populations} populations; runs that share a seed are not independent, so the "
            "intervals are too narrow",
        )

    def setting(self, scale: float, n_days: int) -> Setting | None:
        """Return the errors of a scale and number of days, where they were measured."""
        return next((one for one in self.settings if (one.scale, one.n_days) == (scale, n_days)), None)

    def write(self) -> None:
        """Keep it."""
        FILE.write_text(json.dumps(_rounded(asdict(self)), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


@cache
def read() -> Measured:
    """Return what was measured last."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    settings = [
        Setting(
            one["scale"],
            one["n_days"],
            *(_by_year(one[word], lambda cell: Error(**cell)) for word in ("level", "effect")),
        )
        for one in told.pop("settings")
    ]
    value, effect = (_by_year(told.pop(word), float) for word in ("value", "effect"))
    return Measured(**told, value=value, effect=effect, settings=settings)


def cells(measured: Measured, setting: Setting, name: str, year: int, factor: float = 1.0) -> tuple[str, str]:
    """Return words for the level's error in per cent, and the effect at scale 1 with what a run is off by.

    ``factor`` takes the effect to another unit.

    The mean error stands in brackets where it is clear of chance and worth naming.
    """
    level, off = setting.level[name].get(year), setting.effect[name].get(year)
    value, effect = measured.value[name][year], measured.effect[name][year]
    words = "–" if level is None else _percent(level.typical, "±")
    if level is not None and not level.is_covered and abs(level.bias) >= WORTH_NAMING:
        words += f" ({_percent(abs(level.bias), '+' if level.bias > 0 else '−')})"
    return (
        words,
        "–" if off is None else f"{number(factor * effect, 3)} ±{number(factor * off.typical * abs(value), 2)}",
    )


def as_markdown(say: Speech) -> str:
    """Return a table per setting, and how often the intervals hold."""
    measured, parts = read(), []
    for setting in measured.settings:
        years = [str(year) for year in YEARS]
        head = [say("指标", "indicator"), say("单位", "unit"), *years]
        head += [say(f"方案效果 {year}", f"effect of the plan {year}") for year in ("2030", "2060")]
        rows = []
        for name in setting.level:
            both = {year: cells(measured, setting, name, year) for year in YEARS}
            rows.append(
                [label(name, say), unit_name(all_variables()[name].unit, say)]
                + [both[year][0] for year in YEARS]
                + [both[year][1] for year in (2030, 2060)]
            )
        held, n = setting.covered()
        title = say(
            f"规模 {setting.scale:g}、{setting.n_days} 个代表日，相对规模1：±为一次运行的典型误差，"
            f"括号内为超出偶然的平均偏差（{measured.how(say)}）；95%区间含零 {held}/{n} 格，"
            f"若无偏差约为 {round(0.95 * n)} 格。",
            f"Scale {setting.scale:g}, {setting.n_days} representative days, against scale 1: ± what one run is "
            f"typically off by, in brackets the mean where it is clear of chance ({measured.how(say)}); "
            f"95 % intervals hold zero in {held} of {n} cells, of about {round(0.95 * n)} if nothing were biased.",
        )
        parts.append(f"{title}\n\n{markdown(head, rows)}")
    return "\n\n".join(parts) + "\n"


def _percent(share: float, sign: str) -> str:
    if share < LEAST_SHOWN:
        return f"<{100 * LEAST_SHOWN:g}%"
    return f"{sign}{100 * share:.2g}%" if share < 0.995 else f"{sign}{100 * share:.0f}%"


def _by_year(told: dict[str, dict[str, Any]], make: Any) -> dict[str, dict[int, Any]]:
    return {name: {int(year): make(cell) for year, cell in years.items()} for name, years in told.items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(name): _rounded(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_rounded(one) for one in value]
    return float(f"{value:.5g}") if isinstance(value, float) else value
