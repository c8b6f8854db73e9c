"""What the workshop says of levers that work against each other is what the model does in Lüliang by 2035."""

from functools import cache

import numpy as np
import pytest

from experiments.web.ask import Ask, Place
from experiments.web.desk import Desk
from experiments.workshop.contradictions import contradictions

pytestmark = pytest.mark.slow
YEAR = 2035
MADE = "Production|Hydrogen"
BAN = {"scattered_coal_ban": 0.8}
HEAT = {"clean_heating_programme": 0.3, "coal_to_electricity_purchase_subsidy": 8000.0}
LIMIT = {"efficiency_standard": 0.7}
SURCHARGE = {"punitive_surcharge": 0.5}
MEANS = {"technical_renovation_grant": 0.4, "green_credit_discount": 0.02}
RENEWABLES = {"wind_pv_quota": 2.5}
STORES = {"independent_storage": 4.0, "demand_response_payment": 2.0}
USERS = {"hydrogen_truck_subsidy": 400_000.0, "hydrogen_metallurgy_support": 800.0}
CAPACITY = {"hydrogen_capacity_support": 0.6}
STATIONS = {"hydrogen_station_buildout": 2.0}
RETURN = {"straw_return_machinery_subsidy": 0.7}
OFF_FIELD = {"straw_collection_coverage": 0.9, "straw_subsidy": 100.0}
EASY = {"residential_tou": 0.8}


@cache
def desk():
    return Desk(Place("luliang", 0.004, 6, YEAR))


@cache
def _answer(levers):
    return Ask(settings=tuple((lever, None, value) for lever, value in levers)).work(desk())


def future(*parts):
    return _answer(tuple(sorted({lever: value for part in parts for lever, value in part.items()}.items())))


def value(name, *parts):
    answer = future(*parts)
    return float(answer.series(name)[answer.at(YEAR)])


def change(name, *parts):
    return value(name, *parts) - value(name)


def load_at(hours, *parts):
    """GW of load on the mean day of the year, the mean of some hours."""
    told = future(*parts).moments[YEAR].hours
    day = (told.parts["load"] * told.weight[:, None]).sum(axis=0) / told.weight.sum()
    return float(day[hours].mean())


def test_a_ban_without_a_new_heater_leaves_most_coal_burning():
    coal = "Homes|Scattered Coal"
    assert value(coal, BAN) > 0.85 * value(coal)
    assert value(coal, BAN, HEAT) < 0.5 * value(coal)


def test_limits_lose_part_of_their_effect_without_inspection_and_inspection_has_none_without_limits():
    co2 = "Emissions|CO2|Energy"
    checked = change(co2, LIMIT, {"inspection_rate": 0.8})
    assert 0.2 < change(co2, LIMIT, {"inspection_rate": 0.1}) / checked < 0.8
    assert abs(change(co2, {"inspection_rate": 0.9})) < 0.1 * abs(checked)


def test_a_surcharge_alone_mends_no_plant():
    mended = future(SURCHARGE, MEANS).series("Firms|Retrofits").sum()
    assert future(SURCHARGE).series("Firms|Retrofits").sum() <= 1.05 * future().series("Firms|Retrofits").sum()
    assert mended > 1.05 * future(SURCHARGE).series("Firms|Retrofits").sum()


def test_more_is_curtailed_where_renewables_have_no_room():
    curtailed = "Share|Curtailment"
    assert value(curtailed, RENEWABLES, STORES) < value(curtailed) < value(curtailed, RENEWABLES)


def test_cheap_hours_at_night_draw_some_load_there_and_hardly_change_what_is_curtailed():
    """Noon keeps its load, since works' stores fill there between the two peaks of that tariff."""
    night_tariff = (RENEWABLES, {"tou_period_set": 0.0})
    noon, night = np.arange(11, 15), np.r_[23, 0:5]
    assert load_at(noon, *night_tariff) == pytest.approx(load_at(noon, RENEWABLES), rel=0.01)
    assert 1.005 < load_at(night, *night_tariff) / load_at(night, RENEWABLES) < 1.05
    assert 0.0 < value("Share|Curtailment", *night_tariff) - value("Share|Curtailment", RENEWABLES) < 0.005


def test_hydrogen_needs_somebody_to_use_it():
    assert value(MADE, CAPACITY) == pytest.approx(value(MADE), rel=0.05)
    assert value(MADE, CAPACITY, USERS) > 1.3 * value(MADE)
    assert value("Hydrogen|Truck Use", STATIONS) == pytest.approx(value("Hydrogen|Truck Use"), rel=0.1)


def test_straw_paid_for_twice_is_competed_for():
    sold, returned = "Farms|Straw|Sold", "Farms|Straw|Return"
    assert value(sold, RETURN, OFF_FIELD) < value(sold, OFF_FIELD)
    assert value(returned, RETURN, OFF_FIELD) < value(returned, RETURN)


def test_a_tariff_of_little_difference_moves_little():
    flat = {"residential_tou_ratio": 1.2}
    assert value("Share|TOU Enrolled", EASY, flat) < value("Share|TOU Enrolled", EASY)
    assert value("Homes|Shifted Load", EASY, flat) < 0.4 * value("Homes|Shifted Load", EASY)


def test_every_claim_of_an_effect_is_tried_here():
    of_the_plan = {"approved_and_refused", "blanket_cut"}  # what its text says, no effect
    tried = {
        "ban_without_heat", "limit_unchecked", "inspection_of_nothing", "charge_without_means",
        "renewables_without_room", "noon_power_night_price", "hydrogen_without_users", "stations_without_trucks",
        "straw_twice", "tariff_without_gain",
    }  # fmt: skip
    assert {c.name for c in contradictions()} == tried | of_the_plan
