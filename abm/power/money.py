"""Who pays whom for power: plants, the grid, services, neighbours of the city, and support for flexibility."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from abm.accounts.ledger import Ledger
from abm.accounts.words import OWN_POWER, SECTORS
from abm.days import Days
from abm.loads import Loads
from abm.power import capacity_pool
from abm.power.invest import LARGE_USERS, Invested
from abm.power.province import fuel_cost_cny_per_gj
from abm.power.storage import BATTERY, CARS, PUMPED
from agents.firm.words import PROJECTS
from agents.signals import ElectricitySignals, Signals

if TYPE_CHECKING:
    from abm.power.power import Power

KWH_PER_GWH = 1e6
HOURS_PER_YEAR = 8760.0
SERVICES = SECTORS.index("services")
CAPTURE = PROJECTS.index("capture")


def pay(power: "Power", signals: Signals, loads: Loads, ledger: Ledger, invested: Invested) -> None:
    """Write the payments of the year, (n_counties,) CNY each.

    Industry, homes and vehicle owners pay for their own power elsewhere; here the services do. Power is
    bought from plants, and exchanged with the province, at what plants are paid at the provincial node: the hour's
    price, or the contract's where no market settles the hours.
    """
    electricity = signals.electricity
    days, last, booking = power.world.days, power.last, power.booking
    assert last is not None and booking is not None and power.inputs is not None
    use = loads.kwh.sum(axis=0)
    share = use / use.sum()
    halls = power.data_centres
    shops = loads.hourly_kwh[SERVICES] - halls.hourly_kwh
    per_kwh = mean_price(shops, electricity.small_business_cny_per_kwh, days.weight)
    ledger.pay("services electricity", "firms", "grid", (loads.kwh[SERVICES] - halls.kwh) * per_kwh)
    per_kwh = mean_price(halls.hourly_kwh, electricity.large_user_cny_per_kwh, days.weight)
    ledger.pay("data centre power", "firms", "grid", halls.kwh * per_kwh)
    gas_m3 = ledger.flow("burnt", "natural_gas")[SERVICES] * power.services.gas_m3_per_gj
    ledger.pay("services gas", "firms", "energy_suppliers", gas_m3 * signals.fuels.gas_industry_cny_per_m3)

    _heat_money(power, ledger)

    ledger.pay("power station fuel", "firms", "energy_suppliers", fuel_of_units_cny(power))

    at = power.world.years.index(power.year)
    pv_mw = np.maximum(power.pv_mw(at), 1e-9)
    sold = np.sum(
        [
            gwh * mean_price(hourly, power.price_cny_per_kwh, days.weight)
            for gwh, hourly in (
                (booking.coal_gwh.sum(axis=0), last.coal_gw.sum(axis=0)),
                (booking.wind_gwh, last.wind_gw),
                (booking.pv_gwh * (1.0 - power.own_roofs_mw / pv_mw), last.pv_gw),  # homes are paid for theirs
            )
        ],
        axis=0,
    )
    ledger.pay("power sold", "grid", "firms", sold * KWH_PER_GWH)
    mean = KWH_PER_GWH * float(days.yearly(power.price_cny_per_kwh)) / HOURS_PER_YEAR
    captive = mean_price(power.captive_shape, power.price_cny_per_kwh, days.weight)
    for sector, gwh in booking.byproduct_gwh_of.items():
        ledger.pay(OWN_POWER[sector], "grid", "firms", KWH_PER_GWH * captive * gwh)
    ledger.pay("waste and straw power", "grid", "firms", (booking.waste_gwh + booking.biomass_gwh) * mean)
    sent = -KWH_PER_GWH * float(days.yearly(last.net_import_gw * power.price_cny_per_kwh))
    payer, receiver = ("outside", "grid") if sent >= 0 else ("grid", "outside")
    ledger.pay("power exchanged", payer, receiver, abs(sent) * share)

    ready = _store_money(power, signals, ledger)
    called = KWH_PER_GWH * float(days.yearly(last.less_gw))
    ledger.pay("demand response", "grid", "firms", called * electricity.demand_response_cny_per_kwh * share)
    ready = ready + _support(power, signals, loads, ledger, invested)
    capacity_pool.settle(power, signals, loads, ready, ledger)


def fuel_of_units_cny(power: "Power") -> np.ndarray:
    """(n_counties,) what coal units pay for the year's fuel."""
    booking, numbers = power.booking, power.numbers
    assert booking is not None
    per_gj = fuel_cost_cny_per_gj(numbers, power.world.context("price.thermal_coal", "CNY/t", power.year))
    ratio = np.where(booking.burns_waste_coal, numbers.waste_coal_price_share, 1.0)
    fuel: np.ndarray = per_gj * (ratio @ booking.fuel_gj)
    return fuel


