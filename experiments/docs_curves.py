"""Response curves in the documents: a picture and a table for the levers of one theme."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from abm.region import Region
from abm.variables import variable
from experiments.curves import ResponseCurve, Setup, response_curve
from experiments.language import Speech
from experiments.plots.style import cjk_font, figure
from experiments.text import number
from experiments.units import unit_name
from policies.lever import Lever
from policies.registry import all_levers

STEPS = 5
CHINESE = Speech("zh")
THEMES = {  # files of policies/levers that the documents show
    "driving": ("驾驶", "driving"),
    "freight": ("货运", "freight"),
    "heating": ("取暖", "heating"),
    "hydrogen": ("氢能", "hydrogen"),
    "punitive": ("惩罚性电价", "punitive prices"),
    "residential_tariff": ("居民电价", "tariffs of homes"),
    "straw": ("秸秆", "straw"),
    "tou": ("分时电价", "time-of-use tariffs"),
}


def draw(curves: Sequence[ResponseCurve]) -> Figure:
    """Return one panel a lever: its value across, its own indicator up."""
    columns = min(3, len(curves))
    rows = -(-len(curves) // columns)
    drawn, axes = figure(rows, columns, size=(3.2 * columns, 2.5 * rows + 0.2))
    for axis, curve in zip(axes, curves, strict=False):
        low, high = curve.indicator.min(axis=0), curve.indicator.max(axis=0)
        axis.fill_between(curve.values, low, high, color="#1f7a6d", alpha=0.25, linewidth=0)
        axis.plot(curve.values, curve.indicator.mean(axis=0), "o-", color="#1f7a6d", markersize=3)
        lever, moved = curve.lever, variable(curve.lever.indicator)
        axis.set_title(_both(lever.label.zh, lever.label.en), fontsize=8)
        axis.set_xlabel(_both(unit_name(lever.unit, CHINESE), lever.unit, "  "), fontsize=7)
        units = _both(unit_name(moved.unit, CHINESE), moved.unit, "  ")
        axis.set_ylabel(f"{_both(moved.label_zh, lever.indicator)}\n{units}", fontsize=6)
        axis.tick_params(labelsize=7)
        axis.ticklabel_format(useOffset=False)
    for axis in axes[len(curves) :]:
        axis.set_axis_off()
    return drawn


def _both(zh: str, en: str, between: str = "\n") -> str:
    """Return words in both languages, once where they are the same, in English where no font has Chinese."""
    return en if zh == en or not cjk_font() else zh + between + en


def theme_of(lever: Lever) -> str:
    """Return the file of ``policies/levers`` in which a lever stands."""
    return getattr(lever.apply, "__module__", "").rpartition(".")[2]


def curves_of(region: Region, theme: str) -> tuple[ResponseCurve, ...]:
    """Return the response curves of a theme's levers."""
    chosen = [lever for lever in all_levers().values() if theme_of(lever) == theme]
    return tuple(response_curve(lever, Setup(region, steps=STEPS)) for lever in chosen)


def as_markdown(theme: str, curves: Sequence[ResponseCurve], say: Speech) -> str:
    """Return the link to the picture of a theme's curves and the numbers behind it."""
    heads = (
        ("杠杆", "lever"),
        ("单位", "unit"),
        ("从低到高", "low to high"),
        ("该杠杆的指标，2031-2035年均值", "own indicator, mean 2031-2035"),
        ("单位", "unit"),
        ("单向变化", "goes one way"),
    )
    name = say(*THEMES.get(theme, (theme, theme)))
    words = say(f"{name}的响应曲线", f"response curves of {name}")
    lines = [
        f"![{words}](pictures/responses.{theme}.png)",
        "",
        "| " + " | ".join(say(*head) for head in heads) + " |",
        "|---" * len(heads) + "|",
    ]
    for curve in curves:
        lever = curve.lever
        across = " → ".join(number(float(value), 3) for value in curve.values)
        answers = " → ".join(number(float(value), 4) for value in curve.indicator.mean(axis=0))
        cells = (
            f"`{lever.id}`",
            unit_name(lever.unit, say),
            across,
            say(f"{variable(lever.indicator).label_zh}：", f"{lever.indicator.replace('|', ' / ')}: ") + answers,
            unit_name(variable(lever.indicator).unit, say),
            say("是", "yes") if curve.is_monotone else say("否", "no"),
        )
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"
