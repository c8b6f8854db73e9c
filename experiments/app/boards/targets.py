"""The scorecard: every target of the plan with its state, and what the last move changed."""

from collections import Counter
from typing import Any

import pandas as pd

from abm.targets import STATES
from abm.targets.table import read_targets
from experiments.app.alarms import alarm_card
from experiments.app.boards.scene import Scene
from experiments.app.briefs import seeds_of
from experiments.app.edges import JUDGED, LEAST_SEEDS, Edge, edges
from experiments.language import Speech
from experiments.scores import target_state
from experiments.target_words import (
    basis_name,
    beside_text,
    note_text,
    project_name,
    target_name,
    value_text,
    wanted_text,
)
from experiments.text import number, signed
from experiments.web.answer import Brief
from experiments.web.charts import Chart

ALL, CHANGED, EDGE = "all", "changed", "edge"
CLOSE_NOTE = "close: "


def charts(scene: Scene) -> list[Chart]:
    """Return the board."""
    say, rows = scene.say, scene.answer.targets
    before = {row["id"]: row["state"] for row in scene.before.targets} if scene.before else {}
    counts = Counter(str(row["state"]) for row in rows)
    relations = {target.id: target.relation for target in read_targets(scene.region)}
    others = _other_seeds(scene)
    found = edges(rows, others, relations)
    at_edge = {name for name, edge in found.items() if edge.is_at}
    options = [(ALL, say("全部", "all")), *((state, target_state(state, say)) for state in STATES if counts[state])]
    if before:
        options.insert(1, (CHANGED, say("状态有变", "state changed")))
    if at_edge:
        options.insert(1, (EDGE, say("临界", "at the edge")))
    chosen = scene.chosen("targets", [key for key, _ in options])
    table: Chart = {
        "id": "targets",
        "kind": "table",
        "wide": True,
        "title": say(f"方案的 {len(rows)} 个目标", f"The plan's {len(rows)} targets"),
        "how": say(
            "只有数字确实支持时才记为达成；工程类任务单列，不计分。",
            "Met only where a number says so; deliverables are listed apart and never scored.",
        )
        + _settled(scene)
        + _edge_words(scene, found, len(others)),
        "selects": [scene.select("targets", say("显示", "Show"), options, chosen)],
        "head": [
            say("编号", "id"),
            say("项目", "project"),
            say("指标", "indicator"),
            say("状态", "state"),
            say("年", "year"),
            say("目标", "target"),
            say("结果", "value"),
            say("说明", "note"),
        ],
        "numbers": [6],
        "whole": [5],
        "narrow": True,
        "rows": [
            _row(row, before, scene, found.get(str(row["id"])))
            for row in rows
            if _is_shown(row, chosen, before, at_edge)
        ],
    }
    if not table["rows"]:
        table["foot"] = say(
            f"与{scene.then}相比，没有一项目标的状态改变。", f"Against {scene.then}, no target has changed its state."
        )
    return [_counts(scene, counts, before, at_edge), table]


def _other_seeds(scene: Scene) -> list[Brief]:
    """Return the same future with other seeds, as far as they are there; none while another is on the screen."""
    explorer = scene.explorer
    if scene.answer.ask != explorer.scenario.ask():
        return []
    return [brief for one in seeds_of(explorer.scenario)[1:] if (brief := explorer.briefs.of(one))]


def _edge_words(scene: Scene, found: dict[str, Edge], n_others: int) -> str:
    """Say what is called the edge, once the seeds are there that tell it; nothing where no target can be judged."""
    if not found and 1 + n_others >= LEAST_SEEDS:
        return ""
    if not found:
        return scene.say("“临界”项在其他种子算完后标出。", " Targets at the edge are marked when other seeds are in.")
    seeds = max(edge.n_seeds for edge in found.values())
    return scene.say(
        f"“临界”：与目标的差距小于随机种子间的波动（{seeds}个种子），换一个种子就可能改变。",
        f" At the edge: closer to its target than {seeds} seeds lie apart; another seed may turn it.",
    )


