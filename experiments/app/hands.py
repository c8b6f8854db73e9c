"""What hands do on the page: one message of each component, for whoever answers to its name. Nothing is trusted."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

Answering = Callable[[Any], None]  # takes what the browser told


@dataclass(frozen=True)
class LeverHands:
    """What can be done in the lever panel; the names are those that the panel tells."""

    move: Answering
    reset: Answering
    reset_levers: Answering
    reset_assumptions: Answering
    choose_package: Answering
    choose_storyline: Answering
    choose_seed: Answering
    assume: Answering


@dataclass(frozen=True)
class BoardHands:
    """What can be done on the boards of charts."""

    open_tab: Answering
    choose: Answering
    upload: Answering
    dismiss: Answering


def obey(hands: LeverHands | BoardHands, told: Any) -> None:
    """Give ``{"what": name, "of": value}`` to whoever answers for that name; what names nobody is left out."""
    what = told.get("what") if isinstance(told, dict) else None
    if isinstance(what, str) and what in {field.name for field in fields(hands)}:
        getattr(hands, what)(told.get("of"))
