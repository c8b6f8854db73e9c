"""Targets met in a year of power cuts or missed plants, which the plan forbids: the scorecard's own alarms."""

from collections.abc import Iterable, Mapping
from typing import Any

from experiments.language import Speech
from experiments.target_words import Scale, note_text

ALARM = "alarm: "


def alarms(targets: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the alarms in the notes of the targets, one for each target that rings."""
    notes = (str(row["note"] or "").split("; ") for row in targets)
    rung = ([part for part in parts if part.startswith(ALARM)] for parts in notes)
    return [parts[0] for parts in rung if parts]


def alarm_card(targets: Iterable[Mapping[str, Any]], say: Speech, scale: Scale) -> dict[str, str] | None:
    """Return a card that says how many targets are met like that, and what the first alarm says; None without one."""
    found = alarms(targets)
    if not found:
        return None
    told = note_text(found[0], say, scale=scale).removeprefix("警示：").removeprefix(ALARM)
    return {
        "label": say("带警示的达标项", "Targets met with an alarm"),
        "value": f"⚠ {len(found)}",
        "note": told,
        "kind": "alarm",
    }
