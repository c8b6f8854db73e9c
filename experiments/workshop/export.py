"""The whole session as a file: every event as JSON or CSV, proposals and people as sheets. Tokens stay out."""

import csv
import io
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from experiments.workshop.hall import Hall
from experiments.workshop.room import Room
from experiments.workshop.score import of_proposal
from experiments.workshop.views import PAYER_NAMES
from policies.registry import all_levers

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a table program would compute


def made(hall: Hall, kind: str) -> tuple[bytes, str] | None:
    """Return a file and its media type; None for a kind that there is not."""
    if kind == "json":
        return json.dumps(_events(hall), ensure_ascii=False, indent=1).encode(), "application/json"
    if kind == "csv":
        return _csv(_proposals(hall)), "text/csv; charset=utf-8"
    if kind == "xlsx":
        return _xlsx(hall), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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


def _proposals(hall: Hall) -> list[list[Any]]:
    room = hall.room
    head = ["round", "proposal", "team", "name", "at", "note", "levers", "contested", "peak_year", "peak_state"]
    rows: list[list[Any]] = [
        [*head, "emissions_mt", "uncontested_mt", "outside_mt_against_start", "city_budget_1e8_cny", "score"]
    ]
    for proposal in room.proposals.values():
        found, peak = of_proposal(proposal, room, hall.anchors), proposal.figures.get("peak", {})
        row = [proposal.round, proposal.number, _team(room, proposal.team), room.people[proposal.person].name]
        row += [_clock(proposal.at), proposal.note, _pairs(proposal.levers), _pairs(proposal.contested)]
        told = proposal.figures
        row += [peak.get("year"), peak.get("state"), told.get("emissions")]
        row += [told.get("uncontested", {}).get("emissions"), _outside(hall, told), told.get("paid", {}).get("city")]
        rows.append([*row, round(found["total"], 1) if found else None])
    return rows


def _predictions(room: Room) -> list[list[Any]]:
    rows: list[list[Any]] = [["round", "name", "team", "peak_year", "emissions_mt", "came_out_mt"]]
    for (number, person), found in room.predictions.items():
        out = room.joints[number].figures["emissions"] if number in room.joints else None
        who = room.people[person]
        rows.append([number, who.name, _team(room, who.team), found.peak, found.emissions, out])
    return rows


def _joints(hall: Hall) -> list[list[Any]]:
    """The common choice of each round, and the starting package as round 0: what comes out and who pays."""
    found: list[tuple[int, Mapping[str, float], Mapping[str, Any]]] = [(0, {}, hall.base)] if hall.base else []
    found += [(number, joint.levers, joint.figures) for number, joint in sorted(hall.room.joints.items())]
    head = ["round", "levers", "peak_year", "emissions_mt", "outside_mt_against_start", "targets_met"]
    rows: list[list[Any]] = [[*head, *(f"{payer}_1e8_cny" for payer in PAYER_NAMES)]]
    for number, levers, told in found:
        row = [number, _pairs(levers), told["peak"]["year"], told["emissions"], _outside(hall, told)]
        rows.append([*row, told["scored"]["targets"], *(told.get("paid", {}).get(payer) for payer in PAYER_NAMES)])
    return rows


def _choices(room: Room) -> list[list[Any]]:
    """What everybody had set beyond the common start when a round was frozen."""
    rows: list[list[Any]] = [["round", "name", "team", "lever", "value"]]
    for number, chosen in sorted(room.choices.items()):
        for person, levers in chosen.items():
            who = room.people[person]
            rows += [[number, who.name, _team(room, who.team), lever, value] for lever, value in levers.items()]
    return rows


def _levers() -> list[list[Any]]:
    """What the levers' ids stand for."""
    rows: list[list[Any]] = [["lever", "zh", "en", "unit", "low", "high"]]
    return rows + [[own.id, own.label.zh, own.label.en, own.unit, own.low, own.high] for own in all_levers().values()]


def _outside(hall: Hall, told: Mapping[str, Any]) -> float | None:
    """What others emit more than under the starting package."""
    return float(f"{told['moved'] - hall.base['moved']:.5g}") if hall.base and "moved" in told else None


def _clock(at: float) -> str:
    return datetime.fromtimestamp(at).strftime("%Y-%m-%d %H:%M:%S")


def _team(room: Room, name: str) -> str:
    team = room.settings.team(name)
    return team.name if team else name


def _pairs(values: Any) -> str:
    return "; ".join(f"{key}={value:g}" for key, value in values.items())


def _plain(cell: Any) -> Any:
    """Return a cell that no table program takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def _csv(rows: list[list[Any]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([_plain(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")  # a table program then reads Chinese


def _xlsx(hall: Hall) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    people = [["name", "team", "joined_at", "sent_out"]]
    people += [
        [p.name, _team(hall.room, p.team), _clock(p.joined_at), "yes" if p.is_kicked else ""]
        for p in hall.room.people.values()
    ]
    events = [["number", "at", "kind", "actor", "body"]]
    events += [[*list(row.values())[:4], json.dumps(row["body"], ensure_ascii=False)[:30000]] for row in _events(hall)]
    sheets = {
        "proposals": _proposals(hall),
        "predictions": _predictions(hall.room),
        "rounds": _joints(hall),
        "choices": _choices(hall.room),
        "levers": _levers(),
        "people": people,
        "events": events,
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([_plain(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
