"""By-products: who takes what from whom, by what it is worth, what haulage costs and how much can be taken."""

import numpy as np

from agents.choice import between, logistic, share_of

ROUNDS = 3  # of offering what was not taken to those who have room left


def accepted(worth_cny_per_t: np.ndarray, haul_cny_per_t: np.ndarray, spread: float) -> np.ndarray:
    """Return (n_goods, n_uses, n_from, n_to) how willingly a tonne changes hands, 0 to 1.

    Args:
        worth_cny_per_t: (n_goods, n_uses, n_from, n_to) of a tonne to maker and user together, before haulage.
        haul_cny_per_t: (n_from, n_to).
        spread: CNY/t of difference that moves the willingness by a quarter.
    """
    return logistic((worth_cny_per_t - haul_cny_per_t) / spread)


def matched(supply_t: np.ndarray, room_t: np.ndarray, willing: np.ndarray, most_t: np.ndarray) -> np.ndarray:
    """Return (n_goods, n_uses, n_from, n_to) t that flow; nobody gives or takes more than there is.

    Makers spread what they have over users by willingness and room, users take goods in the order of the first
    axis; what finds no room is offered again.

    Args:
        supply_t: (n_goods, n_from).
        room_t: (n_uses, n_to) of all goods together.
        willing: from :func:`accepted`.
        most_t: (n_goods, n_uses, n_to) of a single good in a use.
    """
    flow, given, of_each = np.zeros_like(willing), np.zeros_like(supply_t), np.zeros_like(most_t)
    best = willing.max(axis=(1, 3))  # a maker offers no more than its best partner is willing to take
    for _ in range(ROUNDS):
        left = np.maximum(supply_t * best - given, 0.0)
        room = np.maximum(room_t - of_each.sum(axis=0), 0.0)
        of_good = np.maximum(np.minimum(most_t - of_each, room), 0.0)
        offered = share_of(left, np.einsum("guft,gut->gf", willing, of_good))
        arrives = of_good * np.einsum("guft,gf->gut", willing, offered)
        within = np.minimum(arrives, of_good)
        before = within.cumsum(axis=0) - within
        taken = between(room - before, 0.0, within)
        pull = of_good * share_of(taken, arrives)
        given += offered * np.einsum("guft,gut->gf", willing, pull)
        of_each += taken
        flow += willing * offered[:, None, :, None] * pull[:, :, None, :]
    return flow


def blended_share(
    clinker_cny_per_t: np.ndarray, additive_cny_per_t: np.ndarray, most: float, spread: float
) -> np.ndarray:
    """Return (n,) t of slag and ash per t of cement that a works would blend, by what clinker costs and they do."""
    return most * logistic((clinker_cny_per_t - additive_cny_per_t) / spread)
