"""What the power part reports, and the data of one day's picture."""

from typing import TYPE_CHECKING

import numpy as np

from abm.power.dispatch import Dispatch
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
    _operation(power, record, at)
    _prices(power, record)


def shaving_gw(power: "Power") -> tuple[float, float]:
    """Return what could be called on to cut the yearly peak, and the peak itself, GW at the plants.

    Stores and two-way chargers give their power for as long as the peak lasts, two hours; load offers what
    it offers in the peak hour, by itself or through an aggregator; captive plants count by what they make
    above their mean in that hour; no more than the peak itself. Coal units that follow the load are not
    counted: they do not cut the peak.
    """
    last, inputs = power.last, power.inputs
    assert last is not None and inputs is not None
    hour = np.unravel_index(int(np.argmax(last.load_gw)), last.load_gw.shape)
    in_city = inputs.stores.in_city
    stores = np.minimum(inputs.stores.power_gw, inputs.stores.energy_gwh / 2.0)[in_city].sum()
    captive = max(float(inputs.city.fixed_gw[hour] - inputs.city.fixed_gw.mean()), 0.0)
    peak = float(last.load_gw[hour])
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
        "price_cny_per_kwh": last.price_cny_per_kwh[day],
    }


def _capacity(power: "Power", record: Record, at: int) -> None:
    year, booking = record.year, power.booking
    assert booking is not None and power.inputs is not None
    n = len(booking.wind_gwh)
    units = power.units
    coal = np.bincount(units.county, units.capacity_mw * power.running(year), minlength=n)
    record.put("Capacity|Electricity|Coal", by_county=coal / 1000.0)
    _coal_classes(power, record)
    record.put("Capacity|Electricity|Wind", by_county=power.wind_mw(at) / 1000.0)
    record.put("Capacity|Electricity|Solar", by_county=power.pv_mw(at) / 1000.0)
    full_load = 1000.0 * power.numbers.small_plant_hours / 1e6  # GWh a year of a MW
    record.put("Capacity|Electricity|Biomass", by_county=booking.biomass_gwh / full_load / 1000.0)
    record.put("Capacity|Electricity|Process Gas", by_county=booking.byproduct_gwh / full_load / 1000.0)
    record.put("Capacity|Electricity|Waste", by_county=booking.waste_gwh / full_load / 1000.0)
    stores = power.inputs.stores
    record.put("Capacity|Storage|Pumped Hydro", by_county=stores.power_gw[0] * power.pumped_site)
    in_buildings = power.services.stores.kw / 1e6
    stations = stores.power_gw[1] - power.two_way_gw - in_buildings.sum()
    record.put("Capacity|Storage|Battery", by_county=stations * power.renewables.listed.pv_site)
    second_gw = power.second_life.mw / 1000.0
    record.put("Capacity|Storage|Second Life", by_county=second_gw * power.renewables.listed.pv_site)
    record.put("Capacity|Storage|Buildings", by_county=in_buildings)
    record.put("Capacity|Storage|Two-Way Charging", city=power.two_way_gw)


def _coal_classes(power: "Power", record: Record) -> None:
    """Capacity of coal units by the classes that rules speak of."""
    p, units = power.world.region.parameters, power.units
    small, large = (p.value(f"power.coal.class_{name}", "MW") for name in ("small", "large"))
    mw = units.capacity_mw * power.running(record.year)
    for name, part in (
        ("Small", units.capacity_mw < small),
        ("Medium", (units.capacity_mw >= small) & (units.capacity_mw < large)),
        ("Large", units.capacity_mw >= large),
    ):
        by_county = np.bincount(units.county, mw * part, minlength=power.world.region.n_counties)
        record.put(f"Capacity|Electricity|Coal|{name}", by_county=by_county / 1000.0)


def _generation(power: "Power", record: Record) -> None:
    b = power.booking
    assert b is not None
    coal = b.coal_gwh.sum(axis=0) + b.own_use_gwh
    kinds = {"Coal": coal, "Wind": b.wind_gwh, "Solar": b.pv_gwh, "Biomass": b.biomass_gwh, "Waste": b.waste_gwh}
    kinds["Process Gas"] = b.byproduct_gwh
    for kind, gwh in kinds.items():
        record.put(f"Secondary Energy|Electricity|{kind}", by_county=gwh * TWH_PER_GWH)
    record.put("Secondary Energy|Electricity", by_county=sum(kinds.values()) * TWH_PER_GWH)
    heat = b.from_works_gj() + b.chp_heat_gj + b.boiler_heat_gj
    record.put("Share|Heat from Power Units", city=float(b.chp_heat_gj.sum()) / max(float(heat.sum()), 1e-9))
    record.put("Secondary Energy|Heat", by_county=heat * 1e-9)


