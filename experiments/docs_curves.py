"""Response curves in the documents: a picture and a table for the levers of one theme."""

from collections.abc import Sequence
from pathlib import Path

from matplotlib.figure import Figure

from abm.region import Region
from abm.variables import variable
from experiments.curves import ResponseCurve, Setup, response_curve
from experiments.plots.style import cjk_font, figure, png, styled
from experiments.text import number
from policies.lever import Lever
from policies.registry import all_levers

STEPS = 5


def draw(curves: Sequence[ResponseCurve]) -> Figure:
    """Return one panel a lever: its value across, its own indicator up."""
    columns = min(3, len(curves))
    rows = -(-len(curves) // columns)
    drawn, axes = figure(rows, columns, size=(3.2 * columns, 2.5 * rows + 0.2))
    for axis, curve in zip(axes, curves, strict=False):
        low, high = curve.indicator.min(axis=0), curve.indicator.max(axis=0)
        axis.fill_between(curve.values, low, high, color="#1f7a6d", alpha=0.25, linewidth=0)
        axis.plot(curve.values, curve.indicator.mean(axis=0), "o-", color="#1f7a6d", markersize=3)
        lever = curve.lever
        axis.set_title(lever.label.en if not cjk_font() else f"{lever.label.zh}\n{lever.label.en}", fontsize=8)
        axis.set_xlabel(lever.unit, fontsize=7)
        axis.set_ylabel(f"{lever.indicator}\n{variable(lever.indicator).unit}", fontsize=6)
        axis.tick_params(labelsize=7)
        axis.ticklabel_format(useOffset=False)
    for axis in axes[len(curves) :]:
        axis.set_axis_off()
    return drawn


def theme_of(lever: Lever) -> str:
    """Return the file of ``policies/levers`` in which a lever stands."""
    return getattr(lever.apply, "__module__", "").rpartition(".")[2]


def as_markdown(region: Region, theme: str, pictures: Path) -> str:
    """Return the picture of a theme's curves and the numbers behind it."""
    chosen = [lever for lever in all_levers().values() if theme_of(lever) == theme]
    curves = [response_curve(lever, Setup(region, steps=STEPS)) for lever in chosen]
    pictures.mkdir(parents=True, exist_ok=True)
    with styled():
        (pictures / f"responses.{theme}.png").write_bytes(png(draw(curves)))
    lines = [
        f"![response curves of {theme}](pictures/responses.{theme}.png)",
        "",
        "| lever | unit | low to high | own indicator, mean 2031-2035 | unit | goes one way |",
        "|---|---|---|---|---|---|",
    ]
    for curve in curves:
        lever = curve.lever
        across = " → ".join(number(float(value), 3) for value in curve.values)
        answers = " → ".join(number(float(value), 4) for value in curve.indicator.mean(axis=0))
        name = lever.indicator.replace("|", " / ")
        one_way = "yes" if curve.is_monotone else "no"
        unit = variable(lever.indicator).unit
        lines.append(f"| `{lever.id}` | {lever.unit} | {across} | {name}: {answers} | {unit} | {one_way} |")
    return "\n".join(lines) + "\n"
