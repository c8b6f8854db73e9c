"""What a tonne leaves moves with prices: of the product and of what goes into it."""

from dataclasses import replace

import numpy as np
import pytest

from abm.industry.build import build_book
from abm.industry.earnings import Earnings, Spreads, beyond_mean_year
from abm.industry.numbers import Economics, differential_rates
from abm.region import load_region
from agents.firm.book import NEVER
from agents.firm.words import CEMENT, COKE, OTHER, RAW_COAL, STEEL
from agents.signals import change
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry

LULIANG = load_region("luliang")
SEEN = slice(0, 6)  # 2020 to 2025


def beyond(storyline="steady", until=2060):
    """(n_years, n_products) CNY/t beyond a mean year in a storyline of Lüliang."""
    world = firm_world(LULIANG, until=until)
    return beyond_mean_year(replace(world, storyline=LULIANG.storylines[storyline]))


class TestSpreads:
    def test_coke_leaves_its_price_less_that_of_the_coals_in_it(self):
        """1,850 CNY less 1.475 t of moist coals at three quarters of 1,250 CNY: 467."""
        assert Spreads(firm_world(LULIANG)).of(2020)[COKE] == pytest.approx(1850 - 1.475 * 0.75 * 1250)

    def test_steel_leaves_its_price_less_coke_coal_and_ore(self):
        """3,600 less 0.445 t of coke at 1,850, 3.2 GJ of coal at 340 CNY a t of 20.93, 1.488 t of ore at 800."""
        found = Spreads(firm_world(LULIANG)).of(2020)[STEEL]
        assert found == pytest.approx(3600 - 0.445 * 1850 - 3.2 / 20.93 * 340 - 0.93 * 1.6 * 800)

    def test_the_years_seen_are_a_mean_year_together(self):
        assert beyond()[SEEN].mean(axis=0) == pytest.approx(0.0, abs=2.0)  # coke of 2024 stands at its floor

    def test_what_has_no_prices_of_its_inputs_stays_as_in_a_mean_year(self):
        assert not beyond()[:, [RAW_COAL, OTHER]].any()

    def test_a_price_that_ruins_everybody_does_not_last(self):
        """Where coke sells for less than its coals, works elsewhere close until the mean one covers its costs."""
        world = firm_world(LULIANG, until=2060)
        cheap = replace(world, storyline=LULIANG.storylines["steady"].with_positions({"price.coke": -1.0}))
        assert Spreads(cheap).of(2060)[COKE] < 0.0
        assert beyond_mean_year(cheap)[-1, COKE] == -180.0

    def test_dear_coking_coal_takes_from_coke_and_dear_coke_from_steel(self):
        world = firm_world(LULIANG)
        dear = {key: replace(world, storyline=world.storyline.with_values({key: 3000.0}))
                for key in ("price.coking_coal", "price.coke")}  # fmt: skip
        plain, coal, coke = (Spreads(w).of(2030) for w in (world, *dear.values()))
        assert coal[COKE] < plain[COKE] < coke[COKE]
        assert coal[STEEL] == plain[STEEL] > coke[STEEL]


class TestCycle:
    """Pattern: good years until 2021, lean ones from 2023 on (profits of China's steelworks over sales: 4.4 % in 2020,
    1.3 % in January to September 2023; of its cement works 1,833 x 10^8 CNY in 2020, a sixth of that in 2023)."""

    @pytest.mark.parametrize("product", (COKE, STEEL, CEMENT))
    def test_2020_and_2021_were_good_years_and_2024_and_2025_lean_ones(self, product):
        found = beyond()[:, product]
        assert found[[0, 1]].min() > 0.0 > found[[4, 5]].max()

    @pytest.mark.parametrize("storyline", LULIANG.storylines)
    def test_prices_of_later_decades_neither_ruin_everybody_nor_make_a_boom_that_lasts(self, storyline):
        """What the last decades leave lies within the cycle that has been seen, and not at its bottom."""
        found = beyond(storyline)
        for product, margin in ((COKE, 180.0), (STEEL, 250.0), (CEMENT, 80.0)):
            late = found[20:, product]
            assert found[SEEN, product].max() > late.max()
            assert late.min() > -0.72 * margin

    def test_where_coal_persists_coke_leaves_more_than_where_it_goes_fast(self):
        persist, fast = (beyond(name)[10:, COKE] for name in ("persist", "fast"))
        assert (persist > fast).all()


@pytest.fixture(scope="module")
def runs():
    """Firms of Lüliang until 2036 in mean years, and where a tonne of coke leaves 200 CNY less from 2025 on."""
    found = []
    for short in (0.0, 200.0):
        industry, spent = new_industry(firm_world(LULIANG, until=2036)), []
        for year in range(2020, 2037):
            signals = firm_signals(industry, year)
            less = np.zeros(len(signals.industry.beyond_mean_cny_per_t))
            less[COKE] = -short * (year >= 2025)
            FirmYear(industry, change(signals, "industry", beyond_mean_cny_per_t=less))
            coke = industry.book.product == COKE
            spent.append(industry.investment.year.capital_cny[coke].sum() + industry.renewal.capital_cny[coke].sum())
        found.append((industry, np.array(spent)))
    return found


class TestDraw:
    """Who earns more and who less is chance; what the mean tonne leaves is not, however large the works."""

    @pytest.mark.parametrize("region", ("tiny", "luliang"))
    def test_the_mean_tonne_of_a_product_leaves_its_margin(self, region):
        """Works fill places from 0.5 to 1.5 times the margin; only those that have borne surcharges earn more."""
        place = load_region(region)
        book, margin = build_book(place), Economics.of(place.parameters).margin
        standing = np.where(book.start_year == NEVER, 0.0, book.capacity_t)
        for product in np.unique(book.product[standing > 0.0]):
            rows = book.product == product
            mean = np.average(book.margin_cny_per_t[rows], weights=standing[rows])
            surcharged = (differential_rates(place.parameters)[product, book.equipment[rows]] > 0.0).any()
            assert mean == pytest.approx(margin[product]) or (surcharged and mean > margin[product])


class TestFirms:
    def test_owners_remember_three_tenths_of_the_year_and_seven_of_what_was_before(self):
        book = new_industry(firm_world(LULIANG)).book
        seen, earnings = np.zeros(len(beyond()[0])), Earnings(book, 0.3)
        seen[COKE] = -100.0
        earnings.see(seen)
        earnings.see(seen)
        coke = book.product == COKE
        assert book.lately_cny_per_t[coke] == pytest.approx(book.margin_cny_per_t[coke] - 51.0)
        assert (book.lately_cny_per_t[~coke] == book.margin_cny_per_t[~coke]).all()

    def test_where_a_tonne_leaves_less_plants_close(self, runs):
        stands = [(i.book.capacity_t * i.book.is_open(2036))[i.book.product == COKE].sum() for i, _ in runs]
        assert stands[1] < 0.9 * stands[0]

    def test_and_owners_wait_with_what_they_invest(self, runs):
        usual, lean = (spent[6:].sum() for _, spent in runs)
        assert lean < 0.6 * usual

    def test_what_is_asked_is_still_made_by_those_that_stay(self, runs):
        made = [i.book.output_t[i.book.product == COKE].sum() for i, _ in runs]
        assert made[1] == pytest.approx(made[0], rel=0.02)
