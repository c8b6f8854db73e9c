"""What the power part reports, and the data of one day's picture."""

from typing import TYPE_CHECKING

import numpy as np

from abm.accounts.balance import TEN_THOUSAND_TCE
from abm.power.booking import GJ_PER_GWH
from abm.power.money import mean_price, unit_income_cny
from abm.power.province import fleet_rates_gj_per_mwh
from abm.power.storage import BATTERY, PUMPED
from abm.record import Record

if TYPE_CHECKING:
    from abm.power.power import Power

TWH_PER_GWH = 1e-3
HUNDRED_MILLION = 1e8
HUNDRED_MILLION_KWH_PER_TWH = 10.0
GCE_PER_GJ = 1e6 / 29.3076
NOON, EVENING = slice(11, 15), slice(17, 21)


def report(power: "Power", record: Record) -> None:
    """Write the year's indicators."""
    at = power.world.years.index(record.year)
    _capacity(power, record, at)
    _generation(power, record)
    city = {**_operation(power, record, at), **_coal_rates(power, record, at), **_prices(power)}
    record.put_city(tuple(city), np.array(list(city.values())))
    booking, rules = power.booking, power.rules
    assert booking is not None and rules is not None
    sold = green_export_gwh(power, rules.green_export_share) * TWH_PER_GWH
    by_county = power.carbon.moved_mt(power), power.carbon.paid_cny / HUNDRED_MILLION, sold
    record.put_counties(("Leakage|Power CO2", "Power|ETS Cost", "Power|Green Export"), np.array(by_county))


def shaving_gw(power: "Power") -> tuple[float, float]:
    """Return what could be called on when the grid is tightest, and the yearly peak of load, GW at the plants.

    The tightest hour is that of the highest load less wind and sun: where stores of works fill at noon the highest
    load itself lies there, in a cheap hour in which nobody calls. Stores and two-way chargers give their power
    for as long as it lasts, two hours; load offers what it offers in that hour, by itself or through an aggregator;
    captive plants count by what they make above their mean in it; no more than the peak itself. Coal units that
    follow the load are not counted: they do not cut the peak.
    """
    last, inputs = power.last, power.inputs
    assert last is not None and inputs is not None
    net = last.load_gw - inputs.city.wind_gw - inputs.city.pv_gw
    hour = np.unravel_index(int(np.argmax(net)), net.shape)
    in_city = inputs.stores.in_city
    stores = np.minimum(inputs.stores.power_gw, inputs.stores.energy_gwh / 2.0)[in_city].sum()
    captive = power.captive_gw * max(float(power.captive_shape[hour] - 1.0), 0.0)
    peak = float(last.load_gw.max())
    return min(float(stores + inputs.city.flexible_gw[hour]) + captive, peak), peak


def day_report(power: "Power", day: int) -> dict[str, np.ndarray]:
    """Return name -> (24,) GW of one representative day, in the order in which a picture stacks them."""
    last = power.last
    assert last is not None
    named = {f"coal: {name}": last.coal_gw[i, day] for i, name in enumerate(power.units.group_name)}
    stores = power.inputs.stores if power.inputs else None
    in_city = stores.in_city if stores else np.zeros(0, dtype=bool)
    return {
        **named,
        "fixed": last.fixed_gw[day],
        "wind": last.wind_gw[day],
        "pv": last.pv_gw[day],
        "discharge": last.discharge_gw[in_city, day].sum(axis=0),
        "charge": -last.charge_gw[in_city, day].sum(axis=0),
        "less": last.less_gw[day],
        "more": -last.more_gw[day],
        "net_import": last.net_import_gw[day],
        "unserved": last.unserved_gw[day],
        "load": last.load_gw[day],
        "wind_curtailed": last.wind_curtailed_gw[day],
        "pv_curtailed": last.pv_curtailed_gw[day],
        "price_cny_per_kwh": power.price_cny_per_kwh[day],
    }


KINDS = ("Coal", "Wind", "Solar", "Biomass", "Waste", "Process Gas", "Gas")
GENERATION = (*(f"Secondary Energy|Electricity|{kind}" for kind in KINDS), "Secondary Energy|Electricity")
COAL_CLASSES = ("Small", "Medium", "Large")
CAPACITY = (
    *(f"Capacity|Electricity|Coal|{size}" for size in COAL_CLASSES),
    *(f"Capacity|Electricity|{kind}" for kind in ("Coal", "Wind", "Solar", "Biomass", "Process Gas", "Gas", "Waste")),
    *(f"Capacity|Storage|{kind}" for kind in ("Pumped Hydro", "Battery", "Second Life", "Buildings")),
)


