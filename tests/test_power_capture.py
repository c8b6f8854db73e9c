"""Capture at coal units: what owners hold against each other, and what they begin."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from abm import load_region
from abm.power import invest
from abm.power.capture import CaptureOffer, UnitCapture
from agents.firm.words import PROJECTS

PLAIN = CaptureOffer(400.0, 200.0, grant_share=0.0, room_share=1.0, years_of_learning=10)


def units() -> UnitCapture:
    return UnitCapture(load_region("luliang").parameters, 2)


def begun(offer: CaptureOffer, can=(True, True)) -> list[float]:
    capture = units()
    capture.decide(offer, np.array(can))
    return capture.fitted.tolist()


def offered(coal_cny_per_t: float) -> CaptureOffer:
    """The offer that owners see where carbon costs 90 CNY/t and 60 CNY/t of support is paid."""
    seen: list[CaptureOffer] = []
    none = np.zeros((len(PROJECTS), 1))
    prices = {"price.thermal_coal": coal_cny_per_t, "price.carbon": 90.0}
    power = SimpleNamespace(
        numbers=SimpleNamespace(pithead_share=0.8, coal_gj_per_t=22.0, coal_t_per_gj=0.1),
        world=SimpleNamespace(years=(2020,)),
        fleet=SimpleNamespace(fit_capture=lambda year, offer, can: seen.append(offer), capture=units()),
        running_share=lambda year: np.ones(2),
    )
    investment = SimpleNamespace(
        capture_support_cny_per_t=60.0, project_grant_share=none, project_room_share=none[:, 0]
    )
    around = SimpleNamespace(year=2030, storyline=SimpleNamespace(value=lambda key, unit, year: prices[key]))
    invest._capture(power, SimpleNamespace(investment=investment), around)
    return seen[0]


def test_owners_count_the_coal_behind_a_tonne_of_co2():
    # 0.8 x 550 / 22 = 20 CNY a GJ, and 10 GJ release a tonne
    assert offered(550.0).fuel_cny_per_t == pytest.approx(200.0)
    assert offered(550.0).income_cny_per_t == pytest.approx(150.0)
    assert offered(550.0).years_of_learning == 10


def test_capital_falls_as_others_learn():
    capture = units()
    capture.numbers = replace(capture.numbers, capital_cny_per_t=2000.0, capital_fall=0.1)
    assert capture.capital_cny_per_t(0) == 2000.0
    assert capture.capital_cny_per_t(2) == pytest.approx(1620.0)  # x 0.9 x 0.9


@pytest.mark.parametrize(
    ("changed", "sign"),
    [
        ({"income_cny_per_t": 500.0}, 1),
        ({"fuel_cny_per_t": 400.0}, -1),
        ({"grant_share": 0.5}, 1),
        ({"room_share": 0.5}, -1),
        ({"years_of_learning": 30}, 1),
    ],
)
def test_what_makes_capture_pay_makes_owners_begin_it(changed, sign, monkeypatch):
    capture = units()
    monkeypatch.setattr(
        "abm.power.capture.CaptureNumbers.of", lambda _: replace(capture.numbers, pace=1.0, sharpness=1.0)
    )
    assert sign * (begun(replace(PLAIN, **changed))[0] - begun(PLAIN)[0]) > 0.0


def test_no_more_is_begun_in_a_year_than_can_be_fitted_and_none_at_units_that_leave():
    generous = replace(PLAIN, income_cny_per_t=5000.0)
    assert begun(generous, (True, False)) == [units().numbers.pace, 0.0]
