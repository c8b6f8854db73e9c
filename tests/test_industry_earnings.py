"""What a tonne leaves moves with prices: of the product and of what goes into it."""

from dataclasses import replace

import numpy as np
import pytest

from abm import simulate
from abm.industry.build import build_book
from abm.industry.earnings import Earnings, Spreads, beyond_mean_year
from abm.industry.numbers import Economics, differential_rates
from abm.industry.price_floor import least_beyond_mean
from abm.region import load_region
from agents.firm.book import NEVER
from agents.firm.words import ALUMINA, ALUMINIUM, CEMENT, CHEMICALS, COKE, OTHER, RAW_COAL, STEEL
from agents.signals import change
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry

LULIANG = load_region("luliang")
MARGIN = Economics.of(LULIANG.parameters).margin
MEAN_POWER = LULIANG.parameters.value("industry.aluminium.mean_year_power", "CNY/kWh")
SEEN = slice(0, 6)  # 2020 to 2025


def beyond(storyline="steady", until=2060):
    """(n_years, n_products) CNY/t beyond a mean year in a storyline of Lüliang."""
    world = firm_world(LULIANG, until=until)
    world = replace(world, storyline=LULIANG.storylines[storyline])
    return np.maximum(beyond_mean_year(world), least_beyond_mean(world))


class TestSpreads:
    def test_coke_leaves_its_price_less_that_of_the_coals_in_it(self):
        """1,850 CNY less 1.475 t of moist coals at three quarters of 1,250 CNY: 467."""
        assert Spreads(firm_world(LULIANG)).of(2020)[COKE] == pytest.approx(1850 - 1.475 * 0.75 * 1250)

    def test_steel_leaves_its_price_less_coke_coal_and_ore(self):
        """3,600 less 0.445 t of coke at 1,850, 3.2 GJ of coal at 340 CNY a t of 20.93, 1.488 t of ore at 800."""
        found = Spreads(firm_world(LULIANG)).of(2020)[STEEL]
        assert found == pytest.approx(3600 - 0.445 * 1850 - 3.2 / 20.93 * 340 - 0.93 * 1.6 * 800)

    def test_alumina_leaves_its_price_less_ore_soda_and_coal(self):
        """2,330 less 2.3 t of bauxite at 450, 0.13 t of soda at 1,650 and 11.5 GJ of coal at 340 CNY a t of 20.93."""
        found = Spreads(firm_world(LULIANG)).of(2020)[ALUMINA]
        assert found == pytest.approx(2330 - 2.3 * 450 - 0.13 * 1650 - (7.2 + 3.2 / 0.75) / 20.93 * 340)

    def test_aluminium_leaves_its_price_less_alumina_and_anodes(self):
        """14,170 less 1.93 t of alumina at 2,330 and 0.48 t of anodes at 3,000; its power comes on top."""
        found = Spreads(firm_world(LULIANG)).of(2020)[ALUMINIUM]
        assert found == pytest.approx(14170 - 1.93 * 2330 - 0.48 * 3000)

    def test_the_years_seen_are_a_mean_year_together(self):
        assert beyond_mean_year(firm_world(LULIANG))[SEEN].mean(axis=0) == pytest.approx(0.0, abs=1e-9)

    def test_what_has_no_prices_of_its_inputs_stays_as_in_a_mean_year(self):
        assert not beyond()[:, [RAW_COAL, OTHER, CHEMICALS]].any()

    def test_a_price_that_ruins_everybody_does_not_last(self):
        """Where coke sells for less than its coals, works elsewhere close until the mean one covers its costs."""
        world = firm_world(LULIANG, until=2060)
        cheap = replace(world, storyline=LULIANG.storylines["steady"].with_positions({"price.coke": -1.0}))
        assert Spreads(cheap).of(2060)[COKE] < 0.0
        assert beyond_mean_year(cheap)[10, COKE] < least_beyond_mean(cheap)[10, COKE] == -180.0

    def test_a_price_that_pays_for_no_rebuilding_does_not_last_where_rebuilding_is_needed(self):
        """Steel falls by 1.9 % a year while 6.25 % of it wear out: 69 % must be rebuilt, for which the median owner
        (11.55 years) wants 318 CNY of 2,800: with a gain of 200 that is 132 less than a mean year's 250."""
        least = least_beyond_mean(firm_world(LULIANG, until=2060))[:, STEEL]
        assert (least[:8] == -250.0).all() and (np.diff(least[7:23]) > 0.0).all()
        assert least[23:] == pytest.approx(-132.0, abs=1.0)

    def test_where_demand_falls_as_fast_as_ovens_wear_out_none_need_be_rebuilt(self):
        world = replace(firm_world(LULIANG, until=2060), storyline=LULIANG.storylines["fast"])
        assert (least_beyond_mean(world)[:, COKE] == -180.0).all()

    @pytest.mark.parametrize("storyline", LULIANG.storylines)
    def test_prices_of_the_storylines_lie_above_it(self, storyline):
        world = replace(firm_world(LULIANG, until=2060), storyline=LULIANG.storylines[storyline])
        late = slice(7, None)  # from 2027 on
        assert (beyond_mean_year(world) >= least_beyond_mean(world))[late][:, [COKE, STEEL, CEMENT, ALUMINA]].all()

    def test_dear_coking_coal_takes_from_coke_and_dear_coke_from_steel(self):
        world = firm_world(LULIANG)
        dear = {key: replace(world, storyline=world.storyline.with_values({key: 3000.0}))
                for key in ("price.coking_coal", "price.coke")}  # fmt: skip
        plain, coal, coke = (Spreads(w).of(2030) for w in (world, *dear.values()))
        assert coal[COKE] < plain[COKE] < coke[COKE]
        assert coal[STEEL] == plain[STEEL] > coke[STEEL]

    def test_dear_ore_takes_from_alumina_and_dear_alumina_from_aluminium(self):
        world = firm_world(LULIANG)
        dear = {key: replace(world, storyline=world.storyline.with_values({key: 5000.0}))
                for key in ("price.bauxite", "price.alumina")}  # fmt: skip
        plain, ore, alumina = (Spreads(w).of(2030) for w in (world, *dear.values()))
        assert ore[ALUMINA] < plain[ALUMINA] < alumina[ALUMINA]
        assert ore[ALUMINIUM] == plain[ALUMINIUM] > alumina[ALUMINIUM]


