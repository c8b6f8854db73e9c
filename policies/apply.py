"""The plainest way in which a lever rewrites the signals: one field takes the value."""

from collections.abc import Callable

from agents.signals import Signals, change
from policies.lever import Channel, Delivery


def sets(theme: str, field: str, channel: Channel = "") -> Callable[[Signals, float, Delivery], Signals]:
    """Return what sets one field (n_counties,) to the value, as far as each county delivers it."""

    def apply(signals: Signals, value: float, delivery: Delivery) -> Signals:
        return change(signals, theme, **{field: value * delivery[channel]})

    return apply


def sets_number(theme: str, field: str) -> Callable[[Signals, float, Delivery], Signals]:
    """Return what sets one field that is a number, the same everywhere."""

    def apply(signals: Signals, value: float, delivery: Delivery) -> Signals:
        return change(signals, theme, **{field: value})

    return apply
