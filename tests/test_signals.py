"""Signals are frozen, and a lever's change leaves the old ones as they were."""

from dataclasses import FrozenInstanceError, dataclass, fields
from functools import cached_property

import numpy as np
import pytest

from agents.signals import Draft, QuietThemes, Signals, change
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


def test_a_draft_is_written_to_and_leaves_the_signals_that_it_was_made_of():
    first = signals_of(QuietThemes.of(2))
    draft = Draft.of(first)
    assert change(change(draft, "waste", rule_share=np.ones(2)), "waste", served_share=np.full(2, 0.3)) is draft
    sealed = draft.sealed()
    assert type(sealed) is type(first)
    assert sealed.waste.rule_share.tolist() == [1.0, 1.0] and sealed.waste.served_share.tolist() == [0.3, 0.3]
    assert first.waste.rule_share.tolist() == [0.0, 0.0]
    assert sealed.land is first.land
    with pytest.raises(ValueError, match="read-only"):
        sealed.waste.rule_share[0] = 0.5
    with pytest.raises(TypeError, match="no field 'rules'"):
        change(Draft.of(first), "waste", rules=1.0)


def signals_of(quiet):
    """Signals of which only the quiet themes matter."""
    themes = {field.name: getattr(quiet, field.name, None) for field in fields(Signals)}
    return Signals(**{**themes, "year": 2030})
