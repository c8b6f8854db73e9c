"""The fuel of a tonne: what a plant saves by mending, and what is saved where a better plant makes it."""

import numpy as np
import pytest

from abm import load_region, simulate
from agents.firm.words import ALUMINA
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry

REGION = load_region("luliang")


@pytest.fixture(scope="module")
def industry():
    found = new_industry(firm_world(REGION))
    FirmYear(found, firm_signals(found, REGION.first_year))
    return found


def test_fuel_of_the_first_year_is_the_products_mean_whatever_single_plants_use(industry):
    b = industry.book
    for rows in industry.yard.rows:
        made = b.output_t[rows]
        if made.sum() > 0:
            assert b.first_level[rows] @ made == pytest.approx(made.sum())


def test_a_tonne_takes_fuel_in_proportion_to_the_use_of_the_plant_that_makes_it(industry):
    b, rows = industry.book, industry.yard.rows[ALUMINA]
    ratio = (b.fuel_ratio() / b.specific_use)[rows]
    assert ratio == pytest.approx(ratio[0])
    assert np.ptp(b.fuel_ratio()[rows]) > 0.2


def test_who_mends_to_the_use_of_another_burns_as_much_as_that_one(industry):
    b, rows = industry.book, industry.yard.rows[ALUMINA]
    before, best = b.specific_use.copy(), rows[np.argmin(b.specific_use[rows])]
    b.specific_use[rows] = b.specific_use[best]
    assert b.fuel_ratio()[rows] == pytest.approx(b.fuel_ratio()[best])
    b.specific_use[:] = before


def test_a_cap_that_lets_the_worst_refineries_go_never_raises_co2():
    words = {"region": "luliang", "scale": 0.004, "seed": 1}
    plain = simulate("current", **words)
    capped = simulate("current", settings=[("alumina_capacity_cap", None, 0.5)], **words)
    name = "Emissions|CO2|Energy"
    assert (capped.series(name).loc[2028:] < plain.series(name).loc[2028:]).all()
