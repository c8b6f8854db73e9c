"""Scoring a run against the plan. A target is called met only when a number of the right year says so."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from abm.peak import YEARS_AFTER, find_peak
from abm.record import Record
from abm.region import Region
from abm.targets.blanket import is_helped
from abm.targets.relation import EXACT
from abm.targets.table import Target, read_targets
from abm.variables import variable

SCORED_CO2 = "Emissions|CO2|Energy"
STATES = {
    "met": "达到",
    "missed": "未达到",
    "beyond horizon": "超出模拟期",
    "not modelled": "未建模",
    "data do not cover": "数据未覆盖",
    "no data": "无数据",
    "not quantified": "未量化",
    "deliverable": "任务（不计分）",
}
NOT_OBSERVED = "the model's own value: nothing observed"
UNSERVED_ALARM = 1e-3  # of the electricity used: above it a target may have been met by cutting power off
# Of the bound: luck spreads most of what is scored by 0.1 to 0.8 % (one standard deviation over seeds), three by up to
# 3.4 %. Shares of a handful of works jump with a single one of them, which no distance from the edge can tell.
CLOSE = 0.01
FEW_WORKS = 10  # up to so many, one alone moves a share by a tenth of the whole on average
WORKS_OF = {f"Share|{name} at Benchmark": f"Works|{name}" for name in ("Steel", "Aluminium", "Clinker")}
CLOSE_GROWTH = 0.002  # of the earlier value: both years have the luck of the same run
CLOSURE_ALARM = 1e-3  # of the city's CO2: above it what closed plants do not make is made elsewhere


@dataclass(frozen=True)
class Score:
    """What became of one target. ``basis`` says what the value is: observed, hindcast, simulated or no data."""

    state: str
    basis: str = ""
    value: float = np.nan
    note: str = ""


@dataclass(frozen=True)
class View:
    """What can be known of a run: its record, and what was observed."""

    region: Region
    record: Record
    history: str

    @property
    def last_year(self) -> int:
        """The last simulated year."""
        return int(self.record.years[-1])

    def simulated(self, name: str, year: int) -> float:
        """Return the city's value, NaN outside the run."""
        if not self.record.years[0] <= year <= self.last_year:
            return np.nan
        return self.record.value(name, year)

    def observed(self, target: Target) -> float:
        """Return what was observed in the target's year, in its unit; NaN where nothing was.

        Raises:
            ValueError: the observation has another unit than the target and its variable.
        """
        name = target.variables[0]
        for row in self.region.table("observations.csv"):
            if row["key"] == name and row["year"] == str(target.year) and row.get("scaled") != "yes":
                if row["unit"] not in (target.unit, variable(name).unit):
                    raise ValueError(f"observations.csv {name}: unit {row['unit']!r}, expected {target.unit!r}")
                return float(row["value"]) * (1.0 if row["unit"] == target.unit else target.factor)
        return np.nan

    def look(self, target: Target) -> tuple[str, float]:
        """Return (basis, value in the target's unit) of the target's year."""
        assert target.year is not None
        value = self.simulated(target.variables[0], target.year) * target.factor
        if target.year > self.region.last_observed_year:
            return "simulated", value
        seen = self.observed(target)
        if self.history == "observed" and not np.isnan(seen):
            return "observed", seen
        return ("no data", np.nan) if np.isnan(value) else ("hindcast", value)


def score_targets(region: Region, record: Record, history: str = "observed") -> pd.DataFrame:
    """Return one row per target of the region: what the plan says, the value, its basis and the state."""
    view = View(region, record, history)
    return pd.DataFrame([_row(target, score(target, view), view) for target in read_targets(region)])


def score(target: Target, view: View) -> Score:
    """Return what became of one target in a run."""
    if target.kind == "deliverable":
        return Score("deliverable", value=_value_if_any(target, view))
    if target.rule == "unquantified":
        return Score("not quantified", value=_value_if_any(target, view), note="the plan gives no number or no year")
    if not target.variables:
        return Score("not modelled")
    assert target.year is not None
    if target.year > view.last_year:
        return Score("beyond horizon", note=f"the run ends in {view.last_year}")
    found = _RULES[target.rule](target, view)
    return _with_alarm(found, view, target) if found.state == "met" else found


