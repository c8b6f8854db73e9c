"""Projects: payback against a hurdle, purse, loans, contracts, orders, wear; and what they write into the accounts."""

import numpy as np
import pytest

from abm.industry.kinds import declared
from agents.firm.projects import Loan, Offer, Purse, eased, ordered, take, wish
from agents.firm.stock import Buyers, Renewal, Stock, renew
from agents.firm.words import CHEMICALS, PROJECTS
from agents.signals import change
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry

LOOKS = np.ones(1, dtype=bool)


def offer(capital=100.0, saving=50.0, room=1.0, done=0.0):
    return Offer(*(np.array([[value]]) for value in (capital, saving, room, done)), np.array([True]))


def purse(hurdle=4.0, cash=1e9, reach=0.0, esco_years=8.0):
    return Purse(np.array([[hurdle]]), np.array([cash]), np.array([reach]), esco_years)


class TestWish:
    def test_half_of_the_lines_take_it_where_payback_is_the_hurdle(self):
        assert wish(np.array([4.0]), np.array([200.0]), np.array([50.0]), 3.0) == pytest.approx([0.5])

    def test_at_half_the_hurdle_eight_in_nine_take_it(self):
        """Payback 2 of 4 years: 1 / (1 + 0.5 ** 3) = 8 / 9."""
        assert wish(np.array([4.0]), np.array([100.0]), np.array([50.0]), 3.0) == pytest.approx([8 / 9])

    def test_nobody_takes_what_saves_nothing_and_all_what_costs_nothing(self):
        got = wish(np.array([4.0, 4.0, 4.0]), np.array([100.0, 100.0, 0.0]), np.array([0.0, -5.0, 1.0]), 3.0)
        assert got == pytest.approx([0.0, 0.0, 1.0])


class TestTake:
    def test_a_firm_takes_its_wish_once_and_not_again_every_year(self):
        first = take(offer(200.0), purse(), LOOKS, 3.0).own
        again = take(offer(200.0, done=0.5), purse(), LOOKS, 3.0).own
        assert first == pytest.approx(np.array([[0.5]]))
        assert again == pytest.approx(np.array([[0.0]]))

    def test_who_does_not_look_takes_nothing(self):
        assert not take(offer(), purse(), ~LOOKS, 3.0).own.any()

    def test_the_purse_bounds_what_is_taken(self):
        """Eight ninths of 100 CNY are wanted, 40 are there."""
        assert take(offer(100.0), purse(cash=40.0), LOOKS, 3.0).own == pytest.approx(np.array([[0.4]]))

    def test_a_service_company_waits_longer_for_what_it_offers(self):
        """Payback 4 of 8 years: 8/9 of the lines would do for it; half took it themselves; a tenth has an offer."""
        got = take(offer(200.0), purse(reach=0.1), LOOKS, 3.0)
        assert got.by_contract == pytest.approx(np.array([[0.1 * (8 / 9 - 0.5)]]))

    def test_no_more_than_what_can_have_it(self):
        assert take(offer(0.0, room=0.3), purse(), LOOKS, 3.0).own == pytest.approx(np.array([[0.3]]))

    def test_what_is_no_longer_wanted_wears_off(self):
        assert take(offer(200.0, done=0.8), purse(), LOOKS, 3.0).worn == pytest.approx(np.array([[0.3]]))

    def test_an_order_needs_no_payback(self):
        got = ordered(np.array([[1.0]]), np.array([[0.2]]), np.array([0.5]))
        assert got == pytest.approx(np.array([[0.4]]))


class TestStock:
    """Four ages, an eighth efficient at first."""

    def year(self, saving=50.0, extra=100.0, required=0.0, looks=False, knows=1.0):
        costs = Renewal(*(np.array([value]) for value in (400.0, extra, saving, 2.0)))
        return renew(Stock.even(1, 4, 0.125), costs, Buyers(np.array([knows]), np.array([looks]), 4), required, 3.0)

    def test_a_quarter_is_due_and_half_of_it_is_bought_efficient_where_the_extra_price_pays_as_asked(self):
        """100 CNY over 50 a year is two years, the hurdle: 0.25 * 0.5 = 0.125 new, 0.25 * 0.125 worn out."""
        got = self.year()
        assert got.at_end == pytest.approx([0.125])
        assert got.stock.efficient_share == pytest.approx([0.125 + 0.125 - 0.25 * 0.125])

    def test_shares_always_add_to_one(self):
        """What goes early is out of the stock until what was ordered in its place begins to work."""
        got = self.year(looks=True, saving=300.0)
        assert got.early > 0
        whole = got.stock.joined_by(got.early)
        assert whole.efficient_share + whole.usual.sum(axis=1) == pytest.approx([1.0])

    def test_early_goes_only_what_has_entered_the_second_half_of_its_life(self):
        """Free of charge all that has turned two since last year's planning point goes: 0.25 * 0.875."""
        costs = Renewal(*(np.array([value]) for value in (0.0, 0.0, 1.0, 2.0)))
        got = renew(Stock.even(1, 4, 0.125), costs, Buyers(np.ones(1), LOOKS, 1), 0.0, 3.0)
        assert got.early == pytest.approx([0.21875])

    def test_a_standard_reaches_all_in_one_life_whatever_it_pays(self):
        stock, costs = Stock.even(1, 4, 0.0), Renewal(*(np.array([value]) for value in (9.0, 9.0, 0.0, 2.0)))
        shares = []
        for _ in range(4):
            stock = renew(stock, costs, Buyers(np.ones(1), ~LOOKS, 4), 1.0, 3.0).stock
            shares.append(float(stock.efficient_share[0]))
        assert shares == pytest.approx([0.25, 0.5, 0.75, 1.0])


