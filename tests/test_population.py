"""The synthetic population keeps its margins at every scale, and is the same whoever builds it."""

import numpy as np
import pytest
from scipy.stats import norm

from abm import load_region
from abm.errors import UserError
from abm.population.cars import build_cars, car_stock
from abm.population.communities import build_communities
from abm.population.farms import build_farms
from abm.population.households import ONLY_ELDERS, build_households, household_rows
from abm.population.numbers import RURAL, SIZES, URBAN, Cells, HouseholdNumbers
from abm.population.sampling import at_least
from abm.population.vehicles import build_fleet, build_trucks

SCALES = [0.02, 0.05, 0.1, pytest.param(1.0, marks=pytest.mark.slow)]


class City:
    """Lüliang's households at one scale beside what they should add up to."""

    def __init__(self, scale, seed=0):
        self.region = load_region("luliang")
        self.scale = scale
        self.cells = Cells.of(self.region)
        self.communities = build_communities(self.region, self.cells)
        self.homes = build_households(self.region, self.cells, self.communities, scale, seed)
        self.tolerance = 0.001 if scale == 1 else 0.01

    def living(self):
        """Yield (county, kind, rows) of the households of 2020, cell by cell."""
        homes = self.homes
        for c in range(self.region.n_counties):
            for kind in (RURAL, URBAN):
                here = (homes["county"] == c) & (homes["is_urban"] == bool(kind)) & homes["alive"]
                yield (c, kind), np.flatnonzero(here)

    def near(self, rows):
        """One percentage point (a tenth at scale 1) or one household of the cell."""
        return max(self.tolerance, 1 / len(rows))


@pytest.fixture(scope="module", params=SCALES)
def city(request):
    return City(request.param)


def test_households_add_up_to_the_census(city):
    homes = city.homes
    assert (homes["weight"].astype(float) * homes["alive"]).sum() == pytest.approx(1_317_045, abs=0.5)


@pytest.mark.slow
def test_at_scale_one_every_household_has_its_row():
    city = City(1.0)
    assert city.homes["alive"].sum() == 1_317_045
    assert (city.homes["weight"][city.homes["alive"]] == 1).all()


def test_people_of_each_county_match_the_census(city):
    homes = city.homes
    persons = homes["weight"].astype(float) * homes["alive"] * homes["size"]
    by_county = np.bincount(homes["county"], persons)
    expected = city.cells.family_population.sum(axis=1)
    np.testing.assert_allclose(by_county / expected, 1, atol=city.tolerance)


def test_urban_share_of_each_county_matches(city):
    homes = city.homes
    persons = homes["weight"].astype(float) * homes["alive"] * homes["size"]
    share = np.bincount(homes["county"], persons * homes["is_urban"]) / np.bincount(homes["county"], persons)
    expected = city.region.parameters.by_county("people.urban_share", "share")
    np.testing.assert_allclose(share, expected, atol=city.tolerance)


def test_household_sizes_match_in_every_county_and_kind_of_place(city):
    for cell, rows in city.living():
        shares = np.bincount(city.homes["size"][rows], minlength=7)[1:] / len(rows)
        np.testing.assert_allclose(shares, city.cells.size_shares[cell], atol=city.near(rows))
        # 2.5 persons in town: 3,210,617 in families over 1,317,045 households is 2.44 in all
        assert shares @ SIZES == pytest.approx(city.cells.size_shares[cell] @ SIZES, abs=6 * city.near(rows))


@pytest.mark.parametrize("column", ["income_cny", "floor_m2"])
def test_incomes_and_floors_are_lognormal_with_the_right_mean(city, column):
    """Incomes above the least one, that is: who is lifted to it is counted below any ``z`` that lies above it."""
    numbers = HouseholdNumbers.of(city.region)
    for cell, rows in city.living():
        values = city.homes[column][rows].astype(float)
        weights = city.homes["size"][rows] if column == "income_cny" else np.ones(len(rows))
        assert np.average(values, weights=weights) == pytest.approx(getattr(city.cells, column)[cell], rel=1e-4)
        sigma = numbers.income_sigma[cell[1]] if column == "income_cny" else numbers.floor_sigma
        standard = (np.log(values) - np.log(np.median(values))) / sigma
        least = standard.min() if column == "income_cny" else -np.inf
        for z in (-1.5, -0.5, 0.0, 0.5, 1.5):  # shares below: 6.7, 30.9, 50, 69.1, 93.3 %
            if z <= least + 1e-6:
                continue
            assert np.mean(standard < z) == pytest.approx(norm.cdf(z), abs=city.near(rows))


