"""By-products: who takes what from whom, by what it is worth, what haulage costs and how much can be taken."""

import numpy as np

from agents.choice import between, logistic, share_of, share_or_one

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
    flow = np.zeros_like(willing)
    best = willing.max(axis=1).max(axis=2)  # a maker offers no more than its best partner is willing to take
    given: np.ndarray | float = 0.0
    taken: np.ndarray | float = 0.0
    of_each: np.ndarray | float = 0.0
    for again in range(ROUNDS):
        if again:
            given, taken, of_each = flow.sum(axis=(1, 3)), flow.sum(axis=(0, 2)), flow.sum(axis=2)
        left = np.maximum(supply_t * best - given, 0.0)
        room = np.maximum(room_t - taken, 0.0)
        of_good = np.maximum(np.minimum(most_t - of_each, room), 0.0)
        pull = willing * of_good[:, :, None, :]
        total = pull.sum(axis=(1, 3))
        offered = share_of(left, total)
        offer = pull * offered[:, None, :, None]
        offer *= _fit(offer.sum(axis=2), of_good)[:, :, None, :]
        arrives = offer.sum(axis=2)
        before = arrives.cumsum(axis=0) - arrives
        offer *= _fit(arrives, between(room - before, 0.0, arrives))[:, :, None, :]
        flow += offer
    return flow


def blended_share(
    clinker_cny_per_t: np.ndarray, additive_cny_per_t: np.ndarray, most: float, spread: float
) -> np.ndarray:
    """Return (n,) t of slag and ash per t of cement that a works would blend, by what clinker costs and they do."""
    return most * logistic((clinker_cny_per_t - additive_cny_per_t) / spread)


def _fit(wanted: np.ndarray, room: np.ndarray) -> np.ndarray:
    """Return how much of what is offered finds room, 0 to 1."""
    return np.minimum(share_or_one(room, wanted), 1.0)
