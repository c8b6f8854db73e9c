"""Indicators of industry, from the book and the year's decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from abm.accounts.balance import TEN_THOUSAND_TCE
from abm.industry.renewal import DRY
from abm.industry.report_circular import report_circular
from abm.industry.report_projects import report_carbon, report_entry, report_projects
from abm.record import Record
from agents.choice import share_of, share_or_one
from agents.firm.words import (
    ALUMINA,
    ALUMINIUM,
    CEMENT,
    CHEMICALS,
    COKE,
    GAS,
    OTHER,
    PROJECTS,
    RAW_COAL,
    STEEL,
    TALL_OVEN_M,
)

if TYPE_CHECKING:
    from abm.industry.industry import Industry

MILLION, THOUSAND, HUNDRED_MILLION, TEN_MILLION = 1e6, 1e3, 1e8, 1e5
ROUNDING = 1e-12  # of what is kept: a gap below it is none
PRODUCTION = {
    "Production|Raw Coal": RAW_COAL,
    "Production|Coke": COKE,
    "Production|Steel": STEEL,
    "Production|Alumina": ALUMINA,
    "Production|Aluminium": ALUMINIUM,
    "Production|Cement": CEMENT,
    "Production|Chemicals": CHEMICALS,
}
NAMED = {
    name.replace("Production", "Share|Named Output"): product
    for name, product in {**PRODUCTION, "Production|Natural Gas": GAS}.items()
}
CAPACITY = {
    "Capacity|Mines": RAW_COAL,
    "Capacity|Coke": COKE,
    "Capacity|Steel": STEEL,
    "Capacity|Alumina": ALUMINA,
    "Capacity|Aluminium": ALUMINIUM,
    "Capacity|Cement": CEMENT,
    "Capacity|Chemicals": CHEMICALS,
}
AT_BENCHMARK = {
    "Share|Coke at Benchmark": COKE,
    "Share|Steel at Benchmark": STEEL,
    "Share|Alumina at Benchmark": ALUMINA,
    "Share|Aluminium at Benchmark": ALUMINIUM,
    "Share|Clinker at Benchmark": CEMENT,
}

WORKS = {name.replace("Share|", "Works|").replace(" at Benchmark", ""): at for name, at in AT_BENCHMARK.items()}


def report(industry: Industry, record: Record) -> None:
    """Write all indicators of the year."""
    _production(industry, record)
    _capacity(industry, record)
    _efficiency(industry, record)
    _gas(industry, record)
    found = industry.decisions.found_share
    record.put("Share|Overuse Found", by_county=found, city=float(found.mean()))
    record.put("Power|Rationed", by_county=industry.decisions.rationed_kwh / 1e9)
    _money(industry, record)
    _leakage(industry, record)
    report_projects(industry, record)
    report_circular(industry, record)
    report_carbon(industry, record)
    report_entry(industry, record)


def _production(i: Industry, record: Record) -> None:
    made_t = i.yard.table(i.book.output_t)
    record.put_counties(tuple(PRODUCTION), made_t[list(PRODUCTION.values())] / MILLION)
    record.put("Production|Clean Coal", by_county=i.washed.clean_t / MILLION)
    record.put("Production|Pig Iron", by_county=made_t[STEEL] * i.steel.iron_per_steel / MILLION)
    record.put("Production|Clinker", by_county=i.clinker_t / MILLION)
    record.put("Production|Natural Gas", by_county=made_t[GAS] / TEN_MILLION)
    record.put("Production|Hydrogen", by_county=i.cokeries.sums(i.cokeries.made_t) / THOUSAND)
    year = i._signals().year
    residual = i.history.residual_t("raw_coal", i.perception.demand_t[i.perception.row[year]][RAW_COAL], year)
    if residual is not None:
        record.put("Residual|Raw Coal", city=residual / MILLION)
    made = i.yard.by_product(i.book.output_t)
    base = i.perception.demand_t[0]
    weight = base * i.economics.value_added
    index = float((share_or_one(made, base) * weight).sum() / weight.sum())
    record.put("Production|Index", city=index)
    _named(i, record)


def _named(i: Industry, record: Record) -> None:
    """Share of tonnes that stands on facilities a source names; all products by value, other industry left out."""
    book = i.book
    value = np.where(book.product == OTHER, 0.0, book.output_t * i.economics.value_added[book.product])
    total, named = (np.bincount(book.county, part, i.yard.n_counties) for part in (value, value * book.is_named))
    by_county = share_of(named, total)
    record.put("Share|Named Output", by_county=by_county, city=_share(value, book.is_named))
    shares = _shares(np.where(i.yard.is_of, book.output_t, 0.0), book.is_named)
    record.put_city(tuple(NAMED), shares[list(NAMED.values())])


def _capacity(i: Industry, record: Record) -> None:
    book, is_open = i.book, i._year().is_open
    capacity = np.where(is_open, book.capacity_t, 0.0)
    record.put_counties(tuple(CAPACITY), i.yard.table(capacity)[list(CAPACITY.values())] / MILLION)
    outdated = i.yard.by_county(CHEMICALS, i.phase_out.outdated_t()) / MILLION
    record.put("Capacity|Chemicals|Outdated", by_county=outdated)
    tall = book.oven_height_m >= TALL_OVEN_M
    left = np.where(book.last_year > record.year, capacity, 0.0)  # at the end of the year, by which ovens must leave
    small, large = np.where(tall, 0.0, left), np.where(tall, left, 0.0)
    dry = i.investment.done[:, DRY]
    record.put("Capacity|Coke|Small Ovens", by_county=i.yard.by_county(COKE, small) / MILLION)
    record.put("Capacity|Coke|Large Ovens", by_county=i.yard.by_county(COKE, large) / MILLION)
    record.put("Capacity|Coke|Dry Quenching", by_county=i.yard.by_county(COKE, capacity * dry) / MILLION)
    coke = np.where(book.product == COKE, capacity, 0.0)
    record.put("Share|Large Ovens", city=_share(np.where(book.product == COKE, left, 0.0), tall))
    record.put("Share|Dry Quenching", city=float(coke @ dry / max(coke.sum(), 1.0)))
    mines = np.where(book.product == RAW_COAL, capacity, 0.0)
    count = i.yard.by_county(RAW_COAL, (mines > 0).astype(float))
    record.put("Mines|Count", by_county=count)
    record.put("Mines|Average Scale", city=float(mines.sum() / max(count.sum(), 1.0) / MILLION))
    record.put("Mines|Added Capacity", by_county=_sums(i, i.mines.year.added_t / MILLION))
    record.put("Mines|Left", by_county=_sums(i, i.mines.year.left.astype(float)))
    record.put("Mines|Joined", by_county=_sums(i, i.mines.year.joined.astype(float)))
    smart = i.investment.done[:, PROJECTS.index("smart_mine")]
    record.put("Share|Smart Mine Capacity", city=float(mines @ smart / max(mines.sum(), 1.0)))
    advanced = book.capacity_t >= i.world.region.parameters.value("mines.advanced_mt", "Mt/yr") * MILLION
    record.put("Share|Advanced Mine Capacity", city=_share(mines, advanced))
    hydrogen = i.cokeries.sums(i.cokeries.hydrogen_t)
    record.put("Capacity|Hydrogen", by_county=hydrogen / THOUSAND)


def _efficiency(i: Industry, record: Record) -> None:
    book, year, signals = i.book, i._year(), i._signals()
    rules = signals.industry
    capacity = np.where(year.is_open, book.capacity_t, 0.0)
    good = book.specific_use <= rules.benchmark_per_t[book.product]
    shares = _shares(np.where(i.yard.is_of, capacity, 0.0), good)
    record.put_city(tuple(AT_BENCHMARK), shares[list(AT_BENCHMARK.values())])
    works = i.yard.table((capacity > 0.0).astype(float))
    record.put_counties(tuple(WORKS), works[list(WORKS.values())])
    zone = (book.product == COKE) & (book.oven_height_m >= TALL_OVEN_M) & book.in_zone
    record.put("Share|Zone Ovens at Benchmark", city=_share(np.where(zone, capacity, 0.0), good))
    over = year.is_open & (book.specific_use > rules.limit_per_t[book.product, book.county])
    record.put("Firms|Above Limit", by_county=_count(i, over))
    record.put("Firms|Retrofits", by_county=_count(i, year.mending.is_mended))
    made = book.output_t * i.economics.value_added[book.product] * (book.product != RAW_COAL) * (book.product != GAS)
    record.put("Firms|Specific Use", city=float((made * book.use_ratio()).sum() / max(made.sum(), 1.0)))
    record.put("Firms|Aware", city=_share(np.ones(len(book)), book.is_aware))
    record.put("Firms|Closed", by_county=_count(i, year.closed))


def _gas(i: Industry, record: Record) -> None:
    per_hundred_million_m3 = i.cokeries.numbers.oven.gas_gj_per_m3 * HUNDRED_MILLION
    split = i.cokeries.split
    assert split is not None
    record.put("Coke Oven Gas|Surplus", by_county=i.cokeries.sums(split.surplus_gj) / per_hundred_million_m3)
    record.put("Coke Oven Gas|Hydrogen", by_county=i.cokeries.sums(split.hydrogen_gj) / per_hundred_million_m3)
    for name, use in (("Methanol", 0), ("LNG", 1), ("Power", 4)):
        gj = i.cokeries.sums(split.uses_gj[:, use])
        record.put(f"Coke Oven Gas|{name}", by_county=gj / per_hundred_million_m3)
    methanol_gj = i.cokeries.sums(split.uses_gj[:, 0])
    record.put("Production|Methanol", by_county=methanol_gj / i.cokeries.numbers.gas.methanol_gas / MILLION)
    record.put("Hydrogen|Export", by_county=i.cokeries.outlet.sold_t / THOUSAND)
    record.put("Price|Hydrogen|Gate", city=float(i.hydrogen_cny_per_kg.mean()))
    m3_per_t = 1000.0 / i.coal.methane.kg_per_m3
    record.put("Mine Methane|Drained", by_county=i.gassing.drained_t * m3_per_t / HUNDRED_MILLION)
    record.put("Mine Methane|Used", by_county=i.gassing.used_t * m3_per_t / HUNDRED_MILLION)
    record.put("Mine Methane|Closed Mines Used", by_county=i.gassing.goaf_t * m3_per_t / HUNDRED_MILLION)
    record.put("Energy Use|Gas|New Plants", by_county=i.gas_first.gas_gj() * TEN_THOUSAND_TCE)
    drained = float(i.gassing.drained_t.sum())
    record.put("Share|Mine Methane Used", city=float(i.gassing.used_t.sum()) / drained if drained else 0.0)


def _money(i: Industry, record: Record) -> None:
    assert i.power is not None
    paid = np.bincount(i.book.county, i.book.surcharge_cny, minlength=i.yard.n_counties)
    record.put("Firms|Surcharge Paid", by_county=paid / HUNDRED_MILLION)
    for name, part in (("Differential", i.charged.differential), ("Punitive", i.charged.punitive)):
        record.put(f"Firms|Surcharge Paid|{name}", by_county=part / HUNDRED_MILLION)
    record.put("Firms|Surcharge Paid|Tiered", by_county=i.charged.tiered / HUNDRED_MILLION)
    record.put("Firms|Peak to Valley Change", city=i.power.peak_to_valley_change)
    record.put("Firms|Bill Saved by Shifting", city=i.power.saved_share)
    county, n = i.book.county, i.yard.n_counties
    record.put("Capacity|Storage|Firms", by_county=np.bincount(county, i.stores.kw, n) / 1e6)
    record.put("Firms|Stores Discharged", by_county=np.bincount(county, i.stores.discharged_kwh(), n) / 1e9)
    bill = np.bincount(i.book.county, i.power.bill_cny, minlength=i.yard.n_counties) + paid - i.charged.discounts
    record.put("Firms|Electricity Bill", by_county=bill / HUNDRED_MILLION)
    share = i.power.kwh.sum(axis=0)
    moved = i.power.moved_kwh * share / max(share.sum(), 1.0)
    record.put("Firms|Shifted Load", by_county=moved / 1e9)
    made_value = i.economics.value_added[i.book.product]
    record.put("Firms|Capacity Shrunk", city=_share(i.book.capacity_t * made_value, i.book.is_priced_out))


def _leakage(i: Industry, record: Record) -> None:
    """Tonnes that outside producers make instead, at their intensity, by cause and where they were made here."""
    year = i._year()
    place = places(i.yard.table(i.book.output_t), i.yard.table(i.book.capacity_t))
    share = year.market_t - year.kept_t
    capacity = np.maximum(year.kept_t - year.made_t, 0.0)
    capacity[capacity < ROUNDING * year.kept_t] = 0.0
    capacity[GAS] = 0.0  # fields follow a path of development: what they do not reach nobody else makes instead
    outside = i.economics.outside_co2
    by_products = i.cokeries.displaced_co2_t()
    record.put("Leakage|CO2|Market Share", by_county=(share * outside) @ place / MILLION)
    record.put("Leakage|CO2|Capacity", by_county=(capacity * outside) @ place / MILLION)
    record.put("Leakage|CO2|By-products", by_county=by_products / MILLION)
    goods = np.where(np.arange(len(share)) == OTHER, 0.0, share + capacity)
    record.put("Leakage|Goods", by_county=goods @ place / MILLION)
    moved = i.entry.displaced_t(outside)
    record.put("Leakage|CO2|Capacity Moved", by_county=-moved / MILLION)
    sold = i.cokeries.outlet.displaced_co2_t()
    record.put("Leakage|CO2|Hydrogen", by_county=-sold / MILLION)
    scrap = i.steelmaking.missed_co2_t()
    record.put("Leakage|CO2|Scrap", by_county=scrap / MILLION)
    whole = float(((share + capacity) * outside).sum() + by_products.sum() + scrap.sum() - moved.sum() - sold.sum())
    record.put("Leakage|CO2", city=whole / MILLION)


def places(made: np.ndarray, stood: np.ndarray) -> np.ndarray:
    """Return (n_products, n_counties) shares of where a product is made or, made no more, stood."""
    where = np.where(made.sum(axis=1, keepdims=True) > 0, made, stood)
    total = where.sum(axis=1, keepdims=True)
    return np.divide(where, total, out=np.zeros(where.shape), where=total > 0)


def _sums(i: Industry, values: np.ndarray) -> np.ndarray:
    """(n_counties,) sums of (n_mines,) values."""
    return np.bincount(i.book.county[i.mines.rows], values, minlength=i.yard.n_counties)


def _share(weight: np.ndarray, chosen: np.ndarray) -> float:
    total = float(weight.sum())
    return float(weight[chosen].sum()) / total if total > 0 else 0.0


def _shares(weights: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    """(n,) shares of what is chosen in each row of (n, n_firms) weights."""
    total, part = weights.sum(axis=1), weights.compress(chosen, axis=1).sum(axis=1)
    return share_of(part, total)


def _count(i: Industry, chosen: np.ndarray) -> np.ndarray:
    return np.bincount(i.book.county, chosen.astype(float), minlength=i.yard.n_counties)
