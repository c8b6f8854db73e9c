"""Carbon of fields, grass and wetland: only what changes is taken up, it fades, and it can be lost again."""

from types import SimpleNamespace

import numpy as np
import pytest

from abm import load_region, simulate
from abm.accounts.ledger import Ledger
from abm.accounts.words import GASES, SECTORS
from abm.carbon_pool import CarbonPool
from abm.farming.organic import Organic
from abm.farming.soil_carbon import SoilCarbon, SoilInput
from abm.land.open_land import OpenLand
from agents.farm.land import offering_share
from agents.signals import FarmSignals, LandSignals

NONE = np.zeros(2)


def test_a_pool_takes_up_what_comes_in_less_what_is_breathed_out():
    pool = CarbonPool(20.0, np.zeros(1))
    assert pool.take_up(np.array([3.0]))[0] == pytest.approx(3.0 * 44 / 12)
    assert pool.take_up(np.array([3.0]))[0] == pytest.approx((3.0 - 3.0 / 20) * 44 / 12)
    for _ in range(500):
        pool.take_up(np.array([3.0]))
    assert pool.stock_tc[0] == pytest.approx(60.0)  # 3 t a year that stay for 20 years
    assert pool.take_up(np.array([0.0]))[0] == pytest.approx(-3.0 * 44 / 12)  # and go when nothing comes


def test_fields_as_in_the_first_year_take_up_nothing_and_less_straw_costs_carbon():
    soils = SoilCarbon(load_region("tiny"))
    usual = SoilInput(np.array([100.0, 50.0]), NONE, NONE, NONE)
    for _ in range(3):
        soils.act(usual)
        assert soils.uptake_t == pytest.approx([0.0, 0.0])
    soils.act(SoilInput(np.array([60.0, 70.0]), NONE, NONE, NONE))
    per_t = soils.numbers.per_t_straw * 44 / 12
    assert soils.uptake_t == pytest.approx([-40.0 * per_t, 20.0 * per_t])


def _grass(years, **rules):
    land, ledgers = OpenLand(load_region("luliang")), []
    signals = LandSignals.quiet(13).changed(control_share=np.ones(13), **rules)
    for _ in range(years):
        ledgers.append(Ledger(13))
        land.act(signals, ledgers[-1])
    return land, ledgers


def test_grass_is_closed_where_pay_beats_grazing_and_its_uptake_fades():
    pay = np.full(13, 280.0)  # as much as herds bring the middle village: half of them sign
    land, ledgers = _grass(60, grazing_ban_cny_per_ha=pay)
    assert land.closed_ha.sum() == pytest.approx(0.5 * land.numbers.grass_ha.sum(), rel=1e-3)
    at = GASES.index("co2_land"), SECTORS.index("land")
    sinks = [-ledger.gas_t[at].sum() for ledger in ledgers]
    assert max(sinks) > 0 and sinks[-1] < 0.2 * max(sinks)
    received = sum(p[3].sum() for p in ledgers[-1].payments if p[2] == "farms")
    assert received == pytest.approx(280.0 * land.closed_ha.sum())


def test_grass_built_over_loses_its_carbon_unless_it_is_refused():
    land = OpenLand(load_region("luliang"))
    ledger = Ledger(13)
    land.act(LandSignals.quiet(13), ledger)
    n = land.numbers
    lost = n.grass_ha.sum() * n.asked_share * n.lost_tc_per_ha * 44 / 12
    assert ledger.gas_t[GASES.index("co2_land")].sum() == pytest.approx(lost)
    assert _grass(1)[1][0].gas_t[GASES.index("co2_land")].sum() == 0.0


def test_wet_soil_gives_off_methane_that_weighs_about_as_much_as_its_uptake():
    land, ledgers = _grass(30, wetland_share=np.full(13, 0.05))
    assert land.wetted_ha == pytest.approx(land.numbers.wetland_ha)
    ch4 = sum(ledger.gas_t[GASES.index("ch4")].sum() for ledger in ledgers)
    uptake = -sum(ledger.gas_t[GASES.index("co2_land")].sum() for ledger in ledgers)
    assert 0.3 < uptake / (28 * ch4) < 3.0


def _organic(**rules):
    farms = SimpleNamespace(
        weight=np.array([10.0, 1.0]),
        alive=np.array([True, True]),
        is_large=np.array([False, True]),
        county=np.array([0, 0]),
        area_mu=np.array([5.0, 200.0]),
    )
    organic = Organic(load_region("tiny"), farms)
    organic.act(FarmSignals.quiet(2).changed(**rules), np.array([250.0, 100.0]), NONE, Ledger(2))
    return organic


def test_nobody_keeps_the_rules_of_an_eco_farm_for_nothing():
    assert _organic().eco_farms.sum() == 0.0
    n = _organic().numbers
    organic = _organic(eco_farm_cny=np.full(2, n.eco_cny))
    assert organic.eco_farms == pytest.approx([n.eco_speed * 0.5, 0.0])  # half are willing, some a year
    assert organic.eco_factor(np.array([250.0, 100.0]))[0] < 1.0
    assert organic.pesticide_t[0] < _organic().pesticide_t[0]


def test_organic_fertiliser_takes_the_place_of_bought_nitrogen():
    n = _organic().numbers
    organic = _organic(organic_cny_per_mu=np.full(2, 55.0))
    share = n.organic_speed * offering_share(np.array([55.0]), n.organic_cny_per_mu, n.organic_spread)[0]
    assert organic.organic_n_t(np.array([40.0, 0.0]))[0] == pytest.approx(40.0 * share * n.organic_replaced)


def test_organic_fertiliser_costs_what_it_is_dearer_by_and_the_nitrogen_that_is_not_bought():
    """Its cost is known over what it saves, and what it saves is not paid to makers of nitrogen either."""
    organic, ledger = _organic(organic_cny_per_mu=np.full(2, 110.0)), Ledger(2)
    organic.pay(np.array([250.0, 100.0]), np.array([700.0, 0.0]), ledger)
    dearer = organic.share * np.array([250.0, 100.0]) * organic.numbers.organic_cny_per_mu
    assert ledger.payments[0][0] == "organic fertiliser"
    assert ledger.payments[0][-1] == pytest.approx(dearer + np.array([700.0, 0.0]))


def test_sinks_of_fields_and_grass_stand_in_land_use_and_not_in_energy():
    base = simulate("current", "tiny", scale=1.0, seed=1, until=2035)
    settings = [("organic_fertiliser_support", None, 200.0), ("grazing_ban_payment", None, 1200.0)]
    moved = simulate("current", "tiny", scale=1.0, seed=1, until=2035, settings=settings)

    def change(name):
        return moved.series(name).loc[2035] - base.series(name).loc[2035]

    sinks = change("Farms|Soil Carbon") + change("Land|Open Land Sink") + change("Land|Sink")
    assert sinks > 0
    assert change("Emissions|CO2|AFOLU|Land") == pytest.approx(-sinks, rel=1e-9)
    urea = change("Emissions|CO2|AFOLU|Agriculture")
    assert urea < 0.0  # what organic fertiliser takes the place of gives off no CO2
    assert change("Emissions|CO2|AFOLU") == pytest.approx(urea - sinks, rel=1e-9)
    assert change("Emissions|CO2") == pytest.approx(urea - sinks, rel=1e-9)
    assert change("Emissions|CO2|Energy") == pytest.approx(0.0, abs=1e-9)
