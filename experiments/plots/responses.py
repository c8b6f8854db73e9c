"""The six responses that the plan's price and support policies aim at, one panel each."""

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from experiments.plots.case import Case, names_of, order, titled
from experiments.plots.style import colour, figure, legend_below, year_axis

HEATERS = (
    ("Coal Stove", "#3b3b3b"), ("Clean Coal", "#8a8a8a"), ("Biomass", "#7f9f3f"), ("Gas", "#dfc27d"),
    ("Electric", "#c7522a"), ("Heat Pump", "#35978f"), ("District Heat", "#5e81ac"), ("Solar Assist", "#ebcb3b"),
)  # fmt: skip
TRUCKS = (("Diesel", "#3b3b3b"), ("Gas", "#dfc27d"), ("Battery-Electric", "#35978f"), ("Fuel-Cell-Electric", "#3a6ea5"))
STRAW = (
    ("Return", "#7f9f3f"), ("Feed", "#a3be8c"), ("Fuel", "#c7522a"), ("Substrate", "#8c510a"),
    ("Material", "#dfc27d"), ("Burnt", "#3b3b3b"),
)  # fmt: skip


@dataclass(frozen=True)
class Stack:
    """Variables with one stem that add up, bottom first with their colours; ``title`` in Chinese and English."""

    stem: str
    parts: tuple[tuple[str, str], ...]
    title: tuple[str, str]
    unit: str


HOMES = Stack("Homes|Heater", HEATERS, ("取暖方式", "How homes heat"), "10^4 homes")
FLEET = Stack("Stocks|Transportation|Truck", TRUCKS, ("重卡动力", "Heavy trucks by powertrain"), "10^4 trucks")
WAYS = Stack("Farms|Straw", STRAW, ("秸秆去向", "Where straw goes"), "kt")


def six(case: Case) -> Figure:
    """Heaters, return to coal, electric cars, heavy trucks, straw, and load moved between hours."""
    drawn, axes = figure(3, 2, size=(8.4, 9.4))
    say = case.say
    _stack(case, axes[0], HOMES)
    _lines(case, axes[1], "Share|Return to Coal", say("返煤率", "Return to coal"), 100, "%")
    _lines(
        case,
        axes[2],
        "Share|New Energy Car Sales",
        say("新能源车新增占比", "New-energy share of cars bought"),
        100,
        "%",
    )
    _stack(case, axes[3], FLEET)
    _stack(case, axes[4], WAYS)
    _load(case, axes[5])
    return drawn


def _stack(case: Case, axes: Axes, what: Stack) -> None:
    unit, factor = case.unit(what.unit)
    names = [(f"{what.stem}|{part}", tint) for part, tint in what.parts]
    shown = [(name, tint) for name, tint in names if case.mean(name).any()]
    if shown:
        axes.stackplot(
            case.years,
            [factor * case.mean(name) for name, _ in shown],
            labels=[case.label(name) for name, _ in shown],
            colors=[tint for _, tint in shown],
            linewidth=0,
        )
        legend_below(axes)
    axes.set(title=titled(case, what.title), ylabel=unit)
    year_axis(axes, case.span)


def _lines(case: Case, axes: Axes, name: str, title: str, factor: float, unit: str) -> None:
    for position, package in enumerate(order(list(case.groups))):
        if case.has(name):
            tint = colour(package, position)
            low, high = case.band(name, package)
            axes.fill_between(case.years, factor * low, factor * high, color=tint, alpha=0.25, linewidth=0)
            axes.plot(case.years, factor * case.mean(name, package), color=tint, label=names_of(case, package))
    axes.set(title=title, ylabel=unit, ylim=(0, None))
    year_axis(axes, case.span)
    axes.legend(fontsize=7)


def _load(case: Case, axes: Axes) -> None:
    unit, factor = case.unit("TWh")
    for position, package in enumerate(order(list(case.groups))):
        tint = colour(package, position)
        for name, style in (("Firms|Shifted Load", "-"), ("Homes|Shifted Load", ":")):
            if case.has(name):
                who = case.say("企业", "firms") if style == "-" else case.say("居民", "homes")
                words = f"{names_of(case, package)}: {who}"
                axes.plot(case.years, factor * case.mean(name, package), style, color=tint, label=words)
    title = case.say("移峰电量", "Load moved between hours")
    axes.set(title=title, ylabel=unit, ylim=(0, None))
    year_axis(axes, case.span)
    legend_below(axes)