class TestLoans:
    loan = Loan(share=0.5, rate=0.05, years=5)

    def test_without_a_discount_the_hurdle_is_what_it_was_bit_for_bit(self):
        hurdle = np.array([0.7, 3.3, 8.0])
        assert np.array_equal(eased(hurdle, self.loan, np.zeros(3)), hurdle)

    def test_a_cheaper_loan_lengthens_the_payback_that_is_accepted(self):
        """Three years: 0.5 + 0.5 * 3 * 0.2310 = 0.8465 at 5 %, 0.5 + 0.5 * 3 * 0.2 = 0.8 without interest."""
        got = eased(np.array([3.0]), self.loan, np.array([0.05]))
        assert got == pytest.approx([3.0 * 0.84646 / 0.8], rel=1e-4)


@pytest.fixture(scope="module")
def years():
    """Two runs to 2030, the last year of each: nothing ordered, and every kind ordered of everyone."""
    runs = []
    for share in (0.0, 1.0):
        industry = new_industry(firm_world(until=2030))
        order = np.full((len(PROJECTS), industry.yard.n_counties), share)
        for year in range(2020, 2031):
            last = FirmYear(industry, change(firm_signals(industry, year), "investment", project_order_share=order))
        runs.append((industry, last))
    return runs


class TestAccounts:
    def test_ordered_projects_change_fuels_and_bind_carbon(self, years):
        (_, without), (industry, with_all) = years
        assert with_all.ledger.flow("feedstock", "raw_coal").sum() > 0
        assert with_all.ledger.burnt("chemicals").min() >= 0
        gas = [run.ledger.flow("burnt", "natural_gas").sum() for run in (without, with_all)]
        assert gas[1] > gas[0]
        fits = industry.investment.kinds.fits[CHEMICALS]
        run = (industry.book.product == CHEMICALS) & (industry.book.output_t > 0.0)  # not those that nobody has built
        assert (industry.investment.done[run][:, fits] > 0.5).all()

    def test_a_project_never_burns_less_than_nothing(self, years):
        for _, year in years:
            energy_gj = year.ledger.energy_gj
            assert energy_gj.min() >= -1e-15 * energy_gj.max()  # what a project takes off whole leaves its rounding

    def test_what_projects_cost_is_paid_and_received(self, years):
        _, year = years[1]
        paid = {item: float(cny.sum()) for item, _, _, cny in year.ledger.payments}
        assert paid["retrofit"] > 0 and paid["loan"] > 0 and paid["loan service"] > 0


def test_every_kind_stands_in_one_file_and_has_its_place():
    assert sorted(kind.id for kind in declared()) == sorted(PROJECTS)


def test_plants_that_do_not_run_wear_nothing_out_and_pay_for_no_order():
    """An oven plant that has closed, and one that is not built yet, keep what they have and spend nothing."""
    industry = new_industry(firm_world(until=2024))
    FirmYear(industry, firm_signals(industry, 2020))
    i, b = industry.investment, industry.book
    rows = np.flatnonzero((b.product == CHEMICALS) & b.is_open(2021))
    steam = PROJECTS.index("cleaner_steam")
    i.done[rows, steam] = 0.5
    order = np.zeros((len(PROJECTS), industry.yard.n_counties))
    order[steam] = 1.0
    signals = change(firm_signals(industry, 2021), "investment", project_order_share=order)
    spent = []
    for closed in (False, True):
        b.is_closed[rows[0]] = closed
        i.in_build.waiting[:] = 0.0
        i.decide(signals, np.zeros(len(b)), np.zeros(len(b), dtype=bool), np.zeros(len(b)))
        spent.append(float(i.year.capital_cny[rows[0], steam]))
    assert spent[0] > 0.0 and spent[1] == 0.0
    assert i.done[rows[0], steam] == pytest.approx(0.5)


def test_power_made_of_gas_is_paid_by_the_grid_alone():
    """What is sold of coke-oven gas is its other uses; mine gas that engines burn is not sold as gas."""
    industry = new_industry(firm_world(until=2021))
    year = FirmYear(industry, firm_signals(industry, 2020))
    paid: dict[str, float] = {}
    for item, _, _, cny in year.ledger.payments:
        paid[item] = paid.get(item, 0.0) + float(cny.sum())
    c = industry.cokeries
    worth = c.split.uses_gj.sum(axis=0) * np.maximum(c.value, 0.0)
    assert worth[-1] > 0.0
    assert paid["coke-oven gas sold"] == pytest.approx(worth.sum() - worth[-1] - paid["coke-oven gas to alumina"])
    used_m3 = float(industry._used_m3().sum())
    price = industry.world.context("price.gas", "CNY/m3", 2020)
    assert paid["mine gas sold"] == pytest.approx((1.0 - industry.coal.methane.to_power) * used_m3 * price)
