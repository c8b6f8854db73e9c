"""What the report says first of a scenario that was set by hand: the levers moved, and the targets that turn."""

from collections.abc import Sequence

from experiments.language import Speech
from experiments.lever_values import lever_text
from experiments.plots.case import Case
from experiments.scores import target_state
from experiments.target_words import target_name
from policies.registry import all_levers

JUDGED = ("met", "missed")
MOST = 12  # levers named one by one; the list of actions has them all


def change_lines(case: Case) -> list[str]:
    """Return the levers that were set on top of the package, and the targets whose state is not the reference's."""
    return [line for line in (_moved(case), _turned(case)) if line]


def _moved(case: Case) -> str:
    say, first = case.say, case.runs[0].region.first_decision_year
    points: dict[str, list[tuple[int, float]]] = {}
    for lever, year, value in case.runs[0].settings:
        points.setdefault(lever, []).append((first if year is None else year, value))
    if not points:
        return ""
    told = [_told(lever, path, say) for lever, path in points.items()]
    rest = len(told) - MOST
    if rest > 0:
        told = [*told[:MOST], say(f"另有 {rest} 项", f"{rest} more")]
    return say("所作改动：", "What was changed: ") + say("；", "; ").join(told)


def _told(name: str, path: Sequence[tuple[int, float]], say: Speech) -> str:
    """Return a lever with its value, and where there are several the first and the last one."""
    lever = all_levers()[name]
    label = say(lever.label.zh, lever.label.en)
    shown = [path[0], path[-1]] if len(path) > 1 else path
    values = say("，", ", ").join(
        say(f"{year}年起 {lever_text(lever, value, say)}", f"{lever_text(lever, value, say)} from {year}")
        for year, value in shown
    )
    return f"{label} {values}"


def _turned(case: Case) -> str:
    if not case.base:
        return ""
    say, base = case.say, case.groups[case.base][0].targets.set_index("id")["state"]
    turned = [
        f"{row.id} {target_name(str(row.indicator), str(row.indicator_zh), say)} "
        f"{target_state(base[row.id], say)} → {target_state(row.state, say)}"
        for row in case.runs[0].targets.itertuples()
        if row.id in base.index and row.state != base[row.id] and {row.state, base[row.id]} <= set(JUDGED)
    ]
    told = say("；", "; ").join(turned) or say("无", "none")
    return say(f"与对照相比改变的目标：{told}", f"Targets that turn against the reference: {told}")
