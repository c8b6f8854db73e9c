"""What a kilometre costs with each powertrain, by county and haul, and what is in reach."""

from dataclasses import dataclass, replace

import numpy as np

from abm.freight.numbers import TruckNumbers
from agents.signals import FreightSignals, FuelSignals
from agents.vehicle.powertrain import CHARGE, DIESEL, HYDROGEN, LNG, SWAP, TRUCKS
from agents.vehicle.truck import LONG, Trip, detour_share, in_reach, running_cost


@dataclass(frozen=True)
class EnergyPrices:
    """Price of a unit of each powertrain's energy, (n_counties, 5): l, kg, kWh, kWh, kg."""

    cny: np.ndarray

    @classmethod
    def of(cls, n: TruckNumbers, at: int, fuels: FuelSignals, freight: FreightSignals, power: float) -> "EnergyPrices":
        """Return this year's prices; ``power`` is CNY per kWh at a truck charging site before its fee."""
        cny = np.empty((len(freight.hydrogen_stations), len(TRUCKS)))
        cny[:, DIESEL], cny[:, LNG] = fuels.diesel_cny_per_l, fuels.lng_cny_per_kg
        cny[:, CHARGE] = power + n.charging_fee_cny_per_kwh
        cny[:, SWAP] = power + n.swap_fee_cny_per_kwh[at]
        support = freight.hydrogen_price_support_cny_per_kg
        cny[:, HYDROGEN] = np.maximum(freight.hydrogen_pump_cny_per_kg - support, 0.0)
        return cls(cny)

    def within_chain(self, freight: FreightSignals) -> "EnergyPrices":
        """Return the prices to whoever owns plant, station and trucks."""
        cny = self.cny.copy()
        own = freight.hydrogen_own_cny_per_kg - freight.hydrogen_price_support_cny_per_kg
        cny[:, HYDROGEN] = np.minimum(cny[:, HYDROGEN], np.maximum(own, 0.0))
        return EnergyPrices(cny)


def trip_of(n: TruckNumbers, at: int, prices: EnergyPrices, freight: FreightSignals, near: "Near") -> Trip:
    """Return what makes up the cost of a km, by county, haul and powertrain."""
    n_counties = len(near.area_km2)
    hours = np.empty((2, len(TRUCKS)))
    hours[:] = n.stop_h / n.range_km[at]
    hours[:, CHARGE] = n.use_per_km[at, CHARGE] / n.charger_kw[at] * (1.0 - n.idle_charging_share)
    detour = np.zeros((n_counties, 1, len(TRUCKS)))
    for option, stations in ((SWAP, near.swap), (HYDROGEN, near.hydrogen)):
        detour[:, 0, option] = detour_share(stations, near.area_km2, n.range_km[at, option], n.passes_by)
    paid = np.ones((n_counties, 1, len(TRUCKS)))
    paid[:, 0, HYDROGEN] = 1.0 - freight.hydrogen_toll_waiver_share
    return Trip(
        energy_cny_per_km=(prices.cny * n.use_per_km[at])[:, None],
        upkeep_cny_per_km=n.upkeep_cny_per_km,
        toll_cny_per_km=freight.toll_cny_per_km * n.motorway_share[None, :, None] * paid,
        hours_per_km=hours[None],
        detour_share=detour,
        payload_loss_share=n.payload_loss_share,
    )


def hydrogen_costs_within_chain(n: TruckNumbers, at: int, own: EnergyPrices, trip: Trip) -> np.ndarray:
    """Return (n_counties, 2) CNY per km of a hydrogen truck at its owner's ``own`` prices, else as on ``trip``."""
    trip = replace(trip, energy_cny_per_km=(own.cny * n.use_per_km[at])[:, None])
    return running_cost(trip, n.hour_cny)[..., HYDROGEN]


def tax_share(n: TruckNumbers, freight: FreightSignals) -> np.ndarray:
    """Return (5,) purchase tax over the price of a new truck."""
    tax = np.full(len(TRUCKS), n.tax_share)
    tax[CHARGE:] *= 1.0 - freight.clean_tax_relief_share
    return tax


def prices_paid(n: TruckNumbers, freight: FreightSignals) -> np.ndarray:
    """Return (n_counties, 5) CNY of a new truck with purchase tax, less support for new drives."""
    return np.maximum(freight.truck_price_cny * (1.0 + tax_share(n, freight)) - support_paid(freight), 0.0)


def support_paid(freight: FreightSignals) -> np.ndarray:
    """Return (n_counties, 5) CNY of support for a new truck."""
    support = np.zeros((len(freight.hydrogen_stations), len(TRUCKS)))
    support[:, CHARGE] = support[:, SWAP] = freight.battery_support_cny
    support[:, HYDROGEN] = freight.hydrogen_support_cny
    return support


@dataclass(frozen=True)
class Near:
    """Stations and sites within reach of a county's trucks, and its area; (n_counties,) each."""

    charging: np.ndarray
    swap: np.ndarray
    hydrogen: np.ndarray
    area_km2: np.ndarray


def reach(n: TruckNumbers, at: int, near: Near) -> np.ndarray:
    """Return (n_counties, 2 hauls, 2 owners, 3) shares of trucks for whom charging, swapping, hydrogen is in reach.

    A depot of one's own is a fleet's sooner than an individual's; long hauls also need a place to
    charge, swap or fill at the far end.
    """
    shares = in_reach(np.array((near.charging, near.swap, near.hydrogen)), near.area_km2, n.reach_km2[:, None])
    found = np.empty((len(near.area_km2), 2, 2, 3))
    found[:] = shares.T[:, None, None]
    found[..., 0] = 1.0 - (1.0 - found[..., 0]) * (1.0 - n.depot_share[at])[None, None, :]
    found[:, LONG] *= n.network_share[at]
    return found
