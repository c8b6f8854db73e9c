"""Signals are frozen, and a lever's change leaves the old ones as they were."""

from dataclasses import FrozenInstanceError, dataclass
from functools import cached_property

import numpy as np
import pytest

from agents.signals.theme import Theme


@dataclass(frozen=True)
class Prices(Theme):
    """A theme with something worked out from its fields."""

    flat_cny: np.ndarray
    ratio: float

    @cached_property
    def peak_cny(self) -> np.ndarray:
        """Flat price times the ratio."""
        return self.flat_cny * self.ratio


def test_arrays_cannot_be_written_to_and_the_makers_own_array_stays_free():
    mine = np.array([0.5, 0.6])
    prices = Prices(mine, 2.0)
    with pytest.raises(ValueError, match="read-only"):
        prices.flat_cny[0] = 9.0
    with pytest.raises(FrozenInstanceError):
        prices.ratio = 3.0
    mine[0] = 9.0
    assert prices.flat_cny[0] == 0.5


def test_a_change_is_a_copy_and_nothing_worked_out_before_comes_along():
    prices = Prices(np.array([0.5, 0.6]), 2.0)
    assert prices.peak_cny[0] == 1.0
    wider = prices.changed(ratio=4.0)
    assert wider.peak_cny[0] == 2.0  # 0.5 * 4
    assert prices.peak_cny[0] == 1.0
    with pytest.raises(ValueError, match="read-only"):
        prices.changed(flat_cny=np.zeros(2)).flat_cny[0] = 1.0


def test_a_field_that_does_not_exist_is_named():
    with pytest.raises(TypeError, match=r"no field 'rato'.*ratio"):
        Prices(np.zeros(1), 1.0).changed(rato=2.0)
