"""Fields: nitrogen and the laughing gas from it, diesel of machines, electricity of pumps, straw fire."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from abm.days import Days
from abm.farming.herds import KG_PER_T, N2O_PER_N
from abm.region import Region

CO2_PER_C = 44.0 / 12.0
UREA_PER_N = 60.0 / 28.0  # CO(NH2)2: two of nitrogen in sixty


@dataclass(frozen=True)
class SoilNumbers:
    """Per mu of farmland and per tonne of straw."""

    fertiliser_kg_n_per_mu: np.ndarray  # (n_years,)
    urea_share: float  # of bought nitrogen
    urea_carbon_share: float  # t C released per t of urea
    straw_n_share: float
    n2o_n_per_n: float  # direct, with what evaporates and is washed out
    n2o_n_per_straw_n: float
    diesel_gj_per_mu: np.ndarray  # (n_years,)
    diesel_gj_per_t_return: float
    diesel_gj_per_t_baled: float
    pumping_kwh_per_mu: np.ndarray  # (n_counties,)
    pumping_months: tuple[float, float]  # first and last
    other_kwh_per_mu: float  # barns, greenhouses, mills
    fire_share: float  # of straw left on the field that goes up in flames; the rest rots
    burnt_share: float  # of straw in a fire
    fire_ch4: float  # t/t
    fire_n2o: float

    @classmethod
    def of(cls, region: Region, years: Sequence[int]) -> "SoilNumbers":
        """Read from the region's parameters."""
        p = region.parameters
        return cls(
            fertiliser_kg_n_per_mu=p.series("soil.fertiliser_n", "kg N/mu", years),
            urea_share=p.value("soil.urea.share", "share"),
            urea_carbon_share=p.value("soil.urea.carbon", "tC/t"),
            straw_n_share=p.value("soil.straw_n", "t N/t"),
            n2o_n_per_n=p.value("soil.n2o_n", "t N2O-N/t N"),
            n2o_n_per_straw_n=p.value("soil.n2o_n_straw", "t N2O-N/t N"),
            diesel_gj_per_mu=p.series("farms.diesel", "GJ/mu", years),
            diesel_gj_per_t_return=p.value("straw.diesel.return", "GJ/t"),
            diesel_gj_per_t_baled=p.value("straw.diesel.baled", "GJ/t"),
            pumping_kwh_per_mu=p.by_county("farms.pumping", "kWh/mu"),
            pumping_months=(p.value("farms.pumping_first", "month"), p.value("farms.pumping_last", "month")),
            other_kwh_per_mu=p.value("farms.other_power", "kWh/mu"),
            fire_share=p.value("straw.fire.share", "share"),
            burnt_share=p.value("straw.fire.burnt", "share"),
            fire_ch4=p.value("straw.fire.ch4", "t/t"),
            fire_n2o=p.value("straw.fire.n2o", "t/t"),
        )


def soil_n2o_t(fertiliser_t_n: np.ndarray, returned_t: np.ndarray, numbers: SoilNumbers) -> np.ndarray:
    """Return (n_counties,) t N2O of fertiliser and of straw ploughed in."""
    straw_n = returned_t * numbers.straw_n_share
    return (fertiliser_t_n * numbers.n2o_n_per_n + straw_n * numbers.n2o_n_per_straw_n) * N2O_PER_N


def urea_co2_t(fertiliser_t_n: np.ndarray, numbers: SoilNumbers) -> np.ndarray:
    """Return (n_counties,) t CO2 that fields breathe out of the urea in bought nitrogen (IPCC 2006, 4, eq. 11.13)."""
    return fertiliser_t_n * numbers.urea_share * UREA_PER_N * numbers.urea_carbon_share * CO2_PER_C


def fire_t(left_t: np.ndarray, numbers: SoilNumbers) -> np.ndarray:
    """Return (n_counties,) t of straw that truly burns of what is left on the field."""
    return left_t * numbers.fire_share * numbers.burnt_share


def fertiliser_t_n(area_mu: np.ndarray, numbers: SoilNumbers, at: int) -> np.ndarray:
    """Return (n_counties,) t of nitrogen spread in year number ``at``."""
    return area_mu * numbers.fertiliser_kg_n_per_mu[at] / KG_PER_T


def pumping_shape(numbers: SoilNumbers, days: Days) -> np.ndarray:
    """Return (n_days, 24) with yearly sum 1: all hours of the pumping months alike."""
    first, last = numbers.pumping_months
    season = (days.month >= first) & (days.month <= last)
    if not season.any():  # no representative day falls into the season
        season = np.ones_like(season)
    return days.shape(np.repeat(season[:, None].astype(float), 24, axis=1))
