"""The first board: when CO2 peaks, by sector, by accounting, and how wide the answer is."""

import numpy as np

from abm.peak import Peak, smooth
from experiments.app.alarms import alarm_card
from experiments.app.boards import detail, effects, money
from experiments.app.boards.changed import changed
from experiments.app.boards.scene import Scene
from experiments.app.briefs import seeds_of, storylines_of
from experiments.app.names import storyline_name
from experiments.app.stored import stored_for
from experiments.chinese import worded
from experiments.headlines import SCORED, label
from experiments.plots.emissions import ACCOUNTINGS
from experiments.plots.words import sector_name
from experiments.scores import peak_state
from experiments.text import change_text, number
from experiments.web.answer import SECTORS, Brief, sector_order
from experiments.web.charts import SECTOR_COLORS, Chart, line, plain
from experiments.web.scenario import Scenario

MAIN_YEAR = 2030
AS_HIGH = 0.005  # of the peak: a year that is less below it may be the highest one in full detail or with another seed
MOST_AS_HIGH = 2  # years that are named
SHOWN_SECTORS = 11  # the rest is one area
TINTS = ("#0B6E5F", "#E69F00", "#0072B2", "#CC79A7")
DASHES = ("", "", "7 3", "2 3")


def charts(scene: Scene) -> list[Chart]:
    """Return the board."""
    did = changed(scene, MAIN_YEAR), effects.first(scene)
    boards = [headline(scene), sectors(scene), *did, accountings(scene), spread(scene)]
    return [chart for chart in boards if chart]


def headline(scene: Scene) -> Chart:
    """Peak, values of the main year, targets: as cards."""
    answer, say = scene.answer, scene.say
    unit, factor = scene.unit_of(SCORED)
    at = answer.at(MAIN_YEAR)
    cards = []
    for name in [name for name, _, _ in ACCOUNTINGS if name in answer.peaks]:
        peak = answer.peaks[name]
        cards.append(
            {
                "label": scene.label(name),
                "value": f"{peak.year}",
                "note": _peak_note(scene, peak, f"{number(factor * peak.value)} {unit}") + _as_high(scene, name, peak),
                "kind": "main" if name == SCORED else "",
            }
        )
    value = factor * float(answer.series(SCORED)[at])
    cards.append(
        {
            "label": say(f"{answer.years[at]}年能源CO2", f"Energy CO2 in {answer.years[at]}"),
            "value": number(value),
            "note": scene.say.together(unit, _change(scene, value, factor)),
        }
    )
    exact, alarm = detail.card(scene, MAIN_YEAR), alarm_card(answer.targets, say, scene.unit)
    cards += [card for card in (money.card(scene), exact, alarm) if card]
    chart: Chart = {"id": "headline", "kind": "cards", "wide": True, "cards": cards}
    chart["title"] = say("何时达峰", "When it peaks")
    chart["how"] = say(
        "三年均值的最高年；其后五年至少下降1%才算达峰。只有第一个口径用于评分。",
        "The highest 3-year mean; a peak only if it lies 1 % lower five years on. Only the first accounting is scored.",
    )
    chart["foot"] = detail.said(scene)
    asked = detail.found_of(scene)
    if exact is None:
        chart["actions"] = [detail.button(scene)]
    if asked and asked.problem:
        chart["foot"] = worded(asked.problem, say)
    return chart


def sectors(scene: Scene) -> Chart:
    """Energy CO2 by sector, stacked; the total before the last move as a dashed line.

    A sector has its own colour, and its place in the stack by what it emitted in the past: neither changes with a move.
    """
    unit, factor = scene.unit_of(SCORED)
    cells = factor * scene.answer.sectors[SCORED]
    order = sector_order(cells)
    past = np.nansum(cells[: scene.answer.at(scene.region.last_observed_year) + 1], axis=0)
    shown = sorted(order[:SHOWN_SECTORS], key=lambda i: -float(past[i]))
    parts = [(sector_name(SECTORS[i], scene.say), SECTOR_COLORS[SECTORS[i]], cells[:, i]) for i in shown]
    if order[SHOWN_SECTORS:]:
        parts.append((scene.say("其余", "others"), "#d5dbd9", cells[:, order[SHOWN_SECTORS:]].sum(axis=1)))
    how = ("面积为各部门；灰底为历史。", "Areas are sectors; grey: history.")
    chart = scene.stack("sectors", parts, ("能源CO2，分部门", "CO2 from energy by sector"), how, unit)
    chart["wide"] = True
    if scene.before is not None:
        chart["ghost"] = scene.sum_ghost(factor * np.nansum(scene.before.sectors[SCORED], axis=1))
    peak = scene.answer.peaks.get(SCORED)
    if peak:
        chart["marks"] = [{"x": peak.year, "label": f"{peak.year} {peak_state(peak.state, scene.say)}"}]
    return chart


