"""Indicators of projects: what firms invest, with whose money, and what the carbon in coal becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from abm.record import Record
from agents.firm.words import CHEMICALS, OTHER, PROJECTS

if TYPE_CHECKING:
    from abm.industry.industry import Industry

HUNDRED_MILLION = 1e8
GJ_PER_KGCE = 0.0293076
KGCE_PER_KWH = 0.1229


def report_projects(i: Industry, record: Record) -> None:
    """Write all indicators of the year's projects."""
    assert i.financed is not None
    money = i.financed
    record.put("Firms|Investment", by_county=money.capital / HUNDRED_MILLION)
    record.put("Firms|Grants", by_county=money.grants / HUNDRED_MILLION)
    record.put("Firms|Interest Subsidy", by_county=money.interest_subsidy / HUNDRED_MILLION)
    whole = float(money.capital.sum())
    record.put("Share|Energy Service Contracts", city=float(money.contract.sum()) / whole if whole > 0 else 0.0)
    record.put("Firms|Technology Cost", city=i.investment.cost_index())
    record.put("Share|Efficient Equipment", city=i.equipment.share())
    record.put("Firms|Projects|Coal Material", by_county=i.investment.made_t("coal_material") / 1e6)
    retort = PROJECTS.index("vertical_retort")
    smelts = np.where(i.book.product == OTHER, i.book.capacity_t * i.investment.kinds.most[retort], 0.0)
    share = _weighted(i.investment.done[:, retort] / i.investment.kinds.most[retort], smelts)
    record.put("Share|Vertical Retorts", city=share)
    made = np.where(i.book.product == CHEMICALS, i.book.output_t, 0.0)
    steam = i.investment.done[:, PROJECTS.index("cleaner_steam")]
    record.put("Share|Chemicals with Cleaner Steam", city=_weighted(steam, made))


def report_entry(i: Industry, record: Record) -> None:
    """Write what new plants there are."""
    record.put("Capacity|New High-Energy", by_county=i.entry.capacity_t() / 1e6)
    record.put("Capacity|Coal Chemistry Base", by_county=i.entry.capacity_t(bases_only=True) / 1e6)
    county, n = i.book.county[i.entry.rows], i.yard.n_counties
    spent = np.bincount(county, i.entry.spent_cny + i.entry.quota_cny, minlength=n)
    record.put("Firms|New Plants", by_county=spent / HUNDRED_MILLION)
    record.put("Capacity|Stranded in Build", by_county=i.entry.stranded_t() / 1e6)
    lost = np.bincount(county, i.entry.stranded_cny, minlength=n)
    record.put("Firms|Stranded Plants", by_county=lost / HUNDRED_MILLION)
    chemicals = i.book.product == CHEMICALS
    made = np.where(chemicals, i.book.output_t, 0.0)
    fuel = i.investment.done @ i.investment.kinds.fuel[CHEMICALS].sum(axis=1)
    use = (i.works.chemicals_coal * i.book.fuel_ratio() + fuel) / GJ_PER_KGCE
    use = use + i.book.kwh_per_t_now() * KGCE_PER_KWH
    record.put("Chemicals|Energy Intensity", city=_weighted(use, made))
    rules = i._signals().industry
    advanced = (i.book.specific_use <= rules.benchmark_per_t[CHEMICALS]).astype(float)
    record.put("Share|Chemicals at Benchmark", city=_weighted(advanced, np.where(chemicals, i.book.capacity_t, 0.0)))


def report_carbon(i: Industry, record: Record) -> None:
    """Write what carbon and energy beyond the budget cost firms, and what large ones reckon carbon with."""
    allowances, border = i.carbon_paid
    record.put("Firms|ETS Cost", by_county=allowances / HUNDRED_MILLION)
    record.put("Firms|Export Carbon Cost", by_county=border / HUNDRED_MILLION)
    record.put("Firms|Energy Quota Paid", by_county=i.quota_paid / HUNDRED_MILLION)
    made = np.where(i.carbon.is_large, i.book.output_t * i.economics.value_added[i.book.product], 0.0)
    record.put("Price|Internal Carbon", city=_weighted(i.carbon.felt_cny_per_t(i._signals()), made))


def _weighted(values: np.ndarray, weight: np.ndarray) -> float:
    total = float(weight.sum())
    return float(values @ weight) / total if total > 0 else 0.0
