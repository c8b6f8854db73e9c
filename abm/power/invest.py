"""What owners, developers and investors decide on last year's prices before the dispatch; history is on the lists."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from abm.accounts.words import SECTORS
from abm.flows import Flows
from abm.loads import Loads
from abm.power.capture import CaptureOffer
from abm.power.city import HOURS_PER_YEAR, Burning, Surroundings, bids_of, variable_cost_cny_per_mwh
from abm.power.coal_fleet import UnitMarket
from abm.power.province import city_battery_gw, fuel_cost_cny_per_gj
from abm.power.second_life import UsedPacks
from abm.power.stock import Sold
from agents.firm.words import PROJECTS
from agents.signals import Signals, SupplySignals

if TYPE_CHECKING:
    from abm.power.power import Power

LARGE_USERS = [
    SECTORS.index(s) for s in ("coal_mining", "coking", "steel", "alumina", "aluminium", "cement", "chemicals")
]


@dataclass(frozen=True)
class Invested:
    """Shares of capacity equipped in the year, and certificates that the city's large users must hold (GWh)."""

    flexible_share: float
    smart_share: float
    certificates_gwh: float


def invest(power: "Power", signals: Signals, loads: Loads, flows: Flows, around: Surroundings) -> Invested:
    """Decide and commit everything that is built, mended or closed this year."""
    rules = signals.supply
    wanted = rules.certificate_share * float(loads.kwh[LARGE_USERS].sum()) / 1e6
    wanted += float(flows.green_power_kwh.sum()) / 1e6
    if power.last is not None and around.year > power.world.region.last_observed_year:
        _build(power, signals, wanted, around)
        _stores(power, signals, around, float(flows.used_packs_mwh.sum()))
        _coal_units(power, signals, around)
        _heat(power, rules, around)
    return Invested(
        flexible_share=power.flexible_units.retrofit(signals.electricity.coal_flexibility_cny_per_kw),
        smart_share=power.flexibility.smart.retrofit(rules.smart_support_cny_per_kw),
        certificates_gwh=wanted,
    )


def _build(power: "Power", signals: Signals, wanted_gwh: float, around: Surroundings) -> None:
    """Developers and owners of wind and PV look at last year's prices and curtailment."""
    days, last, rules, at = power.world.days, power.last, signals.supply, around.at
    assert last is not None
    developer = power.renewables.developer
    made = float(days.yearly(last.wind_gw + last.pv_gw))
    certificate = float(developer.certificate_cny_per_mwh[at]) * developer.certificate_sold_share(wanted_gwh, made)
    price = power.price_cny_per_kwh
    for kind, used, lost, profile, refund in (
        ("wind", last.wind_gw, last.wind_curtailed_gw, days.wind, rules.vat_refund_share),
        ("pv", last.pv_gw, last.pv_curtailed_gw, days.pv, 0.0),
    ):
        plain = Sold.of(used, lost, price, profile, days)
        sold = Sold(plain.captured_cny_per_mwh, plain.hours, refund, certificate, rules.green_export_share)
        index = power.world.context(f"cost.{kind}", "index", around.year)
        renewed = power.renewables.renewed_share(kind, at, index, sold, power.renewal.numbers.capital_share[kind])
        power.renewables.give_up(kind, power.renewal.let_go(kind, 1.0 - renewed))
        power.renewables.build(kind, at, signals.electricity.wind_pv_quota, index, sold)
    power.renewables.offer_rent(at, index, sold)


def _stores(power: "Power", signals: Signals, around: Surroundings, used_packs_mwh: float) -> None:
    """Investors in market stations look at last year's spread, and at used packs on offer."""
    assert power.last is not None
    rules, hours = signals.supply, float(power.numbers.storage.battery_hours[around.at])
    index = power.world.context("cost.storage", "index", around.year)
    price, stores, open_share = power.price_cny_per_kwh, power.market_stores, rules.storage_market_share
    income = stores.income(open_share, price, power.world.days.weight, hours, rules.store_capacity_cny_per_kw)
    offer = UsedPacks(
        offered_mwh=used_packs_mwh,
        allowed_share=rules.second_life_share,
        room_mw=open_share * stores.most_mw,
        hours=hours,
        new_cny_per_kwh=stores.capex_cny_per_kwh * index,
        required_return=stores.required_return,
        fixed_cost_share=stores.fixed_cost_share,
    )
    used_mw = power.second_life.build(offer, income, stores.spread)
    stores.build(open_share, income, hours, index, used_mw)
    usual_mw = 1000.0 * city_battery_gw(power.numbers, around.storyline, around.year, around.at, signals.electricity)
    power.second_life.stand_in(offer, usual_mw, stores.life_years, stores.spread)


def _coal_units(power: "Power", signals: Signals, around: Surroundings) -> None:
    """Owners of coal units look at last year's price and this year's fuel, and bid as the dispatch has them bid."""
    assert power.last is not None
    _capture(power, signals, around)
    trend = float(power.numbers.heat_rate_factor[around.at])
    plants = Burning(
        power.fleet.heat_rate_gj_per_mwh() * trend, power.units.burns_waste_coal, power.fleet.capture.share
    )
    quoted = around.storyline.value("price.thermal_coal", "CNY/t", around.year)
    market = UnitMarket(
        price_cny_per_mwh=1000.0 * power.price_cny_per_kwh,
        weight=power.world.days.weight,
        cost_cny_per_mwh=variable_cost_cny_per_mwh(plants, around, power.stored_cny_per_t, quoted),
        bids=bids_of(plants, power, around),
    )
    power.fleet.decide(around.year, signals.supply, market, trend, power.running_share(around.year) > 0)


def _heat(power: "Power", rules: SupplySignals, around: Surroundings) -> None:
    """Owners of units extend heat mains in their county."""
    assert power.last is not None
    price = 1000.0 * float(power.world.days.yearly(power.price_cny_per_kwh)) / HOURS_PER_YEAR
    has_unit = np.bincount(power.units.county, power.running_share(around.year), minlength=len(power.mains.reach)) > 0
    power.mains.extend(rules.heat_retrofit_grant_share, price, has_unit)


def _capture(power: "Power", signals: Signals, around: Surroundings) -> None:
    """Owners of coal units hold the price of carbon that they expect and the support of capture against its cost."""
    rules, kind = signals.investment, PROJECTS.index("capture")
    price = around.storyline.value("price.thermal_coal", "CNY/t", around.year)
    so_far = range(power.world.years[0], around.year + 1)
    carbon = np.array([around.storyline.value("price.carbon", "CNY/t", year) for year in so_far])
    offer = CaptureOffer(
        income_cny_per_t=power.fleet.capture.expected_cny_per_t(carbon) + rules.capture_support_cny_per_t,
        fuel_cny_per_t=fuel_cost_cny_per_gj(power.numbers, price) / power.numbers.coal_t_per_gj,
        grant_share=float(rules.project_grant_share[kind].mean()),
        room_share=float(rules.project_room_share[kind]),
        years_of_learning=around.year - power.world.years[0],
    )
    power.fleet.fit_capture(around.year, offer, power.running_share(around.year) > 0)
    power.stored_cny_per_t = power.fleet.capture.numbers.running_cny_per_t - rules.capture_support_cny_per_t
