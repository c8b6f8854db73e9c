"""What printed pages are made of: escaped text, tables, and two small drawings as SVG."""

import math
import re
from collections.abc import Sequence
from html import escape
from typing import Any

from experiments.language import Lang, Speech
from experiments.web.charts import OKABE_ITO

WIDTH, HEIGHT = 720, 270
LEFT, RIGHT, TOP, BOTTOM = 46, 12, 14, 24
INK = "#5d716d"
MINUS = re.compile(r"(?<![\w.)\]/=?&-])-(?=\d)")  # not the hyphen of a range, a date or an address
Line = tuple[str, Sequence[float | None], str, str]  # name, values, color, dashes


def page(title: str, body: str, lang: Lang) -> str:
    """Return a page of sections, each beginning on a new sheet."""
    return (
        f'<!doctype html><html lang="{lang}"><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<link rel="stylesheet" href="/static/paper.css"><body><main>{body}</main></body></html>'
    )


def spoken(text: str, say: Speech) -> str:
    """Return the reader's half of what was written as ``中文 | English``, else all of it; as common.js does."""
    halves = [half.strip() for half in text.split("|")]
    return say(*halves) if len(halves) == 2 and all(halves) else text


def section(*parts: str, kind: str = "") -> str:
    """Return a sheet; one of kind ``filled`` is as tall as its paper, its ``rest`` what is left of that."""
    return f"<section{f' class={kind}' if kind else ''}>{''.join(parts)}</section>"


def tag(name: str, text: Any, kind: str = "") -> str:
    """Return an element with plain text in it; what is below zero has a minus as long as the plus."""
    told = MINUS.sub("−", str(text))
    return f"<{name}{f' class={kind}' if kind else ''}>{escape(told)}</{name}>"


def table(head: Sequence[Any], rows: Sequence[Sequence[Any]], kind: str = "") -> str:
    """Return a table whose head is printed again on each sheet."""

    def cells(row: Sequence[Any], name: str) -> str:
        return "".join(tag(name, cell) for cell in row)

    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    return framed(cells(head, "th"), body, kind)


def framed(head: str, body: str, kind: str = "") -> str:
    """Return a table of a row of head cells and of rows that are made already."""
    named = f" class={kind}" if kind else ""
    return f"<table{named}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def items(texts: Sequence[str], name: str = "ul", kind: str = "") -> str:
    """Return a list."""
    named = f" class={kind}" if kind else ""
    return f"<{name}{named}>{''.join(tag('li', text) for text in texts)}</{name}>" if texts else ""


def color(place: int) -> str:
    """Return a colour that the colour-blind can tell from its neighbours."""
    return OKABE_ITO[place % len(OKABE_ITO)]


def lines(years: Sequence[int], drawn: Sequence[Line], unit: str, say: Speech) -> str:
    """Return lines over years with a legend.

    The vertical axis begins below the lowest value, else nobody would see a difference; that it does not
    begin at zero is said beside ``unit`` and marked, since it makes differences look larger than they are.
    """
    seen = [value for _, values, _, _ in drawn for value in values if value is not None]
    low, high, step = _scale(min(seen), max(seen))
    wide = (WIDTH - LEFT - RIGHT) / max(years[-1] - years[0], 1)

    def x(year: float) -> float:
        return LEFT + (year - years[0]) * wide

    def y(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low)

    begins = say(f"；纵轴从 {low:g} 起，不从 0 起", f"; the axis begins at {low:g}, not at 0") if low > 0 else ""
    ticks = [low + i * step for i in range(round((high - low) / step) + 1)]
    parts = [
        f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(t):.1f}" y2="{y(t):.1f}" stroke="#dde5e3"/>'
        f'<text x="{LEFT - 6}" y="{y(t) + 4:.1f}" text-anchor="end">{t:g}</text>'
        for t in ticks
    ]
    parts += [
        f'<text x="{x(year):.1f}" y="{HEIGHT - 6}" text-anchor="middle">{year}</text>'
        for year in years
        if year % 5 == 0
    ]
    for _, values, stroke, dashes in drawn:
        points = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in zip(years, values, strict=True) if b is not None)
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{stroke}" '
            f'stroke-width="2.4" stroke-dasharray="{dashes}"/>'
        )
    if low > 0:
        foot = y(low)
        cut = f"M{LEFT - 5},{foot - 5:.1f}l10,-4M{LEFT - 5},{foot - 10:.1f}l10,-4"
        parts.append(f'<path d="{cut}" stroke="{INK}" stroke-width="1.6"/>')
    legend = "".join(
        '<span><svg width="26" height="8" aria-hidden="true">'
        f'<line x1="0" x2="26" y1="4" y2="4" stroke="{stroke}" stroke-width="3" '
        f'stroke-dasharray="{dashes}"/></svg> {escape(name)}</span>'
        for name, _, stroke, dashes in drawn
    )
    ends = (
        f"{name} {years[0]} {seen[0]:g}, {years[-1]} {seen[-1]:g}" for name, seen, _, _ in drawn if None not in seen
    )
    told = f"{unit}{say('：', ': ')}{say('；', '; ').join(ends)}"
    return f"{_svg(HEIGHT, parts, told)}<p class=legend>{legend}<span>{escape(unit + begins)}</span></p>"


