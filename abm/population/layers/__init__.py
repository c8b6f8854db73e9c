"""State that agents start with, one module per domain, found by themselves.

A module here has ``KIND`` (``households``, ``cars``, ``fleet``, ``trucks`` or ``farms``; without it,
the module's own name, ``homes`` meaning households) and
``layer(region, columns, streams) -> dict of new columns`` of the same length. It may narrow what
its result depends on by ``PARAMETERS`` (prefixes of keys) and ``TABLES`` (files of the region);
without them every parameter and ``observations.csv`` count, and a change of any builds anew.
Layers run in the order of their names, and see the columns of those before them.
"""

import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

import numpy as np

from abm.randomness import Streams
from abm.region import Region

KINDS = ("households", "cars", "fleet", "trucks", "farms")
BY_NAME = {"homes": "households"} | {kind: kind for kind in KINDS}
Make = Callable[[Region, Mapping[str, np.ndarray], Streams], Mapping[str, np.ndarray]]


@dataclass(frozen=True)
class Layer:
    """One domain's first state of one kind of agent."""

    name: str
    kind: str
    make: Make
    parameters: tuple[str, ...]  # prefixes of the keys that it reads; "" is all
    tables: tuple[str, ...]


def layers() -> list[Layer]:
    """Return all layers by name.

    Raises:
        TypeError: a module lacks ``layer``, or says no kind of agents that there is.
    """
    found = []
    for name in sorted(module.name for module in pkgutil.iter_modules(__path__)):
        module = import_module(f"{__name__}.{name}")
        kind = getattr(module, "KIND", BY_NAME.get(name))
        if kind not in KINDS or not hasattr(module, "layer"):
            wanted = f"KIND (one of {', '.join(KINDS)}) and layer(region, columns, streams)"
            raise TypeError(f"{module.__name__} needs {wanted}")
        parameters = tuple(getattr(module, "PARAMETERS", ("",)))
        tables = tuple(getattr(module, "TABLES", ("observations.csv",)))
        found.append(Layer(name, kind, module.layer, parameters, tables))
    return found