def unit_income_cny(power: "Power") -> float:
    """Return what coal units got in the year for power, heat and standing ready, less fuel, carbon and storing CO2."""
    booking, last, rules = power.booking, power.last, power.rules
    assert booking is not None and last is not None and rules is not None
    power_cny = KWH_PER_GWH * float(power.world.days.yearly(last.coal_gw * power.price_cny_per_kwh).sum())
    heat_cny = power.heat_numbers.gate_cny_per_gj * float(booking.chp_heat_gj.sum())
    ready_cny = rules.coal_capacity_cny_per_kw * 1000.0 * float(power.coal_mw(power.year).sum())
    carbon_cny = float(power.carbon.paid_cny.sum()) + power.stored_cny_per_t * float(booking.captured_t.sum())
    return power_cny + heat_cny + ready_cny - float(fuel_of_units_cny(power).sum()) - carbon_cny


def _store_money(power: "Power", signals: Signals, ledger: Ledger) -> np.ndarray:
    """Stores sell dear what they bought cheap: batteries as far as the market lets them, the pumped plant a part.

    Stores of buildings stand among the batteries; owners of cars are paid by the same rule. Market stations are paid
    for regulation too, all stations for standing ready: returned, (n_counties,) CNY.
    """
    days, last, open_share = power.world.days, power.last, signals.supply.storage_market_share
    assert last is not None
    pumped, battery, cars = (
        KWH_PER_GWH * float(days.yearly((last.discharge_gw[i] - last.charge_gw[i]) * power.price_cny_per_kwh))
        for i in (PUMPED, BATTERY, CARS)
    )
    stations_kw = 1000.0 * (power.market_stores.mw + power.second_life.mw)
    service = open_share * power.market_stores.service_cny_per_kw * stations_kw
    store = power.numbers.storage
    of_pumped = store.pumped_kept_share * max(pumped, 0.0)
    spread = of_pumped * power.pumped_site + open_share * max(battery, 0.0) * power.services.share
    ledger.pay("spread of stores", "grid", "firms", spread)
    ledger.pay("two-way charging", "grid", "vehicle_owners", open_share * max(cars, 0.0) * power.services.share)
    ledger.pay("regulation by stores", "grid", "firms", service * power.services.share)
    assert power.inputs is not None
    all_kw = 1e6 * float(power.inputs.stores.power_gw[BATTERY]) - float(power.services.stores.kw.sum())
    ready = signals.supply.store_capacity_cny_per_kw * all_kw
    pumped_kw = 1e6 * store.pumped_gw * signals.electricity.pumped_storage
    ready_pumped = pumped_kw * store.pumped_ready_cny_per_kw * power.pumped_site
    paid: np.ndarray = ready * power.services.share + ready_pumped
    ledger.pay("capacity payment of stores", "grid", "firms", paid)
    return paid


def _heat_money(power: "Power", ledger: Ledger) -> None:
    """Shops and offices pay heat companies (homes do so elsewhere), these the units and works that give them heat."""
    booking, n = power.booking, power.heat_numbers
    assert booking is not None
    shops = ledger.flow("used", "heat")[SERVICES] * n.shops_cny_per_gj
    ledger.pay("services heat", "firms", "energy_suppliers", shops)
    ledger.pay("heat of units sold", "energy_suppliers", "firms", booking.chp_heat_gj * n.gate_cny_per_gj)
    ledger.pay("waste heat sold", "energy_suppliers", "firms", booking.from_works_gj() * n.gate_cny_per_gj)


def _support(power: "Power", signals: Signals, loads: Loads, ledger: Ledger, invested: Invested) -> np.ndarray:
    """Support of flexibility, payments for standing ready (returned), and what green power earns beside its price."""
    rules, booking, fleet = signals.supply, power.booking, power.fleet
    assert booking is not None and power.last is not None
    n = len(booking.wind_gwh)
    kw = 1000.0 * np.bincount(power.units.county, power.coal_mw(power.year), minlength=n)
    retrofit_cny_per_kw = power.flexible_units.owners.cost_cny_per_kw
    flexible = invested.flexible_share * signals.electricity.coal_flexibility_cny_per_kw
    ledger.pay("flexibility compensation", "upper_budget", "firms", flexible * kw)
    ledger.pay("flexibility retrofit", "firms", "equipment_makers", invested.flexible_share * kw * retrofit_cny_per_kw)
    ready: np.ndarray = rules.coal_capacity_cny_per_kw * kw
    ledger.pay("coal capacity payment", "grid", "firms", ready)
    retrofit = np.bincount(power.units.county, fleet.retrofit_cny, minlength=n)
    ledger.pay("coal unit retrofit", "firms", "equipment_makers", retrofit)
    _capture_money(power, signals, ledger)
    produced_gj = booking.chp_heat_gj + booking.boiler_heat_gj
    mains = power.mains.added * produced_gj * power.mains.numbers.capital_cny_per_gj
    ledger.pay("heat mains", "firms", "equipment_makers", mains)
    ledger.pay("heat retrofit support", "city_budget", "firms", mains * rules.heat_retrofit_grant_share)
    able_kw = loads.kwh.T @ power.flexibility.able / 8760.0
    new_kw = invested.smart_share * able_kw
    ledger.pay("smart controls", "firms", "equipment_makers", new_kw * power.flexibility.smart.cost_cny_per_kw)
    ledger.pay("smart control support", "city_budget", "firms", new_kw * rules.smart_support_cny_per_kw)
    _green_money(power, signals, loads, ledger, invested)
    return ready


