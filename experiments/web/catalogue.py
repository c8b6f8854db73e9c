"""The levers as a panel shows them: words, bounds, guidance, data card, group and depth. Made once per language."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import stdtrit

from abm.data import sources
from abm.parameters import Row
from abm.region import MissingFile, Region
from abm.tables import read_rows
from abm.variables import variable
from experiments.citations import article_name, where
from experiments.coverage.effects import Effect
from experiments.coverage.evidence import read_evidence
from experiments.language import Lang, Speech
from experiments.lever_values import (
    MULTIPLIER,
    NEVER,
    about_of,
    driver_unit,
    guidance_of,
    lever_text,
    marks_of,
    never_from,
    typed_unit,
)
from experiments.provenance_words import reading_of, title_of
from experiments.text import number as number_text
from experiments.text import signed
from experiments.units import reader_unit
from policies.lever import AUTHORITIES, Lever
from policies.package import load_package, package_ids
from policies.registry import all_levers

HEADLINE = (  # the eight that a newcomer sees first
    "clean_heating_programme",
    "wind_pv_quota",
    "tou_period_set",
    "efficiency_standard",
    "ev_truck_subsidy",
    "hydrogen_capacity_support",
    "straw_collection_coverage",
    "publicity",
)
STANDARD = (
    "coal_to_electricity_purchase_subsidy",
    "coal_to_electricity_running_subsidy",
    "scattered_coal_ban",
    "county_rooftop_pv_pilot",
    "independent_storage",
    "demand_response_payment",
    "tou_peak_valley_ratio",
    "residential_tou",
    "punitive_surcharge",
    "differential_surcharge",
    "technical_renovation_grant",
    "inspection_rate",
    "methane_use_support",
    "charger_buildout",
    "ev_purchase_subsidy",
    "swap_station_buildout",
    "freight_matching",
)
STEPS = 200  # of a slider
PARTS = ("action_", "guarantee_")  # packages that are one section of a plan
EVIDENCE_YEAR = 2030
UNSEEN = 1e-3  # of an effect: an interval that is narrower is not told
ASSUMPTIONS = Path(__file__).parent / "assumptions.csv"
OTHER = {"section_zh": "其他", "section_en": "Other"}


def plan_projects(region: Region) -> dict[str, dict[str, str]]:
    """Return the plan's projects by id, in the plan's order; none where the region has no table of them."""
    try:
        return {row["id"]: row for row in region.table("projects.csv")}
    except MissingFile:
        return {}


def section_of(lever: Lever, projects: dict[str, dict[str, str]], say: Speech) -> str:
    """Return the section of the plan that a lever's first project stands in."""
    row = next((projects[name] for name in lever.projects if name in projects), OTHER)
    return section_name(row, say)


def section_name(row: dict[str, str], say: Speech) -> str:
    """Return a section's name."""
    return say(row["section_zh"], row["section_en"][:1].upper() + row["section_en"][1:])


def depth_of(lever: str) -> int:
    """Return from which depth on a lever is shown: 1 headline, 2 standard, 3 all."""
    return 1 if lever in HEADLINE else 2 if lever in STANDARD else 3


def catalogue(region: Region, lang: Lang) -> list[dict[str, Any]]:
    """Return the groups in the plan's order, each with its levers."""
    say = Speech(lang)
    known, measured = evidence_of(region, say), read_evidence(region)
    effects = measured.effects if measured else {}
    projects = plan_projects(region)
    names = dict.fromkeys(section_name(row, say) for row in (*projects.values(), OTHER))
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for lever in all_levers().values():
        card = _card(lever, say, known) | {"projects": [project_title(name, projects, say) for name in lever.projects]}
        card["measured"] = measured_text(lever, effects[lever.id], say) if lever.id in effects else ""
        groups[section_of(lever, projects, say)].append(card)
    return [
        {"name": name, "levers": sorted(cards, key=lambda card: (card["depth"], card["label"]))}
        for name, cards in groups.items()
        if cards
    ]


def plain_card(lever: Lever, say: Speech) -> dict[str, Any]:
    """Return what every page says of a lever, in one language; ``per`` times a value is what is read in ``unit``."""

    def text(words: Any) -> str:
        return say(words.zh, words.en)

    unit, per = typed_unit(lever.unit, say)
    return {
        "id": lever.id,
        "label": text(lever.label),
        "about": about_of(lever, say),
        "unit": "" if lever.unit == MULTIPLIER else unit,
        "per": per,
        "low": lever.low,
        "high": lever.high,
        "never": "" if never_from(lever) is None else say(*NEVER),  # what the highest value is called
        "step": step_of(lever),
        "guidance": guidance_of(lever, say),
        "marks": marks_of(lever),
        "article": article_name(lever.article, say),
        "bureau": text(lever.bureau),
    }


def _card(lever: Lever, say: Speech, known: dict[str, dict[str, str]]) -> dict[str, Any]:
    return {
        **plain_card(lever, say),
        "authority": say(*AUTHORITIES[lever.authority]),
        "evidence": [known.get(name, {"text": name, "grade": ""}) for name in lever.evidence],
        "depth": depth_of(lever.id),
    }


