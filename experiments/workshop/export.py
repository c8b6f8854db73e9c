"""The whole session as a file: every event as JSON or CSV, proposals and people as sheets. Tokens stay out."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from experiments.language import Lang, Speech
from experiments.workshop.columns import SHEETS, spoken
from experiments.workshop.debrief_teams import team_name
from experiments.workshop.hall import Hall
from experiments.workshop.room import Room
from experiments.workshop.score import SIGNS, of_proposal
from experiments.workshop.views import PAYER_NAMES
from policies.registry import all_levers

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a table program would compute
Rows = list[list[Any]]  # the first one holds the ids of the columns


def made(hall: Hall, kind: str, lang: Lang = "en") -> tuple[bytes, str] | None:
    """Return a file and its media type; None for a kind that there is not."""
    say = Speech(lang)
    if kind == "json":
        return json.dumps(_events(hall), ensure_ascii=False, indent=1).encode(), "application/json"
    if kind == "csv":
        return _csv(spoken(_proposals(hall, say), say)), "text/csv; charset=utf-8"
    if kind == "xlsx":
        return _xlsx(hall, say), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return None


def _events(hall: Hall) -> list[dict[str, Any]]:
    return [
        {
            "number": event.number,
            "at": event.at,
            "kind": event.kind,
            "actor": event.actor,
            "body": {key: value for key, value in event.body.items() if key not in ("token", "code")},
        }
        for event in hall.store.events()
    ]


def _proposals(hall: Hall, say: Speech) -> Rows:
    room = hall.room
    head = ["round", "proposal", "team", "name", "at", "note", "levers", "contested", "peak_year", "peak_state"]
    head += ["emissions", "uncontested", "outside_against_start", "city_budget", "gdp", "cut_off", "ranked", "score"]
    rows: Rows = [[*head, *(f"score_{part}" for part in SIGNS)]]
    for proposal in room.proposals.values():
        found, told = of_proposal(proposal, room, hall.anchors), proposal.figures
        peak, scored = told.get("peak", {}), told.get("scored", {})
        contested = {hall.assumptions.label(name, say): place for name, place in proposal.contested.items()}
        row = [proposal.round, proposal.number, team_name(room, proposal.team, say), room.people[proposal.person].name]
        row += [_clock(proposal.at), proposal.note, _levers_set(proposal.levers, say)]
        row += [_pairs(contested if say.lang == "zh" else proposal.contested), peak.get("year"), peak.get("state")]
        row += [told.get("emissions"), told.get("uncontested", {}).get("emissions"), _outside(hall, told)]
        row += [told.get("paid", {}).get("city"), scored.get("economy"), scored.get("cuts")]
        if found is None:
            rows.append([*row, None, None, *(None for _ in SIGNS)])
        else:
            row += [not (found["barred"] or proposal.contested), _whole(found["total"])]
            rows.append([*row, *(_whole(found["parts"][part]) for part in SIGNS)])
    return rows


def _whole(points: float | None) -> float | None:
    return None if points is None else round(points, 1) + 0.0


def _predictions(room: Room, say: Speech) -> Rows:
    rows: Rows = [["round", "name", "team", "peak_year", "emissions", "came_out"]]
    for (number, person), found in room.predictions.items():
        out = room.joints[number].figures["emissions"] if number in room.joints else None
        who = room.people[person]
        rows.append([number, who.name, team_name(room, who.team, say), found.peak, found.emissions, out])
    return rows


def _joints(hall: Hall, say: Speech) -> Rows:
    """The common choice of each round, and the starting package as round 0: what comes out and who pays."""
    found: list[tuple[int, Mapping[str, float], Mapping[str, Any]]] = [(0, {}, hall.base)] if hall.base else []
    found += [(number, joint.levers, joint.figures) for number, joint in sorted(hall.room.joints.items())]
    head = ["round", "levers", "peak_year", "emissions", "outside_against_start", "targets_met", "gdp", "cut_off"]
    rows: Rows = [[*head, *PAYER_NAMES]]
    for number, levers, told in found:
        row = [number, _levers_set(levers, say), told["peak"]["year"], told["emissions"], _outside(hall, told)]
        row += [told["scored"].get(name) for name in ("targets", "economy", "cuts")]
        rows.append([*row, *(told.get("paid", {}).get(payer) for payer in PAYER_NAMES)])
    return rows


def _choices(room: Room, say: Speech) -> Rows:
    """What everybody had set beyond the common start when a round was frozen."""
    rows: Rows = [["round", "name", "team", "lever", "value"]]
    for number, chosen in sorted(room.choices.items()):
        for person, levers in chosen.items():
            who = room.people[person]
            team = team_name(room, who.team, say)
            rows += [[number, who.name, team, _lever_name(lever, say), value] for lever, value in levers.items()]
    return rows


def _levers() -> Rows:
    """What the levers' ids stand for."""
    rows: Rows = [["lever", "zh", "en", "unit", "low", "high"]]
    return rows + [[own.id, own.label.zh, own.label.en, own.unit, own.low, own.high] for own in all_levers().values()]


def _outside(hall: Hall, told: Mapping[str, Any]) -> float | None:
    """What others emit more than under the starting package."""
    return float(f"{told['moved'] - hall.base['moved']:.5g}") if hall.base and "moved" in told else None


def _clock(at: float) -> str:
    return datetime.fromtimestamp(at).strftime("%Y-%m-%d %H:%M:%S")


def _lever_name(lever: str, say: Speech) -> str:
    """Return a lever's name in Chinese; in English its id, which the command line takes too."""
    own = all_levers().get(lever)
    return own.label.zh if own and say.lang == "zh" else lever


def _levers_set(levers: Mapping[str, float], say: Speech) -> str:
    return _pairs({_lever_name(lever, say): value for lever, value in levers.items()})


def _pairs(values: Mapping[str, float]) -> str:
    return "; ".join(f"{key}={value:g}" for key, value in values.items())


def _plain(cell: Any) -> Any:
    """Return a cell that no table program takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _csv(rows: list[list[Any]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([_plain(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")  # a table program then reads Chinese


def _xlsx(hall: Hall, say: Speech) -> bytes:
    from openpyxl import Workbook

    book, room = Workbook(), hall.room
    book.remove(book.active)
    people: Rows = [["name", "team", "joined_at", "sent_out"]]
    people += [
        [p.name, team_name(room, p.team, say), _clock(p.joined_at), say("是", "yes") if p.is_kicked else ""]
        for p in room.people.values()
    ]
    events: Rows = [["number", "at", "kind", "actor", "body"]]
    events += [[*list(row.values())[:4], json.dumps(row["body"], ensure_ascii=False)[:30000]] for row in _events(hall)]
    sheets = {
        "proposals": _proposals(hall, say),
        "predictions": _predictions(room, say),
        "rounds": _joints(hall, say),
        "choices": _choices(room, say),
        "levers": _levers(),
        "people": people,
        "events": events,
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(say(SHEETS[name], name))
        for row in spoken(rows, say):
            sheet.append([_plain(cell) for cell in row])
        sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
