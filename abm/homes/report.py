"""Indicators of homes: counts in 10^4 homes, shares of homes lived in."""

from typing import TYPE_CHECKING

import numpy as np

from abm.homes.use import back_on_coal
from abm.record import Record
from agents.choice import share_of
from agents.household.heaters import (
    BIOMASS,
    CLEAN_COAL,
    DISTRICT,
    ELECTRIC,
    GAS,
    HEAT_PUMPS,
    IS_CLEAN,
    IS_COAL,
    N_HEATERS,
    RAW_COAL,
    RESISTIVE,
    SOLAR_ELECTRIC,
)
from agents.table import rows_where

if TYPE_CHECKING:
    from abm.homes.homes import Homes

TEN_THOUSAND = 1e4
NEARLY_ALL = 0.95  # of the poorest fifth, whose energy bill over income is told
STEPS = 1000  # to which that share is counted
GROUPS = ("Poorest Fifth", "Second Fifth", "Middle Fifth", "Fourth Fifth", "Richest Fifth")
BY_GROUP = tuple(
    f"Homes|{name}|{group}"
    for name in ("Energy Bill", "Heater Support", "Energy Burden", "Missing Warmth")
    for group in GROUPS
)
HEATER_VARIABLES = {
    "Coal Stove": (RAW_COAL,),
    "Clean Coal": (CLEAN_COAL,),
    "Biomass": (BIOMASS,),
    "Gas": (GAS,),
    "Electric": (RESISTIVE,),
    "Heat Pump": HEAT_PUMPS,
    "District Heat": (DISTRICT,),
    "Solar Assist": (SOLAR_ELECTRIC,),
}
HEATER_NAMES = tuple(f"Homes|Heater|{name}" for name in HEATER_VARIABLES)
COUNTED_AS = np.array([np.isin(np.arange(N_HEATERS), heaters) for heaters in HEATER_VARIABLES.values()], dtype=float)


def report(part: "Homes", record: Record) -> None:
    """Write the year's indicators of homes."""
    _heaters(part, record)
    _coal(part, record)
    _warmth_and_bills(part, record)
    _power(part, record)
    _roofs(part, record)
    lived_in = part.now.scene.lived_in
    attitude = float(np.dot(lived_in, part.table.attitude) / lived_in.sum())
    record.put("Attitude", by_county=_mean(part, part.table.attitude), city=attitude)


def _heaters(part: "Homes", record: Record) -> None:
    homes = part.outcome.heat.homes
    record.put_counties(HEATER_NAMES, COUNTED_AS @ homes.sum(axis=1).T / TEN_THOUSAND)
    clean, total = homes[:, :, IS_CLEAN].sum(axis=2), part.outcome.heat.lived_in
    share = float(clean.sum() / total.sum())
    record.put("Share|Clean Heating", by_county=share_of(clean.sum(axis=1), total.sum(axis=1)), city=share)
    rural = float(clean[:, 0].sum() / max(total[:, 0].sum(), 1e-9))
    record.put("Share|Clean Heating|Rural", by_county=share_of(clean[:, 0], total[:, 0]), city=rural)
    changes, columns = part.now.changes, part.table.columns
    converted = IS_COAL.take(changes.before) & IS_CLEAN.take(changes.after)
    county, weight = part.where.county.take(changes.rows), columns["weight"].take(changes.rows)
    record.put("Homes|Conversions", by_county=np.bincount(county, weight * converted, len(homes)) / TEN_THOUSAND)
    observed = part.world.region.observed("rural_clean_heating_share")
    if record.year in observed:
        record.put("Residual|Clean Heating", city=rural - observed[record.year])


