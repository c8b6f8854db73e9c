"""A lever: one frozen object that knows its words, its bounds and how it rewrites the signals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from agents.signals import Signals

Authority = Literal["city", "province", "state"]
AUTHORITIES: dict[Authority, tuple[str, str]] = {  # in Chinese and English
    "city": ("市", "city"),
    "province": ("省", "province"),
    "state": ("国家", "state"),
}
Channel = Literal["", "subsidy", "inspection", "construction", "campaign", "training"]
Delivery = Mapping[str, np.ndarray]  # channel -> (n_counties,) share of a programme that reaches the ground


@dataclass(frozen=True)
class Text:
    """The same words in Chinese and English."""

    zh: str
    en: str


@dataclass(frozen=True)
class Guidance:
    """What a low value, the plan's value and a high value mean."""

    low: Text
    plan: Text
    high: Text


@dataclass(frozen=True)
class Lever:
    """Something an official can set, year by year.

    ``apply(signals, value, delivery)`` is pure and never asks what the reference value is.
    ``indicator`` is the result variable that must move, ``sign`` the direction in which it moves
    when the value rises.
    """

    id: str
    label: Text
    description: Text
    unit: str
    low: float
    high: float
    guidance: Guidance
    projects: tuple[str, ...]  # ids in the plan's table of projects, e.g. ("10", "17g")
    article: str
    bureau: Text
    authority: Authority
    channel: Channel
    indicator: str
    sign: Literal[-1, 1]
    evidence: tuple[str, ...]  # ids of sources or keys of parameters
    apply: Callable[[Signals, float, Delivery], Signals]
    is_built: bool = False  # its value is a stock that counties build up: what is not delivered comes later
