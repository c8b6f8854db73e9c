"""Numbers of tariffs and fuel prices, read once; dated ones as one value a year.

What a regulator writes (catalogue, fees, benchmark) is in money of the day, all else in CNY at 2020 prices.
"""

from dataclasses import dataclass

import numpy as np

from abm.power.numbers import pumped_ready_cny_per_kw
from abm.region import Region

MONTHS = 12.0


@dataclass(frozen=True)
class TariffNumbers:
    """Electricity; CNY/kWh unless said, (n_years,) where dated."""

    residential_tier: np.ndarray  # (3,)
    residential_limit_kwh: np.ndarray  # (2,) a month
    residential_tou_peak_add: float
    residential_tou_valley_add: float
    residential_tou_open: np.ndarray  # 0 or 1
    heating_peak: float
    heating_valley: float
    heating_valley_start: int
    heating_valley_end: int
    farm: float
    small_grid_fee: np.ndarray
    large_grid_fee: np.ndarray  # with what is paid by the kW
    large_demand_cny_per_kw: float  # a year, of the highest load of each month
    large_transformer_cny_per_kva: float  # a year
    funds: float  # with the charge for running the system
    capacity_in_funds: np.ndarray  # CNY/kW a year of coal capacity that the funds hold, in money of the day
    pumped_ready_cny: float  # a year, capacity price of the whole planned plant
    store_counts: np.ndarray  # (n_years,) share of a kW of coal that a kW of store counts as, where both are paid
    capacity_users_share: float  # of the province's use that bears the payment for coal capacity
    loss_share: float
    contract_premium: float  # contract mean over last year's wholesale mean
    benchmark: float
    contract_above: np.ndarray  # contracts rise no higher above the benchmark than this share
    contract_below: np.ndarray  # and fall no lower
    settled_by_hour: np.ndarray  # share of the year's power that plants sell by the hour's price, not by contract
    first_contract: float  # before the first dispatch
    large_spot_share: np.ndarray
    multipliers: np.ndarray  # (5,) by period code
    first_ratio: float
    feed_in_contract_share: np.ndarray
    feed_in_benchmark: float
    demand_response: float
    price_level: np.ndarray  # consumer prices over 2020: what is written in money of the day is divided by it

    @classmethod
    def of(cls, region: Region, years: tuple[int, ...]) -> "TariffNumbers":
        """Read the numbers of a region."""
        p = region.parameters

        def price(key: str) -> float:
            return p.value(f"tariff.{key}", "CNY/kWh")

        def dated(key: str, unit: str = "CNY/kWh") -> np.ndarray:
            return p.series(f"tariff.{key}", unit, years)

        names = ("deep_valley", "valley", "flat", "peak", "sharp")
        multipliers = np.array([p.value(f"tariff.multiplier.{name}", "ratio") for name in names])
        return cls(
            residential_tier=np.array([price(f"home.tier{i}") for i in (1, 2, 3)]),
            residential_limit_kwh=np.array([p.value(f"tariff.home.limit{i}", "kWh/month") for i in (1, 2)]),
            residential_tou_peak_add=price("home.tou_peak_add"),
            residential_tou_valley_add=price("home.tou_valley_add"),
            residential_tou_open=dated("home.tou_open", "share"),
            heating_peak=price("heating.peak"),
            heating_valley=price("heating.valley"),
            heating_valley_start=round(p.value("tariff.heating.valley_start", "h")),
            heating_valley_end=round(p.value("tariff.heating.valley_end", "h")),
            farm=price("farm"),
            small_grid_fee=dated("small.grid_fee"),
            large_grid_fee=dated("large.grid_fee"),
            large_demand_cny_per_kw=MONTHS
            * p.value("tariff.large.demand", "CNY/kW/month")
            * p.value("tariff.large.steady", "share"),
            large_transformer_cny_per_kva=MONTHS * p.value("tariff.large.transformer", "CNY/kVA/month"),
            funds=price("funds"),
            capacity_in_funds=p.series("tariff.capacity_payment.in_funds", "CNY/kW", years),
            pumped_ready_cny=1e6 * p.value("power.pumped.capacity", "GW") * pumped_ready_cny_per_kw(p),
            store_counts=dated("capacity_payment.stores", "share")
            * np.minimum(p.series("power.battery.hours", "h", years) / p.value("power.store.peak_hours", "h"), 1.0),
            capacity_users_share=p.value("tariff.capacity_payment.users", "share"),
            loss_share=p.value("tariff.loss", "share"),
            contract_premium=p.value("tariff.contract.premium", "ratio"),
            benchmark=price("benchmark"),
            contract_above=dated("contract.above", "share"),
            contract_below=dated("contract.below", "share"),
            settled_by_hour=dated("settled_by_hour", "share"),
            first_contract=price("contract.first"),
            large_spot_share=dated("large.spot_share", "share"),
            multipliers=multipliers,
            first_ratio=float(multipliers[names.index("peak")] / multipliers[names.index("valley")]),
            feed_in_contract_share=dated("feed_in.contract_share", "share"),
            feed_in_benchmark=price("feed_in.benchmark"),
            demand_response=price("demand_response"),
            price_level=dated("price_level", "ratio"),
        )


@dataclass(frozen=True)
class FuelNumbers:
    """From quoted prices to prices at the user; (n_counties,) where the place matters."""

    industry_coal_ratio: float  # pithead and short haul over the quoted price of thermal coal
    home_coal_add: np.ndarray  # CNY/t, lump coal and delivery to the village
    briquette_add: np.ndarray  # CNY/t over home coal
    gas_home_add: np.ndarray  # CNY/m3 over the city gate
    gas_industry_add: float
    pellets_cny_per_t: float
    district_heat_cny_per_m2: np.ndarray

    @classmethod
    def of(cls, region: Region) -> "FuelNumbers":
        """Read the numbers of a region."""
        p = region.parameters
        return cls(
            industry_coal_ratio=p.value("fuel_price.industry_coal_ratio", "ratio"),
            home_coal_add=p.by_county("fuel_price.home_coal_add", "CNY/t"),
            briquette_add=p.by_county("fuel_price.briquette_add", "CNY/t"),
            gas_home_add=p.by_county("fuel_price.gas_home_add", "CNY/m3"),
            gas_industry_add=p.value("fuel_price.gas_industry_add", "CNY/m3"),
            pellets_cny_per_t=p.value("fuel_price.pellets", "CNY/t"),
            district_heat_cny_per_m2=p.by_county("fuel_price.district_heat", "CNY/m2"),
        )
