"""District heat: each county's duty hour by hour, on its own heat-and-power units first, then boilers.

Heat is never shared between counties. A unit that gives heat must run and gives up some power.
"""

from dataclasses import dataclass

import numpy as np

from abm.days import Days
from abm.power.fleet import CoalUnits
from abm.region import Region
from agents.choice import share_of

MW_PER_GJ_PER_H = 1.0 / 3.6
HOURS_PER_YEAR = 8760.0


@dataclass(frozen=True)
class HeatNumbers:
    """Of heat-and-power units and boilers; dated ones (n_years,)."""

    base_temperature_c: float  # heating starts below it
    heat_per_power: float  # MW of heat that a MW of capacity can give
    power_floor: float  # least MW of power with a MW of heat
    power_lost: float  # MW of power given up for a MW of heat
    pipe_loss_share: float
    boiler_gas_share: np.ndarray
    boiler_efficiency_coal: float
    boiler_efficiency_gas: float
    credit_share: float  # fuel that a GJ of heat from a power unit is credited with
    carbon_benchmark_t_per_gj: float  # free allowances for heat
    ash_t_per_gj: float  # of power coal
    shops_cny_per_gj: float  # that shops and offices pay for heat
    gate_cny_per_gj: float  # that heat companies pay to power units and works
    usual_hours: float  # at full load, and fuel: for the ash of the year before the first
    usual_gj_per_mwh: float

    @classmethod
    def of(cls, region: Region, years: tuple[int, ...]) -> "HeatNumbers":
        """Read the numbers of a region."""
        p = region.parameters
        return cls(
            base_temperature_c=p.value("power.heat.base_temperature", "degC"),
            heat_per_power=p.value("power.chp.heat_per_power", "ratio"),
            power_floor=p.value("power.chp.power_floor", "ratio"),
            power_lost=p.value("power.chp.power_lost", "ratio"),
            pipe_loss_share=p.value("power.heat.pipe_loss", "share"),
            boiler_gas_share=p.series("power.boiler.gas_share", "share", years),
            boiler_efficiency_coal=p.value("power.boiler.efficiency_coal", "share"),
            boiler_efficiency_gas=p.value("power.boiler.efficiency_gas", "share"),
            credit_share=p.value("power.chp.heat_credit", "ratio"),
            carbon_benchmark_t_per_gj=p.value("power.carbon_benchmark_heat", "t/GJ"),
            ash_t_per_gj=p.value("power.ash", "t/GJ"),
            shops_cny_per_gj=p.value("services.heat_price", "CNY/GJ"),
            gate_cny_per_gj=p.value("power.heat.gate_price", "CNY/GJ"),
            usual_hours=p.value("power.usual_hours", "h/yr"),
            usual_gj_per_mwh=p.value("power.usual_heat_rate", "GJ/MWh"),
        )


@dataclass(frozen=True)
class HeatDuty:
    """Who gives the year's heat; MW at the plant."""

    waste_mw: np.ndarray  # (n_counties, n_days, 24) from works
    chp_mw: np.ndarray  # (n_counties, n_days, 24)
    boiler_mw: np.ndarray  # (n_counties, n_days, 24)
    floor_mw: np.ndarray  # (n_groups, n_days, 24) least power
    loss_mw: np.ndarray  # (n_groups, n_days, 24) power given up


def heat_shape(days: Days, base_temperature_c: float) -> np.ndarray:
    """Return (n_days, 24) share of the year's heat in each hour, by degrees below the base, in the season."""
    cold = np.maximum(base_temperature_c - days.temperature_c, 0.0) * days.heating[:, None]
    return days.shape(cold)


def giving_units(units: CoalUnits, running: np.ndarray, n_counties: int) -> np.ndarray:
    """Return (n_units,) bool: who may give heat. Listed ones; where a county has none that runs, all its units."""
    listed = units.is_chp & running
    has_listed = np.bincount(units.county, listed, minlength=n_counties) > 0
    return listed | (running & ~has_listed[units.county])


@dataclass(frozen=True)
class HeatPlants:
    """Power units that give heat: (n_units,) MW of each, and (n_counties,) share of the heat that their mains reach."""

    units: CoalUnits
    usable_mw: np.ndarray
    reach: np.ndarray


def heat_duty(
    produced_gj: np.ndarray, waste_gj: np.ndarray, shape: np.ndarray, plants: HeatPlants, numbers: HeatNumbers
) -> HeatDuty:
    """Return the duty for (n_counties,) GJ produced a year, of which works could give ``waste_gj`` in an even flow.

    Waste heat goes first, hour by hour, then units as far as their mains reach, then boilers. Within a
    county, units share heat by capacity.
    """
    units, usable = plants.units, plants.usable_mw
    whole = produced_gj[:, None, None] * shape * MW_PER_GJ_PER_H
    from_works = np.minimum(whole, (waste_gj / HOURS_PER_YEAR * MW_PER_GJ_PER_H)[:, None, None])
    duty = whole - from_works
    by_county = np.bincount(units.county, usable, minlength=len(produced_gj))
    chp = np.minimum(duty * plants.reach[:, None, None], (by_county * numbers.heat_per_power)[:, None, None])
    of_county = by_county[units.county]
    share = share_of(usable, of_county)
    shape_of_groups = len(units.group_name), len(produced_gj)
    at = units.group * shape_of_groups[1] + units.county
    by_group = np.bincount(at, share, shape_of_groups[0] * shape_of_groups[1]).reshape(shape_of_groups)
    heat = np.einsum("gc,cdh->gdh", by_group, chp)
    return HeatDuty(from_works, chp, duty - chp, numbers.power_floor * heat, numbers.power_lost * heat)
