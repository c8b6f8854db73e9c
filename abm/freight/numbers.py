"""The numbers of freight, read once from a region; dated ones as (n_years, ...) arrays."""

from dataclasses import dataclass

import numpy as np

from abm.freight.capital import TruckCapital
from abm.industry.oven_gas import HydrogenNumbers
from abm.region import Region
from abm.trade_ins import TradeInNumbers
from agents.vehicle.powertrain import TRUCKS
from agents.vehicle.truck import Credit

HAULS = ("short", "long")
OWNERS = ("own", "fleet")
OUTSIDE_CLEAN = ("lng", "battery", "hydrogen")  # of trucks registered elsewhere; the others burn diesel
LIQUID = ("diesel", "lng", "swap", "hydrogen")  # filled or swapped in minutes


@dataclass(frozen=True)
class TruckNumbers:
    """Prices, energy, time, reach and habits of heavy trucks; options in the order of ``TRUCKS``."""

    life_mean: float
    life_shape: float
    diesel_price_cny: np.ndarray  # (n_years,)
    lng_price_cny: np.ndarray  # (n_years,)
    charge_price_2020_cny: float
    swap_price_part: float
    hydrogen_price_2020_cny: float
    tax_share: float
    use_per_km: np.ndarray  # (n_years, 5) l, kg, kWh, kWh, kg
    upkeep_cny_per_km: np.ndarray  # (5,)
    toll_cny_per_km: float
    motorway_share: np.ndarray  # (2,) by haul
    hour_cny: float
    range_km: np.ndarray  # (n_years, 5)
    stop_h: np.ndarray  # (5,) per filling; charging follows from power
    charger_kw: np.ndarray  # (n_years,)
    idle_charging_share: np.ndarray  # (2,) by haul
    payload_loss_share: np.ndarray  # (5,)
    passes_by: float
    reach_km2: np.ndarray  # (3,) depots, swap sites, hydrogen stations
    depot_share: np.ndarray  # (n_years, 2) of individuals, of fleets, that can charge on ground of their own
    network_share: np.ndarray  # (n_years, 3) of long hauls with one at the far end
    capital: TruckCapital
    credit: Credit
    spread_cny_per_km: float
    constant: np.ndarray  # (5,)
    constant_end: float
    familiar_share: float
    shift_fade: float
    trade_in: TradeInNumbers
    support_upper_part: float
    charging_fee_cny_per_kwh: float
    swap_fee_cny_per_kwh: np.ndarray  # (n_years,)

    @classmethod
    def of(cls, region: Region, years: tuple[int, ...]) -> "TruckNumbers":
        """Read the numbers of a region."""
        p = region.parameters
        value = p.value

        def series(key: str, unit: str) -> np.ndarray:
            return p.series(key, unit, years)

        def options(prefix: str, unit: str, names: tuple[str, ...] = TRUCKS) -> np.ndarray:
            return np.array([value(f"{prefix}.{name}", unit) if name in names else 0.0 for name in TRUCKS])

        def hauls(prefix: str) -> np.ndarray:
            return np.array([value(f"{prefix}.{name}", "share") for name in HAULS])

        battery = series("trucks.use.battery", "kWh/km")
        use = (series("trucks.use.diesel", "l/km"), series("trucks.use.lng", "kg/km"), battery, battery)
        ranges = np.tile(options("trucks.range", "km", LIQUID), (len(years), 1))
        ranges[:, TRUCKS.index("charge")] = series("trucks.range.charge", "km")
        return cls(
            life_mean=value("trucks.life.mean", "years"),
            life_shape=value("trucks.life.shape", "none"),
            diesel_price_cny=series("trucks.price.diesel", "CNY"),
            lng_price_cny=series("trucks.price.lng", "CNY"),
            charge_price_2020_cny=value("trucks.price.charge_2020", "CNY"),
            swap_price_part=value("trucks.price.swap_part", "share"),
            hydrogen_price_2020_cny=value("trucks.price.hydrogen_2020", "CNY"),
            tax_share=value("trucks.tax.purchase", "share"),
            use_per_km=np.stack((*use, series("trucks.use.hydrogen", "kg/km")), axis=1),
            upkeep_cny_per_km=options("trucks.upkeep", "CNY/km"),
            toll_cny_per_km=value("trucks.toll", "CNY/km"),
            motorway_share=hauls("trucks.motorway"),
            hour_cny=value("trucks.hour", "CNY/h"),
            range_km=ranges,
            stop_h=options("trucks.stop", "h", LIQUID),
            charger_kw=series("trucks.charger_power", "kW"),
            idle_charging_share=hauls("trucks.idle_charging"),
            payload_loss_share=options("trucks.payload_loss", "share"),
            passes_by=value("trucks.passes_by", "share"),
            reach_km2=np.array([value(f"trucks.reach.{name}", "km2") for name in TRUCKS[2:]]),
            depot_share=np.stack([series(f"trucks.depot.{name}", "share") for name in OWNERS], axis=1),
            network_share=np.stack([series(f"trucks.network.{name}", "share") for name in TRUCKS[2:]], axis=1),
            capital=TruckCapital.of(region),
            credit=Credit(
                freight_rate_cny_per_km=value("trucks.freight_rate", "CNY/km"),
                payment_share=value("trucks.payment_limit", "share"),
            ),
            spread_cny_per_km=value("trucks.spread", "CNY/km"),
            constant=options("trucks.constant", "none", TRUCKS[1:]),
            constant_end=value("trucks.constant_end", "share"),
            familiar_share=value("trucks.familiar_share", "share"),
            shift_fade=value("trucks.shift_fade", "1/yr"),
            trade_in=TradeInNumbers.of(region, "trucks", oil="oil"),
            support_upper_part=value("trucks.support.upper_part", "share"),
            charging_fee_cny_per_kwh=value("trucks.charging.fee", "CNY/kWh"),
            swap_fee_cny_per_kwh=series("trucks.swap.fee", "CNY/kWh"),
        )