def _capacity(power: "Power", record: Record, at: int) -> None:
    booking, units, stores = power.booking, power.units, power.inputs.stores if power.inputs else None
    assert booking is not None and stores is not None
    n = record.region.n_counties
    mw = power.coal_mw(record.year)
    sizes = np.searchsorted(power.coal_classes_mw, units.capacity_mw, side="right")
    by_size = np.bincount(sizes * n + units.county, mw, len(COAL_CLASSES) * n).reshape(-1, n)
    coal = np.bincount(units.county, mw, n)
    full_load = 1000.0 * power.numbers.small_plant_hours / 1e6  # GWh a year of a MW
    small = np.array([booking.biomass_gwh, booking.works_gwh, booking.mine_gas_gwh, booking.waste_gwh]) / full_load
    in_buildings = power.services.stores.kw / 1e6
    stations = stores.power_gw[BATTERY] - in_buildings.sum()
    stored = (
        stores.power_gw[PUMPED] * power.pumped_site,
        stations * power.renewables.listed.pv_site,
        power.second_life.all_mw / 1000.0 * power.renewables.listed.pv_site,
        in_buildings,
    )
    gw = np.concatenate([by_size, [coal, power.wind_mw(at), power.pv_mw(at)], small]) / 1000.0
    record.put_counties(CAPACITY, np.concatenate([gw, stored]))
    record.put("Capacity|Storage|Two-Way Charging", city=power.two_way_gw)


def _generation(power: "Power", record: Record) -> None:
    b = power.booking
    assert b is not None
    coal = b.coal_gwh.sum(axis=0) + b.own_use_gwh
    gwh = np.array([coal, b.wind_gwh, b.pv_gwh, b.biomass_gwh, b.waste_gwh, b.works_gwh, b.mine_gas_gwh])
    record.put_counties(GENERATION, np.concatenate([gwh, [np.add.reduce(gwh)]]) * TWH_PER_GWH)
    primary = np.array([b.wind_gwh, b.pv_gwh]) * (GJ_PER_GWH * TEN_THOUSAND_TCE)
    record.put_counties(("Energy Use|Wind", "Energy Use|Solar"), primary)
    heat = b.from_works_gj() + b.chp_heat_gj + b.boiler_heat_gj
    record.put("Share|Heat from Power Units", city=float(b.chp_heat_gj.sum()) / max(float(heat.sum()), 1e-9))
    record.put("Secondary Energy|Heat", by_county=heat * 1e-9)


def _operation(power: "Power", record: Record, at: int) -> dict[str, float]:
    """Return the city's curtailment, peaks, cuts and what large users must hold of green power."""
    last, inputs, invested = power.last, power.inputs, power.invested
    assert last is not None and inputs is not None and invested is not None
    hourly = (
        last.wind_curtailed_gw,
        last.pv_curtailed_gw,
        last.wind_gw + last.pv_gw,
        last.unserved_gw,
    )
    twh = power.world.days.yearly(np.array(hourly)) * TWH_PER_GWH
    lost_wind, lost_pv, made, unserved = twh.tolist()
    moved = last.load_gw - last.less_gw + last.more_gw
    net = moved - inputs.city.wind_gw - inputs.city.pv_gw
    shaving, peak = shaving_gw(power)
    cut_off = unserved + record.value("Power|Rationed", record.year)
    return {
        "Power|Curtailment|Wind": lost_wind,
        "Power|Curtailment|Solar": lost_pv,
        "Share|Curtailment": (lost_wind + lost_pv) / max(lost_wind + lost_pv + made, 1e-12),
        "Power|Peak Load": float(moved.max()),
        "Power|Peak Net Load": float(net.max()),
        "Power|Shaving Capability": shaving / peak,
        "Power|Captive Peak Output": power.captive_gw * float(power.captive_shape.max() - 1.0),
        "Power|Unserved": unserved,
        "Welfare Loss|Power Cuts": cut_off * power.outage_cost_cny_per_kwh * HUNDRED_MILLION_KWH_PER_TWH,
        "Power|Green Certificates": invested.certificates_gwh * TWH_PER_GWH,
        "Power|Redispatch CO2": _rest_co2_mt(power, at),
    }


