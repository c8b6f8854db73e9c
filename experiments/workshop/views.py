"""What each page is shown of a room, as plain data. A person's page never holds another's token or secret."""

from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from experiments.language import Lang, Speech
from experiments.lever_values import never_from, text_unit, typed_unit
from experiments.web.catalogue import plain_card
from experiments.workshop.room import Person, Room
from experiments.workshop.roster import levers_of, roles
from experiments.workshop.score import LABELS, Figures, leaderboard, of_proposal, weights_of
from policies.lever import Lever
from policies.registry import all_levers

PROPOSALS_SHOWN = 60
PAYER_NAMES = {
    "households": ("居民", "Households"),
    "vehicles": ("车主", "Vehicle owners"),
    "farms": ("农户", "Farms"),
    "firms": ("企业", "Firms"),
    "city": ("市县财政", "City budget"),
    "upper": ("省和国家财政", "Province and state"),
}


def spread(room: Room) -> dict[str, list[float]]:
    """Return lever -> [min, mean, max, how many people] of what is set now.

    Of a pushed start only those count who have moved on from it: it stands on everybody's phone, also of
    those whose role may not touch the lever. Where nobody has, the start itself holds.
    """
    found: dict[str, list[float]] = {lever: [] for lever in room.start}
    for person in room.present:
        for lever, value in person.levers.items():
            if room.start.get(lever) != value:
                found.setdefault(lever, []).append(value)
    return {lever: _span(values, room.start.get(lever, 0.0)) for lever, values in sorted(found.items())}


def _span(values: list[float], start: float) -> list[float]:
    if not values:
        return [start, start, start, 0]
    return [min(values), sum(values) / len(values), max(values), len(values)]


def joint_levers(room: Room) -> dict[str, float]:
    """Return the room's common choice: the mean of everyone who has set a lever, a whole number for a choice."""
    means = {lever: row[1] for lever, row in spread(room).items()}
    known = all_levers()
    return {
        lever: float(round(value)) if known[lever].unit == "set" else float(f"{value:.6g}")
        for lever, value in means.items()
        if lever in known
    }


def shared(room: Room, anchors: tuple[Figures, Figures] | None) -> dict[str, Any]:
    """Return what everybody in the room may see."""
    settings = room.settings
    is_revealed = room.phase in ("reveal", "debrief")
    counted = Counter(person.team for person in room.present)
    return {
        "phase": room.phase,
        "round": room.round,
        "rounds": settings.rounds,
        "title": settings.title,
        "goal": settings.goal,
        "goal_year": settings.goal_year,
        "weights": weights_of(room),
        "teams": [team_of(room, team.id) | {"n": counted[team.id]} for team in settings.teams],
        "allowance": settings.allowance,
        "locked": room.is_locked,
        "start": dict(room.start),
        "began_at": room.began_at,
        "settings_at": room.settings_at,
        "pushes": room.pushes,
        "n_people": len(room.present),
        "spread": spread(room),
        "proposals": [proposal_row(room, number, anchors) for number in list(room.proposals)[-PROPOSALS_SHOWN:]],
        "leaderboard": leaderboard(room, anchors),
        "n_predictions": len(predictions(room)),
        "predictions": predictions(room) if is_revealed else [],
        "joint": joint(room) if is_revealed else None,
        "joints": [
            {"round": number, "figures": dict(found.figures)}
            for number, found in sorted(room.joints.items())
            if number < room.round or is_revealed
        ],
        "version": room.n_events,
    }


def team_of(room: Room, name: str) -> dict[str, Any]:
    """Return a team as it is shown: by its own name, or in both languages where that is its role's."""
    team = room.settings.team(name)
    if team is None:
        return {"id": name, "names": {"zh": name, "en": name}, "role": ""}
    role = roles().get(team.role, {"zh": "", "en": ""})
    both = team.name in (role["zh"], role["en"])
    names = {"zh": role["zh"], "en": role["en"]} if both else {"zh": team.name, "en": team.name}
    return {"id": name, "names": names, "role": team.role}


def joint(room: Room) -> dict[str, Any] | None:
    """Return the room's common choice of this round."""
    found = room.joints.get(room.round)
    return {"levers": dict(found.levers), "figures": dict(found.figures)} if found else None


def predictions(room: Room) -> list[dict[str, Any]]:
    """Return the predictions of this round, the closest first once the result is known."""
    rows = [
        {"name": room.people[own].name, "team": room.people[own].team, "peak": p.peak, "emissions": p.emissions}
        for (number, own), p in room.predictions.items()
        if number == room.round and own in room.people and not room.people[own].is_kicked
    ]
    found = room.joints.get(room.round)
    return sorted(rows, key=lambda row: abs(row["emissions"] - found.figures["emissions"])) if found else rows