def measured_text(lever: Lever, effect: Effect, say: Speech) -> str:
    """Return what a lever alone did to its own indicator in the stored runs, with the 95 % interval."""
    about = variable(effect.indicator)
    error = abs(effect.move / effect.standard_errors) if effect.standard_errors else 0.0
    half = error * float(stdtrit(effect.seeds - 1, 0.975))
    unit, factor = reader_unit(about.unit, say)
    unit = say("个百分点", "percentage points") if unit == "%" else unit  # a difference of two shares
    interval = f" ±{number_text(factor * half, 2)}" if half > UNSEEN * abs(effect.move) else ""
    move = signed(factor * effect.move, 3) + interval
    label, value = say(about.label_zh, about.label_en), lever_text(lever, effect.value, say)
    told = f"{label} {move}".replace("） ", "）")  # a bracket of Chinese is wide by itself
    return say(
        f"单独设为 {value}：{told} {unit}（{effect.seeds} 个种子，首个决策年以后均值）",
        f"Set to {value} alone: {label} {move} {unit} ({effect.seeds} seeds, mean from the first decision on)",
    )


def evidence_of(region: Region, say: Speech) -> dict[str, dict[str, str]]:
    """Return the sources and numbers of a region by id or key: what they say, and their grade.

    Of a number by years the last one until the year that sliders show, with its year: its first may be of the past.
    """
    known = {name: {"text": title_of(source, say), "grade": source.grade} for name, source in sources(region).items()}
    shown: dict[str, Row] = {}
    for number in region.parameters.rows():
        if number.key not in shown or (shown[number.key].year is not None and (number.year or 0) <= EVIDENCE_YEAR):
            shown[number.key] = number
    for key, number in shown.items():
        year = "" if number.year is None else say(f"，{number.year}年", f", {number.year}")
        known.setdefault(key, {"text": reading_of(number, say) + year, "grade": number.grade})
    return known


def quotes(region: Region, package: str, say: Speech) -> dict[str, str]:
    """Return what a package's document says of each lever, or how it is read here."""
    found = load_package(package, (region.folder / "packages",))
    words = {}
    for entry in found.entries:
        said = (
            say(f"“{entry.quote}”", f"“{entry.quote}”")
            if entry.quote
            else say(entry.reading_zh or entry.reading, entry.reading)
        )
        words[entry.lever] = " — ".join(filter(None, (said, where(entry, say))))
    return words


@cache
def assumption_names() -> dict[str, dict[str, str]]:
    """Return the drivers of the context that a page lets people contest, with their names."""
    return {row["driver"]: row for row in read_rows(ASSUMPTIONS)}


def assumptions(region: Region, storyline: str, year: int, say: Speech) -> list[dict[str, Any]]:
    """Return the drivers that can be contested: name, unit, and low, own and high value of a year."""
    told = region.storylines[storyline or next(iter(region.storylines))]
    found = []
    for name, row in assumption_names().items():
        if name in told.paths:
            unit = told.paths[name][0]
            read, factor = driver_unit(unit, region.first_year, say)
            values = [factor * told.with_positions({name: p}).value(name, unit, year) for p in (-1.0, 0.0, 1.0)]
            label, shown = say(row["zh"], row["en"]), [float(f"{value:.3g}") for value in values]
            found.append({"id": name, "label": label, "unit": read, "values": shown})
    return found


def project_title(name: str, projects: dict[str, dict[str, str]], say: Speech) -> str:
    """Return a project's number and name."""
    row = projects.get(name)
    return f"{name} {say(row['name_zh'], row['name_en'])}" if row else name


def step_of(lever: Lever) -> float:
    """Return the step of a slider: whole numbers for a choice, a round fraction of the range else."""
    if lever.unit == "set":
        return 1.0
    rough = (lever.high - lever.low) / STEPS
    power = 10.0 ** np.floor(np.log10(rough))
    return float(power * next(m for m in (1.0, 2.0, 5.0, 10.0) if m * power >= rough * 0.999))


def breaks(years: np.ndarray, path: np.ndarray) -> list[list[float]]:
    """Return a path as [year, value] of the years in which it changes, the first included."""
    changed = np.flatnonzero(np.r_[True, np.abs(np.diff(path)) > 1e-12])
    return [[int(years[i]), round(float(path[i]), 6)] for i in changed]


def storylines(region: Region, say: Speech) -> list[dict[str, str]]:
    """Return the region's storylines with their names and what is told of them."""
    told = {
        row["id"]: (say(row["name_zh"], row["name_en"]), say(row["description_zh"], row["description_en"]))
        for row in region.table("storyline_names.csv")
    }
    return [
        {"id": name, "label": label, "about": about}
        for name in region.storylines
        for label, about in [told.get(name, (name, ""))]
    ]


def packages(region: Region, say: Speech) -> list[dict[str, str]]:
    """Return all packages with their names, in the order of what was, is and is planned; a ``part`` is of the plan."""
    from experiments.plots.case import order

    folders = (region.folder / "packages",)
    found = [load_package(name, folders) for name in order(package_ids(folders))]
    return [
        {
            "id": p.id,
            "label": say(p.label.zh, p.label.en),
            "about": say(p.description.zh, p.description.en),
            "kind": "part" if p.id.startswith(PARTS) else "whole",
        }
        for p in found
    ]
