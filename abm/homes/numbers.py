"""The numbers of homes, read once from the region's parameters into frozen groups."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from abm.parameters import Parameters
from abm.region import Region
from agents.household.attitude import AttitudeTaste
from agents.household.heaters import HEATERS, HeaterTaste, HeaterTraits, WinterTaste
from agents.household.market import FuelHeat
from agents.household.power import END_USES, PLUG_USES, Blocks, TariffTaste
from agents.household.rooftop import RooftopTaste, RooftopTraits

KWH_PER_GJ = 1.0 / 0.0036
KINDS = ("rural", "urban")  # in the order of the flag is_urban
N_CLASSES = 8  # of patience


@dataclass(frozen=True)
class HeatingNumbers:
    """Heaters, tastes and dated paths; paths are by year."""

    traits: HeaterTraits
    taste: HeaterTaste
    winter: WinterTaste
    heat: FuelHeat
    price_cny: np.ndarray  # (n_heaters,)
    ceiling_share: float
    electricity_rebate_limit_kwh: float
    gas_rebate_limit_m3: float
    fine_cny: float
    city_share: float  # of support paid by the city, the rest by province and state
    purse_cny: float  # that the city can spend a year, per household
    no_coal_zone_share: np.ndarray  # (n_counties,)
    gas_reach: np.ndarray  # (n_years, n_counties, 2)
    district_reach: np.ndarray  # (n_years, n_counties, 2)
    rates: np.ndarray  # (N_CLASSES,) discount rates
    fuel_gj_per_t: dict[str, float]
    indoor_c: float
    balance_c: float
    outdoor_c: float
    cold_below: float
    back_above: float
    outside_share: float
    attitude: AttitudeTaste


@dataclass(frozen=True)
class RooftopNumbers:
    """Systems, tastes and dated rules; paths are (n_years,)."""

    traits: RooftopTraits
    own_use: np.ndarray
    taste: RooftopTaste
    price_cny_per_kw: float
    rent_cny_per_kw: float
    subsidy: np.ndarray
    market_settled: np.ndarray
    mechanism_share: np.ndarray
    mechanism_price: np.ndarray
    hosting: np.ndarray
    programme_hosting: float  # added where a whole-county programme is carried out in full
    pilot: np.ndarray  # (n_counties,)


@dataclass(frozen=True)
class LoadNumbers:
    """Use of electricity; arrays over plug uses are in the order of ``PLUG_USES``."""

    mix: np.ndarray  # (2, n_plug) shares of use in the base year
    growth: np.ndarray  # (n_years, 2, n_plug) without the income effect on appliances
    income_exponent: float  # over time
    price_elasticity: float
    reference: Blocks
    tariff: TariffTaste
    shift: dict[str, float]  # elasticity of substitution by end use
    thermal_hours: dict[str, float]
    hour_shape: np.ndarray  # (n_plug, 24)
    cooling_month: np.ndarray  # (12,)
    absent_use: float


@dataclass(frozen=True)
class CookingNumbers:
    """Cooking fuels, GJ a year and home; paths are (n_years,)."""

    gas_gj: float
    bottled_gj: float
    coal_gj: float
    biomass_gj: float
    bottled_gj_per_kg: float
    bottled_cny_per_kg: float
    gas_share: np.ndarray
    bottled_share: np.ndarray  # (2, n_years)
    biomass_share: np.ndarray  # rural


def heating_numbers(region: Region, years: Sequence[int]) -> HeatingNumbers:
    """Read everything on heaters."""
    p = region.parameters
    return HeatingNumbers(
        traits=heater_traits(p),
        taste=HeaterTaste(**{name: p.value(f"heating.taste.{name}", unit) for name, unit in _HEATER_TASTE.items()}),
        winter=WinterTaste(**{name: p.value(f"heating.winter.{name}", unit) for name, unit in _WINTER_TASTE.items()}),
        heat=_fuel_heat(p),
        price_cny=_by_heater(p, "price", "CNY"),
        ceiling_share=p.value("heating.subsidy_ceiling", "share"),
        electricity_rebate_limit_kwh=p.value("heating.rebate_limit.electricity", "kWh"),
        gas_rebate_limit_m3=p.value("heating.rebate_limit.gas", "m3"),
        fine_cny=p.value("heating.coal_fine", "CNY"),
        city_share=p.value("heating.subsidy_city_share", "share"),
        purse_cny=p.value("heating.purse", "CNY/household"),
        no_coal_zone_share=p.by_county("heating.no_coal_zone", "share"),
        gas_reach=reach_path(p, "gas_reach", years),
        district_reach=reach_path(p, "district_reach", years),
        rates=discount_rates(p),
        fuel_gj_per_t={fuel: p.value(f"fuel.{fuel}.ncv", "GJ/t") for fuel in ("raw_coal", "briquette")}
        | {"pellets": p.value("heating.pellets.ncv", "GJ/t")},
        indoor_c=p.value("heating.comfort_temperature", "degC"),
        balance_c=p.value("heating.balance_temperature", "degC"),
        outdoor_c=p.value("heating.outdoor_temperature", "degC"),
        cold_below=p.value("heating.cold_below", "share"),
        back_above=p.value("heating.winter.back_above", "share"),
        outside_share=p.value("homes.peers.outside", "share"),
        attitude=AttitudeTaste(
            openness=p.value("homes.attitude.openness", "share"),
            campaign=p.value("homes.attitude.campaign", "share"),
            decay=p.value("homes.attitude.decay", "share"),
        ),
    )


def rooftop_numbers(region: Region, years: Sequence[int]) -> RooftopNumbers:
    """Read everything on PV of homes."""
    p = region.parameters
    return RooftopNumbers(
        traits=RooftopTraits(
            kw_per_m2=p.value("rooftop.kw_per_m2", "kW/m2"),
            most_kw=p.value("rooftop.most_kw", "kW"),
            yield_kwh_per_kw=p.value("rooftop.yield", "kWh/kW"),
            upkeep_share=p.value("rooftop.upkeep", "share"),
            life_years=p.value("rooftop.life", "years"),
        ),
        own_use=p.series("rooftop.own_use", "share", years),
        taste=RooftopTaste(
            aware_base=p.value("rooftop.taste.aware_base", "share"),
            aware_peers=p.value("rooftop.taste.aware_peers", "share"),
            aware_programme=p.value("rooftop.taste.aware_programme", "share"),
            aware_attitude=p.value("rooftop.taste.aware_attitude", "share"),
            down_payment=p.value("rooftop.taste.down_payment", "share"),
            rent_threshold_share=p.value("rooftop.taste.rent_threshold", "share"),
        ),
        price_cny_per_kw=p.value("rooftop.price", "CNY/kW"),
        rent_cny_per_kw=p.value("rooftop.rent", "CNY/kW"),
        subsidy=p.series("rooftop.subsidy", "CNY/kWh", years),
        market_settled=p.series("rooftop.market_settled", "share", years),
        mechanism_share=p.series("rooftop.mechanism_share", "share", years),
        mechanism_price=p.series("rooftop.mechanism_price", "CNY/kWh", years),
        hosting=p.series("rooftop.hosting", "share", years),
        programme_hosting=p.value("rooftop.programme_hosting", "share"),
        pilot=p.by_county("rooftop.pilot", "share"),
    )


def load_numbers(region: Region, years: Sequence[int]) -> LoadNumbers:
    """Read everything on the electricity of homes."""
    p = region.parameters
    standard = p.series("home_load.appliance_standard", "index", years)
    growth = np.ones((len(years), 2, len(PLUG_USES)))
    for k, kind in enumerate(KINDS):
        growth[:, k, 0] = standard
        for u, use in enumerate(PLUG_USES[1:], start=1):
            growth[:, k, u] = p.series(f"home_load.growth.{kind}.{use}", "index", years)
    return LoadNumbers(
        mix=np.array([[p.value(f"home_load.mix.{kind}.{use}", "share") for use in PLUG_USES] for kind in KINDS]),
        growth=growth,
        income_exponent=p.value("home_load.growth_exponent", "ratio"),
        price_elasticity=p.value("home_load.price_elasticity", "ratio"),
        reference=Blocks(
            np.array([p.value(f"tariff.home.tier{i}", "CNY/kWh", region.first_year) for i in (1, 2, 3)]), np.zeros(2)
        ),
        tariff=TariffTaste(
            aware_base=p.value("home_load.tou.aware_base", "share"),
            aware_ease=p.value("home_load.tou.aware_ease", "share"),
            ease_relief=p.value("home_load.tou.ease_relief", "share"),
        ),
        shift={use: p.value(f"home_load.shift.{use}", "ratio") for use in END_USES},
        thermal_hours={use: p.value(f"home_load.thermal_hours.{use}", "h") for use in ("heat_pump", "resistive")},
        hour_shape=np.array(
            [[p.value(f"home_load.shape.{use}.h{h:02d}", "ratio") for h in range(24)] for use in PLUG_USES]
        ),
        cooling_month=np.array([p.value(f"home_load.season.cooling.m{m:02d}", "ratio") for m in range(1, 13)]),
        absent_use=p.value("homes.absent_use", "share"),
    )


def cooking_numbers(region: Region, years: Sequence[int]) -> CookingNumbers:
    """Read everything on cooking fuels."""
    p = region.parameters
    return CookingNumbers(
        **{f"{fuel}_gj": p.value(f"homes.cooking.{fuel}", "GJ") for fuel in ("gas", "bottled", "coal", "biomass")},
        bottled_gj_per_kg=p.value("fuel.lpg.ncv", "GJ/t") / 1000.0,
        bottled_cny_per_kg=p.value("homes.cooking.bottled_price", "CNY/kg"),
        gas_share=p.series("homes.cooking.gas_share", "share", years),
        bottled_share=np.array([p.series(f"homes.cooking.bottled_share.{kind}", "share", years) for kind in KINDS]),
        biomass_share=p.series("homes.cooking.biomass_share.rural", "share", years),
    )


def heater_traits(p: Parameters) -> HeaterTraits:
    """Read what is known of each heater."""
    return HeaterTraits(
        life_years=_by_heater(p, "life", "years"),
        life_shape=p.value("heating.life_shape", "ratio"),
        efficiency=_by_heater(p, "efficiency", "ratio"),
        heated_share=_by_heater(p, "heated_share", "share"),
        comfort=_by_heater(p, "comfort", "utility").astype(np.float32),
        hassle=_by_heater(p, "hassle", "utility").astype(np.float32),
        again_share=_by_heater(p, "again", "share"),
    )


def discount_rates(p: Parameters) -> np.ndarray:
    """Return (N_CLASSES,) rates at the middles of equal parts of a lognormal, most patient first."""
    middles = (np.arange(N_CLASSES) + 0.5) / N_CLASSES
    rates = p.value("heating.discount.median", "1/year") * np.exp(
        p.value("heating.discount.sigma", "ln") * ndtri(middles)
    )
    return np.maximum(rates, p.value("heating.discount.least", "1/year"))


def reach_path(p: Parameters, what: str, years: Sequence[int]) -> np.ndarray:
    """Return (n_years, n_counties, 2) shares of rural and urban communities that a pipe reaches."""
    return np.stack([p.series_by_county(f"heating.{what}.{kind}", "share", years) for kind in KINDS], axis=2)


def _by_heater(p: Parameters, what: str, unit: str) -> np.ndarray:
    return np.array([p.value(f"heating.{what}.{name}", unit) for name in HEATERS])


def _fuel_heat(p: Parameters) -> FuelHeat:
    return FuelHeat(
        raw_coal_kwh_per_t=p.value("fuel.raw_coal.ncv", "GJ/t") * KWH_PER_GJ,
        clean_coal_kwh_per_t=p.value("fuel.briquette.ncv", "GJ/t") * KWH_PER_GJ,
        pellets_kwh_per_t=p.value("heating.pellets.ncv", "GJ/t") * KWH_PER_GJ,
        gas_kwh_per_m3=p.value("fuel.natural_gas.ncv", "GJ/10^3m3") / 1000.0 * KWH_PER_GJ,
        pellet_share=p.value("heating.pellet_share", "share"),
        free_biomass_cny_per_kwh=p.value("heating.free_biomass", "CNY/kWh"),
        solar_share=p.value("heating.solar_share", "share"),
    )


_HEATER_TASTE = {
    "cost": "utility",
    "peers": "utility",
    "attitude": "utility",
    "habit": "utility",
    "programme_help": "share",
    "aware_base": "share",
    "aware_peers": "share",
    "aware_attitude": "share",
    "down_payment": "share",
    "stove_kept_by_choice": "share",
    "stove_kept_in_programme": "share",
    "stove_lost_per_year": "share",
    "sealed_per_visit": "share",
    "stove_taken_per_visit": "share",
}
_WINTER_TASTE = {
    "cost": "logit",
    "comfort": "logit",
    "habit": "logit",
    "attitude": "logit",
    "least_share": "share",
    "least_warmth": "share",
}
