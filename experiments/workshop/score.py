"""The score of a proposal, from figures that everybody can see.

Each part is 0 where it is no better than the worse of two futures that were simulated too (the room's
package and ``plan_plus``), and 100 where it is as good as the better one. What is made outside the city
instead counts as if it were made here, so that driving output away cannot win; output that is not made at
all is missing in ``economy``. Where the two futures differ by fewer than five targets, a target counts twenty
points all the same: one at the edge of its tolerance is met with one seed and missed with another. Power cut
off by decree, or missing for want of plants, is what the plan forbids: such a proposal is shown with what it
costs, and has no place in the ranking.
"""

from collections.abc import Mapping
from typing import Any

from experiments.workshop.room import Proposal, Room

SIGNS = {"climate": -1, "economy": 1, "height": -1, "targets": 1, "households": -1, "budget": -1}  # is more better?
LOWEST, HIGHEST = -50.0, 150.0
LEAST_SPAN = {"targets": 5.0}  # what a hundred points are at least, in the part's own unit
MORE_THAN_START = 1.5  # cut off beyond this many times the start's: it comes of the choice, not of the storyline
DEFAULT_WEIGHTS = {
    "climate": 40.0,
    "economy": 15.0,
    "height": 0.0,  # another seed alone moves it by 30 of its 100 points: for who asks for it
    "targets": 15.0,
    "households": 15.0,
    "budget": 15.0,
}
LABELS = {
    "climate": ("二氧化碳累计（含市外转移）", "CO2 added up, outside the city included"),
    "economy": ("地区生产总值累计", "GDP added up"),
    "height": ("今后最高三年均值", "Highest 3-year mean ahead"),
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
        share = (sign * found[name] - worse) / max(span, LEAST_SPAN.get(name, 0.0)) if span > 1e-9 else None
        result[name] = None if share is None else min(max(100.0 * share, LOWEST), HIGHEST)
    return result


def total(points: Mapping[str, float | None], weights: Mapping[str, float]) -> float:
    """Return the weighted mean of the parts that say something; 0 where none does."""
    told = {name: value for name, value in points.items() if value is not None and weights.get(name, 0.0) > 0}
    whole = sum(weights[name] for name in told)
    return sum(weights[name] * value for name, value in told.items()) / whole if whole else 0.0


def of_proposal(proposal: Proposal, room: Room, anchors: tuple[Figures, Figures] | None) -> dict[str, Any] | None:
    """Return a proposal's parts and total (None where it is barred); None where it is not computed yet."""
    if "cuts" not in proposal.figures.get("scored", {}) or anchors is None:
        return None
    scored = proposal.figures["scored"]
    points = parts(scored, *anchors)
    barred = is_barred(scored, anchors[0])
    return {"parts": points, "total": None if barred else total(points, weights_of(room)), "barred": barred}


def is_barred(found: Figures, start: Figures) -> bool:
    """Return whether power is cut off more than under the room's starting package: no such choice is ranked."""
    return found.get("cuts", 0.0) > MORE_THAN_START * start.get("cuts", 0.0)


def weights_of(room: Room) -> dict[str, float]:
    """Return the weight of each part; the default one of a part that an older room did not know."""
    return {name: room.settings.weights.get(name, weight) for name, weight in DEFAULT_WEIGHTS.items()}


def counting(room: Room) -> dict[str, float]:
    """Return the weights of the parts that count."""
    return {name: weight for name, weight in weights_of(room).items() if weight > 0}


def leaderboard(room: Room, anchors: tuple[Figures, Figures] | None) -> list[dict[str, Any]]:
    """Return the teams by the best of their proposals.

    A proposal that contests an assumption, or cuts power off, is shown and never ranked.
    """
    best: dict[str, dict[str, Any]] = {}
    for proposal in room.proposals.values():
        found = of_proposal(proposal, room, anchors)
        person = room.people.get(proposal.person)
        if found is None or found["barred"] or proposal.contested or person is None or person.is_kicked:
            continue
        if proposal.team not in best or found["total"] > best[proposal.team]["total"]:
            best[proposal.team] = {"team": proposal.team, "proposal": proposal.number, "round": proposal.round, **found}
    return sorted(best.values(), key=lambda row: -row["total"])
