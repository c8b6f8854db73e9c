"""The tables that an attribution leaves in its folder."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from abm.variables import variable
from experiments.attribution.question import Question
from experiments.attribution.sectors import FACTORS, Change
from experiments.attribution.shapley import Attribution
from experiments.headlines import estimate

ACTIONS, SECTORS = "actions.csv", "sectors.csv"


def table_files(
    question: Question, results: Mapping[str, Attribution], by_sector: Sequence[Change]
) -> dict[str, bytes]:
    """Return file name -> content: what each action does, and the difference of the last year by sector."""
    rows = [row for name, found in results.items() for row in _rows(question, name, found)]
    sectors = [
        {"sector": one.sector, "mt": one.mt, **dict(zip(FACTORS, one.parts or [None] * len(FACTORS), strict=True))}
        for one in by_sector
    ]
    frames = {ACTIONS: pd.DataFrame(rows), SECTORS: pd.DataFrame(sectors)}
    return {name: frame.to_csv(index=False, lineterminator="\n").encode() for name, frame in frames.items()}


def _rows(question: Question, name: str, found: Attribution) -> list[dict[str, object]]:
    """Return a row per action, then the interaction and the total."""
    head = {"variable": name, "unit": variable(name).unit, "from": question.span[0], "to": question.span[1]}
    rows: list[dict[str, object]] = [
        {**head, "action": action, "levers": " ".join(question.actions[action]), **effects}
        for action, effects in _effects(found).items()
    ]
    together, total = estimate(found.interaction), estimate(found.total)
    rows.append({**head, "action": "interaction", "alone": together.mean, "alone_half_width": together.half_width})
    whole = {"shapley": total.mean, "half_width": total.half_width}
    rows.append({**head, "action": "total", **whole, "alone": total.mean, "alone_half_width": total.half_width})
    return rows


def plain(question: Question, name: str, found: Attribution) -> dict[str, Any]:
    """Return what each action does as plain numbers."""
    total, together = estimate(found.total), estimate(found.interaction)
    return {
        "variable": name,
        "unit": variable(name).unit,
        "years": list(question.span),
        "exact": not question.joined,
        "pairs_of_orders": sum(map(len, question.joined)) // 2,
        "seeds": len(question.seeds),
        "total": total.mean,
        "total_half_width": total.half_width,
        "interaction": together.mean,
        "interaction_half_width": together.half_width,
        "actions": [
            {"action": action, "levers": list(question.actions[action]), **effects}
            for action, effects in _effects(found).items()
        ],
    }


def _effects(found: Attribution) -> dict[str, dict[str, float]]:
    """Return action -> its effects with half the widths of their intervals."""
    shapley, alone, last = found.estimate, estimate(found.alone), estimate(found.last)
    columns = {
        "shapley": shapley.mean,
        "half_width": shapley.half_width,
        "alone": alone.mean,
        "alone_half_width": alone.half_width,
        "last": last.mean,
        "last_half_width": last.half_width,
    }
    return {action: {name: cells[i] for name, cells in columns.items()} for i, action in enumerate(found.actions)}