def _capture_money(power: "Power", signals: Signals, ledger: Ledger) -> None:
    """Capture at coal units: plants, running and storage, and what is paid per tonne."""
    capture, booking, units = power.fleet.capture, power.booking, power.units
    assert booking is not None
    stored = booking.captured_t
    t_per_kw = float(booking.fuel_gj.sum()) * power.numbers.coal_t_per_gj
    t_per_kw /= max(1000.0 * float(power.coal_mw(power.year).sum()), 1.0)
    capital = capture.capital_cny_per_t(power.year - power.world.years[0])
    fitted = np.bincount(units.county, 1000.0 * units.capacity_mw * capture.fitted, minlength=len(stored))
    plants = fitted * t_per_kw * capital
    ledger.pay("capture plants", "firms", "equipment_makers", plants)
    granted = float(signals.investment.project_grant_share[CAPTURE].mean())  # as its owners reckon
    ledger.pay("capture pilot grant", "city_budget", "firms", plants * granted)
    ledger.pay("capture and storage", "firms", "outside", stored * capture.numbers.running_cny_per_t)
    ledger.pay("capture support", "city_budget", "firms", stored * signals.investment.capture_support_cny_per_t)


def _green_money(power: "Power", signals: Signals, loads: Loads, ledger: Ledger, invested: Invested) -> None:
    """Certificates, agreements with other provinces, and tax given back, to the counties of wind and sun."""
    rules, booking, developer = signals.supply, power.booking, power.renewables.developer
    assert booking is not None and power.last is not None
    at, days = power.world.years.index(power.year), power.world.days
    green = booking.wind_gwh + booking.pv_gwh
    made = max(float(green.sum()), 1e-9)
    price = float(developer.certificate_cny_per_mwh[at]) * 1000.0
    use = loads.kwh[LARGE_USERS].sum(axis=0)
    from_here = min(invested.certificates_gwh, made)
    to_others = min(developer.certificate_base_share * made, made - from_here)
    from_outside = (invested.certificates_gwh - from_here) * price * use / max(float(use.sum()), 1.0)
    ledger.pay("green certificates", "firms", "outside", from_outside)
    ledger.pay("green certificates", "firms", "firms", from_here * price * green / made)
    ledger.pay("green certificates sold", "outside", "firms", to_others * price * green / made)
    wind_price, pv_price = (
        mean_price(made_gw, power.price_cny_per_kwh, days.weight) for made_gw in (power.last.wind_gw, power.last.pv_gw)
    )
    gains = [
        1000.0 * power.renewables.agreement_gain_cny_per_mwh(1000.0 * price, at) for price in (wind_price, pv_price)
    ]
    premium = rules.green_export_share * (gains[0] * booking.wind_gwh + gains[1] * booking.pv_gwh)
    ledger.pay("green power agreements", "outside", "firms", premium)
    refund = rules.vat_refund_share * developer.vat_paid_share * wind_price * KWH_PER_GWH
    ledger.pay("value-added tax given back", "upper_budget", "firms", refund * booking.wind_gwh)


@dataclass(frozen=True)
class TariffsPaid:
    """Mean prices of the year after all levers, CNY/kWh."""

    small_business: float
    large_user: float
    peak_valley_ratio: float

    @classmethod
    def of(cls, electricity: ElectricitySignals, loads: Loads, halls_kwh: np.ndarray, days: Days) -> "TariffsPaid":
        """Weigh the tariffs by the loads that pay them; ``halls_kwh`` (n_days, 24) of data centres are no shops."""
        large = loads.hourly_kwh[LARGE_USERS].sum(axis=0)
        shops = loads.hourly_kwh[SERVICES] - halls_kwh
        return cls(
            small_business=mean_price(shops, electricity.small_business_cny_per_kwh, days.weight),
            large_user=mean_price(large, electricity.large_user_cny_per_kwh, days.weight),
            peak_valley_ratio=electricity.peak_valley_ratio,
        )


def mean_price(quantity: np.ndarray, price: np.ndarray, weight: np.ndarray) -> float:
    """Return the mean of a (n_days, 24) price over a (n_days, 24) quantity; zero where there is none."""
    total = float(weight @ quantity.sum(axis=1))
    return float(weight @ (quantity * price).sum(axis=1)) / total if total > 0 else 0.0