def _operation(power: "Power", record: Record, at: int) -> None:
    days, last, b = power.world.days, power.last, power.booking
    assert last is not None and b is not None and power.inputs is not None

    def twh(gw: np.ndarray) -> float:
        return float(days.yearly(gw)) * TWH_PER_GWH

    lost_wind, lost_pv = twh(last.wind_curtailed_gw), twh(last.pv_curtailed_gw)
    available = lost_wind + lost_pv + twh(last.wind_gw + last.pv_gw)
    record.put("Power|Curtailment|Wind", city=lost_wind)
    record.put("Power|Curtailment|Solar", city=lost_pv)
    record.put("Share|Curtailment", city=(lost_wind + lost_pv) / max(available, 1e-12))
    moved = last.load_gw - last.less_gw + last.more_gw
    net = moved - power.inputs.city.wind_gw - power.inputs.city.pv_gw
    record.put("Power|Peak Load", city=float(moved.max()))
    record.put("Power|Peak Net Load", city=float(net.max()))
    shaving, peak = shaving_gw(power)
    record.put("Power|Shaving Capability", city=shaving / peak)
    fixed = power.inputs.city.fixed_gw
    record.put("Power|Captive Peak Output", city=float(fixed.max() - fixed.mean()))
    unserved = twh(last.unserved_gw)
    record.put("Power|Unserved", city=unserved)
    cut_off = unserved + record.value("Power|Rationed", record.year)
    record.put("Welfare Loss|Power Cuts", city=cut_off * power.outage_cost_cny_per_kwh * HUNDRED_MILLION_KWH_PER_TWH)
    _coal_rates(power, record, at)
    _green(power, record)
    _unit_income(power, record)
    record.put("Leakage|Power CO2", by_county=power.carbon.moved_mt(power))
    record.put("Power|ETS Cost", by_county=power.carbon.paid_cny / HUNDRED_MILLION)
    record.put("Power|Redispatch CO2", city=rest_co2_mt(power, last, at))


def _coal_rates(power: "Power", record: Record, at: int) -> None:
    b = power.booking
    assert b is not None
    nameplate = float((power.units.capacity_mw * power.running(record.year)).sum()) / 1000.0
    sent = b.coal_gwh.sum(axis=0)
    credited = b.chp_heat_gj * power.heat_numbers.credit_share  # fuel that heat would have taken in boilers
    for_power = b.fuel_gj.sum() - credited.sum()
    if nameplate > 0 and sent.sum() > 0:
        record.put("Power|Supply Coal Rate", city=float(for_power * GCE_PER_GJ / (sent.sum() * 1e6)))
        gross = (sent + b.own_use_gwh).sum()
        record.put("Power|Generation Coal Rate", city=float(for_power * GCE_PER_GJ / (gross * 1e6)))
        record.put("Power|Full Load Hours|Coal", city=float(gross) / nameplate)
    for kind, made, mw in (("Wind", b.wind_gwh, power.wind_mw(at)), ("Solar", b.pv_gwh, power.pv_mw(at))):
        if mw.sum() > 0:
            record.put(f"Power|Full Load Hours|{kind}", city=1000.0 * float(made.sum() / mw.sum()))
    co2_mt = float(b.fuel_gj.sum()) * power.numbers.coal_t_per_gj / 1e6
    total = float((sent + b.own_use_gwh + b.wind_gwh + b.pv_gwh + b.byproduct_gwh + b.waste_gwh + b.biomass_gwh).sum())
    record.put("Power|Emission Factor", city=1000.0 * co2_mt / total if total else 0.0)


def _unit_income(power: "Power", record: Record) -> None:
    """Mean of what running coal units earned above fuel and carbon last year, with the payment for standing ready."""
    mw = power.units.capacity_mw * power.running(record.year)
    if mw.sum() > 0:
        record.put("Power|Coal Unit Income", city=float(mw @ power.fleet.income_cny_per_kw / mw.sum()))


def _green(power: "Power", record: Record) -> None:
    """Certificates that large users must hold, and wind and sun sold to other provinces."""
    assert power.invested is not None and power.rules is not None and power.booking is not None
    record.put("Power|Green Certificates", city=power.invested.certificates_gwh * TWH_PER_GWH)
    green = power.booking.wind_gwh + power.booking.pv_gwh
    record.put("Power|Green Export", by_county=power.rules.green_export_share * green * TWH_PER_GWH)


def rest_co2_mt(power: "Power", last: Dispatch, at: int) -> float:
    """Return CO2 of thermal power in the rest of the province; between two packages it differs by redispatch."""
    gwh = float(power.world.days.yearly(last.rest_coal_gw + last.outside_gw))
    return gwh * power.numbers.rest_heat_rate_gj_per_mwh[at] * power.numbers.coal_t_per_gj / 1000.0


def _prices(power: "Power", record: Record) -> None:
    last = power.last
    assert last is not None
    weight = power.world.days.weight / power.world.days.weight.sum()
    hourly = weight @ last.price_cny_per_kwh
    record.put("Price|Electricity|Wholesale", city=float(hourly.mean()))
    record.put("Price|Electricity|Wholesale|Noon", city=float(hourly[NOON].mean()))
    record.put("Price|Electricity|Wholesale|Evening", city=float(hourly[EVENING].mean()))
    if power.paid is not None:
        record.put("Price|Electricity|Small Business", city=power.paid.small_business)
        record.put("Price|Electricity|Industry", city=power.paid.large_user)
        record.put("Price|Peak Valley Ratio", city=power.paid.peak_valley_ratio)
