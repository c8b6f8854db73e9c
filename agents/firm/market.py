"""Output: the city's share against outside producers, and who in the city makes it.

The share falls with a cost that is borne only here (Armington with one elasticity per product); a cost
borne by all leaves it. Within the city the cheapest go first, with friction: a firm's utilisation is a
logistic function of how far its cost lies below the level that just meets the demand.
"""

from dataclasses import dataclass

import numpy as np

from agents.choice import share_of

_HALVED = 0.5 ** np.arange(26.0)[:, None]  # of the cost level: 1e-8 of the range; what is left is spread in proportion
_WIDE = 40.0  # frictions beyond the dearest and below the cheapest firm: there all or none of them run


@dataclass(frozen=True)
class Market:
    """By product, (n_products,) arrays: elasticity of the share, friction in CNY/t, highest utilisation."""

    elasticity: np.ndarray
    friction_cny_per_t: np.ndarray
    highest_utilisation: np.ndarray


def demand_left(
    demand_t: np.ndarray, local_cost_cny_per_t: np.ndarray, price_cny_per_t: np.ndarray, elasticity: np.ndarray
) -> np.ndarray:
    """Return (n_products,) demand that stays when a tonne costs so much more here than outside."""
    relative = np.maximum(1.0 + local_cost_cny_per_t / price_cny_per_t, 0.1)
    return demand_t * relative**-elasticity


def outputs(
    capacity_t: np.ndarray, cost_cny_per_t: np.ndarray, product: np.ndarray, wanted_t: np.ndarray, market: Market
) -> np.ndarray:
    """Return (n,) t made by each firm so that each product meets its demand, as far as capacity goes.

    Args:
        capacity_t: (n,) of firms that are open, zero for the others.
        cost_cny_per_t: (n,) delivered cost with all surcharges.
        product: (n,) number of the product.
        wanted_t: (n_products,) demand.
        market: friction and highest utilisation.
    """
    n_products = len(wanted_t)
    room = capacity_t * market.highest_utilisation.take(product)
    room_of = np.bincount(product, room, minlength=n_products)
    wanted = np.minimum(wanted_t, room_of * (1.0 - 1e-9))
    half = 0.5 / market.friction_cny_per_t
    offset = cost_cny_per_t * half.take(product)
    reach = _WIDE * market.friction_cny_per_t.take(product).max(initial=1.0)
    low, high = cost_cny_per_t.min(initial=0.0) - reach, cost_cny_per_t.max(initial=0.0) + reach
    level, step = 0.5 * (low + high) * half, 0.25 * (high - low) * half  # a cost level over twice the friction
    steps = step * _HALVED
    beyond_half = wanted - 0.5 * room_of
    half_room = 0.5 * room
    more = np.zeros(len(capacity_t))
    for up, down in zip(steps, -steps, strict=True):
        more = level.take(product)  # of it half the room * tanh(level - offset), in its own memory
        more -= offset
        np.tanh(more, out=more)
        more *= half_room
        is_too_little = np.bincount(product, more, minlength=n_products) < beyond_half
        level = level + np.where(is_too_little, up, down)
    made = half_room + more
    total = np.bincount(product, made, minlength=n_products)
    scaled = made * share_of(wanted, total)[product]
    return np.minimum(scaled, room)