@dataclass(frozen=True)
class FreightNumbers:
    """Hauls, loads and the trucks of others."""

    load_t: float
    loaded_share: float
    return_load_gain: float
    utilisation_high: float
    utilisation_low: float
    inner_haul_km: float
    road_inside_km: float
    road_total_km: float
    other_km_share: float
    outside_share: float
    bulk_share: float
    area_km2: np.ndarray  # (n_counties,)
    outside_mix: np.ndarray  # (n_years, 5) of trucks registered elsewhere
    light_payload_t: float
    light_loaded_share: float

    @classmethod
    def of(cls, region: Region, years: tuple[int, ...]) -> "FreightNumbers":
        """Read the numbers of a region."""
        p = region.parameters
        value = p.value
        clean = np.stack([p.series(f"freight.outside_mix.{name}", "share", years) for name in OUTSIDE_CLEAN])
        lng, battery, hydrogen = clean / np.maximum(clean.sum(axis=0), 1.0)  # also where all three run high
        diesel = np.maximum(1.0 - lng - battery - hydrogen, 0.0)
        return cls(
            load_t=value("freight.load", "t"),
            loaded_share=value("freight.loaded", "share"),
            return_load_gain=value("freight.return_load_gain", "share"),
            utilisation_high=value("freight.utilisation.high", "none"),
            utilisation_low=value("freight.utilisation.low", "none"),
            inner_haul_km=value("freight.haul.inner", "km"),
            road_inside_km=value("freight.haul.road_inside", "km"),
            road_total_km=value("freight.haul.road_total", "km"),
            other_km_share=value("freight.other_km_share", "share"),
            outside_share=value("freight.outside_share", "share"),
            bulk_share=value("freight.bulk_share_registered", "share"),
            area_km2=p.by_county("freight.area", "km2"),
            outside_mix=np.stack((diesel, lng, battery, np.zeros_like(lng), hydrogen), axis=1),
            light_payload_t=value("fleet.light_truck.payload", "t"),
            light_loaded_share=value("fleet.light_truck.loaded", "share"),
        )


@dataclass(frozen=True)
class StationNumbers:
    """Hydrogen at the pump, hydrogen stations and swap sites."""

    first_cost_cny_per_kg: float
    compression_cny_per_kg: float
    power_kwh_per_kg: float
    transport_cny_per_kg_100km: float
    capital_cny: float
    years: float
    rate: float
    running_cny_per_year: float
    capacity_t_per_year: float
    least_use_share: float
    reach_km: float
    market_pace: float
    retired_share: float
    swap_capital_cny: float
    trucks_per_site: float
    programme_city_part: float
    plant_cny_per_kg: float  # capital of a plant, within the price at its gate

    @classmethod
    def of(cls, region: Region) -> "StationNumbers":
        """Read the numbers of a region."""
        value = region.parameters.value
        return cls(
            first_cost_cny_per_kg=value("hydrogen_pump.first_cost", "CNY/kg"),
            compression_cny_per_kg=value("hydrogen_pump.compression", "CNY/kg"),
            power_kwh_per_kg=value("hydrogen_pump.power", "kWh/kg"),
            transport_cny_per_kg_100km=value("hydrogen_pump.transport", "CNY/kg/100 km"),
            capital_cny=value("hydrogen_pump.station_capital", "CNY"),
            years=value("hydrogen_pump.station_years", "years"),
            rate=value("hydrogen_pump.station_rate", "1/yr"),
            running_cny_per_year=value("hydrogen_pump.station_running", "CNY/yr"),
            capacity_t_per_year=value("hydrogen_pump.station_capacity", "t/yr"),
            least_use_share=value("hydrogen_pump.least_use", "share"),
            reach_km=value("trucks.reach_km", "km"),
            market_pace=value("stations.market_pace", "1/yr"),
            retired_share=value("stations.retired", "1/yr"),
            swap_capital_cny=value("swap.site_capital", "CNY"),
            trucks_per_site=value("swap.trucks_per_site", "trucks"),
            programme_city_part=value("stations.programme_city_part", "share"),
            plant_cny_per_kg=HydrogenNumbers.of(region.parameters).yearly_capital,
        )
