"""This page's quick answer beside the same future in full detail: what the command line, reports and files hold."""

from typing import Any

import numpy as np

from abm.peak import find_peak
from experiments import scale_error
from experiments.app.boards.scene import Scene
from experiments.app.explorer import Explorer, Found
from experiments.headlines import SCORED
from experiments.plots.emissions import ACCOUNTINGS
from experiments.scores import peak_state
from experiments.text import number
from experiments.web.answer import PEAK_YEARS, Answer
from experiments.web.charts import line
from experiments.web.files import SCALE, Detailed

KEY = "detailed"
CHECKED = (
    SCORED,
    "Energy Use|Coal Equivalent",
    "Share|Non-Fossil Energy",
    "Share|Curtailment",
    "Homes|Scattered Coal",
    "Share|New Energy Car Sales",
    "Stocks|Transportation|Truck|Battery-Electric",
    "Share|Straw Utilization",
    "Money|City Budget",
)
NAMES = tuple(dict.fromkeys((*(name for name, _, _ in ACCOUNTINGS), *CHECKED)))
EXACT_COLOR = "#111111"


def job_of(answer: Answer) -> Detailed:
    """Return what computes an answer's future in full detail."""
    return Detailed(answer.ask, tuple(name for name in NAMES if answer.has(name)))


def compute(explorer: Explorer) -> None:
    """Have it computed for what is shown."""
    if explorer.answer:
        explorer.fetch(KEY, job_of(explorer.answer))


def found_of(scene: Scene) -> Found | None:
    """Return what was asked for of this very future: on its way, there, or gone wrong; None where it was not."""
    found = scene.explorer.found.get(KEY)
    return found if found is not None and found.job == job_of(scene.answer) else None


def series_of(scene: Scene, name: str) -> np.ndarray | None:
    """Return (n_years,) values in full detail, where they are there."""
    found = found_of(scene)
    return None if found is None or found.result is None else found.result.get(name)


def settings_text(scene: Scene) -> tuple[str, str]:
    """Return in words how finely this page and the full detail are computed."""
    say, place = scene.say, scene.explorer.pool.place
    days = place.n_days or say("全部", "all")
    return (
        say(f"规模 {place.scale:g}、{days} 个代表日", f"scale {place.scale:g}, {days} representative days"),
        say(f"规模 {SCALE:g}、全部代表日", f"scale {SCALE:g}, all days"),
    )


def button(scene: Scene) -> dict[str, Any]:
    """Return the button that asks for it."""
    found = found_of(scene)
    label = scene.say("按完整精度计算（约3秒）", "compute in full detail (about 3 s)")
    return {"key": KEY, "value": "", "label": label, "disabled": found is not None and found.is_waiting}


def said(scene: Scene) -> str:
    """Return what a reader must know who compares this page's numbers with those of a report."""
    own, full = settings_text(scene)
    return scene.say(
        f"本页为快速计算（{own}）；报告、下载文件和命令行为完整计算（{full}）{_usual(scene)}。",
        f"This page is quick ({own}); reports, files and the command line are in full detail ({full}){_usual(scene)}.",
    )


def _usual(scene: Scene) -> str:
    """Return by how much the two are usually apart in the scored CO2, where that was measured."""
    measured, place = scale_error.read(), scene.explorer.pool.place
    mine = measured.setting(place.scale, place.n_days)
    if mine is None or scene.region.id != measured.region:
        return ""
    largest = max(error.typical for error in mine.level[SCORED].values())
    return scene.say(
        f"，能源CO2相差一般在 {largest:.1%} 以内", f"; CO2 from energy is within about {largest:.1%} of it"
    )


def card(scene: Scene, year: int) -> dict[str, str] | None:
    """Return a card with the peak and a year's value in full detail, and by how much this page is off."""
    exact = series_of(scene, SCORED)
    if exact is None or len(exact) < PEAK_YEARS:
        return None
    say, at = scene.say, scene.answer.at(year)
    unit, factor = scene.unit_of(SCORED)
    peak = find_peak(scene.answer.years, exact)
    own, full = float(scene.answer.series(SCORED)[at]), float(exact[at])
    off = f"{own / full - 1:+.1%}" if full else "–"
    value, level = f"{number(factor * peak.value)} {unit}", f"{number(factor * full)} {unit}"
    return {
        "label": say("完整计算：能源二氧化碳排放", "Full detail: CO2 from energy"),
        "value": f"{peak.year}",
        "note": say(
            f"{peak_state(peak.state, say)} · {value}；{scene.answer.years[at]}年 {level}（本页 {off}）",
            f"{peak_state(peak.state, say)} · {value}; {scene.answer.years[at]}: {level} (this page {off})",
        ),
        "kind": "exact",
    }


def exact_line(scene: Scene) -> list[dict[str, Any]]:
    """Return the scored CO2 in full detail as a line, where it is there."""
    exact = series_of(scene, SCORED)
    if exact is None:
        return []
    name = scene.say("完整计算", "full detail")
    return [line(name, EXACT_COLOR, scene.unit_of(SCORED)[1] * exact, dash="2 3", thick=1.8)]
