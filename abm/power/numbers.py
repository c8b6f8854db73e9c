"""The numbers of the power system, read once; dated ones as one value a year."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from abm.parameters import Parameters
from abm.region import Region
from agents.choice import annuity

N_STEPS = 3  # steps of the province's thermal bids
N_COAL_STEPS = 2  # of those of the city's classes
N_FLEETS = 8  # of thermal plants in the rest of the province, by fuel rate
N_FLEET_STEPS = 1  # cheap steps, in which each fleet bids its own fuel


@dataclass(frozen=True)
class CityShares:
    """What of the storyline's province is this city, the same under every package; shares 0 to 1."""

    load: np.ndarray  # (n_years,) of the province's load, house load included
    wind: float
    pv: float
    coal: float
    storage: float
    other: float  # of hydro, gas and other power: process gas, waste, straw

    @classmethod
    def of(cls, p: Parameters, years: tuple[int, ...]) -> "CityShares":
        """Read the shares of a region's city."""
        kinds = ("wind", "pv", "coal", "storage", "other")
        load = p.series("power.city_share.load", "share", years)
        return cls(load, *(p.value(f"power.city_share.{kind}", "share") for kind in kinds))

    @classmethod
    def none(cls, n_years: int) -> "CityShares":
        """Return the shares of a city that is not told apart from its province."""
        return cls(np.zeros(n_years), 0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True)
class StorageNumbers:
    """Batteries and the pumped storage that is planned; (n_years,) where dated."""

    battery_hours: np.ndarray
    battery_efficiency: float  # a share, there and back
    battery_wear_cny_per_mwh: float
    pumped_gw: float
    pumped_capex_cny_per_kw: float
    pumped_ready_cny_per_kw: float  # capacity price a year: what a plant costs on the mean
    pumped_kept_share: float  # of what it earns in the market beside that
    pumped_hours: float
    pumped_efficiency: float

    @classmethod
    def of(cls, p: Parameters, years: tuple[int, ...]) -> "StorageNumbers":
        """Read the numbers of a region."""
        return cls(
            battery_hours=p.series("power.battery.hours", "h", years),
            battery_efficiency=p.value("power.battery.efficiency", "share"),
            battery_wear_cny_per_mwh=p.value("power.battery.wear", "CNY/MWh"),
            pumped_gw=p.value("power.pumped.capacity", "GW"),
            pumped_capex_cny_per_kw=p.value("power.pumped.capex", "CNY/kW"),
            pumped_ready_cny_per_kw=pumped_ready_cny_per_kw(p),
            pumped_kept_share=p.value("power.pumped.kept", "share"),
            pumped_hours=p.value("power.pumped.hours", "h"),
            pumped_efficiency=p.value("power.pumped.efficiency", "share"),
        )