def _coal(part: "Homes", record: Record) -> None:
    lived_in, heat = part.now.scene.lived_in, part.outcome.heat
    back = back_on_coal(part.table, part.now.winter.on_coal, part.heating.back_above)
    converted = heat.homes[:, :, IS_CLEAN].sum(axis=2) - heat.homes[:, :, DISTRICT]
    by_county = part.where.by_county(lived_in.take(back), back)
    record.put("Homes|Back to Coal", by_county=by_county / TEN_THOUSAND)
    share = float(by_county.sum() / max(converted.sum(), 1e-9))
    record.put("Share|Return to Coal", by_county=share_of(by_county, converted.sum(axis=1)), city=share)
    bought = part.outcome.bought_kwh.sum(axis=1)
    fuel = part.heating.heat
    tonnes = bought[:, RAW_COAL] / fuel.raw_coal_kwh_per_t + bought[:, CLEAN_COAL] / fuel.clean_coal_kwh_per_t
    cooking = (
        (heat.homes[:, 0, RAW_COAL] + heat.homes[:, 0, CLEAN_COAL])
        * part.cooking.coal_gj
        / part.heating.fuel_gj_per_t["raw_coal"]
    )
    cooking = cooking * (1.0 - part.kitchens.electric)
    record.put("Homes|Scattered Coal", by_county=(tonnes + cooking) / 1000.0)


def _warmth_and_bills(part: "Homes", record: Record) -> None:
    table, now, heat = part.table, part.now, part.outcome.heat
    cool = rows_where(table.warmth < 1.0)
    cold = cool.compress(table.warmth.take(cool) < part.heating.cold_below)
    cold_homes = part.where.by_county(now.scene.lived_in.take(cold), cold)
    record.put("Homes|Cold", by_county=cold_homes / TEN_THOUSAND)
    record.put("Homes|Heat Demand", by_county=heat.wanted_kwh.sum(axis=1) * 3.6e-9)
    floor = part.where.by_county(now.scene.lived_in * table.floor_m2)
    record.put("Floor Area|Residential|Heated", by_county=floor / TEN_THOUSAND)
    lived = heat.homes.sum(axis=(1, 2))
    heating = part.where.by_county(now.scene.lived_in * now.winter.bill_cny)
    record.put("Homes|Heating Bill", by_county=share_of(heating, lived), city=float(heating.sum() / lived.sum()))
    record.put("Budget|Heating Programme Paid", city=part.programme_paid)
    record.put("Homes|Subsidy", by_county=part.outcome.support_cny / 1e8)
    _by_income_group(part, cool, record)


def _by_income_group(part: "Homes", cool: np.ndarray, record: Record) -> None:
    """Write bills, support and want of warmth by income; ``cool`` are the rows heated less than wanted."""
    now, group = part.now, part.income_group
    where, lived_in = part.where, now.scene.lived_in
    kelvin = (1.0 - part.table.warmth.take(cool)) * (part.heating.indoor_c - part.heating.outdoor_c)
    bill = now.winter.bill_cny + now.plug_bill_cny
    bill *= lived_in
    paid, earned = where.by_income(bill), part.income_by_income()
    burden, income = paid.sum(axis=(0, 1)), earned.sum(axis=(0, 1))
    missing = np.bincount(group.take(cool), lived_in.take(cool) * kelvin, len(GROUPS))
    homes = part.outcome.heat.homes_by_income.sum(axis=(0, 1, 3))
    _by_place(record, paid.sum(axis=2), earned.sum(axis=2))
    record.put("Homes|Missing Warmth", city=float(missing.sum() / homes.sum()))
    support = _heater_support(part, group)
    share, cold_by = burden / np.maximum(income, 1e-9), missing / np.maximum(homes, 1e-9)
    record.put_city(BY_GROUP, np.concatenate((burden / 1e8, support / 1e8, share, cold_by)))
    record.put("Homes|Energy Burden|Poorest Fifth|Nearly All", city=_nearly_all(part, bill, part.poor))