def test_elders_and_absent_homes_match(city):
    for cell, rows in city.living():
        elders, absent = city.homes["elders"][rows], city.homes["is_absent"][rows]
        assert np.mean(elders > 0) == pytest.approx(city.cells.elder_share[cell], abs=city.near(rows))
        assert np.mean(elders == ONLY_ELDERS) == pytest.approx(city.cells.elder_only_share[cell], abs=city.near(rows))
        assert absent.mean() == pytest.approx(city.cells.absent_share[cell], abs=city.near(rows))


def test_what_belongs_together_is_joined(city):
    homes = {name: column[city.homes["alive"]] for name, column in city.homes.items()}
    only = homes["elders"] == ONLY_ELDERS
    assert homes["size"][only].max() <= 2
    assert not (only & homes["is_absent"]).any(), "homes of elders only are not left empty"
    for kind in (False, True):
        place = homes["is_urban"] == kind
        assert homes["income_cny"][place & only].mean() < homes["income_cny"][place & ~only].mean()
        log = np.log([homes["income_cny"][place], homes["floor_m2"][place]])
        assert 0.1 < np.corrcoef(log)[0, 1] < 0.6, "larger the homes of the rich"


def test_each_income_group_is_a_fifth(city):
    homes = city.homes
    weight = homes["weight"].astype(float) * homes["alive"]
    shares = np.bincount(homes["income_group"], weight) / weight.sum()
    np.testing.assert_allclose(shares, 0.2, atol=0.001)
    mean = np.bincount(homes["income_group"], weight * homes["income_cny"]) / np.bincount(homes["income_group"], weight)
    assert (np.diff(mean) > 0).all()


def test_every_community_gets_its_people_to_one_household(city):
    people = city.communities["people"].astype(float)
    for _, rows in city.living():
        community = city.homes["community"][rows]
        places = np.unique(community)
        here = city.communities["county"] == city.homes["county"][rows[0]]
        here &= city.communities["is_urban"] == city.homes["is_urban"][rows[0]]
        exact = people[places] / people[here].sum() * len(rows)
        counts = np.bincount(community, minlength=len(people))[places]
        assert np.abs(counts - exact).max() <= 1 + 1e-3


def test_households_stand_by_community_and_places_in_reserve_come_after(city):
    homes = city.homes
    assert (np.diff(homes["community"]) >= 0).all()
    assert (homes["alive"] == (homes["entry_rank"] < 1)).all()
    reserve = ~homes["alive"]
    assert homes["is_urban"][reserve].mean() > 0.8, "entrants live mainly in town"


def test_private_cars_follow_the_province_and_the_richer(city):
    cars = build_cars(city.region, city.cells, city.homes, city.scale, 0)
    owned = np.bincount(cars["county"], cars["weight"].astype(float) * cars["alive"])
    people = city.cells.population.sum(axis=1)
    expected = car_stock(city.region, city.cells).sum(axis=1)
    assert expected.sum() == pytest.approx(0.181 * 3_398_431)
    weight = cars["weight"].max()
    np.testing.assert_allclose(owned / people, expected / people, atol=max(0.001, weight / people.min()))
    assert (cars["own_rank"] < city.region.parameters.value("people.cars_saturation_per_head", "cars/person")).all()
    homes = city.homes
    owners = np.unique(cars["household"][cars["alive"]])
    rest = np.setdiff1d(np.flatnonzero(homes["alive"]), owners)
    assert homes["alive"][cars["household"]].all()
    assert np.median(homes["income_cny"][owners]) > np.median(homes["income_cny"][rest])
    assert (cars["county"] == homes["county"][cars["household"]]).all()