def count_states(scores: pd.DataFrame) -> dict[str, int]:
    """Return state -> number of targets, states in their fixed order, those without a target left out."""
    counts = scores["state"].value_counts()
    return {state: int(counts[state]) for state in STATES if state in counts}


def targets_csv(scores: pd.DataFrame) -> bytes:
    """Return ``targets.csv`` as bytes: UTF-8 with a byte-order mark, so that Excel reads Chinese."""
    text = scores.to_csv(index=False, lineterminator="\n", float_format="%.10g")
    return text.encode("utf-8-sig")


def _with_alarm(found: Score, view: View, target: Target) -> Score:
    """Say so where blanket cuts or closures, which the plan forbids, help to meet a target, and what they cost."""
    assert target.year is not None
    alarms = (
        _cut_alarm(view, target.year) if is_helped(target, "power_cuts") else "",
        _closure_alarm(view, target.year) if is_helped(target, "closures") else "",
    )
    return replace(found, note="; ".join(filter(None, (found.note, *alarms))))


def _cut_alarm(view: View, year: int) -> str:
    """Return the alarm of power cut off; its cost is the value added that the same power makes on average."""
    unserved, rationed, used = (
        view.simulated(name, year) for name in ("Power|Unserved", "Power|Rationed", "Final Energy|Electricity")
    )
    cut_off = unserved + np.nan_to_num(rationed)
    if not cut_off > UNSERVED_ALARM * used:  # also where either is not known
        return ""
    lost = cut_off / used * view.simulated("GDP", year) if used > 0.0 else np.nan
    cost = f", at a cost of {_amount(lost)} x 10^8 CNY" if np.isfinite(lost) else ""
    return f"alarm: {_amount(cut_off)} TWh of demand were cut off in {year}{cost}"


def _closure_alarm(view: View, year: int) -> str:
    """Return the alarm of plants closed beyond what demand asks: their goods, and their CO2, are made elsewhere."""
    moved, here = (view.simulated(name, year) for name in ("Leakage|CO2|Capacity", SCORED_CO2))
    if not moved > CLOSURE_ALARM * here:
        return ""
    return f"alarm: closed plants are missed in {year}, {_amount(moved)} Mt CO2 are released elsewhere instead"


def _amount(value: float) -> str:
    """Return three digits, and no power of ten where there are more before the point."""
    return f"{value:.3g}" if abs(value) < 999.5 else f"{value:.0f}"


def _by_value(target: Target, view: View) -> Score:
    basis, value = view.look(target)
    if np.isnan(value):
        return Score("no data" if basis == "no data" else "not modelled", basis)
    assert target.relation is not None
    close = _closeness(target.relation.margin(value), CLOSE) if basis != "observed" else ""
    few = _few_works(target, view) if basis != "observed" else ""
    note = "; ".join(filter(None, (NOT_OBSERVED if basis == "hindcast" else "", close, few)))
    if not target.relation.holds(value):
        return Score("missed", basis, value, note)
    if target.gap:
        return Score("data do not cover", basis, value, target.gap)
    return Score("met", basis, value, note)


def _closeness(margin: float, least: float) -> str:
    """Say so where a value lies so near to the edge of what is asked that the luck of a run may decide."""
    if not EXACT < margin < least:  # exactly at it stands what is full, and no luck moves that
        return ""
    return f"close: {100.0 * margin:.2g} % from the edge, look at other seeds too"


def _few_works(target: Target, view: View) -> str:
    """Say so where a share is one of so few works that a single decision, and so the luck of a run, makes it jump."""
    assert target.year is not None
    name = WORKS_OF.get(target.variables[0])
    works = view.simulated(name, target.year) if name else np.nan
    if not 0 < works <= FEW_WORKS:
        return ""
    return f"hangs on {works:.0f} works, and one alone makes it jump: look at other seeds too"


