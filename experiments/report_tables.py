"""The tables of the report: accountings, the scorecard of targets, residuals of the past, grades of the data."""

from collections import Counter
from collections.abc import Sequence
from html import escape

import numpy as np
import pandas as pd

from abm.peak import find_peak
from abm.variables import variable
from experiments.plots.case import Case
from experiments.plots.emissions import ACCOUNTINGS
from experiments.scores import can_peak, peak_state, target_state
from experiments.target_words import (
    basis_name,
    beside_text,
    note_text,
    project_name,
    target_name,
    value_text,
    wanted_text,
)
from experiments.text import number
from experiments.themes import theme_name
from experiments.units import reader_unit

Cell = str | float
TARGET_WIDTHS = (5, 7, 21, 5, 14, 7, 9, 11, 21)  # of the scorecard, per cent
MANY_COLUMNS = 6  # of a table that a small screen scrolls, instead of the whole page


def html_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], caption: str = "", widths: Sequence[int] = ()
) -> str:
    """Return an HTML table; cells that start with ``<td`` are taken as they are.

    A row of one cell spans the table: a heading between rows. ``widths`` (per cent) fix the columns.
    """
    plain = next((row for row in rows if len(row) == len(header)), ())
    right = [bool(plain) and plain[i].startswith('<td class="n"') for i in range(len(header))]
    columns = "".join(f'<col style="width:{width}%">' for width in widths)
    head = "".join(f"<th{' class=n' if n else ''}>{escape(c)}</th>" for c, n in zip(header, right, strict=True))
    body = "\n".join(_row(row, len(header)) for row in rows)
    note = f"<caption>{escape(caption)}</caption>" if caption else ""
    kind = f' class="set"><colgroup>{columns}</colgroup' if widths else ""
    page = f"<table{kind}>{note}<thead><tr>{head}</tr></thead><tbody>\n{body}\n</tbody></table>"
    return f'<div class="wide">{page}</div>' if len(header) > MANY_COLUMNS else page


def _row(row: Sequence[str], n: int) -> str:
    if len(row) == 1 < n:
        return f'<tr class="group"><td colspan="{n}">{row[0]}</td></tr>'
    return "<tr>" + "".join(cell if cell.startswith("<td") else f"<td>{escape(cell)}</td>" for cell in row) + "</tr>"


def _n(value: float, digits: int = 3) -> str:
    return f'<td class="n">{number(value, digits)}</td>'


def accounting_table(case: Case, years: Sequence[int] = (2020, 2025, 2030, 2035, 2060)) -> str:
    """Return peak year and values by accounting."""
    say = case.say
    if not can_peak(case.runs):
        return ""
    at = sorted({case.year_at(year) for year in years})
    unit, factor = reader_unit("Mt CO2", say)
    rows = []
    for name, _, _ in ACCOUNTINGS:
        if not case.has(name):
            continue
        mean = factor * case.mean(name)
        peak = find_peak(case.years, mean)
        rows.append(
            (
                case.label(name),
                f"{peak.year} ({peak_state(peak.state, say)})",
                _n(peak.value),
                *(_n(mean[i]) for i in at),
            )
        )
    what = say(f"口径（{unit}）", f"accounting ({unit})")
    header = (what, say("最高年", "highest in"), say("三年均值", "3-year mean"))
    return html_table((*header, *(str(case.years[i]) for i in at)), rows)


def scorecard(case: Case) -> str:
    """Return the plan's targets with value and state, the first seed's; other seeds' states where they differ."""
    say = case.say
    frames = [run.targets for run in case.runs]
    first = frames[0]
    states = list(zip(*(frame["state"] for frame in frames), strict=True))
    rows = [_target_row(row, told, case) for row, told in zip(first.to_dict("records"), states, strict=True)]
    header = ("", say("项目", "project"), say("指标", "indicator"), say("年", "year"), say("目标", "target"))
    more = (say("结果", "value"), say("依据", "basis"), say("状态", "state"), say("说明", "note"))
    title = say("方案目标", "The plan's targets")
    caption = say(
        "只有数字确实支持时才记为达成；过去年份注明依据（观测或回算）。",
        "Met only where a number says so; for years gone by the basis (observed or hindcast) is named.",
    )
    return f"<h2>{escape(title)}</h2>\n" + html_table((*header, *more), rows, caption, TARGET_WIDTHS)


def _target_row(row: dict, told: tuple[str, ...], case: Case) -> tuple[str, ...]:
    say = case.say
    counts = Counter(told)
    state = counts.most_common(1)[0][0]
    words = target_state(state, say) + (f" ({counts[state]}/{len(told)})" if len(counts) > 1 else "")
    kind = state if state in ("met", "missed") else "other"
    wanted = wanted_text(str(row["relation"]), row["target"], str(row["unit"] or ""), say)
    unit = str(row["unit"] or "")
    noted = (note_text(str(row["note"] or ""), say, unit), beside_text(str(row["beside"] or ""), say))
    shown, factor = reader_unit(unit, say)
    value = "-" if pd.isna(row["value"]) else value_text(float(row["value"]), row["target"], factor, shown)
    return (
        str(row["id"]),
        project_name(str(row["project"]), say),
        target_name(str(row["indicator"]), str(row["indicator_zh"]), say),
        str(row["year"]),
        wanted,
        f'<td class="n">{value}</td>',
        basis_name(str(row["basis"]), say),
        f'<td class="{kind}">{escape(words)}</td>',
        say("；", "; ").join(filter(None, noted)),
    )


def residual_table(case: Case) -> str:
    """Return model minus observation in the years of the past, where there is an observation."""
    say = case.say
    run = case.runs[0]
    last = case.year_at(run.region.last_observed_year)
    rows = []
    for name in (name for name in run.record.written if name.startswith("Residual|")):
        values = case.mean(name)[: last + 1]
        if np.isfinite(values).any():
            unit, factor = reader_unit(variable(name).unit, say)
            rows.append((case.label(name), unit, *(_n(factor * value) for value in values)))
    if not rows:
        return ""
    title = say("历史年份的残差", "Residuals of the past")
    caption = say(
        "模型减观测；这些年份存量跟随观测，残差如实保留。",
        "Model minus observation: in these years stocks follow observation, and what is left over is kept.",
    )
    header = (say("指标", "indicator"), say("单位", "unit"), *(str(year) for year in case.years[: last + 1]))
    return f"<h2>{escape(title)}</h2>\n" + html_table(header, rows, caption)


def grade_table(case: Case) -> str:
    """Return how many of the region's numbers have which grade, by theme."""
    say = case.say
    region = case.runs[0].region
    themes: dict[str, Counter[str]] = {}
    for row in region.parameters.rows():
        themes.setdefault(row.file.removesuffix(".csv"), Counter())[row.grade] += 1
    rows = []
    for theme, counts in sorted(themes.items()):
        assumed = f'<td class="n">{counts["M"] / sum(counts.values()):.0%}</td>'
        rows.append((theme_name(theme, say), *(f'<td class="n">{counts[grade]}</td>' for grade in "ABCM"), assumed))
    title = say("数据等级", "Grades of the data")
    caption = say(
        "A 官方、数据集或论文；B 报道或转载；C 弱；M 假设（范围宽）。tanfeng data 列出每个数的来源。",
        "A official, data set or paper; B press or copy; C weak; M assumed, with a wide range. "
        "`tanfeng data` lists the source of each number.",
    )
    header = (say("主题", "theme"), "A", "B", "C", "M", say("假设占比", "share assumed"))
    return f"<h2>{escape(title)}</h2>\n" + html_table(header, rows, caption)