def test_smallholders_are_scaled_and_large_farms_complete(city):
    farms = build_farms(city.region, city.cells, city.communities, city.scale, 0)
    small = ~farms["is_large"]
    weight = farms["weight"].astype(float)
    assert weight[small].sum() == pytest.approx(560_000, rel=1e-6)
    assert farms["is_large"].sum() == 3_500
    assert (weight[~small] == 1).all()
    area = np.bincount(farms["county"][small], (weight * farms["area_mu"])[small])
    mean = area / np.bincount(farms["county"][small], weight[small])
    np.testing.assert_allclose(mean, city.region.parameters.by_county("people.farm_area", "mu/farm"), rtol=1e-4)
    units = (weight * farms["has_animals"])[small].sum()
    assert units == pytest.approx(700_000, rel=1e-4)
    assert not city.communities["is_urban"][farms["community"]].any()


def test_taxis_buses_and_trucks_are_always_complete():
    region = load_region("luliang")
    fleet, trucks = build_fleet(region, Cells.of(region), 0), build_trucks(region, 0)
    assert np.bincount(fleet["kind"]).tolist() == [3_500, 1_500, 50_000]
    assert len(trucks["haul"]) == 50_000
    short = trucks["haul"] == 0
    assert short.mean() == pytest.approx(0.6, abs=0.001)
    assert trucks["km_per_year"].mean() == pytest.approx(0.6 * 55_000 + 0.4 * 110_000, rel=0.01)
    assert trucks["is_fleet"][short].mean() == pytest.approx(0.4, abs=0.01)


def test_columns_stay_narrow(city):
    assert sum(column.itemsize for column in city.homes.values()) <= 30


def test_another_population_seed_gives_other_people_with_the_same_margins():
    one, two = City(0.02, seed=0).homes, City(0.02, seed=1).homes
    assert len(one["size"]) == len(two["size"])
    assert (one["income_cny"] != two["income_cny"]).mean() > 0.5
    for name in ("income_cny", "floor_m2", "size"):
        means = [np.average(homes[name], weights=homes["weight"] * homes["alive"]) for homes in (one, two)]
        assert means[0] == pytest.approx(means[1], rel=0.005)


@pytest.mark.parametrize("scale", [2e-5, 1e-6])
def test_a_scale_too_small_for_a_county_is_refused(scale):
    region = load_region("luliang")
    with pytest.raises(UserError, match=r"too small for .*141126"):
        household_rows(region, Cells.of(region), scale)


def test_a_county_may_be_all_town(tiny):
    region = tiny.with_values({"people.urban_share@990101": 1.0})
    cells = Cells.of(region)
    communities = build_communities(region, cells)
    homes = build_households(region, cells, communities, 1.0, 0)
    assert homes["is_urban"][homes["county"] == 0].all()
    assert (homes["weight"] * homes["alive"]).sum() == 430
    farms = build_farms(region, cells, communities, 1.0, 0)
    assert set(farms["county"]) == {1}
    assert len(build_cars(region, cells, homes, 1.0, 0)["county"]) == round(0.5 * 1120)


def test_nobody_has_less_than_the_least_income_and_the_mean_stays():
    values, persons = np.array([500.0, 3900.0, 4050.0, 9000.0, 30000.0]), np.array([1.0, 2.0, 3.0, 4.0, 2.0])
    lifted = at_least(values, 4000.0, persons)
    assert lifted.min() == 4000.0
    assert np.average(lifted, weights=persons) == pytest.approx(np.average(values, weights=persons))
    assert lifted[4] / lifted[3] == pytest.approx(30000 / 9000)
    assert (np.diff(lifted) >= 0).all()
    assert at_least(values, 100.0, persons) is values
    assert at_least(values, 1e6, persons) == pytest.approx(np.full(5, np.average(values, weights=persons)))


def test_no_home_of_the_city_is_below_the_poverty_line(city):
    for _, rows in city.living():
        assert city.homes["income_cny"][rows].min() >= 4000.0