class TestCycle:
    """Pattern: good years until 2021, lean ones from 2023 on (profits of China's steelworks over sales: 4.4 % in 2020,
    1.3 % in January to September 2023; of its cement works 1,833 x 10^8 CNY in 2020, a sixth of that in 2023)."""

    @pytest.mark.parametrize("product", (COKE, STEEL, CEMENT))
    def test_2020_and_2021_were_good_years_and_2024_and_2025_lean_ones(self, product):
        found = beyond()[:, product]
        assert found[[0, 1]].min() > 0.0 > found[[4, 5]].max()

    def test_alumina_boomed_in_2024_and_paid_a_refinery_next_to_nothing_in_2025(self):
        """SMM: 2,500 CNY a tonne in mid-December 2024, 104 two months later, a loss in Shanxi."""
        found = beyond()[SEEN, ALUMINA]
        assert found.argmax() == 4 and found[4] > 2.0 * MARGIN[ALUMINA]
        assert found[[0, 1, 2, 3, 5]].max() < 0.0

    def test_smelters_lost_to_refineries_in_2024_what_they_won_back_in_2025(self):
        """SMM: the mean smelter lost 911 CNY a tonne in December 2024 and earned 5,022 in October 2025."""
        found = beyond()[SEEN, ALUMINIUM]
        assert found[4] < 0.0 and found.argmax() == 5
        assert found[5] - found[4] > 1500.0

    @pytest.mark.parametrize("storyline", LULIANG.storylines)
    def test_prices_of_later_decades_neither_ruin_everybody_nor_make_a_boom_that_lasts(self, storyline):
        """What the last decades leave lies within the cycle that has been seen, and not at its bottom."""
        found = beyond(storyline)
        for product, margin in ((COKE, 180.0), (STEEL, 250.0), (CEMENT, 80.0), (ALUMINA, 340.0)):
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
        seen, earnings = np.zeros(len(beyond()[0])), Earnings(book, firm_world(LULIANG))
        seen[COKE] = -100.0
        earnings.see(2021, seen, MEAN_POWER)
        earnings.see(2022, seen, MEAN_POWER)
        coke = book.product == COKE
        assert book.lately_cny_per_t[coke] == pytest.approx(book.margin_cny_per_t[coke] - 51.0)
        assert (book.lately_cny_per_t[~coke] == book.margin_cny_per_t[~coke]).all()

    def test_dear_power_takes_from_smelters_alone_and_no_more_than_they_have(self):
        """Ten fen more on 13,100 kWh are 1,310 CNY, three tenths of it at once; beyond 1,700 other smelters close."""
        book = new_industry(firm_world(LULIANG)).book
        cells = book.product == ALUMINIUM
        kwh = np.average(book.kwh_per_t[cells], weights=book.capacity_t[cells])
        for more, taken in ((0.1, 0.1 * kwh), (1.0, 1700.0)):
            earnings = Earnings(book, firm_world(LULIANG))
            earnings.see(2021, np.zeros(len(MARGIN)), MEAN_POWER + more)
            assert earnings.lately_cny_per_t[ALUMINIUM] == pytest.approx(-0.3 * taken)
            assert not np.delete(earnings.lately_cny_per_t, ALUMINIUM).any()

    @pytest.mark.parametrize("region, scale", (("tiny", 0.02), ("luliang", 0.005)))
    def test_the_price_of_power_of_a_mean_year_is_that_of_the_years_seen(self, region, scale):
        place = load_region(region)
        record = simulate("current", place, until=place.last_observed_year, scale=scale).record
        paid = [record.value("Price|Electricity|Industry", year) for year in range(2020, place.last_observed_year + 1)]
        row = place.parameters.value("industry.aluminium.mean_year_power", "CNY/kWh")
        assert row == pytest.approx(np.mean(paid), abs=0.01)

    def test_where_a_tonne_leaves_less_plants_close(self, runs):
        stands = [(i.book.capacity_t * i.book.is_open(2036))[i.book.product == COKE].sum() for i, _ in runs]
        assert stands[1] < 0.9 * stands[0]

    def test_and_owners_wait_with_what_they_invest(self, runs):
        usual, lean = (spent[6:].sum() for _, spent in runs)
        assert lean < 0.6 * usual

    def test_what_is_asked_is_still_made_by_those_that_stay(self, runs):
        made = [i.book.output_t[i.book.product == COKE].sum() for i, _ in runs]
        assert made[1] == pytest.approx(made[0], rel=0.02)