@dataclass(frozen=True)
class PowerNumbers:
    """(n_years,) where dated. See ``parameters/power.csv`` for sources and ranges."""

    life_years: float
    heat_rate_factor: np.ndarray  # over the tracked heat rate, falling with retrofits
    own_use_share: float
    minimum_share: np.ndarray
    no_load_share: float  # of the fuel at full output that being online takes
    waste_coal_price_share: float  # price per GJ of waste coal and middlings over thermal coal
    coal_gj_per_t: float  # of priced thermal coal
    pithead_share: float  # price at Shanxi's plants over the quoted one
    start_factor: float  # of a day online, over the fuel cost of its minimum output
    carbon_benchmark_t_per_mwh: np.ndarray
    coal_t_per_gj: float  # CO2 of coal burnt in the rest of the province
    step_share: np.ndarray  # (n_steps,)
    step_factor: np.ndarray  # (n_steps,) of bids over fuel cost
    price_elasticity: float  # of bids to the quoted coal price
    reference_coal_cny_per_t: float
    rest_heat_rate_gj_per_mwh: np.ndarray  # mean over capacity
    fleet_rate: np.ndarray  # (n_fleets,) fuel rates over their mean, of fleets of equal capacity
    available_by_month: np.ndarray  # (12,) share of thermal capacity
    standing_share: dict[str, np.ndarray]  # by kind, (n_years,) of what is added in a year: its mean over the year
    rest_other_gw: float  # hydro, gas and other power of the whole province, taken flat
    city_share: CityShares
    storage: StorageNumbers
    transfer_gw: np.ndarray
    loss_share: float
    unserved_cny_per_mwh: float
    village_pv_mw: np.ndarray  # small PV that no list names, on the mean over the year
    new_wind_mw: np.ndarray  # quota of a year
    new_pv_mw: np.ndarray
    biomass_efficiency: float
    biomass_gj_per_t: float
    small_plant_hours: float  # full-load hours of biomass and waste plants

    @property
    def coal_steps(self) -> tuple[np.ndarray, np.ndarray]:
        """(n,) shares and bid factors of the city's units: the province's, the dear ones taken together."""
        share = self.step_share[:N_COAL_STEPS].copy()
        share[-1] += self.step_share[N_COAL_STEPS:].sum()
        return share / share.sum(), self.step_factor[:N_COAL_STEPS]

    @classmethod
    def of(cls, region: Region, years: tuple[int, ...]) -> "PowerNumbers":
        """Read the numbers of a region."""
        p = region.parameters

        def dated(key: str, unit: str) -> np.ndarray:
            return p.series(f"power.{key}", unit, years)

        def steps(key: str, unit: str) -> np.ndarray:
            return np.array([p.value(f"power.{key}.{i}", unit) for i in range(N_STEPS)])

        return cls(
            life_years=p.value("power.coal.life", "years"),
            heat_rate_factor=dated("coal.heat_rate_factor", "ratio"),
            own_use_share=p.value("power.coal.own_use", "share"),
            minimum_share=dated("coal.minimum", "share"),
            no_load_share=p.value("power.coal.no_load", "share"),
            waste_coal_price_share=p.value("power.coal.waste_coal_price", "ratio"),
            coal_gj_per_t=p.value("power.coal.priced_gj_per_t", "GJ/t"),
            pithead_share=p.value("power.coal.pithead_price", "ratio"),
            start_factor=p.value("power.bid.online", "ratio"),
            carbon_benchmark_t_per_mwh=dated("carbon_benchmark", "t/MWh"),
            coal_t_per_gj=p.value("power.coal.co2_per_gj", "t/GJ"),
            step_share=steps("bid.width", "share"),
            step_factor=steps("bid.step", "ratio"),
            price_elasticity=p.value("power.bid.elasticity", "ratio"),
            reference_coal_cny_per_t=p.value("power.bid.reference_coal", "CNY/t"),
            rest_heat_rate_gj_per_mwh=dated("rest.heat_rate", "GJ/MWh"),
            fleet_rate=fleet_rates(p.value("power.rest.heat_rate_spread", "share")),
            available_by_month=np.array(
                [p.value(f"power.rest.available.{month:02}", "share") for month in range(1, 13)]
            ),
            standing_share={
                kind: dated(f"rest.standing.{kind}", "share") for kind in ("wind", "pv", "coal", "storage")
            },
            rest_other_gw=p.value("power.rest.other", "GW"),
            city_share=CityShares.of(p, years),
            storage=StorageNumbers.of(p, years),
            transfer_gw=dated("transfer", "GW"),
            loss_share=p.value("power.loss", "share"),
            unserved_cny_per_mwh=p.value("power.unserved", "CNY/MWh"),
            village_pv_mw=mean_over_years(p, "power.village_pv", years),
            new_wind_mw=dated("new_wind", "MW"),
            new_pv_mw=dated("new_pv", "MW"),
            biomass_efficiency=p.value("power.biomass.efficiency", "share"),
            biomass_gj_per_t=p.value("power.biomass.straw_ncv", "GJ/t"),
            small_plant_hours=p.value("power.small_plant_hours", "h"),
        )


def pumped_ready_cny_per_kw(p: Parameters) -> float:
    """Return the capacity price of pumped storage a year: annuity and yearly cost of a kW."""
    years, asked = p.value("power.pumped.life", "years"), p.value("power.developer.return", "share")
    yearly = float(annuity(asked, years)) + p.value("power.store.fixed_cost", "share")
    return p.value("power.pumped.capex", "CNY/kW") * yearly


def mean_over_years(p: Parameters, key: str, years: tuple[int, ...]) -> np.ndarray:
    """Return (n_years,) MW that stand on the mean over a year, of what the parameters have at its end."""
    ends = p.series(key, "MW", (years[0] - 1, *years))
    return (ends[:-1] + ends[1:]) / 2.0


def fleet_rates(spread: float) -> np.ndarray:
    """Return (N_FLEETS,) fuel rates over their mean of equal parts of plants whose rates are normally spread.

    ``spread`` is the standard deviation over the mean. Each part has the rate at its middle, stretched so that all
    together have the spread.
    """
    middle = ndtri((np.arange(N_FLEETS) + 0.5) / N_FLEETS)
    return 1.0 + spread * middle / middle.std()
