"""Indicators of projects: what firms invest, with whose money, and what the carbon in coal becomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from abm.record import Record
from agents.firm.words import CHEMICALS, PROJECTS

if TYPE_CHECKING:
    from abm.industry.industry import Industry

HUNDRED_MILLION = 1e8


def report_projects(i: Industry, record: Record) -> None:
    """Write all indicators of the year's projects."""
    assert i.financed is not None
    money = i.financed
    record.put("Firms|Investment", by_county=money.capital / HUNDRED_MILLION)
    record.put("Firms|Grants", by_county=money.grants / HUNDRED_MILLION)
    record.put("Firms|Interest Subsidy", by_county=money.interest_subsidy / HUNDRED_MILLION)
    whole = float(money.capital.sum())
    record.put("Share|Energy Service Contracts", city=float(money.contract.sum()) / whole if whole > 0 else 0.0)
    record.put("Share|Efficient Equipment", city=i.equipment.share())
    record.put("Firms|Projects|Coal Material", by_county=i.investment.made_t("coal_material") / 1e6)
    made = np.where(i.book.product == CHEMICALS, i.book.output_t, 0.0)
    steam = i.investment.done[:, PROJECTS.index("cleaner_steam")]
    record.put("Share|Chemicals with Cleaner Steam", city=_weighted(steam, made))


def _weighted(values: np.ndarray, weight: np.ndarray) -> float:
    total = float(weight.sum())
    return float(values @ weight) / total if total > 0 else 0.0