def _nearly_all(part: "Homes", bill: np.ndarray, poor: np.ndarray) -> float:
    """Return the energy bill over income that 95 % of the poor homes stay below, to a thousandth.

    Args:
        part: the homes.
        bill: (n_homes,) weighted CNY.
        poor: rows of the homes that are counted.
    """
    scene = part.now.scene
    weight = scene.lived_in.take(poor)
    share = bill.take(poor) / np.maximum(scene.income_cny.take(poor) * weight, 1e-9)
    step = np.minimum(share * STEPS, STEPS - 1).astype(np.intp)
    below = np.cumsum(np.bincount(step, weight, STEPS))
    return float(np.searchsorted(below, NEARLY_ALL * below[-1]) + 1) / STEPS


def _heater_support(part: "Homes", group: np.ndarray) -> np.ndarray:
    """Return (n_groups,) CNY of purchase support that each income group got this year; ``group`` is (n_homes,)."""
    now = part.now
    rows = now.changes.rows
    price, net = now.market.purchase(part.where.county.take(rows), now.changes.after, now.changes.again)
    return np.bincount(group.take(rows), part.table.columns["weight"].take(rows) * (price - net), len(GROUPS))


def _by_place(record: Record, paid: np.ndarray, earned: np.ndarray) -> None:
    """Write the energy bill over income by county, in towns and in villages; both (n_counties, 2) CNY."""
    by_county = share_of(paid.sum(axis=1), earned.sum(axis=1))
    record.put("Homes|Energy Burden", by_county=by_county, city=float(paid.sum() / earned.sum()))
    for kind, name in enumerate(("Rural", "Urban")):
        city = float(paid[:, kind].sum() / max(earned[:, kind].sum(), 1e-9))
        record.put(f"Homes|Energy Burden|{name}", by_county=share_of(paid[:, kind], earned[:, kind]), city=city)


def _power(part: "Homes", record: Record) -> None:
    outcome, table = part.outcome, part.table
    heating = outcome.bought_kwh[:, :, list(ELECTRIC)].sum(axis=(1, 2))
    plugs = (outcome.plugs.off_tou_kwh + outcome.plugs.on_tou_kwh).sum(axis=1)
    kitchens = part.kitchens.cooking_kwh(outcome.heat.lived_in[:, 0])
    record.put("Homes|Electricity", by_county=(heating + plugs + kitchens) / 1e9)
    on = part.where.by_county(part.now.scene.existing * table.on_tou)
    record.put("Homes|TOU Enrolled", by_county=on / TEN_THOUSAND)
    total = part.now.scene.existing_by_county
    record.put("Share|TOU Enrolled", by_county=share_of(on, total), city=float(on.sum() / total.sum()))
    record.put("Homes|Shifted Load", by_county=outcome.shifted_kwh / 1e9)


def _roofs(part: "Homes", record: Record) -> None:
    year, roofs = part.outcome.roofs, part.now.scene.roofs_by_county
    kw, has = year.kw.sum(axis=1), year.homes
    record.put("Capacity|Electricity|Solar|Rooftop", by_county=kw / 1e6)
    record.put("Capacity|Electricity|Solar|Rooftop|Rented", by_county=year.let_kw / 1e6)
    record.put("Share|Villages with Roof Developers", city=part.roof_developers.reach)
    record.put("Homes|Rooftop PV", by_county=has / TEN_THOUSAND)
    record.put("Share|Rooftop PV", by_county=share_of(has, roofs), city=float(has.sum() / max(roofs.sum(), 1e-9)))
    record.put("Homes|Rooftop Revenue", by_county=year.income_cny / 1e8)
    if record.year in part.observed_pv_mw:
        record.put("Residual|Rooftop PV", city=float(kw.sum() / 1e6 - part.observed_pv_mw[record.year] / 1e3))


def _mean(part: "Homes", values: np.ndarray) -> np.ndarray:
    lived = part.outcome.heat.homes.sum(axis=(1, 2))
    return share_of(part.where.by_county(part.now.scene.lived_in * values), lived)
