"""Errors that speak to the modeller."""

from collections.abc import Iterable
from difflib import get_close_matches


class UserError(ValueError):
    """The user's mistake, told in one or a few lines; never a bug of ours."""


class RunFailed(RuntimeError):
    """A year that could not be simulated; the message says which, and where its case is saved."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return ``; did you mean 'x'?`` for the nearest known name, or nothing."""
    near = get_close_matches(str(name), list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
