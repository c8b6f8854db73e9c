"""Who pays for retrofits and projects: firms, grants, banks and service companies; all of it has two sides."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.industry.investment import InvestNumbers
from agents.choice import annuity
from agents.firm.book import Book
from agents.firm.words import OWNERS
from agents.signals import Signals

PRIVATE = OWNERS.index("private")


@dataclass(frozen=True)
class Spent:
    """What a year's retrofits, projects and plant cost; (n_firms,) CNY, ``grants`` by item of the accounts.

    ``green`` is what firms find themselves, after grants and contracts, for what saves energy or carbon. New core
    plant in the place of old, the growth of full works and kinds of project that are not green stand outside it.
    """

    capital: np.ndarray  # all of it
    grants: dict[str, np.ndarray]  # of it, paid by grants
    contract: np.ndarray  # of it, brought by service companies
    green: np.ndarray

    @property
    def grant(self) -> np.ndarray:
        """(n_firms,) CNY of all grants."""
        return np.sum([*self.grants.values()], axis=0) if self.grants else np.zeros_like(self.capital)


@dataclass(frozen=True)
class Financed:
    """(n_counties,) CNY of the year."""

    capital: np.ndarray
    grants: np.ndarray
    contract: np.ndarray
    interest: np.ndarray
    interest_subsidy: np.ndarray


class Finance:
    """The debts of firms, (n_firms,) CNY: to banks, and to the service companies that brought equipment.

    ``green_debt_cny`` is the part of ``debt_cny`` that was lent for what saves: only its interest is discounted.
    """

    def __init__(self, book: Book, numbers: InvestNumbers, n_counties: int) -> None:
        self.book, self.numbers, self.n_counties = book, numbers, n_counties
        self.debt_cny, self.green_debt_cny, self.contracts_cny = np.zeros((3, len(book)))

    def pay(self, spent: Spent, supports: dict[str, np.ndarray], signals: Signals, ledger: Ledger) -> Financed:
        """Book the year's payments and carry the debts on.

        ``supports`` are (n_firms,) CNY of yearly support for what is made with projects, by item. A loan is served
        with an equal part of what is left each year, a contract with the annuity of its life.
        """
        n = self.numbers
        self._fail()
        grant = spent.grant
        own = spent.capital - grant - spent.contract
        borrowed, green = n.loan.share * own, n.loan.share * spent.green
        discount = np.minimum(signals.investment.loan_discount_share[self.book.county], n.loan.rate)
        interest, back = n.loan.rate * self.debt_cny, self.debt_cny / n.loan.years
        fees = self.contracts_cny * float(annuity(n.esco_rate, n.esco_years))
        subsidy = discount * self.green_debt_cny * ~self.book.is_closed  # a project that stands still gets none
        self.debt_cny = self.debt_cny - back + borrowed
        self.green_debt_cny = self.green_debt_cny * (1.0 - 1.0 / n.loan.years) + green
        self.contracts_cny = self.contracts_cny * (1.0 - 1.0 / n.esco_years) + spent.contract
        ledger.pay("retrofit by contract", "outside", "equipment_makers", self._sums(spent.contract))
        for item, payer, receiver, cny in (
            ("retrofit", "firms", "equipment_makers", spent.capital - spent.contract),
            ("loan", "outside", "firms", borrowed),
            ("loan service", "firms", "outside", interest + back),
            ("green loan interest subsidy", "city_budget", "firms", subsidy),
            ("energy service fee", "firms", "outside", fees),
        ):
            ledger.pay_by_firm(item, payer, receiver, cny, self.book.county)
        for item, cny in (*spent.grants.items(), *supports.items()):
            ledger.pay_by_firm(item, "city_budget", "firms", cny, self.book.county)
        ledger.pay("research fund", "city_budget", "firms", signals.investment.research_cny)
        parts = (spent.capital, grant, spent.contract, interest, subsidy)
        return Financed(*(self._sums(part) for part in parts))

    def _fail(self) -> None:
        """Debts of a private firm that has closed are lost to who lent; state groups serve those of their works."""
        fails = self.book.is_closed & (self.book.owner == PRIVATE)
        self.debt_cny, self.green_debt_cny, self.contracts_cny = (
            np.where(fails, 0.0, debt) for debt in (self.debt_cny, self.green_debt_cny, self.contracts_cny)
        )

    def _sums(self, cny: np.ndarray) -> np.ndarray:
        return np.bincount(self.book.county, cny, minlength=self.n_counties)
