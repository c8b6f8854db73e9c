"""What a kW of PV on a home earns under the rules of its year, and who pays it."""

from typing import TYPE_CHECKING

import numpy as np

from abm.accounts.ledger import Ledger
from abm.days import Days
from abm.flows import Flows
from abm.homes.numbers import RooftopNumbers
from abm.homes.roofs import RoofYear
from agents.choice import between
from agents.household.rooftop import RooftopOffer, export_price
from agents.signals import Signals
from agents.table import Table, rows_where

if TYPE_CHECKING:
    from abm.homes.books import YearOfHomes
    from abm.homes.homes import Homes


def captured_price(signals: Signals, days: Days) -> float:
    """Return last year's wholesale price weighted by PV output, CNY/kWh."""
    earned = float(days.yearly(days.pv * signals.electricity.wholesale_cny_per_kwh))
    return earned / days.pv_hours if days.pv_hours > 0 else 0.0


def roof_offers(signals: Signals, numbers: RooftopNumbers, at: int, days: Days) -> tuple[RooftopOffer, ...]:
    """Return what a kW costs and earns this year for homes in block 1, 2 and 3."""
    rooftop, electricity = signals.rooftop, signals.electricity
    export = float(
        export_price(
            electricity.feed_in_cny_per_kwh,
            captured_price(signals, days),
            rooftop.market_settled_share,
            rooftop.mechanism_share,
            rooftop.mechanism_cny_per_kwh,
        )
    )
    return tuple(
        RooftopOffer(
            price_cny_per_kw=rooftop.price_cny_per_kw,
            own_use_share=float(numbers.own_use[at]),
            retail_cny_per_kwh=float(price) + rooftop.generation_subsidy_cny_per_kwh,
            export_cny_per_kwh=export + rooftop.generation_subsidy_cny_per_kwh,
            rent_cny_per_kw=rooftop.rent_cny_per_kw_year,
        )
        for price in electricity.residential_tier_cny_per_kwh
    )


def settle_roofs(homes: Table, now: "YearOfHomes", domain: "Homes", ledger: Ledger, flows: Flows) -> RoofYear:
    """Hand the capacity to the grid and the money to the homes.

    A system keeps the settlement rules and the subsidy of the year in which it was built.
    """
    numbers, signals, where = domain.rooftop, now.signals, domain.where
    years = np.asarray(domain.world.years)
    rows = rows_where((homes.pv_kw > 0) & homes.alive)
    columns = homes.columns
    let, weight = columns["roof_let"].take(rows), columns["weight"].take(rows)
    kw = columns["pv_kw"].take(rows) * weight
    own, let_kw = kw * ~let, kw * let
    vintage = between(columns["pv_year"].take(rows) - years[0], 0, len(years) - 1)
    at, retail = signals.year - years[0], float(signals.electricity.residential_tier_cny_per_kwh[0])
    exported = export_price(  # by vintage
        signals.electricity.feed_in_cny_per_kwh,
        captured_price(signals, domain.world.days),
        numbers.market_settled,
        numbers.mechanism_share,
        numbers.mechanism_price,
    )
    kwh = own * numbers.traits.yield_kwh_per_kw
    own_kw, let_kw, sold, subsidy, has = where.by_income_of_rows(
        rows, own, let_kw, kwh * np.asarray(exported).take(vintage), kwh * numbers.subsidy.take(vintage), weight
    )
    all_kw = (own_kw + let_kw).sum(axis=2)
    flows.rooftop_pv_mw += all_kw.sum(axis=1) / 1000.0
    flows.rooftop_own_mw += own_kw.sum(axis=(1, 2)) / 1000.0
    sold *= 1.0 - numbers.own_use[at]
    used = own_kw * (numbers.traits.yield_kwh_per_kw * numbers.own_use[at] * retail)
    rent = let_kw * signals.rooftop.rent_cny_per_kw_year
    new = now.roofs.rows
    bought = where.by_income(now.roofs.kw * ~now.roofs.let * homes.weight.take(new), new)
    covered = where.by_income(now.roofs.kw * now.roofs.let * homes.weight.take(new), new).sum(axis=(1, 2))
    items = (
        ("rooftop PV bought", "households", "equipment_makers"),
        ("rooftop PV kept", "households", "equipment_makers"),
        ("rooftop power used", "grid", "households"),  # what the bill at full use holds too much
        ("rooftop power sold", "grid", "households"),
        ("rooftop subsidy", "upper_budget", "households"),
        ("roof rent", "firms", "households"),
    )
    price = signals.rooftop.price_cny_per_kw
    kept = price * numbers.traits.upkeep_share  # CNY a year and kW
    ledger.pay("rented roofs covered", "firms", "equipment_makers", covered * price)
    ledger.pay("plants kept", "firms", "equipment_makers", let_kw.sum(axis=(1, 2)) * kept)
    ledger.pay_all_by_income(items, np.array((bought * price, own_kw * kept, used, sold, subsidy, rent)))
    earned = (sold + subsidy + rent).sum(axis=(1, 2))
    return RoofYear(all_kw, let_kw.sum(axis=(1, 2)), homes=has.sum(axis=(1, 2)), income_cny=earned)
