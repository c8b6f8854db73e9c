"""Looks whether another package called ``agents``, ``policies`` or ``abm`` stands in our way."""

from importlib.util import find_spec
from pathlib import Path

OURS = ("agents", "policies", "abm")


def foreign_packages() -> list[tuple[str, Path, Path]]:
    """Return (name, what Python would import, ours) for each package of ours that is shadowed."""
    home = Path(__file__).resolve().parents[1]
    found = []
    for name in OURS:
        spec = find_spec(name)
        places = list(spec.submodule_search_locations or []) if spec else []
        there = Path(places[0]).resolve() if places else Path(spec.origin or name).resolve() if spec else Path(name)
        if there != home / name:
            found.append((name, there, home / name))
    return found
