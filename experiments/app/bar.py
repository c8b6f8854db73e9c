"""The figures that always stand in the bar: when CO2 is highest, how much, how many targets, and what it costs."""

from abm.variables import variable
from experiments.app.alarms import alarms
from experiments.app.explorer import LAW, MOVE, PACKAGE, Explorer
from experiments.app.units import shown_unit
from experiments.headlines import SCORED
from experiments.language import Speech
from experiments.scores import peak_state
from experiments.text import change_text, number
from experiments.web.answer import Answer

READING_YEAR = 2030  # whose value a slider shows
BUDGET = "Money|City Budget"
THAN = {MOVE: ("较改动前", "vs before"), LAW: ("较现行政策", "vs law"), PACKAGE: ("较原包", "vs package")}


def headlines(explorer: Explorer, say: Speech) -> list[dict[str, str]]:
    """Return the highest year, CO2, what the city pays and the targets met; none before the first answer."""
    answer = explorer.shown
    peak = answer.peaks.get(SCORED) if answer else None
    if answer is None or peak is None:
        return []
    unit, factor = shown_unit(variable(SCORED).unit, say, is_tce=explorer.view.is_tce)
    at = answer.at(READING_YEAR)
    value = factor * float(answer.series(SCORED)[at])
    before = explorer.compared
    change = (
        ""
        if before is None
        else change_text(value - factor * float(before.series(SCORED)[before.at(READING_YEAR)]), value)
    )
    met, missed = (sum(row["state"] == state for row in answer.targets) for state in ("met", "missed"))
    then = say(*THAN[explorer.view.against])
    return [
        {"label": say("最高年", "highest in"), "value": f"{peak.year}", "change": peak_state(peak.state, say)},
        {
            "label": say(f"{answer.years[at]}年能源CO2", f"CO2 in {answer.years[at]}"),
            "value": f"{number(value)}",
            "change": change,
            "unit": unit.removesuffix(" CO2"),  # the label says of what
            "than": then if change else "",
        },
        *_budget(answer, before, say),
        {
            "label": say("达成目标", "targets met"),
            "value": f"{met}",
            "unit": f"/ {met + missed}",
            "title": say("可评判的目标中达到多少", "of those that can be judged"),
            "change": "⚠" if alarms(answer.targets) else "",
        },
    ]


def _budget(answer: Answer, before: Answer | None, say: Speech) -> list[dict[str, str]]:
    """Return what the city's budget pays in the year that sliders show: no target is reached for nothing."""
    if not answer.has(BUDGET):
        return []
    at = answer.at(READING_YEAR)
    value = float(answer.series(BUDGET)[at])
    was = value if before is None else float(before.series(BUDGET)[before.at(READING_YEAR)])
    return [
        {
            "kind": "cost",
            "label": say(f"{answer.years[at]}年市县财政", f"city budget in {answer.years[at]}"),
            "value": number(value),
            "unit": say("亿元", "CNY 100m"),
            "title": say("补贴、投资与运行支出合计", "what the city and its counties pay for the levers, all purposes"),
            "change": "" if before is None else change_text(value - was, value),
        }
    ]
