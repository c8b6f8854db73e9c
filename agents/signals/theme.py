"""The common ground of all signals: frozen, and their arrays read-only."""

from dataclasses import dataclass
from typing import Any, Self

import numpy as np


@dataclass(frozen=True)
class Theme:
    """A frozen group of things that agents perceive; its arrays cannot be written to."""

    def __post_init__(self) -> None:
        for name, value in self.__dict__.items():
            if isinstance(value, np.ndarray) and value.flags.writeable:
                self.__dict__[name] = _read_only(value)

    def changed(self, **values: Any) -> Self:
        """Return a copy with some fields replaced.

        Written out because ``dataclasses.replace`` looks at every field, once per lever and year.

        Raises:
            TypeError: no such field.
        """
        new = object.__new__(type(self))
        for name in self.__dataclass_fields__:  # not what was cached from the old values
            new.__dict__[name] = self.__dict__[name]
        for name, value in values.items():
            if name not in new.__dict__:
                raise TypeError(f"{type(self).__name__} has no field {name!r}; it has {sorted(new.__dict__)}")
            is_loose = isinstance(value, np.ndarray) and value.flags.writeable
            new.__dict__[name] = _read_only(value) if is_loose else value
        return new


def _read_only(value: np.ndarray) -> np.ndarray:
    """Return a copy that cannot be written to."""
    value = value.copy()
    value.setflags(write=False)
    return value
