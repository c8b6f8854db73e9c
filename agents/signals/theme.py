"""The common ground of all signals: frozen, and their arrays read-only."""

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
            if isinstance(value, np.ndarray) and value.flags.writeable:
                self.__dict__[name] = _read_only(value)

    def changed(self, **values: Any) -> Self:
        """Return a copy with some fields replaced.

        Written out because ``dataclasses.replace`` looks at every field, and this runs once per lever and year.

        Raises:
            TypeError: no such field.
        """
        new = object.__new__(type(self))
        state = new.__dict__
        state.update(self.__dict__)
        for name in self._derived:
            state.pop(name, None)
        for name, value in values.items():
            if name not in state:
                raise TypeError(f"{type(self).__name__} has no field {name!r}; it has {sorted(state)}")
            is_loose = isinstance(value, np.ndarray) and value.flags.writeable
            state[name] = _read_only(value) if is_loose else value
        return new


def _read_only(value: np.ndarray) -> np.ndarray:
    """Return a copy that cannot be written to."""
    value = value.copy()
    value.setflags(write=False)
    return value
