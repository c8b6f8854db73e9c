"""The tables that an attribution leaves in its folder."""

from collections.abc import Mapping, Sequence

import pandas as pd

from abm.variables import variable
from experiments.attribution.question import Question
from experiments.attribution.sectors import FACTORS, Change
from experiments.attribution.shapley import Attribution

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
    shapley = found.estimate
    first, last = question.span
    head = {"variable": name, "unit": variable(name).unit, "from": first, "to": last}
    rows: list[dict[str, object]] = [
        {
            **head,
            "action": action,
            "levers": " ".join(question.actions[action]),
            "shapley": shapley.mean[i],
            "half_width": shapley.half_width[i],
            "alone": found.alone[:, i].mean(),
            "last": found.last[:, i].mean(),
        }
        for i, action in enumerate(found.actions)
    ]
    rows.append({**head, "action": "interaction", "alone": found.interaction.mean()})
    rows.append({**head, "action": "total", "shapley": found.total.mean(), "alone": found.total.mean()})
    return rows