def _settled(scene: Scene) -> str:
    """Say how many judged targets lie before the first decision year: no lever moves what is history."""
    first = scene.region.first_decision_year
    judged = [row for row in scene.answer.targets if row["state"] in JUDGED]
    past = sum(int(row["year"] or first) < first for row in judged)
    if not past:
        return ""
    return scene.say(
        f"可评判的{len(judged)}项中，{past}项的年份早于首个决策年{first}（“回算”），杠杆已改变不了；"
        f"可改变的是其余{len(judged) - past}项。",
        f" Of the {len(judged)} that can be judged, {past} are of years before the first decision in {first} "
        f"(hindcast): no lever changes them; the other {len(judged) - past} can change.",
    )


def _counts(scene: Scene, counts: Counter[str], before: dict[str, str], at_edge: set[str]) -> Chart:
    was = Counter(before.values())
    edge = Counter(str(row["state"]) for row in scene.answer.targets if row["id"] in at_edge)
    cards = []
    for state in STATES:
        if not counts[state]:
            continue
        change = f"{counts[state] - was[state]:+d}" if before and counts[state] != was[state] else ""
        near = scene.say(f"其中临界 {edge[state]} 项", f"{edge[state]} at the edge") if edge[state] else ""
        kind, note = "main" if state == "met" else "", " · ".join(filter(None, (change, near)))
        cards.append(
            {
                "label": target_state(state, scene.say),
                "value": str(counts[state]),
                "note": note,
                "kind": kind,
            }
        )
    alarm = alarm_card(scene.answer.targets, scene.say, scene.unit)
    cards += [alarm] if alarm else []
    return {
        "id": "states",
        "kind": "cards",
        "wide": True,
        "title": scene.say("目标的状态", "States of the targets"),
        "cards": cards,
    }


def _is_shown(row: dict[str, Any], chosen: str, before: dict[str, str], at_edge: set[str]) -> bool:
    if chosen == EDGE:
        return row["id"] in at_edge
    if chosen == CHANGED:
        return before.get(row["id"], row["state"]) != row["state"]
    return chosen in (ALL, row["state"])


def _row(row: dict[str, Any], before: dict[str, str], scene: Scene, edge: Edge | None) -> list[Any]:
    say, state = scene.say, str(row["state"])
    unit = str(row["unit"] or "")
    wanted = wanted_text(str(row["relation"]), row["target"], unit, say, scene.unit)
    is_there = row["value"] is not None and not pd.isna(row["value"])
    shown, factor = scene.unit(unit)
    value = value_text(float(row["value"]), row["target"], factor, shown) if is_there else "–"
    chip: dict[str, str] = {"text": target_state(state, say), "kind": state if state in ("met", "missed") else "other"}
    was = before.get(row["id"], state)
    if was != state:
        chip["text"] += say(f"（原：{target_state(was, say)}）", f" (was {target_state(was, say)})")
    is_edge = edge is not None and edge.is_at
    if is_edge:
        chip["text"] += say("·临界", ", at the edge")
        chip["kind"] += " tf-chip-edge"
    noted = (
        _edge_note(edge, scene.unit(unit)[1], say) if edge is not None and is_edge else "",
        basis_name(str(row["basis"] or ""), say),
        note_text(_kept(str(row["note"] or ""), edge), say, unit, scene.unit),
        beside_text(str(row["beside"] or ""), say, scene.unit),
    )
    return [
        str(row["id"]),
        project_name(str(row["project"]), say),
        target_name(str(row["indicator"]), str(row["indicator_zh"]), say),
        chip,
        str(row["year"] or ""),
        wanted,
        value,
        say("；", "; ").join(filter(None, noted)),
    ]


def _kept(note: str, edge: Edge | None) -> str:
    """Return a note without its hint to look at other seeds, once these are there."""
    return "; ".join(part for part in note.split("; ") if edge is None or not part.startswith(CLOSE_NOTE))


def _edge_note(edge: Edge, factor: float, say: Speech) -> str:
    """Say how many seeds meet a target, and how far it is off against what seeds do."""
    told = say(f"{edge.n_seeds}个种子中{edge.n_met}个达到", f"{edge.n_met} of {edge.n_seeds} seeds meet it")
    if edge.gap != edge.gap or edge.spread != edge.spread:
        return told
    gap, spread = signed(factor * edge.gap, 2), number(factor * edge.spread, 2)
    return told + say(f"，距目标 {gap}，种子间波动 ±{spread}", f", off by {gap}, seeds ±{spread}")
