"""All levers, found in the files of ``policies/levers``: adding one edits no existing file."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from policies import levers as folder
from policies.lever import Lever


@cache
def all_levers() -> dict[str, Lever]:
    """Return every lever by id, sorted by id.

    Raises:
        ValueError: two files declare the same id.
    """
    found: dict[str, Lever] = {}
    for info in iter_modules(folder.__path__):
        for lever in import_module(f"{folder.__name__}.{info.name}").LEVERS:
            if lever.id in found:
                raise ValueError(f"lever {lever.id!r} is declared twice (policies/levers/{info.name}.py)")
            found[lever.id] = lever
    return dict(sorted(found.items()))
