"""The numbers of travel, read once from a region; dated ones as (n_years,) arrays."""

from dataclasses import dataclass

import numpy as np

from abm.region import Region
from abm.trade_ins import TradeInNumbers
from agents.vehicle.car import CarTaste
from agents.vehicle.powertrain import CARS

PER_1000 = "chargers/10^3 persons"


@dataclass(frozen=True)
class CarNumbers:
    """Prices, energy use, rules and habits of private cars; (n_years,) where dated."""

    life_scale: float
    life_shape: float
    saturation: float
    pull_per_10k_cny: float
    km_elasticity: float
    petrol_price_cny: np.ndarray
    hybrid_extra_cny: np.ndarray
    plug_in_drive_extra_cny: np.ndarray
    plug_in_pack_kwh: float
    pack_2020_cny_per_kwh: float
    battery_price_2020_cny: float
    tax_share: float
    petrol_l_per_km: np.ndarray
    hybrid_l_per_km: np.ndarray
    plug_in_l_per_km: np.ndarray
    plug_in_electric_share: np.ndarray
    plug_in_kwh_per_km: float
    battery_kwh_per_km: np.ndarray
    winter_extra_share: float
    upkeep_cny_per_km: np.ndarray  # (4,)
    range_km: np.ndarray
    own_community: float
    impression_cars: float  # cars that the look of the whole county counts for
    shift_fade: float
    trade_in: TradeInNumbers
    plug_in_support_part: float
    support_upper_part: np.ndarray
    short_trip_share: float
    short_trip_response: float
    taste: CarTaste

    @classmethod
    def of(cls, region: Region, years: tuple[int, ...]) -> "CarNumbers":
        """Read the numbers of a region."""
        p = region.parameters
        value, series = p.value, lambda key, unit: p.series(key, unit, years)
        return cls(
            life_scale=value("cars.life.scale", "years"),
            life_shape=value("cars.life.shape", "none"),
            saturation=value("cars.ownership.saturation", "cars/person"),
            pull_per_10k_cny=value("cars.ownership.pull", "1/10^4 CNY"),
            km_elasticity=value("cars.km.ownership_elasticity", "none"),
            petrol_price_cny=series("cars.price.petrol", "CNY"),
            hybrid_extra_cny=series("cars.price.hybrid_extra", "CNY"),
            plug_in_drive_extra_cny=series("cars.price.plug_in_drive_extra", "CNY"),
            plug_in_pack_kwh=value("cars.price.plug_in_pack", "kWh"),
            pack_2020_cny_per_kwh=value("cars.price.pack_2020", "CNY/kWh"),
            battery_price_2020_cny=value("cars.price.battery_2020", "CNY"),
            tax_share=value("cars.tax.purchase", "share"),
            petrol_l_per_km=series("cars.use.petrol", "l/km"),
            hybrid_l_per_km=series("cars.use.hybrid", "l/km"),
            plug_in_l_per_km=series("cars.use.plug_in_oil", "l/km"),
            plug_in_electric_share=series("cars.use.plug_in_electric_share", "share"),
            plug_in_kwh_per_km=value("cars.use.plug_in_electric", "kWh/km"),
            battery_kwh_per_km=series("cars.use.battery", "kWh/km"),
            winter_extra_share=value("cars.use.winter_extra", "share"),
            upkeep_cny_per_km=np.array([value(f"cars.upkeep.{name}", "CNY/km") for name in CARS]),
            range_km=series("cars.range.battery", "km"),
            own_community=value("cars.choice.own_community", "share"),
            impression_cars=value("cars.choice.impression_cars", "cars"),
            shift_fade=value("cars.choice.shift_fade", "1/yr"),
            trade_in=TradeInNumbers.of(region, "cars", oil="petrol"),
            plug_in_support_part=value("cars.support.plug_in_part", "share"),
            support_upper_part=series("cars.support.upper_part", "share"),
            short_trip_share=value("cars.short_trips", "share"),
            short_trip_response=value("cars.short_trips.response", "share"),
            taste=_taste(region),
        )