def accountings(scene: Scene) -> Chart:
    """The four accountings beside each other."""
    unit, factor = scene.unit_of(SCORED)
    how = (
        "只有第一条用于达峰评分；工业过程、净调入电力与碳汇并列展示。",
        "Only the first is scored; processes, net imported power and sinks stand beside it.",
    )
    chart = scene.year_chart("accountings", ("四种口径", "Four accountings"), how, unit)
    for (name, _, _), tint, dash in zip(ACCOUNTINGS, TINTS, DASHES, strict=True):
        if scene.answer.has(name):
            chart["series"].append(line(label(name, scene.say), tint, factor * scene.answer.series(name), dash=dash))
    return chart


def spread(scene: Scene) -> Chart:
    """The scored series with its band over seeds and the other storylines, which fill in behind the first line."""
    unit, factor = scene.unit_of(SCORED)
    say, explorer = scene.say, scene.explorer
    seeds = [brief for one in seeds_of(explorer.scenario)[1:] if (brief := _brief(scene, one))]
    others = storylines_of(explorer.scenario, explorer.storylines)
    storylines = [(one.storyline, brief) for one in others if (brief := _brief(scene, one))]
    how = (
        "色带为只换随机种子（即运气）的几次运行；细线为其他外部情景。改动杠杆后重新计算。",
        "The band is over seeds; thin lines are the other storylines. It starts anew with each move.",
    )
    chart = scene.year_chart("spread", ("不确定性", "How certain"), how, unit)
    own = factor * scene.answer.series(SCORED)
    chart["series"] = [line(say("本次", "this run"), "#0B6E5F", own, thick=2.6)]
    if seeds:
        runs = np.array([own, *(factor * brief.values[SCORED] for brief in seeds)])
        chart["band"] = {
            "name": say(f"{len(runs)} 个种子", f"{len(runs)} seeds"),
            "color": "#0B6E5F",
            "low": plain(runs.min(axis=0)),
            "high": plain(runs.max(axis=0)),
        }
    for (name, brief), tint in zip(storylines, TINTS[1:], strict=False):
        words = storyline_name(name, scene.region, say)
        chart["series"].append(line(words, tint, factor * brief.values[SCORED], thick=1.4))
    chart["series"] += detail.exact_line(scene)
    chart["foot"] = _spread_note(scene, [*seeds, *(brief for _, brief in storylines)])
    return chart


def _brief(scene: Scene, one: Scenario) -> Brief | None:
    """Return a future of the band: computed, or until then as it is stored."""
    return scene.explorer.briefs.of(one) or stored_for(scene.explorer.pool.place).get(one.ask())


def _spread_note(scene: Scene, found: list[Brief]) -> str:
    """Return how far it has filled in, then the years in which the runs are highest: luck first, then storylines."""
    explorer, say = scene.explorer, scene.say
    wanted = len(explorer.beside(explorer.scenario))
    if len(found) < wanted:
        return say(f"正在补充：{len(found)}/{wanted}", f"filling in: {len(found)} of {wanted}")
    years = [peak.year for peak in (*(brief.peak for brief in found), scene.answer.peaks.get(SCORED)) if peak]
    if not years:
        return ""
    span = f"{min(years)}" if min(years) == max(years) else f"{min(years)}–{max(years)}"
    return say(f"{len(years)} 次运行的最高年：{span}", f"highest year in {len(years)} runs: {span}")


def _peak_note(scene: Scene, peak: Peak, value: str) -> str:
    fall = -peak.fall_share
    after = "" if fall != fall else scene.say(f"，五年后 {fall:+.1%}", f", {fall:+.1%} in five years")
    return f"{peak_state(peak.state, scene.say)} · {value}" + after


def _as_high(scene: Scene, name: str, peak: Peak) -> str:
    """Name the years that are hardly lower than the highest one, if they are few."""
    answer = scene.answer
    below = smooth(answer.series(name).astype(float)) / peak.value - 1.0
    years = [int(year) for year, by in zip(answer.years[1:-1], below, strict=True) if by > -AS_HIGH]
    others = [f"{year}" for year in years if year != peak.year]
    if not 0 < len(others) <= MOST_AS_HIGH:
        return ""
    return scene.say(f"；{'、'.join(others)}年几乎同样高", f"; {' and '.join(others)} hardly lower")


def _change(scene: Scene, value: float, factor: float) -> str:
    if scene.before is None:
        return ""
    change = value - factor * float(scene.before.series(SCORED)[scene.before.at(MAIN_YEAR)])
    told = change_text(change, value)
    return scene.say(f"（较{scene.then} {told}）", f"({told} against {scene.then})")
