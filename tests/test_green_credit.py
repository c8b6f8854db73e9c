"""Green credit: the budget pays interest on what is lent for saving, and owners are patient with that alone."""

from dataclasses import replace

import numpy as np
import pytest

from abm.accounts.ledger import Ledger
from abm.industry.finance import Finance, Spent
from agents.firm.projects import Loan
from agents.firm.words import COKE, OWNERS, PROJECTS
from agents.signals import change
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry

OTHER_GAINS = ["coal_material", "smart_mine", "coal_chemistry"]


def discounted(industry, year, share=0.02):
    return change(
        firm_signals(industry, year), "investment", loan_discount_share=np.full(industry.yard.n_counties, share)
    )


@pytest.fixture(scope="module")
def industry():
    """Firms of the tiny region in 2031, when ovens leave and are built anew."""
    industry = new_industry(firm_world(until=2031))
    for year in range(2020, 2032):
        FirmYear(industry, discounted(industry, year))
    return industry


class TestDebts:
    @pytest.fixture
    def years(self):
        """Two years of a bank that lends half at 5 % for five years: 100 spent in the first, 40 of it to save."""
        industry = new_industry()
        loan = Loan(share=0.5, rate=0.05, years=5)
        finance = Finance(industry.book, replace(industry.investment.numbers, loan=loan), industry.yard.n_counties)
        paid, nothing = [], np.zeros(len(industry.book))
        for year in range(3):
            spent = Spent(nothing.copy(), {}, nothing.copy(), nothing.copy())
            spent.capital[0], spent.green[0] = (100.0, 40.0) if year == 0 else (0.0, 0.0)
            ledger = Ledger(industry.yard.n_counties)
            paid.append(finance.pay(spent, {}, discounted(industry, 2020), ledger))
        return finance, paid

    def test_interest_is_on_all_debt_and_the_budgets_part_on_the_green_one_alone(self, years):
        """50 are lent, 20 of them green; a fifth goes back each year: 5 % of 50 and 40, 2 % of 20 and 16."""
        _, paid = years
        assert [float(year.interest.sum()) for year in paid] == pytest.approx([0.0, 2.5, 2.0])
        assert [float(year.interest_subsidy.sum()) for year in paid] == pytest.approx([0.0, 0.4, 0.32])

    def test_both_debts_are_served_alike(self, years):
        finance, _ = years
        assert finance.debt_cny[0] == pytest.approx(50.0 * 0.8**2)
        assert finance.green_debt_cny[0] == pytest.approx(20.0 * 0.8**2)


class TestClosed:
    def test_a_closed_firm_gets_no_interest_and_only_a_state_group_goes_on_serving_its_loans(self):
        """Both owe 100; private works leave the bank with the rest, those of a group are served by the group."""
        industry = new_industry()
        book, finance = industry.book, industry.finance
        owner = {name: int(np.flatnonzero(book.owner == OWNERS.index(name))[0]) for name in ("private", "provincial")}
        finance.debt_cny[:], finance.green_debt_cny[:], finance.contracts_cny[:] = 100.0, 100.0, 100.0
        book.is_closed[list(owner.values())] = True
        ledger, nothing = Ledger(industry.yard.n_counties), np.zeros(len(book))
        finance.pay(Spent(nothing, {}, nothing, nothing), {}, discounted(industry, 2027), ledger)
        got = {ledger.headings[at][0]: cny for at, cny in ledger.of_firms.items()}
        assert got["loan service"][owner["private"]] == 0.0 > got["loan service"][owner["provincial"]]
        assert got["energy service fee"][owner["private"]] == 0.0 > got["energy service fee"][owner["provincial"]]
        assert not got["green loan interest subsidy"][book.is_closed].any()
        assert (got["green loan interest subsidy"][~book.is_closed] > 0.0).all()


class TestWhatIsGreen:
    def test_what_saves_is_green_and_new_ovens_and_growth_are_not(self, industry):
        """All that is spent is by firms, grants or contracts; the rest of it is core plant, growth and other gains."""
        spent, i = industry._spent(industry.signals), industry.investment
        own = spent.capital - spent.grant - spent.contract
        other = (i.year.capital_cny - i.year.grant_cny - i.year.contract_cny) @ ~i.kinds.is_green
        assert own - spent.green == pytest.approx(industry.renewal.capital_cny + industry.growth.capital_cny + other)
        assert industry.renewal.capital_cny[industry.book.product == COKE].any() and spent.green.any()

    def test_green_debt_is_part_of_all_debt(self, industry):
        finance = industry.finance
        assert (finance.green_debt_cny >= 0.0).all()
        assert (finance.green_debt_cny <= finance.debt_cny * (1.0 + 1e-12)).all()
        assert finance.green_debt_cny.sum() < finance.debt_cny.sum()

    def test_owners_are_as_patient_as_ever_with_what_is_not_green(self, industry):
        terms, plain = industry.investment.terms(discounted(industry, 2031)), industry.book.hurdle_years
        for k, kind in enumerate(PROJECTS):
            longer = terms.hurdle_years[:, k] > plain
            assert longer.all() if kind not in OTHER_GAINS else np.array_equal(terms.hurdle_years[:, k], plain), kind
        assert (terms.green_hurdle_years > plain).all()

    def test_a_discount_builds_no_ovens(self):
        """Ovens that stood by 2029 are built anew in 2030 as they would be without cheaper loans for saving."""
        built = []
        for share in (0.0, 0.04):
            industry = new_industry(firm_world(until=2030))
            for year in range(2020, 2030):
                FirmYear(industry, firm_signals(industry, year))
            industry.renewal.decide(discounted(industry, 2030, share), is_decided=True)
            built.append(industry.renewal.new_t.copy())
        assert built[0].any() and np.array_equal(*built)
