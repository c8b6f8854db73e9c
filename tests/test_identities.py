"""What a reader adds up by hand: people in homes, vehicles, heaters, straw, waste, floor and the mix of energy."""

from functools import cache

import numpy as np
import pytest

from abm import load_region, simulate
from abm.accounts.balance import Balance, put_balance
from abm.accounts.factors import Factors
from abm.accounts.ledger import Ledger
from abm.model import City
from abm.record import Record
from abm.simulation import build_world, lever_paths

REGION = load_region("tiny")
PACKAGES = ("frozen", "current", "plan", "plan_plus")
HEATERS = ("Biomass", "Clean Coal", "Coal Stove", "District Heat", "Electric", "Gas", "Heat Pump", "Solar Assist")
CARS = ("Internal Combustion", "Hybrid", "Plug-in Hybrid", "Battery-Electric")
TRUCKS = ("Diesel", "Gas", "Battery-Electric", "Fuel-Cell-Electric")
STRAW = ("Return", "Feed", "Fuel", "Substrate", "Material", "Burnt")
RATE = 300.0  # gce/kWh


@cache
def _run(package):
    return simulate(package, region="tiny", scale=1.0)


def _city(package, variable):
    """Return (n_years,) of the city."""
    return _run(package).series(variable).to_numpy()


def _sum(package, stem, parts):
    return sum(_city(package, f"{stem}|{part}") for part in parts)


@pytest.mark.parametrize("package", PACKAGES)
class TestStocks:
    def test_every_home_lived_in_has_one_heater(self, package):
        lived_in = _city(package, "Households") - _city(package, "Households|Absent")
        assert _sum(package, "Homes|Heater", HEATERS) == pytest.approx(lived_in, rel=0.01)

    def test_powertrains_add_to_the_vehicles_and_none_leaves_before_it_came(self, package):
        for kind, parts in (("Light-Duty Vehicle", CARS), ("Truck", TRUCKS)):
            stock = f"Stocks|Transportation|{kind}"
            assert _sum(package, stock, parts) == pytest.approx(_city(package, stock))
            for part in ("", "|Battery-Electric"):
                sold = _city(package, f"Sales|Transportation|{kind}{part}")[1:]
                left = sold - np.diff(_city(package, stock + part))
                assert left.min() > -1e-9
                assert (left <= _city(package, stock + part)[:-1] + 1e-9).all()

    def test_each_tonne_of_straw_and_of_waste_goes_one_way(self, package):
        assert _sum(package, "Farms|Straw", STRAW) == pytest.approx(_city(package, "Farms|Straw"))
        ways = ("Sorted", "Incinerated", "Landfilled")
        assert _sum(package, "Waste", ways) == pytest.approx(_city(package, "Waste|Municipal"))

    def test_floor_grows_by_what_is_built_less_what_is_torn_down_or_falls_empty(self, package):
        change = np.diff(_city(package, "Floor Area|Residential"))
        built = (_city(package, "Floor Area|New") - _city(package, "Floor Area|Demolished"))[1:]
        assert (change <= built + 1e-9).all()
        moved_out = 1.0 - _city(package, "Population")[1:] / _city(package, "Population")[:-1]
        assert (built - change)[moved_out > 0].max() > 0

    def test_heaps_hold_what_was_made_and_not_used(self, package):
        kept = (_city(package, "Solid Waste|Made") - _city(package, "Solid Waste|Used"))[1:]
        assert np.diff(_city(package, "Solid Waste|Heaps")) == pytest.approx(kept)

    def test_shares_of_energy_are_shares_in_every_county(self, package):
        for name in ("Share|Non-Fossil Energy", "Share|Non-Fossil Energy|Calorific", "Share|Coal in Energy"):
            for county in ("", *(c.code for c in REGION.counties)):
                share = _run(package).series(name, county).to_numpy()
                assert ((share >= 0.0) & (share <= 1.0)).all(), (name, county)


def test_homes_hold_and_earn_no_more_than_the_people_do():
    """As homes get smaller so does what lives and is earned in each: over 40 years the two keep step."""
    world = build_world(REGION, scale=1.0)
    city = City(world, lever_paths("current", REGION), rng=1)
    ratios = []
    for _ in world.years:
        city.run_for(1)
        homes, people = city.homes, city.people
        existing = homes.now.scene.existing
        held = (existing * homes.first_persons).sum() * homes.drivers.size[homes._at(city.year)]
        earned = (existing * homes.now.scene.income_cny).sum()
        ratios.append((held / people.population.sum(), earned / (people.income_cny * people.people).sum()))
    held, earned = np.array(ratios).T
    assert homes.drivers.size[-1] < 0.95  # else nothing is said
    assert held == pytest.approx(held[0], rel=0.03)
    assert earned == pytest.approx(earned[0], rel=0.05)
    assert homes.people().persons.sum() <= people.population.sum()


class TestMixOfEnergy:
    """Two counties: one with wind beyond its use, one that burns coal for both."""

    def _record(self):
        ledger = Ledger(2)
        ledger.produce("power", "electricity", np.array([1000.0, 0.0]))
        ledger.turn("power", "raw_coal", np.array([0.0, 2500.0]))
        ledger.make("power", "electricity", np.array([0.0, 1000.0]))
        ledger.use("services", "electricity", np.array([400.0, 600.0]))
        ledger.burn("services", "diesel", np.array([200.0, 0.0]))
        record = Record(REGION, range(2020, 2021))
        record.start(2020)
        put_balance(record, Balance.of(ledger), Factors.of(REGION), RATE)
        return record

    def test_wind_that_leaves_a_county_is_no_share_of_what_it_uses(self):
        record, first = self._record(), REGION.counties[0].code
        assert record.value("Share|Non-Fossil Energy|Calorific", 2020, first) == pytest.approx(400 / 600)
        weight = RATE * 29.3076 / 3600
        expected = 400 * weight / (200 + 400 * weight)
        assert record.value("Share|Non-Fossil Energy", 2020, first) == pytest.approx(expected)

    def test_the_city_counts_all_its_wind_as_used_here(self):
        record = self._record()
        use = 2500 + 200 + 1000 - 1000  # coal, diesel and wind, less what is sold
        assert record.value("Share|Non-Fossil Energy|Calorific", 2020) == pytest.approx(1000 / use)

    def test_coal_that_makes_power_for_others_is_not_more_than_all_energy(self):
        record, second = self._record(), REGION.counties[1].code
        assert record.value("Share|Coal in Energy", 2020, second) == pytest.approx(1.0)
        assert record.value("Share|Coal in Energy", 2020) == pytest.approx(2500 / (2500 + 200 + 1000))