def _by_peak(target: Target, view: View) -> Score:
    values = view.record.series(target.variables[0])
    if np.isnan(values).any():
        return Score("not modelled")
    assert target.year is not None and target.relation is not None
    peak = find_peak(view.record.years, values)
    note = peak.state + (", or earlier" if peak.at_start and peak.state == "peaked" else "")
    if peak.state == "peaked":
        return Score("met" if target.relation.holds(peak.year) else "missed", "simulated", peak.year, note)
    if view.last_year < target.year + YEARS_AFTER + 1:
        return Score("beyond horizon", "simulated", peak.year, f"{note}; too few years after {target.year}")
    return Score("missed", "simulated", peak.year, note)


def _by_fall(target: Target, view: View) -> Score:
    assert target.first_year is not None and target.year is not None
    years = range(target.first_year, target.year + 1)
    paths = np.array([[view.simulated(name, year) for year in years] for name in target.variables])
    if np.isnan(paths).any():
        return Score("not modelled")
    yearly = 100.0 * ((paths[:, -1] / paths[:, 0]) ** (1.0 / (len(years) - 1)) - 1.0)
    rises = np.array(years)[1:][(np.diff(paths, axis=1) >= 0).any(axis=0)]
    every = target.rule == "falling every year"
    is_met = (yearly < 0).all() and not (every and rises.size)
    note = f"rises in {', '.join(map(str, rises))}" if rises.size else ""
    return Score("met" if is_met else "missed", _basis(target, view), float(yearly.max()), note)


def _by_growth(target: Target, view: View) -> Score:
    assert target.first_year is not None and target.year is not None
    before, after = (view.simulated(target.variables[0], year) for year in (target.first_year, target.year))
    if np.isnan(before) or np.isnan(after):
        return Score("not modelled")
    note = f"{(before * target.factor):.6g} in {target.first_year}"
    close = _closeness(abs(after / before - 1.0), CLOSE_GROWTH) if before else ""
    note = "; ".join(filter(None, (note, close)))
    return Score("met" if after > before else "missed", _basis(target, view), after * target.factor, note)


def _basis(target: Target, view: View) -> str:
    assert target.year is not None
    return "simulated" if target.year > view.region.last_observed_year else "hindcast"


def _value_if_any(target: Target, view: View) -> float:
    if not target.variables or target.year is None:
        return np.nan
    if target.first_year is not None:  # a period: mean yearly change in per cent
        before, after = (view.simulated(target.variables[0], year) for year in (target.first_year, target.year))
        return 100.0 * ((after / before) ** (1.0 / (target.year - target.first_year)) - 1.0)
    return view.simulated(target.variables[0], target.year) * target.factor


def _beside(target: Target, view: View) -> str:
    """Return the other calibres as text, ``name = value; ...``; of a peak, their peak years."""
    shown = []
    for name in target.beside:
        if target.rule == "peak" and len(view.record.years) > 2 and not np.isnan(view.record.series(name)).any():
            peak = find_peak(view.record.years, view.record.series(name))
            shown.append(f"{name} = {peak.year} ({peak.state})")
        elif target.year is not None and not np.isnan(view.simulated(name, target.year)):
            shown.append(f"{name} = {view.simulated(name, target.year):.6g} {variable(name).unit}")
    return "; ".join(shown)


def _row(target: Target, found: Score, view: View) -> dict[str, object]:
    return {
        "id": target.id,
        "project": target.project,
        "indicator": target.indicator,
        "indicator_zh": target.indicator_zh,
        "kind": target.kind,
        "year": "" if target.year is None else str(target.year),
        "relation": target.relation_text,
        "target": target.value,
        "unit": target.unit,
        "state": found.state,
        "basis": found.basis,
        "value": found.value,
        "beside": _beside(target, view),
        "note": found.note,
        "variable": "; ".join(target.variables),
        "calibre": target.calibre,
        "date_source": target.date_source,
        "quote_zh": target.quote_zh,
    }


_RULES: dict[str, Callable[[Target, View], Score]] = {
    "value": _by_value,
    "peak": _by_peak,
    "falling": _by_fall,
    "falling every year": _by_fall,
    "growth": _by_growth,
}
