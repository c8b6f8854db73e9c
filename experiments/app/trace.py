"""The line that stays in sight of who moves a lever on a narrow screen: CO2 from energy, and what changed of it."""

from typing import TypedDict

import numpy as np

from abm.variables import variable
from experiments.app.bar import THAN
from experiments.app.explorer import Explorer
from experiments.app.units import shown_unit
from experiments.headlines import SCORED
from experiments.language import Speech
from experiments.text import number, signed

WIDTH, HEIGHT, EDGE = 150.0, 44.0, 3.0  # of each of both drawings; nothing is drawn within EDGE of its border
LEAST = 1e-6  # of a change, Mt: less is none


class Trace(TypedDict):
    """Paths of lines in a box of WIDTH x HEIGHT, ``zero`` the height of no change, and what is said of them."""

    label: str
    now: str
    before: str
    change: str
    zero: float
    than: str


def trace(explorer: Explorer, say: Speech) -> Trace | None:
    """Return the present line, the one it is compared with and the difference; None before the first answer."""
    answer, before = explorer.shown, explorer.compared
    if answer is None or not np.isfinite(answer.series(SCORED)).all():
        return None
    unit, factor = shown_unit(variable(SCORED).unit, say, is_tce=explorer.view.is_tce)
    now = factor * answer.series(SCORED).astype(float)
    was = now if before is None else factor * before.series(SCORED).astype(float)
    change = now - was
    at = int(np.argmax(np.abs(change)))
    is_changed = abs(change[at]) > LEAST * factor
    low, high = float(min(now.min(), was.min())), float(max(now.max(), was.max()))
    down, up = min(float(change.min()), 0.0), max(float(change.max()), 0.0)
    ends = f"{number(now[0])} → {number(now[-1])} {unit.removesuffix(' CO2')}"
    return {
        "label": f"{say('能源CO2', 'CO2 from energy')} {ends}",
        "now": _path(now, low, high),
        "before": _path(was, low, high) if is_changed else "",
        "change": _area(change, down, up) if is_changed else "",
        "zero": round(float(_heights(np.zeros(1), down, up)[0]), 1) if is_changed else HEIGHT / 2.0,
        "than": _told(float(change[at]), int(answer.years[at]), say(*THAN[explorer.view.against]), say)
        if is_changed
        else say("未改动", "no change"),
    }


def _told(most: float, year: int, than: str, say: Speech) -> str:
    return say(f"{than}：最多 {signed(most)}（{year}年）", f"{than}: at most {signed(most)} ({year})")


def _heights(values: np.ndarray, low: float, high: float) -> np.ndarray:
    """Return (n_years,) distances from the top of the box."""
    return EDGE + (high - values) / max(high - low, 1e-12) * (HEIGHT - 2.0 * EDGE)


def _path(values: np.ndarray, low: float, high: float) -> str:
    """Return the path of (n_years,) values, evenly apart."""
    x = np.linspace(0.0, WIDTH, len(values))
    return "M" + "L".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, _heights(values, low, high), strict=True))


def _area(values: np.ndarray, low: float, high: float) -> str:
    """Return the path of the area between (n_years,) values and zero."""
    zero = float(_heights(np.zeros(1), low, high)[0])
    return f"{_path(values, low, high)}L{WIDTH:.1f},{zero:.1f}L0,{zero:.1f}Z"
