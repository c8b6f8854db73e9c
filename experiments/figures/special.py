"""What sentences say that no record has: read from the city itself after each of its years."""

import numpy as np

from abm.model import City
from abm.power.province import last_resort_cny_per_mwh

NEARLY = 0.99  # of the price of the last resort: dear bids stand just below it
LAST_RESORT = "Hours|Last Resort"
HOURS = "Hours|Coal|"  # followed by the class of units: full-load hours of what is sent out
MARGIN = "Margin|Coal|"  # CNY/kW that a unit of the class earned above fuel and carbon, without capacity payment
CURTAILED = "Province|Curtailed"  # TWh of wind and sun that the rest of the province does not take
THERMAL = "Province|Thermal Power"  # TWh that its plants send out
LOST = "Stores|Lost"  # TWh, by all stores of city and province
NAMES = (LAST_RESORT, HOURS, MARGIN, CURTAILED, THERMAL, LOST)


def of_year(city: City, year: int) -> dict[str, float]:
    """Return the values of the year that is over."""
    power, days = city.power, city.world.days
    done, booking, rules = power.last, power.booking, power.rules
    assert done is not None and booking is not None and rules is not None
    resort_cny_per_kwh = last_resort_cny_per_mwh(city.world.storyline, year) / 1000.0
    is_dear = done.price_cny_per_kwh >= NEARLY * resort_cny_per_kwh
    found = {
        LAST_RESORT: float(days.weight @ is_dear.sum(axis=1)),
        CURTAILED: float(days.yearly(done.rest_curtailed_gw)) / 1000.0,
        THERMAL: float(days.yearly(done.rest_coal_gw)) / 1000.0,
        LOST: float(days.yearly((done.charge_gw - done.discharge_gw).sum(axis=0))) / 1000.0,
    }
    units, running_mw = power.units, power.coal_mw(year)
    margin = power.fleet.income_cny_per_kw - rules.coal_capacity_cny_per_kw
    for group, name in enumerate(units.group_name):
        mw = running_mw[units.group == group]
        if mw.sum() > 0.0:
            found[HOURS + name] = 1000.0 * float(booking.coal_gwh[group].sum()) / float(mw.sum())
            found[MARGIN + name] = float(np.average(margin[units.group == group], weights=mw))
    return found
