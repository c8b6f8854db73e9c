"""Errors that speak to the modeller."""

import re
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


def nearest_start(prefix: str, known: Iterable[str]) -> str:
    """Return ``; did you mean 'x'?`` for the nearest word or words with which known names begin, or nothing."""
    names = list(known)
    starts = [re.match(rf"(?:[^._|]+[._|]?){{{n}}}", name) for name in names for n in (1, 2, 3)]
    return nearest(prefix, dict.fromkeys([*(start[0].rstrip("._|") for start in starts if start), *names]))