def _coal_rates(power: "Power", record: Record, at: int) -> dict[str, float]:
    """Return coal rates, full load hours, the emission factor, and what coal units earned."""
    b = power.booking
    assert b is not None
    mw = power.coal_mw(record.year)
    running_mw = float(mw.sum())
    sent = b.coal_gwh.sum(axis=0)
    credited = b.chp_heat_gj * power.heat_numbers.credit_share  # fuel that heat would have taken in boilers
    fuel_gj, sent_gwh, gross_gwh = float(b.fuel_gj.sum()), float(sent.sum()), float((sent + b.own_use_gwh).sum())
    for_power = fuel_gj - float(credited.sum())
    found: dict[str, float] = {}
    if running_mw > 0 and sent_gwh > 0:
        found["Power|Supply Coal Rate"] = for_power * GCE_PER_GJ / (sent_gwh * 1e6)
        found["Power|Generation Coal Rate"] = for_power * GCE_PER_GJ / (gross_gwh * 1e6)
        found["Power|Full Load Hours|Coal"] = gross_gwh / (running_mw / 1000.0)
    for kind, made, capacity_mw in (("Wind", b.wind_gwh, power.wind_mw(at)), ("Solar", b.pv_gwh, power.pv_mw(at))):
        whole_mw = float(capacity_mw.sum())
        if whole_mw > 0:
            found[f"Power|Full Load Hours|{kind}"] = 1000.0 * float(made.sum() / whole_mw)
    co2_mt = (fuel_gj * power.numbers.coal_t_per_gj - float(b.captured_t.sum())) / 1e6
    total = float((sent + b.own_use_gwh + b.wind_gwh + b.pv_gwh + b.byproduct_gwh + b.waste_gwh + b.biomass_gwh).sum())
    found["Power|Emission Factor"] = 1000.0 * co2_mt / total if total else 0.0
    if running_mw > 0:
        found["Power|Coal Unit Income"] = unit_income_cny(power) / (1000.0 * running_mw)
    return found


def _rest_co2_mt(power: "Power", at: int) -> float:
    """CO2 of thermal power in the rest of the province; between two packages it differs by redispatch.

    Each fleet burns at its own rate, what comes from farther at their mean. The province's load holds what plants use
    themselves, and rates are those of a MWh sent out, so house load is taken off: the same under every package.
    """
    last, numbers, days, inputs = power.last, power.numbers, power.world.days, power.inputs
    assert last is not None and inputs is not None
    thermal_gw = np.maximum(inputs.rest.load_gw - inputs.rest.wind_gw - inputs.rest.pv_gw, 0.0)
    house_gwh = numbers.own_use_share * float(days.yearly(thermal_gw))
    outside_gwh, fleet_gwh = float(days.yearly(last.outside_gw)), days.yearly(last.rest_fleet_gw)
    tj = (outside_gwh - house_gwh) * numbers.rest_heat_rate_gj_per_mwh[at] + float(
        fleet_gwh @ fleet_rates_gj_per_mwh(numbers, at)
    )
    return tj * numbers.coal_t_per_gj / 1000.0


def _prices(power: "Power") -> dict[str, float]:
    last, paid, weight = power.last, power.paid, power.world.days.weight
    assert last is not None
    hourly = (weight / weight.sum()) @ power.price_cny_per_kwh
    found = {
        "Price|Electricity|Wholesale": float(hourly.mean()),
        "Price|Electricity|Wholesale|Noon": float(hourly[NOON].mean()),
        "Price|Electricity|Wholesale|Evening": float(hourly[EVENING].mean()),
    }
    if paid is not None:
        found["Price|Electricity|Small Business"] = paid.small_business
        found["Price|Electricity|Industry"] = paid.large_user
        found["Price|Peak Valley Ratio"] = paid.peak_valley_ratio
    return found


def green_export_gwh(power: "Power", agreed_share: float) -> np.ndarray:
    """(n_counties,) sold to other provinces: the share agreed of what earns more there than here."""
    booking, last, plants = power.booking, power.last, power.renewables
    assert booking is not None and last is not None
    at, weight = power.world.years.index(power.year), power.world.days.weight
    sold = np.zeros_like(booking.wind_gwh)
    for gwh, made_gw in ((booking.wind_gwh, last.wind_gw), (booking.pv_gwh, last.pv_gw)):
        captured = 1000.0 * mean_price(made_gw, power.price_cny_per_kwh, weight)
        sold += agreed_share * gwh * (plants.agreement_gain_cny_per_mwh(captured, at) > 0.0)
    return sold
