"""Which flights an airline offers at a small airport. Pure function."""

from agents.choice import logistic


def flown_share(support_cny: float, gap_cny: float, spread_cny: float) -> float:
    """Return the share of flights on offer that are flown: half where support just covers what tickets do not.

    Args:
        support_cny: paid by the city for a departure.
        gap_cny: cost of the middle flight less what its tickets bring.
        spread_cny: how much flights differ, above 0.
    """
    return float(logistic((support_cny - gap_cny) / spread_cny))