def _taste(region: Region) -> CarTaste:
    value = region.parameters.value
    return CarTaste(
        money_per_10k_cny=value("cars.choice.money", "1/10^4 CNY"),
        income_reference_cny=value("cars.choice.income_reference", "CNY/person/yr"),
        income_power=value("cars.choice.income_power", "none"),
        running_years=value("cars.choice.running_years", "years"),
        discount_rate=value("cars.choice.discount_rate", "1/yr"),
        home_charging_cny=value("cars.choice.home_charging", "CNY"),
        plug_in_access_part=value("cars.choice.plug_in_access_part", "share"),
        range_per_log=value("cars.choice.range", "1/log"),
        petrol_range_km=value("cars.choice.petrol_range", "km"),
        winter_range_share=value("cars.choice.winter_range", "share"),
        variety_per_log=value("cars.choice.variety", "1/log"),
        neighbours=value("cars.choice.neighbours", "none"),
        taste_spread=value("cars.choice.taste_spread", "none"),
        constant=np.array([value(f"cars.choice.constant.{name}", "none") for name in CARS]),
        familiar_share=value("cars.choice.familiar_share", "share"),
        constant_end=value("cars.choice.constant_end", "share"),
        dissimilarity=value("cars.choice.dissimilarity", "none"),
    )


@dataclass(frozen=True)
class ChargingNumbers:
    """Chargers and charging."""

    per_1000_first: float
    reach_per_1000: float
    cars_per_charger: float
    market_pace: float
    retired_share: float
    cost_cny: np.ndarray  # (n_years,)
    programme_city_share: float
    service_fee_cny_per_kwh: float
    depot_fee_cny_per_kwh: float
    home_share: float
    valley_trouble_cny: float
    valley_spread: float
    managed_trouble_cny: float
    managed_spread: float
    movable_share: float
    managed_elasticity: float

    @classmethod
    def of(cls, region: Region, years: tuple[int, ...]) -> "ChargingNumbers":
        """Read the numbers of a region."""
        p = region.parameters
        value = p.value
        return cls(
            per_1000_first=value("chargers.per_1000_2020", PER_1000),
            reach_per_1000=value("cars.charging.reach", PER_1000),
            cars_per_charger=value("cars.charging.queue", "cars/charger"),
            market_pace=value("chargers.market_pace", "1/yr"),
            retired_share=value("chargers.retired", "1/yr"),
            cost_cny=p.series("chargers.cost", "CNY", years),
            programme_city_share=value("chargers.programme_city_share", "share"),
            service_fee_cny_per_kwh=value("chargers.service_fee", "CNY/kWh"),
            depot_fee_cny_per_kwh=value("chargers.depot_fee", "CNY/kWh"),
            home_share=value("cars.charging.home_share", "share"),
            valley_trouble_cny=value("cars.valley.trouble", "CNY/yr"),
            valley_spread=value("cars.valley.spread", "none"),
            managed_trouble_cny=value("cars.managed.trouble", "CNY/yr"),
            managed_spread=value("cars.managed.spread", "none"),
            movable_share=value("cars.managed.movable", "share"),
            managed_elasticity=value("cars.managed.elasticity", "none"),
        )


@dataclass(frozen=True)
class ChargingHours:
    """Hourly patterns of charging, each (24,) and adding up to 1 over a day."""

    home: np.ndarray
    plugged: np.ndarray
    public: np.ndarray
    depot: np.ndarray
    truck: np.ndarray

    @classmethod
    def of(cls, region: Region) -> "ChargingHours":
        """Read ``charging.csv`` of a region or of what it includes."""
        rows = sorted(region.table("charging.csv"), key=lambda row: int(row["hour"]))
        columns = {
            name: np.array([float(row[name]) for row in rows])
            for name in ("home", "plugged", "public", "depot", "truck")
        }
        return cls(**{name: column / column.sum() for name, column in columns.items()})