def proposal_row(room: Room, number: int, anchors: tuple[Figures, Figures] | None) -> dict[str, Any]:
    """Return a proposal as everybody sees it."""
    proposal = room.proposals[number]
    person = room.people.get(proposal.person)
    figures = proposal.figures
    return {
        "number": number,
        "round": proposal.round,
        "name": person.name if person else "",
        "team": team_of(room, proposal.team),
        "at": proposal.at,
        "note": proposal.note,
        "beyond": dict(proposal.beyond),
        "n_start": len(proposal.levers) - len(proposal.beyond),
        "contested": dict(proposal.contested),
        "peak": figures.get("peak"),
        "emissions": figures.get("emissions"),
        "city_budget": figures.get("paid", {}).get("city"),
        "moved": figures.get("moved"),
        "cuts": figures.get("scored", {}).get("cuts", 0.0),
        "failed": figures.get("failed"),
        "uncontested": figures.get("uncontested"),
        "score": of_proposal(proposal, room, anchors),
    }


def own(room: Room, person: Person) -> dict[str, Any]:
    """Return what a person alone may see."""
    prediction = room.predictions.get((room.round, person.id))
    return {
        "id": person.id,
        "name": person.name,
        "team": team_of(room, person.team),
        "levers": dict(person.levers),
        "contested": dict(person.contested),
        "prediction": {"peak": prediction.peak, "emissions": prediction.emissions} if prediction else None,
    }


def proposed(room: Room) -> dict[int, dict[str, float]]:
    """Return all levers of the proposals that are shown, for the facilitator to push them."""
    return {number: dict(room.proposals[number].levers) for number in list(room.proposals)[-PROPOSALS_SHOWN:]}


def last_choice(room: Room) -> dict[str, Any] | None:
    """Return the last common choice that everybody has seen, for the facilitator to push it in the next round."""
    is_revealed = room.phase in ("reveal", "debrief")
    seen = [number for number in room.joints if number < room.round or is_revealed]
    return {"round": max(seen), "levers": dict(room.joints[max(seen)].levers)} if seen else None


def roster(room: Room, here: Container[str]) -> list[dict[str, Any]]:
    """Return everybody for the facilitator; ``here``: those whose page is open; who has predicted in this round."""
    told = {person for number, person in room.predictions if number == room.round}
    return [
        {"id": p.id, "name": p.name, "team": p.team, "here": p.id in here, "predicted": p.id in told}
        for p in room.present
    ]


@dataclass(frozen=True)
class Standing:
    """Lever -> value in the room's package, under current law, and in the plan (nothing where there is none)."""

    now: Mapping[str, float]
    law: Mapping[str, float]
    plan: Mapping[str, float]


def card(lever: Lever, lang: Lang, standing: Standing) -> dict[str, Any]:
    """Return a lever for a phone."""
    of = {"now": standing.now, "law": standing.law, "plan": standing.plan}
    return {**plain_card(lever, Speech(lang)), **{name: values.get(lever.id) for name, values in of.items()}}


def role_cards(lang: Lang) -> list[dict[str, str]]:
    """Return the roles with their names and tasks."""
    say = Speech(lang)
    return [
        {"id": name, "name": say(role["zh"], role["en"]), "task": say(role["task_zh"], role["task_en"])}
        for name, role in roles().items()
    ]


def words_of_score(lang: Lang) -> dict[str, str]:
    """Return the names of the parts of the score."""
    return {name: Speech(lang)(*label) for name, label in LABELS.items()}


def lever_names(lang: Lang) -> dict[str, str]:
    """Return the names of all levers: others' proposals hold levers that are not one's own."""
    return {lever.id: Speech(lang)(lever.label.zh, lever.label.en) for lever in all_levers().values()}


def lever_units(lang: Lang) -> dict[str, str]:
    """Return the units that follow the values of all levers."""
    return {lever.id: text_unit(lever, Speech(lang)) for lever in all_levers().values()}


def lever_factors() -> dict[str, float]:
    """Return the factors to these units, of the levers where it is not one."""
    factors = {lever.id: typed_unit(lever.unit, Speech("en"))[1] for lever in all_levers().values()}
    return {lever: factor for lever, factor in factors.items() if factor != 1.0}


def lever_years() -> dict[str, float]:
    """Return the levers that are a year, each with the value from which on it says that it never comes."""
    found = {lever.id: never_from(lever) for lever in all_levers().values()}
    return {lever: last for lever, last in found.items() if last is not None}


def payers(lang: Lang) -> dict[str, str]:
    """Return the names of those who pay."""
    return {name: Speech(lang)(*label) for name, label in PAYER_NAMES.items()}


def lever_cards(role: str, depth: int, lang: Lang, standing: Standing) -> list[dict[str, Any]]:
    """Return the levers of a role at a depth, with where they stand."""
    return [card(lever, lang, standing) for lever in levers_of(role, depth)]
