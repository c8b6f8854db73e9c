"""Indicators of freight, and those of all road vehicles together."""

from typing import TYPE_CHECKING

import numpy as np

from abm.record import Record
from agents.vehicle.powertrain import CHARGE, DIESEL, HYDROGEN, LNG, SWAP

if TYPE_CHECKING:
    from abm.freight import Freight

TEN_THOUSAND, HUNDRED_MILLION = 1e4, 1e8
OF = "Transportation|Truck"


def report_freight(freight: "Freight", record: Record) -> None:
    """Write stocks, sales, kilometres, intensity, stations and hydrogen of the year."""
    year = freight.year
    assert year is not None and freight.first_intensity is not None
    stock, sales = freight.trucks.stock() / TEN_THOUSAND, freight.trucks.sales() / TEN_THOUSAND
    record.put(f"Stocks|{OF}", by_county=stock.sum(axis=0))
    record.put(f"Stocks|{OF}|Diesel", by_county=stock[DIESEL])
    record.put(f"Stocks|{OF}|Gas", by_county=stock[LNG])
    record.put(f"Stocks|{OF}|Battery-Electric", by_county=stock[CHARGE] + stock[SWAP])
    record.put(f"Stocks|{OF}|Fuel-Cell-Electric", by_county=stock[HYDROGEN])
    record.put(f"Sales|{OF}", by_county=sales.sum(axis=0))
    record.put(f"Sales|{OF}|Battery-Electric", by_county=sales[CHARGE] + sales[SWAP])
    record.put(f"Sales|{OF}|Fuel-Cell-Electric", by_county=sales[HYDROGEN])
    record.put("Freight|Truck km", by_county=year.road_km / HUNDRED_MILLION)
    record.put("Freight|Tonne km", by_county=year.road_tonne_km / HUNDRED_MILLION)
    record.put("Freight|Rail Energy", by_county=freight.rail.energy_gj / 1e6)
    record.put("Freight|Carbon Intensity", city=year.intensity_g_per_tkm)
    record.put("Freight|Carbon Intensity Change", city=year.intensity_g_per_tkm / freight.first_intensity - 1.0)
    record.put("Hydrogen|Truck Use", by_county=year.hydrogen_t / 1000.0)
    record.put("Hydrogen|Stations", by_county=freight.stations.hydrogen)
    record.put("Freight|Swap Stations", by_county=freight.stations.swap)
    assert freight.market is not None
    gap = freight.trucks.hydrogen_gap(freight.market)
    record.put("Hydrogen|Truck Cost Gap", city=_average(gap, np.maximum(stock.sum(axis=0), 1e-9)))
    record.put("Price|Hydrogen|Pump", city=_mean(freight.pump_cny_per_kg, freight.stations.hydrogen))
    _report_together(freight, record, record.year)


def _report_together(freight: "Freight", record: Record, year: int) -> None:
    """Write what concerns all road vehicles registered in the city: T45, T47, and the residual of history."""
    travel, trucks = freight.model.travel, freight.trucks
    assert freight.year is not None
    bought, clean = travel.new_vehicles()
    sales = trucks.sales().sum(axis=1)
    bought, clean = bought + sales.sum(), clean + sales[DIESEL + 1 :].sum()
    record.put("Share|New and Clean Vehicle Sales", city=clean / bought if bought else 0.0)
    record.put("Transport|Oil Use", by_county=(travel.oil_t() + freight.year.oil_t) / TEN_THOUSAND)
    observed = trucks.observed["hydrogen"]
    if freight.world.follows(year) and year in observed:
        gap = float(trucks.stock()[HYDROGEN].sum()) - observed[year]
        record.put("Residual|Hydrogen Trucks", city=gap / TEN_THOUSAND)
    if np.isfinite(trucks.residual["battery"]):
        record.put("Residual|Battery Truck Sales", city=trucks.residual["battery"])


def _mean(price: np.ndarray, stations: np.ndarray) -> float:
    """Mean price where hydrogen is sold; of all counties while there is no station."""
    return _average(price, stations) if stations.sum() > 0 else float(price.mean())


def _average(values: np.ndarray, weights: np.ndarray) -> float:
    return float((values * weights).sum() / weights.sum())
