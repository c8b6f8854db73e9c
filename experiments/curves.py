"""Response curves, one picture a lever: its indicator and the city's CO2 from its lowest to its highest value.

``python -m experiments.curves straw_subsidy burning_enforcement --steps 7 --out out/curves``

Every value is run with the same seeds, so that the change of CO2 is a paired difference: luck that a
lever does not touch cancels. The band is the range over seeds. A step is held from the first
decision year on; answers are means of the last years of the run.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from abm import load_region, simulate
from abm.region import Region
from abm.simulation import lever_paths
from abm.variables import variable
from experiments.plots.style import cjk_font, figure, png, styled
from policies.lever import Lever, Text
from policies.registry import all_levers

CO2 = "Emissions|CO2|Energy"
KT_PER_MT = 1000.0
LAST_YEARS = 5
LINE, CO2_LINE = "#1f7a6d", "#b0413e"
MARKS = {"current": ("现行", "current"), "plan": ("方案", "plan")}


@dataclass(frozen=True)
class Setup:
    """How a curve is run."""

    region: Region
    package: str = "current"
    steps: int = 7
    seeds: tuple[int, ...] = (1, 2)
    scale: float = 0.02
    until: int = 2035


@dataclass(frozen=True)
class ResponseCurve:
    """A lever's answers over its range.

    ``indicator`` and ``co2_mt`` are (n_seeds, n_steps) means of the last years; ``marks`` holds the
    value of named packages in the last year.
    """

    lever: Lever
    values: np.ndarray
    indicator: np.ndarray
    co2_mt: np.ndarray
    marks: dict[str, float]

    @property
    def co2_change_kt(self) -> np.ndarray:
        """(n_seeds, n_steps) CO2 against the lowest value of the lever, seed by seed."""
        return (self.co2_mt - self.co2_mt[:, :1]) * KT_PER_MT

    @property
    def is_monotone(self) -> bool:
        """Whether no step of the mean goes against the lever's sign by more than a hundredth of the range."""
        mean = self.indicator.mean(axis=0)
        return bool((self.lever.sign * np.diff(mean) >= -0.01 * np.ptp(mean)).all())


def response_curve(lever: Lever, setup: Setup) -> ResponseCurve:
    """Run the lever from low to high in even steps, all else as in the package.

    Raises:
        UserError: a scale, year or package that the model refuses.
    """
    values = np.linspace(lever.low, lever.high, setup.steps)
    answers = np.array([[_answer(lever, float(value), seed, setup) for value in values] for seed in setup.seeds])
    marks = {name: float(lever_paths(name, setup.region, until=setup.until)[lever.id][-1]) for name in MARKS}
    return ResponseCurve(lever, values, answers[..., 0], answers[..., 1], marks)


def draw(curve: ResponseCurve) -> Figure:
    """Return the picture: the indicator above, the change of CO2 below."""
    drawn, (top, bottom) = figure(2, 1, size=(5.6, 5.2))
    about = variable(curve.lever.indicator)
    _panel(top, curve.values, curve.indicator, LINE)
    top.set_title(_both(curve.lever.label))
    top.set_ylabel(f"{_both(Text(about.label_zh, about.label_en))}\n{about.unit}", fontsize=7)
    _panel(bottom, curve.values, curve.co2_change_kt, CO2_LINE)
    bottom.axhline(0.0, color="#777777", linewidth=0.6)
    bottom.set_ylabel(
        _both(Text("能源CO2变化（对最低值）", "Change of energy CO2 (to lowest value)")) + "\nkt/yr", fontsize=7
    )
    bottom.set_xlabel(curve.lever.unit)
    for axis in (top, bottom):
        for name, value in curve.marks.items():
            axis.axvline(value, color="#999999", linewidth=0.8, linestyle=":" if name == "current" else "--")
    for name, value in curve.marks.items():
        top.annotate(
            _both(Text(*MARKS[name]), " "),
            (value, 0.0 if name == "current" else 0.07),
            xycoords=("data", "axes fraction"),
            xytext=(3, 3),
            textcoords="offset points",
            fontsize=6,
            color="#666666",
        )
    return drawn


def as_json(curve: ResponseCurve) -> dict:
    """Return the numbers behind the picture."""
    return {
        "lever": curve.lever.id,
        "unit": curve.lever.unit,
        "values": curve.values.tolist(),
        "indicator": curve.lever.indicator,
        "indicator_unit": variable(curve.lever.indicator).unit,
        "mean": curve.indicator.mean(axis=0).tolist(),
        "co2_change_kt": curve.co2_change_kt.mean(axis=0).tolist(),
        "monotone": curve.is_monotone,
    }


def main(argv: Sequence[str] | None = None) -> int:
    """Draw the curves of the named levers, or of all; print one line of JSON for each."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("levers", nargs="*", help="ids; none means all")
    parser.add_argument("--region", default="luliang")
    parser.add_argument("--package", default="current")
    parser.add_argument("--steps", type=int, default=7)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--scale", type=float, default=0.02)
    parser.add_argument("--until", type=int, default=2035)
    parser.add_argument("--out", type=Path, default=Path("out/curves"))
    args = parser.parse_args(argv)
    known = all_levers()
    unknown = [name for name in args.levers if name not in known]
    if unknown:
        near = {name: get_close_matches(name, known, n=1) for name in unknown}
        print("\n".join(f"unknown lever {name!r}, nearest {found}" for name, found in near.items()), file=sys.stderr)
        return 2
    setup = Setup(
        load_region(args.region), args.package, args.steps, tuple(range(1, args.seeds + 1)), args.scale, args.until
    )
    args.out.mkdir(parents=True, exist_ok=True)
    for name in args.levers or known:
        curve = response_curve(known[name], setup)
        with styled():
            (args.out / f"{name}.png").write_bytes(png(draw(curve)))
        print(json.dumps(as_json(curve), ensure_ascii=False), flush=True)
    return 0


def _answer(lever: Lever, value: float, seed: int, setup: Setup) -> tuple[float, float]:
    """Means over the last years of the lever's indicator and of energy CO2."""
    run = simulate(
        setup.package,
        setup.region,
        until=setup.until,
        scale=setup.scale,
        seed=seed,
        settings=[(lever.id, None, value)],
    )
    indicator, co2 = (float(run.record.series(name)[-LAST_YEARS:].mean()) for name in (lever.indicator, CO2))
    return indicator, co2


def _panel(axis: Axes, values: np.ndarray, answers: np.ndarray, colour: str) -> None:
    axis.fill_between(values, answers.min(axis=0), answers.max(axis=0), color=colour, alpha=0.2, linewidth=0)
    axis.plot(values, answers.mean(axis=0), "o-", color=colour, markersize=3.5)


def _both(text: Text, between: str = "\n") -> str:
    """Return the text in both languages, in English alone where no font has Chinese letters."""
    return f"{text.zh}{between}{text.en}" if cjk_font() else text.en


if __name__ == "__main__":
    sys.exit(main())
