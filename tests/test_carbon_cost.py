"""What a tonne of CO2 costs a firm: free allowances by benchmark, buyers abroad, a price that firms set themselves."""

import numpy as np
import pytest

from agents.firm.carbon import allowance_cost, border_cost, felt_price, internal_price


def test_a_tonne_of_product_pays_for_what_it_emits_above_the_benchmark_and_earns_below_it():
    """At 100 CNY: (2.1 - 2.0) x 100 = 10 CNY, nothing at the benchmark, and (1.8 - 2.0) x 100 = -20."""
    cost = allowance_cost(np.full(3, 100.0), np.array([2.1, 2.0, 1.8]), np.full(3, 2.0))
    assert cost == pytest.approx([10.0, 0.0, -20.0])


def test_buyers_abroad_charge_the_exported_share_less_what_was_paid_here():
    """A tenth of the tonnes at 2 t CO2 each: 0.1 x 2 x (600 - 100) = 100 CNY; who paid more here owes nothing there."""
    exported, footprint = np.array([0.1, 0.1, 0.0]), np.full(3, 2.0)
    cost = border_cost(exported, footprint, 600.0, np.array([100.0, 700.0, 100.0]))
    assert cost == pytest.approx([100.0, 0.0, 0.0])


def test_a_firm_reckons_with_what_it_pays_or_with_its_own_price_whichever_is_higher():
    """Market and border are both paid, 60 + 30; one's own price is no payment and comes on top of nothing."""
    felt = felt_price(np.full(3, 60.0), np.array([0.0, 30.0, 30.0]), np.array([80.0, 80.0, 100.0]))
    assert felt == pytest.approx([80.0, 90.0, 100.0])


def test_large_firms_that_disclose_set_a_price_and_the_same_come_first():
    is_large, luck = np.array([True, True, True, False]), np.array([0.1, 0.4, 0.8, 0.1])
    some, more = (internal_price(is_large, luck, share, 150.0) for share in (0.3, 0.5))
    assert some.tolist() == [150.0, 0.0, 0.0, 0.0]
    assert more.tolist() == [150.0, 150.0, 0.0, 0.0]
    assert not internal_price(is_large, luck, 0.0, 150.0).any()
