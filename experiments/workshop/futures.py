"""What a room has computed beside what people look at: the futures compared with, luck, scores, common choices."""

import asyncio
from collections.abc import Coroutine, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from experiments.web.link import stamp
from experiments.workshop import drivers, luck, outcome, views
from experiments.workshop.events import FACILITATOR, Refused
from experiments.workshop.outcome import ask_of

if TYPE_CHECKING:
    from experiments.workshop.hall import Hall

STRONG = "plan_plus"


def wake(hall: "Hall") -> None:
    """Go on with what a stop left undone: the futures compared with, and what has no figures, or those of older code.

    The start is computed anew at every opening: figures of another version of code or data beside it would mislead.
    """
    hall.later(compute_anchors(hall))
    is_other = is_of_another_version(hall)
    again = [
        score_proposal(hall, number)
        for number, proposal in hall.room.proposals.items()
        if is_other or outcome.is_stale(proposal.figures)
    ] + [
        compute_again(hall, number, joint.levers)
        for number, joint in hall.room.joints.items()
        if is_other or outcome.is_stale(joint.figures)
    ]
    hall.later(_renew(hall, again))
    if hall.room.phase in ("predict", "reveal") and hall.room.round not in hall.room.joints:
        hall.later(compute_joint(hall))


def is_of_another_version(hall: "Hall") -> bool:
    """Return whether the figures of a room were made with other code or data than there is now."""
    return hall.store.version() not in ("", stamp(hall.region))


async def _renew(hall: "Hall", again: list[Coroutine[Any, Any, None]]) -> None:
    """Have figures made, and note with what: a stop in between makes them all anew."""
    await asyncio.gather(*again)
    hall.store.made_with(stamp(hall.region))


async def compute_anchors(hall: "Hall") -> None:
    """Have the futures computed that everything is compared with: the room's package and a strong one."""
    own = hall.room.settings.package
    other = STRONG if own != STRONG else "current"
    jobs = (hall.job({}), ask_of(other, hall.room.settings.storyline, {}))
    with suppress(Refused):
        first, second = [await hall.compute(job, "anchors", behind=True) for job in jobs]
        hall.anchors = (first["scored"], second["scored"])
        hall.base = first
        hall.tell()
        hall.later(compute_luck(hall))
        hall.later(take_apart(hall))


async def compute_luck(hall: "Hall") -> None:
    """Have the same futures, and one like a proposal, computed with other seeds."""
    settings = hall.room.settings
    other = STRONG if settings.package != STRONG else "current"
    alike = luck.like_a_proposal(settings.package, hall.region)
    choices: list[tuple[str, dict[str, float]]] = [(settings.package, {}), (other, {}), (settings.package, alike)]
    trios: list[luck.Trio] = []
    with suppress(Refused):
        for seed in luck.SEEDS:
            jobs = [ask_of(package, settings.storyline, levers, seed=seed) for package, levers in choices]
            one, two, three = [await hall.compute(job, "luck", behind=True) for job in jobs]
            trios.append((one, two, three))
    if hall.room.settings == settings:  # else those of the new settings are on their way
        hall.trios = tuple(trios)
        hall.tell()


async def score_proposal(hall: "Hall", number: int) -> None:
    """Have a proposal computed, and without its contested assumptions too; write its figures, or why there are none."""
    proposal, session = hall.room.proposals[number], f"proposal {number}"
    try:
        job = hall.job(proposal.levers, proposal.contested)
        figures = await hall.compute(job, session, behind=True)
        if proposal.contested:
            plain = await hall.compute(hall.job(proposal.levers), session, behind=True)
            figures = figures | {"uncontested": {key: plain[key] for key in ("emissions", "peak")}}
    except Refused as refused:
        figures = {"failed": {"zh": refused.zh, "en": refused.en}}
    hall.write("scored", FACILITATOR, {"proposal": number, "figures": figures})


async def compute_joint(hall: "Hall") -> None:
    """Have the room's common choice of this round computed and written."""
    levers, number = views.joint_levers(hall.room), hall.room.round
    with suppress(Refused):
        figures = await hall.compute(hall.job(levers), f"joint {number}")
        frozen = hall.room.phase in ("predict", "reveal") and hall.room.round == number
        if frozen and levers == views.joint_levers(hall.room):  # else it was unfrozen meanwhile
            hall.write("joint", FACILITATOR, {"round": number, "levers": levers, "figures": figures})
            hall.later(take_apart(hall))


async def compute_again(hall: "Hall", number: int, levers: Mapping[str, float]) -> None:
    """Have the common choice of a round that is over computed anew."""
    with suppress(Refused):
        figures = await hall.compute(hall.job(levers), f"again {number}", behind=True)
        if number in hall.room.joints:
            hall.write("joint", FACILITATOR, {"round": number, "levers": dict(levers), "figures": figures})


async def take_apart(hall: "Hall") -> None:
    """Have told which levers did what: in the last common choice, and at the end in the teams' proposals."""
    if hall.room.phase == "debrief":
        for choice in drivers.last_choices(hall):
            await drivers.take_apart(hall, choice)
    elif hall.room.round in hall.room.joints:
        await drivers.take_apart(hall, drivers.Choice.of_room(hall.room, hall.room.round))
