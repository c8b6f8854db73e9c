"""Indicators of travel."""

from typing import TYPE_CHECKING

import numpy as np

from abm.record import Record
from agents.vehicle.powertrain import BATTERY_FLEET, BUS, LIGHT_TRUCK, OIL, TAXI

if TYPE_CHECKING:
    from abm.travel import Travel

TEN_THOUSAND, HUNDRED_MILLION, KWH_PER_TWH = 1e4, 1e8, 1e9
CAR_NAMES = ("Internal Combustion", "Hybrid", "Plug-in Hybrid", "Battery-Electric")
SOLD_NAMES = {2: "Plug-in Hybrid", 3: "Battery-Electric"}
CARS_OF = "Transportation|Light-Duty Vehicle"


def report_travel(travel: "Travel", record: Record) -> None:
    """Write stocks, sales, shares, chargers, kilometres and electricity of the year."""
    use, fleets, cars = travel.use, travel.year_of_fleets, travel.cars
    assert use is not None and fleets is not None
    stock, sales = cars.stock() / TEN_THOUSAND, cars.sales() / TEN_THOUSAND
    record.put(f"Stocks|{CARS_OF}", by_county=stock.sum(axis=0))
    record.put(f"Stocks|{CARS_OF}|Without Place", by_county=cars.unplaced / TEN_THOUSAND)
    record.put(f"Sales|{CARS_OF}", by_county=sales.sum(axis=0))
    for i, name in enumerate(CAR_NAMES):
        record.put(f"Stocks|{CARS_OF}|{name}", by_county=stock[i])
    for i, name in SOLD_NAMES.items():
        record.put(f"Sales|{CARS_OF}|{name}", by_county=sales[i])
    record.put(f"Sales|{CARS_OF}|Used", by_county=cars.used_sales() / TEN_THOUSAND)
    record.put("Share|New Energy Car Sales", city=cars.new_energy_share)
    if np.isfinite(cars.residual_share):
        record.put("Residual|New Energy Car Sales", city=cars.residual_share)
    if np.isfinite(cars.ownership.residual):
        record.put("Residual|Private Cars", city=cars.ownership.residual * travel.residents().sum() / TEN_THOUSAND)
    if np.isfinite(travel.charger_residual):
        record.put("Residual|Public Chargers", city=travel.charger_residual / TEN_THOUSAND)
    record.put("Share|Managed Charging", city=use.managed_share)
    record.put("Chargers|Public", by_county=travel.chargers.stock / TEN_THOUSAND)
    plug = cars.plug_cars().sum()
    record.put("Chargers|Per Car", city=float(travel.chargers.stock.sum() / plug) if plug > 0 else np.nan)
    record.put("Travel|Car km", by_county=use.km / HUNDRED_MILLION)
    record.put("Travel|Electricity", by_county=(use.kwh + fleets.public_kwh) / KWH_PER_TWH)
    _report_fleets(travel.fleets.stock(), record)


def _report_fleets(stock: np.ndarray, record: Record) -> None:
    """Write shares of the (3 kinds, 3 powertrains) stock of fleets."""
    for kind, name in ((BUS, "Bus"), (TAXI, "Taxi"), (LIGHT_TRUCK, "Light Truck")):
        record.put(f"Share|{name} Battery", city=_part(stock[kind, BATTERY_FLEET], stock[kind].sum()))
    public = stock[[TAXI, BUS]]
    record.put("Share|Public Transport Clean", city=_part(public[:, OIL + 1 :].sum(), public.sum()))


def _part(part: float, whole: float) -> float:
    return float(part / whole) if whole else 0.0
