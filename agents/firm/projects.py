"""Projects: how firms take any kind of investment, all firms and kinds at once.

The spine is the same for every kind. *Aware and due:* a firm looks at projects once it has heard of them, at its
planning points. *Able:* its purse and the bank carry the capital, or a service company does. *Choose:* the
payback is held against the firm's own hurdle. *Commit:* the caller adds what was taken to what is done.

A firm is many lines of equipment (a residual firm is many plants), so what it takes is a share of its capacity:
the lines whose hurdle the payback beats. A share that is wanted less than it is done wears off with its life.
"""

from dataclasses import dataclass

import numpy as np

from agents.choice import annuity

LEAST_CNY = 1e-9  # keeps a division whole where nothing is paid


@dataclass(frozen=True)
class Offer:
    """What each kind of project means to each firm this year; (n_firms, n_kinds), for its whole capacity.

    ``capital_cny`` is what the firm has to find after grants, ``saving_cny`` a year's gain at the output
    expected, ``room`` the largest share of capacity that can have it, ``done`` the share that has it;
    ``suits_contract`` (n_kinds,) says which kinds service companies offer.
    """

    capital_cny: np.ndarray
    saving_cny: np.ndarray
    room: np.ndarray
    done: np.ndarray
    suits_contract: np.ndarray


@dataclass(frozen=True)
class Purse:
    """What a firm can and will pay with; (n_firms,) arrays, ``hurdle_years`` (n_firms, n_kinds).

    ``esco_reach`` is the share of its lines for which a service company offers a contract; such a company
    brings the capital and accepts a payback of ``esco_years``.
    """

    hurdle_years: np.ndarray
    cash_cny: np.ndarray
    esco_reach: np.ndarray
    esco_years: float


@dataclass(frozen=True)
class Loan:
    """The usual loan for a project: share of the capital, yearly rate, years."""

    share: float
    rate: float
    years: float


@dataclass(frozen=True)
class Taken:
    """Shares of capacity, (n_firms, n_kinds): taken by the firm's own choice, by contract, and worn off."""

    own: np.ndarray
    by_contract: np.ndarray
    worn: np.ndarray


def wish(hurdle_years: np.ndarray, capital: np.ndarray, saving: np.ndarray, sharpness: float) -> np.ndarray:
    """Return the share of lines whose hurdle the payback beats, log-logistic around the firm's own hurdle.

    ``1 / (1 + (payback / hurdle) ** sharpness)``: one half at the hurdle, none where nothing is saved, all
    where something is saved and nothing paid.
    """
    ratio = np.maximum(saving, 0.0) * hurdle_years / np.maximum(capital, LEAST_CNY)
    power = np.minimum(ratio, 1e3) ** sharpness
    return power / (1.0 + power)


def take(offer: Offer, purse: Purse, looks: np.ndarray, sharpness: float) -> Taken:
    """Return what firms take this year of each kind.

    Args:
        offer: of every kind to every firm.
        purse: of every firm.
        looks: (n_firms,) is aware of projects and at a planning point.
        sharpness: how alike a firm's lines are; high means that they decide as one.
    """
    wanted = wish(purse.hurdle_years, offer.capital_cny, offer.saving_cny, sharpness) * offer.room
    own = np.where(looks[:, None], np.maximum(wanted - offer.done, 0.0), 0.0)
    own *= _affordable((own * offer.capital_cny).sum(axis=1), purse.cash_cny)[:, None]
    by_contract = np.zeros_like(own)
    reach = purse.esco_reach * looks
    (at,) = reach.nonzero()  # whom a company offers anything
    if len(at):
        offered = reach[at, None] * offer.suits_contract
        contract = wish(np.array(purse.esco_years), offer.capital_cny[at], offer.saving_cny[at], sharpness)
        contract *= offer.room[at]
        by_contract[at] = offered * np.maximum(contract - offer.done[at] - own[at], 0.0)
        wanted[at] = np.maximum(wanted[at], offered * contract)
    return Taken(own, by_contract, np.maximum(offer.done - wanted, 0.0))


def ordered(share: np.ndarray, done: np.ndarray, compliance: np.ndarray) -> np.ndarray:
    """Return (n_firms, n_kinds) shares of capacity that are refitted because they must be.

    Args:
        share: (n_firms, n_kinds) of capacity that is under an order.
        done: (n_firms, n_kinds) share that has it already.
        compliance: (n_firms,) share of the rest that owners of this kind do in a year.
    """
    return compliance[:, None] * np.maximum(share - done, 0.0)


def eased(hurdle_years: np.ndarray, loan: Loan, discount: np.ndarray) -> np.ndarray:
    """Return hurdles lengthened by cheaper loans: the first years then carry less interest and repayment.

    Within its hurdle a firm pays its own part of the capital and so many years of the loan's service; the
    ratio of that burden at the usual rate to the burden at the discounted one lengthens the hurdle. Without
    a discount the hurdle is what it was, bit for bit.
    """
    usual = _burden(hurdle_years, loan, np.full_like(discount, loan.rate))
    cheaper = _burden(hurdle_years, loan, np.maximum(loan.rate - discount, 0.0))
    return hurdle_years * (usual / cheaper)


def _burden(hurdle_years: np.ndarray, loan: Loan, rate: np.ndarray) -> np.ndarray:
    served = np.minimum(hurdle_years, loan.years) * annuity(rate, loan.years)
    return (1.0 - loan.share) + loan.share * served


def _affordable(cost: np.ndarray, cash: np.ndarray) -> np.ndarray:
    """Return the share of what firms want that their purse carries."""
    return np.minimum(np.maximum(cash, 0.0) / np.maximum(cost, LEAST_CNY), 1.0)
