"""Who pays: purses against the reference, and the energy burden by income."""

import numpy as np
from matplotlib.figure import Figure

from experiments.plots.case import Case, titled
from experiments.plots.style import figure, legend_below, year_axis

PURSES = (
    ("市县财政", "City budget", ("Money|City Budget",), ()),
    ("上级财政", "Province and state", ("Money|Upper Budget",), ()),
    ("居民", "Households", ("Money|Households|Paid",), ("Money|Households|Received",)),
    ("车主", "Vehicle owners", ("Money|Vehicle Owners|Paid",), ("Money|Vehicle Owners|Received",)),
    ("农户", "Farms", ("Money|Farms|Paid",), ("Money|Farms|Received",)),
    ("企业", "Firms", ("Money|Firms|Paid",), ("Money|Firms|Received",)),
    ("电网", "Grid", (), ("Money|Grid|Net",)),
)
FIFTHS = ("Poorest Fifth", "Second Fifth", "Middle Fifth", "Fourth Fifth", "Richest Fifth")


def net_paid(case: Case, package: str) -> np.ndarray:
    """Return (n_purses, n_years) paid less received, 10^8 CNY a year."""
    rows = []
    for _, _, paid, received in PURSES:
        out = sum((case.mean(name, package) for name in paid), np.zeros(len(case.years)))
        rows.append(out - sum((case.mean(name, package) for name in received), np.zeros(len(case.years))))
    return np.array(rows)


def who_pays(case: Case) -> Figure:
    """Net payments by purse up to 2035 and 2060 (against the reference if there is one), and burdens by income."""
    drawn, (bars, lines) = figure(1, 2, size=(8.4, 3.8))
    say = case.say
    first = case.runs[0].region.first_decision_year - int(case.years[0])
    change = net_paid(case, case.main) - (net_paid(case, case.base) if case.base else 0.0)
    names = [say(zh, en) for zh, en, _, _ in PURSES]
    stops = sorted({case.year_at(until) + 1 for until in (2035, 2060)})
    for shift, stop, tint in zip((0.0, 0.4), stops, ("#5fa697", "#1f7a6d"), strict=False):
        n_years = max(stop - first, 1)
        words = say(f"至{case.years[stop - 1]}年年均", f"mean a year to {case.years[stop - 1]}")
        bars.barh(
            np.arange(len(names)) + shift, change[:, first:stop].sum(axis=1) / n_years, 0.4, color=tint, label=words
        )
    bars.set_yticks(np.arange(len(names)) + 0.2 * (len(stops) - 1), names)
    bars.invert_yaxis()
    bars.axvline(0, color="black", linewidth=0.6)
    against = say("（与对照之差）", " (difference from the reference)") if case.base else ""
    bars.set(xlabel=say("亿元/年", "CNY 100 million a year"), title=say("净支出", "Net payments") + against)
    legend_below(bars, -0.14)
    for i, fifth in enumerate(FIFTHS):
        name = f"Homes|Energy Burden|{fifth}"
        if case.has(name):
            lines.plot(case.years, 100 * case.mean(name), color=f"{0.15 + 0.16 * i}", label=case.label(name))
    title = titled(case, ("用能支出占收入", "Energy bill over income"))
    lines.set(ylabel="%", ylim=(0, None), title=title)
    year_axis(lines, case.span)
    legend_below(lines)
    return drawn
