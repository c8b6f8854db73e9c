"""The common ground of all signals: frozen, and their arrays read-only."""

from dataclasses import dataclass, fields

import numpy as np


@dataclass(frozen=True)
class Theme:
    """A frozen group of things that agents perceive; its arrays cannot be written to."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, np.ndarray) and value.flags.writeable:
                value = value.copy()
                value.setflags(write=False)
                object.__setattr__(self, field.name, value)
