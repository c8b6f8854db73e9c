"""What steelworks put into furnaces is paid for: at the prices of the first year, by what goes in."""

import pytest

from abm import simulate
from abm.accounts import books

LAST = 2032


def _paid(settings=()):
    """Return item -> 10^8 CNY of the last year, and the run."""
    found: dict[str, float] = {}
    by_programme = books.by_programme

    def spy(payments):
        found.clear()
        for item, _, _, cny in payments:
            found[item] = found.get(item, 0.0) + float(cny.sum()) / 1e8
        return by_programme(payments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(books, "by_programme", spy)
        run = simulate("current", "tiny", until=LAST, scale=1.0, settings=settings)
    return dict(found), run


@pytest.fixture(scope="module")
def plain():
    return _paid()


def test_ore_is_what_the_iron_needs_at_the_price_of_the_first_year(plain):
    paid, run = plain
    p = run.region.parameters
    steel = run.series("Production|Steel")[LAST] * 1e6
    per_t = (
        1e8 * paid["iron ore"] / steel / p.value("scrap.ore_need", "t/t") / p.value("scrap.ore_price", "CNY/t", 2020)
    )
    assert 0.5 < per_t < 1.1  # t of hot metal per t of steel


def test_scrap_takes_the_place_of_coke_and_ore(plain):
    paid, run = plain
    more, supported = _paid((("scrap_recovery_support", None, 300.0),))
    steel = supported.series("Production|Steel")[LAST] / run.series("Production|Steel")[LAST]
    for item in ("iron ore", "coke and coal of furnaces"):
        assert more[item] < 0.99 * paid[item] * steel
    scrap = ("scrap of the city", "scrap from outside")
    assert sum(more[item] for item in scrap) > sum(paid[item] for item in scrap)
    assert paid["scrap of the city"] > 0.0


def test_hydrogen_for_iron_goes_from_steelworks_to_coke_plants():
    paid, run = _paid((("hydrogen_metallurgy_support", None, 600.0), ("hydrogen_capacity_support", None, 0.5)))
    assert (paid["hydrogen for iron"] > 0.0) == (run.series("Production|Steel|Hydrogen")[LAST] > 0.0)