def strip(guesses: Sequence[float], outcome: float, unit: str) -> str:
    """Return what was guessed as dots on one axis, and what came out as a stroke."""
    low, high, step = _scale(min(*guesses, outcome), max(*guesses, outcome))
    end = WIDTH - LEFT  # so that the last number, which stands in the middle of its tick, is seen whole

    def x(value: float) -> float:
        return LEFT + (end - LEFT) * (value - low) / (high - low)

    ticks = [low + i * step for i in range(round((high - low) / step) + 1)]
    parts = [f'<line x1="{LEFT}" x2="{end}" y1="34" y2="34" stroke="#9fb3ae"/>']
    parts += [f'<text x="{x(t):.1f}" y="52" text-anchor="middle">{t:g}</text>' for t in ticks]
    parts += [f'<circle cx="{x(g):.1f}" cy="34" r="6" fill="{color(4)}" fill-opacity=".7"/>' for g in guesses]
    parts.append(
        f'<line x1="{x(outcome):.1f}" x2="{x(outcome):.1f}" y1="14" y2="42" stroke="#b4430f" stroke-width="4"/>'
    )
    parts.append(f'<text x="{end}" y="10" text-anchor="end">{escape(unit)}</text>')
    return _svg(58, parts, f"{unit}: {', '.join(f'{g:g}' for g in guesses)} → {outcome:g}")


def span(low: float, high: float, own: tuple[float, float, float]) -> str:
    """Return a lever's range with the smallest, mean and largest value chosen."""

    def x(value: float) -> float:
        return 4 + 152 * (value - low) / (high - low)

    least, mean, most = own
    return (
        '<svg width="160" height="14" aria-hidden="true">'
        '<line x1="4" x2="156" y1="7" y2="7" stroke="#c9d5d2" stroke-width="3"/>'
        f'<line x1="{x(least):.1f}" x2="{x(most):.1f}" y1="7" y2="7" stroke="{color(0)}" stroke-width="7"/>'
        f'<circle cx="{x(mean):.1f}" cy="7" r="5" fill="#fff" stroke="{color(0)}" stroke-width="2"/></svg>'
    )


def _svg(height: int, parts: Sequence[str], told: str) -> str:
    named = f'role="img" aria-label="{escape(told)}"'
    return f'<svg class="drawn" {named} viewBox="0 0 {WIDTH} {height}" fill="{INK}">{"".join(parts)}</svg>'


def _scale(low: float, high: float) -> tuple[float, float, float]:
    """Return round ends and the step of an axis."""
    rough = max(high - low, 1e-6 * max(abs(high), 1.0)) / 4
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1.0, 2.0, 2.5, 5.0, 10.0) if m * power >= rough * 0.999)
    first = step * (low // step)
    last = step * -(-high // step)
    return first, max(last, first + step), step
