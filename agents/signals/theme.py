"""The common ground of all signals: frozen, and their arrays read-only."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Self

import numpy as np


@dataclass(frozen=True)
class Theme:
    """A frozen group of things that agents perceive; its arrays cannot be written to."""

    _derived: ClassVar[tuple[str, ...]] = ()  # names that a copy must compute anew

    def __init_subclass__(cls) -> None:
        cls._derived = tuple(name for name, value in vars(cls).items() if isinstance(value, cached_property))

    def __post_init__(self) -> None:
        for name, value in self.__dict__.items():
            if isinstance(value, np.ndarray):
                self.__dict__[name] = _read_only(value)

    def changed(self, **values: Any) -> Self:
        """Return a copy with some fields replaced.

        Raises:
            TypeError: no such field.
        """
        new = self.opened()
        new.write(values)
        return new

    def opened(self) -> Self:
        """Return a copy that its maker may :meth:`write` before anybody else sees it."""
        new = object.__new__(type(self))
        new.__dict__.update(self.__dict__)
        return new

    def write(self, values: Mapping[str, Any]) -> None:
        """Set fields of a copy that is still open; what was worked out from the old ones goes.

        Raises:
            TypeError: no such field.
        """
        state = self.__dict__
        for name in self._derived:
            state.pop(name, None)
        for name, value in values.items():
            if name not in state:
                raise TypeError(f"{type(self).__name__} has no field {name!r}; it has {sorted(state)}")
            state[name] = _read_only(value) if isinstance(value, np.ndarray) else value


def _read_only(value: np.ndarray) -> np.ndarray:
    """Return the array, or a copy of it, such that it cannot be written to."""
    if value.flags.writeable:
        value = value.copy()
        value.setflags(write=False)
    return value
