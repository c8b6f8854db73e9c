"""The patterns that rules must show, on the real city as a whole: each was a test of one rule, or of none."""

import numpy as np
import pytest

from abm import load_region
from abm.model import City
from abm.simulation import build_world, lever_paths
from agents.farm import BURN
from agents.firm.words import ALUMINIUM, CEMENT, STEEL
from agents.household.heaters import IS_CLEAN

N_COUNTIES = 13
TIERED = (ALUMINIUM, STEEL, CEMENT)


def city_of(package, until, scale, **changed):
    """Return the city and its years; ``changed`` are values of levers from 2027 on, by year."""
    region = load_region("luliang")
    years = range(region.first_year, until + 1)
    paths = dict(lever_paths(package, region, until=until))
    for lever, value_of in changed.items():
        paths[lever] = np.array([value_of(year) if year >= 2027 else paths[lever][i] for i, year in enumerate(years)])
    return City(build_world(region, until=until, scale=scale, seed=1), paths), years


def yearly(see, **words):
    """Return (years, ...) what is seen in a city at the end of each year from 2026 on."""
    city, years = city_of("current", 2034, 0.02, **words)
    seen = []
    for year in years:
        city.step()
        if year >= 2026:
            seen.append(see(city))
    return np.array(seen)


@pytest.fixture(scope="module")
def homes():
    """Return by year what villagers did: (year, community, county, who could, who did, PV around before)."""
    city, years = city_of("plan", 2028, 0.05)
    table, graph = city.homes.table, city.world.population.graph
    village, n = table.community, city.world.population.n_communities
    found = []
    for year in years:
        before, had = table.heater.copy(), table.pv_kw > 0
        here = np.bincount(village, had, n) / np.maximum(np.bincount(village, minlength=n), 1)
        around = np.array((here, graph @ here)).take(village, axis=1)
        city.step()
        rural = table.alive & ~table.is_urban & ~table.is_absent
        on_coal = rural & ~IS_CLEAN[before]
        free = rural & table.has_roof & ~had
        found.append((year, on_coal, IS_CLEAN[table.heater], free, table.pv_kw > 0, around))
    return table, found


def clustering(village, county, who, did):
    """Return how much the villages' numbers vary over what luck alone would give within their county."""
    n = int(village.max()) + 1
    taken, could = np.bincount(village[who], did[who], n), np.bincount(village[who], minlength=n)
    of_village = np.zeros(n, dtype=int)
    of_village[village] = county
    share = np.bincount(county[who], did[who], N_COUNTIES) / np.maximum(
        np.bincount(county[who], minlength=N_COUNTIES), 1
    )
    expected = share[of_village]
    known = (could >= 5) & (expected > 0.0) & (expected < 1.0)
    spread = (taken - could * expected) ** 2
    return spread[known].sum() / (could * expected * (1.0 - expected))[known].sum()


def test_homes_leave_coal_village_by_village(homes):
    """A programme visits a village, and neighbours see each other: five times what luck alone would scatter."""
    table, found = homes
    seen = [clustering(table.community, table.county, who, clean.astype(float)) for _, who, clean, *_ in found]
    assert np.mean(seen[-5:]) > 3.0


def test_pv_spreads_from_roof_to_roof_in_the_village_and_to_the_next_one(homes):
    """Within a county and year more homes put up PV where the village, or those beside it, had more the year before."""
    table, found = homes
    rows, left = [], []
    for year, _, _, free, has_pv, around in found:
        if year < 2022:
            continue
        county = table.county[free]
        columns = np.array((has_pv[free], *around[:, free]), dtype=float)
        number = np.maximum(np.bincount(county, minlength=N_COUNTIES), 1)
        means = np.array([np.bincount(county, column, N_COUNTIES) / number for column in columns])
        rest = columns - means[:, county]
        left.append(rest[0])
        rows.append(rest[1:].T)
    (own, near), *_ = np.linalg.lstsq(np.concatenate(rows), np.concatenate(left), rcond=None)
    assert own > 0.01
    assert near > 0.0


def test_a_campaign_fades_within_three_years_of_its_end():
    """Publicity of 2027 to 2029 against none: what is left of it halves each year."""

    def attitude(city):
        return np.average(city.homes.table.attitude, weights=city.homes.table.weight)

    none = yearly(attitude, publicity=lambda year: 0.0)
    some = yearly(attitude, publicity=lambda year: float(year < 2030))
    more = some - none
    assert more[0] == 0.0 and (np.diff(more[:4]) > 0.0).all()
    assert more[3] > 0.03
    assert more[5] < 0.45 * more[3] and more[6] < 0.25 * more[3]


def test_patrols_reach_roads_first_and_fires_come_back_when_they_stop():
    """Fields near roads are watched already; more patrols reach the others, and without any roadsides burn again."""

    def burning(city):
        farms = city.farming.farms
        tonnes, burns = farms.weight * farms.straw_t * farms.alive, farms.straw_way == BURN
        return [np.average(burns[where], weights=tonnes[where]) for where in (farms.near_road, ~farms.near_road)]

    usual = yearly(burning)
    watched = yearly(burning, burning_enforcement=lambda year: 0.95 if year < 2031 else 0.0)
    assert (usual[:, 0] < 0.5 * usual[:, 1]).all()  # today's patrols are felt beside roads
    assert watched[4, 1] < 0.9 * usual[4, 1]  # 2030: further away too
    assert watched[-1, 0] > 1.5 * usual[-1, 0]  # 2034, four years without


def test_works_above_a_tier_mend_to_just_below_it_and_then_the_tariff_moves_nothing():
    """Cement works at 119 and 130 kgce/t under a step at 117, a steelworks at 428 that gets a step at 415."""
    city, years = city_of("current", 2028, 0.02)
    book, use, threshold = city.industry.book, {}, {}
    for year in years:
        city.step()
        use[year] = book.specific_use.copy()
        threshold[year] = city.signals.industry.tier_threshold_per_t[book.product]
    tiered = np.isin(book.product, TIERED) & (book.capacity_t > 0.0)
    over = tiered & (use[2020] > threshold[2028])
    assert set(book.product[over]) == {STEEL, CEMENT}  # the third of them is closed by 2028
    assert (use[2028][over] <= threshold[2028][over]).all()
    assert (use[2028][over] > 0.97 * threshold[2028][over]).all()  # bunched below the step
    assert not (use[2028] > threshold[2028])[tiered].any()
    smelters = book.product == ALUMINIUM
    assert (use[2020] < threshold[2020])[smelters & tiered].all()
