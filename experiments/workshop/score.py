"""The score of a proposal, from figures that everybody can see.

Each part is 0 where it is no better than the worse of two futures that were simulated too (the room's
package and ``plan_plus``), and 100 where it is as good as the better one. What is made outside the city
instead counts as if it were made here, so that driving output away cannot win.
"""

from collections.abc import Mapping
from typing import Any

from experiments.workshop.room import Proposal, Room

SIGNS = {"climate": -1, "peak": -1, "targets": 1, "households": -1, "budget": -1}  # is more better?
LOWEST, HIGHEST = -50.0, 150.0
DEFAULT_WEIGHTS = {"climate": 40.0, "peak": 15.0, "targets": 15.0, "households": 15.0, "budget": 15.0}
LABELS = {
    "climate": ("二氧化碳累计（含市外转移）", "CO2 added up, outside the city included"),
    "peak": ("达峰年份", "Peak year"),
    "targets": ("达到的方案目标数", "Targets of the plan met"),
    "households": ("居民净支出", "Paid by households, net"),
    "budget": ("各级财政支出", "Paid by public budgets"),
}
Figures = Mapping[str, float]


def parts(found: Figures, one: Figures, other: Figures) -> dict[str, float | None]:
    """Return each part of the score; None where the two futures compared with do not differ in it."""
    result: dict[str, float | None] = {}
    for name, sign in SIGNS.items():
        worse, better = sorted((sign * one[name], sign * other[name]))
        span = better - worse
        share = (sign * found[name] - worse) / span if span > 1e-9 else None
        result[name] = None if share is None else min(max(100.0 * share, LOWEST), HIGHEST)
    return result


def total(points: Mapping[str, float | None], weights: Mapping[str, float]) -> float:
    """Return the weighted mean of the parts that say something; 0 where none does."""
    told = {name: value for name, value in points.items() if value is not None and weights.get(name, 0.0) > 0}
    whole = sum(weights[name] for name in told)
    return sum(weights[name] * value for name, value in told.items()) / whole if whole else 0.0


def of_proposal(proposal: Proposal, room: Room, anchors: tuple[Figures, Figures] | None) -> dict[str, Any] | None:
    """Return a proposal's parts and total; None where it is not computed yet."""
    if "scored" not in proposal.figures or anchors is None:
        return None
    points = parts(proposal.figures["scored"], *anchors)
    return {"parts": points, "total": total(points, room.settings.weights or DEFAULT_WEIGHTS)}


def leaderboard(room: Room, anchors: tuple[Figures, Figures] | None) -> list[dict[str, Any]]:
    """Return the teams by the best of their proposals; one that contests an assumption is shown, never ranked."""
    best: dict[str, dict[str, Any]] = {}
    for proposal in room.proposals.values():
        found = of_proposal(proposal, room, anchors)
        person = room.people.get(proposal.person)
        if found is None or proposal.contested or person is None or person.is_kicked:
            continue
        if proposal.team not in best or found["total"] > best[proposal.team]["total"]:
            best[proposal.team] = {"team": proposal.team, "proposal": proposal.number, "round": proposal.round, **found}
    return sorted(best.values(), key=lambda row: -row["total"])
