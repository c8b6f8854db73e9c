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
        first = first_roofs(columns, np.full(n_homes, 15.0), np.full(n_homes, 8.0), luck, n)
        by_village = np.bincount(columns["community"], first.kw, n_villages)
        held[pull] = np.sort(by_village)[::-1][:40].sum() / by_village.sum()
        roofs = by_village / 15.0 / 100  # share of a hundred
        assert first.village_share.mean() == pytest.approx(roofs.mean(), rel=0.03)
        luck_of_draw = np.sqrt(first.village_share * (1 - first.village_share) / 100)
        assert np.mean(np.abs(roofs - first.village_share) < 2.6 * luck_of_draw + 0.005) > 0.97
    assert held[0.0] < 0.4
    assert held[1.5] > 0.7


def test_a_village_s_expected_share_is_what_all_its_roofs_have():
    """By its luck alone, which a sample of ten rows knows as well as everyone does."""
    whole, _ = homes_of(1.0)
    n = int(whole["community"].max()) + 1
    weight = np.where(whole["has_roof"] & whole["alive"] & ~whole["is_absent"] & ~whole["is_urban"], 1.0, 0.0)
    roofs = np.bincount(whole["community"], weight, n)
    share = np.bincount(whole["community"], weight * (whole["pv_kw"] > 0), n) / np.maximum(roofs, 1.0)
    small, _ = homes_of(0.02)
    expected, told = np.zeros(n), np.zeros(n, dtype=bool)
    expected[small["community"]], told[small["community"]] = small["village_pv"], True
    large = (roofs > 300) & told
    assert large.sum() > 300
    assert np.corrcoef(share[large], expected[large])[0, 1] > 0.9
    assert roofs[large] @ expected[large] == pytest.approx(roofs[large] @ share[large], rel=0.1)


def test_at_a_small_scale_as_many_kw_stand(homes):
    columns, n = homes_of(0.02)
    weight = columns["weight"].astype(float)
    assert weight @ columns["pv_kw"] == pytest.approx(n.kw_per_home * (weight @ columns["alive"]), rel=0.02)
