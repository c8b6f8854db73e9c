"""What owners of heavy trucks perceive beside the prices of energy."""

from dataclasses import dataclass

import numpy as np

from agents.signals.theme import Theme


@dataclass(frozen=True)
class FreightSignals(Theme):
    """Prices of trucks and hydrogen, support, tolls and stations; (n_counties,) where the place matters.

    Powertrains in the order of ``agents.vehicle.powertrain.TRUCKS``.
    """

    truck_price_cny: np.ndarray  # (n_trucks,) of a new tractor
    clean_tax_relief_share: float  # of the purchase tax, for battery and hydrogen trucks
    battery_support_cny: np.ndarray  # (n_counties,) per battery truck bought
    hydrogen_support_cny: np.ndarray  # (n_counties,) per hydrogen truck bought
    scrappage_support_cny: np.ndarray  # (n_counties,) for an old diesel truck scrapped and a new truck bought
    toll_cny_per_km: float  # of a loaded tractor on a motorway
    hydrogen_toll_waiver_share: np.ndarray  # (n_counties,) of tolls that hydrogen trucks do not pay
    hydrogen_pump_cny_per_kg: np.ndarray  # (n_counties,) price before support
    hydrogen_own_cny_per_kg: np.ndarray  # (n_counties,) cash cost to the owner of a plant and a station
    hydrogen_price_support_cny_per_kg: np.ndarray  # (n_counties,) paid to the station per kg sold
    hydrogen_stations: np.ndarray  # (n_counties,) at the start of the year
    swap_sites: np.ndarray  # (n_counties,) at the start of the year
    hydrogen_station_programme: np.ndarray  # (n_counties,) stations a year per 10,000 heavy trucks
    swap_site_programme: np.ndarray  # (n_counties,) swap sites a year per 10,000 heavy trucks
    main_line_begun_share: float  # of the planned main railway lines whose works have been ordered so far
    main_line_share: float  # of them, for goods and passengers, in service at the start of the year
    siding_grant_share: np.ndarray  # (n_counties,) of the capital of a siding that a grant pays
    terminal_grant_share: np.ndarray  # (n_counties,) of the capital of a road-rail terminal that a grant pays
    return_load_share: np.ndarray  # (n_counties,) of freight offered on a platform that finds return loads
