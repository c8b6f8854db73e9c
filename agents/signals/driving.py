"""What owners of cars, taxis, buses and light trucks perceive beside the prices of energy."""

from dataclasses import dataclass

import numpy as np

from agents.signals.theme import Theme


@dataclass(frozen=True)
class DrivingSignals(Theme):
    """Prices of vehicles, taxes, support, rules and chargers; (n_counties,) where the place matters.

    Powertrains of cars in the order of ``agents.vehicle.powertrain.CARS``.
    """

    car_price_cny: np.ndarray  # (n_cars,) list price with value-added tax, before purchase tax and support
    battery_range_km: float  # real range of a new battery car in mild weather
    variety: float  # models on offer with a plug over petrol models
    plug_tax_relief_share: float  # of the purchase tax, for cars with a plug
    purchase_support_cny: np.ndarray  # (n_counties,) per battery car; a plug-in hybrid gets its rule's part
    scrappage_support_cny: np.ndarray  # (n_counties,) for an old car scrapped and a new one with a plug bought
    public_chargers: np.ndarray  # (n_counties,) at the start of the year
    charger_programme_per_1000: np.ndarray  # (n_counties,) public chargers built a year per 1,000 residents
    managed_charging_cny_per_kwh: np.ndarray  # (n_counties,) paid for each kWh that may be moved
    public_fleet_mandate_share: np.ndarray  # (n_counties,) of new buses and taxis that must be clean
    light_truck_limit_share: np.ndarray  # (n_counties,) of a light truck's working hours closed to oil
    bus_priority_share: np.ndarray  # (n_counties,) of bus routes in towns with own lanes and dense service
    compactness_share: np.ndarray  # (n_counties,) of new building that must stand within or beside what is built
    new_road_share: np.ndarray  # (n_counties,) main roads built in the year, over the first year's length
    air_support_cny: float  # paid for a departure from the city's airport
    airfields: float  # general airfields in service
    slow_travel_share: np.ndarray  # (n_counties,) of residents near a network for cycling and walking
