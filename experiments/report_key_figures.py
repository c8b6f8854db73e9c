"""What the report says first: the headlines by year, and their difference from the reference."""

from html import escape

from abm.variables import variable
from experiments.headlines import estimate, over_seeds, shown, years_of
from experiments.plots.case import Case, names_of
from experiments.report_tables import html_table
from experiments.text import number, with_interval
from experiments.units import reader_unit


def key_figures(case: Case) -> str:
    """Return the headlines by year, below each its difference from the reference, seed by seed."""
    say, years = case.say, years_of(case.runs)
    at = [int(year - case.years[0]) for year in years]
    first = case.runs[0].region.last_observed_year
    rows = []
    for name in shown(case.runs):
        unit, factor = reader_unit(variable(name).unit, say)
        own = factor * over_seeds(case.runs, name)[:, at]
        base = factor * over_seeds(case.groups[case.base], name)[:, at] if case.base else own
        change = estimate(own - base)
        cells = [
            _figure(value, mean, half, is_told=bool(case.base) and year > first)
            for value, mean, half, year in zip(own.mean(axis=0), change.mean, change.half_width, years, strict=True)
        ]
        rows.append((case.label(name), unit, *cells))
    header = (say("指标", "indicator"), say("单位", "unit"), *map(str, years))
    title = say("主要指标", "Key figures")
    against = names_of(case, case.base) if case.base else ""
    caption = _caption(case, against)
    return f'<h2>{escape(title)}</h2>\n<div class="key">{html_table(header, rows, caption)}</div>'


def _caption(case: Case, against: str) -> str:
    """Return how to read the table; of one seed there is no mean and no interval."""
    say, is_one = case.say, len(case.runs) == 1
    values = say("一个种子的值", "Values of one seed") if is_one else say("各种子均值", "Means over seeds")
    if not against:
        return values + say("。", ".")
    if is_one:
        return values + say(
            f"；下行小字为与“{against}”之差。", f"; the small figures are the difference from {against!r}."
        )
    return values + say(
        f"；下行小字为与“{against}”之差（按相同的随机种子逐对计算，± 为95%区间）。",
        f"; the small figures are the difference from {against!r}, seed by seed, ± 95 % interval.",
    )


def _figure(value: float, change: float, half: float, *, is_told: bool) -> str:
    if not is_told:
        return f'<td class="n">{number(value)}</td>'
    told = with_interval(change, half) if change else "="
    return f'<td class="n">{number(value)}<small>{told}</small></td>'
