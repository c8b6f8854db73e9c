"""PV on homes in the first year: how much, on whose house and in which villages."""

import numpy as np
import pytest

from abm import load_region
from abm.population import load_population
from abm.population.first_roofs import FirstRoofNumbers, Luck, first_roofs

RELIEF = {"141123", "141124", "141126", "141128"}


def homes_of(scale: float = 0.2) -> tuple[dict[str, np.ndarray], FirstRoofNumbers]:
    region = load_region("luliang")
    return dict(load_population(region, scale, 0).households), FirstRoofNumbers.of(region.parameters)


@pytest.fixture(scope="module")
def homes():
    return homes_of()


def test_they_add_up_to_what_is_known_of_the_city(homes):
    columns, n = homes
    weight = columns["weight"].astype(float)
    wanted = n.kw_per_home * (weight @ columns["alive"])
    assert weight @ columns["pv_kw"] == pytest.approx(wanted, rel=0.002)


def test_they_stand_on_own_houses_in_villages_where_people_live(homes):
    columns, _ = homes
    on = columns["pv_kw"] > 0
    assert on.sum() > 300
    for wrong in (columns["is_urban"], ~columns["has_roof"], columns["is_absent"], ~columns["alive"]):
        assert not (on & wrong).any()
    assert (columns["pv_year"][on] < 2020).all()


def test_small_systems_of_relief_stand_with_poorer_homes_of_the_counties_that_had_it(homes):
    columns, n = homes
    codes = np.array([county.code for county in load_region("luliang").counties])[columns["county"]]
    would_hold_more = columns["floor_m2"] * 0.14 > n.relief_kw * 1.001
    small = (columns["pv_kw"] > 0) & (columns["pv_kw"] <= n.relief_kw) & would_hold_more
    assert set(codes[small]) == RELIEF
    assert (columns["income_group"][small] < 2).all()
    kw = columns["pv_kw"] * columns["weight"]
    assert kw[small].sum() / kw.sum() == pytest.approx(n.relief_share, abs=0.02)


def test_who_bought_could_pay_and_asked_for_no_quicker_payback(homes):
    columns, n = homes
    bought = columns["pv_kw"] > n.relief_kw
    income = columns["income_cny"] * columns["size"]
    assert (columns["pv_kw"][bought] * n.cny_per_kw <= n.down_payment * income[bought] * (1 + 1e-6)).all()
    assert (columns["required_years"][bought] >= n.payback_years).all()


def test_they_stand_village_by_village():
    """With the village's pull a fifth of the villages holds nearly all, without it hardly more than its own part."""
    n_homes, n_villages = 20_000, 200
    rng = np.random.default_rng(0)
    columns = {
        "weight": np.ones(n_homes),
        "community": np.arange(n_homes) // 100,
        "county": np.zeros(n_homes, dtype=int),
        "income_group": rng.integers(0, 5, n_homes),
        "income_cny": np.full(n_homes, 1e5),
        "size": np.full(n_homes, 2.5),
        **{name: np.ones(n_homes, dtype=bool) for name in ("has_roof", "alive")},
        **{name: np.zeros(n_homes, dtype=bool) for name in ("is_urban", "is_absent")},
    }
    luck = Luck(rng.normal(size=n_homes), rng.normal(size=n_villages), rng.random(n_villages))
    held = {}
    for pull in (0.0, 1.5):
        n = FirstRoofNumbers(1.0, 0.0, 5.0, np.zeros(1), 7.0, pull, 3500.0, 2.5)
        kw = first_roofs(columns, np.full(n_homes, 15.0), np.full(n_homes, 8.0), luck, n)
        by_village = np.sort(np.bincount(columns["community"], kw, n_villages))[::-1]
        held[pull] = by_village[:40].sum() / by_village.sum()
    assert held[0.0] < 0.4
    assert held[1.5] > 0.7


def test_at_a_small_scale_as_many_kw_stand(homes):
    columns, n = homes_of(0.02)
    weight = columns["weight"].astype(float)
    assert weight @ columns["pv_kw"] == pytest.approx(n.kw_per_home * (weight @ columns["alive"]), rel=0.02)
