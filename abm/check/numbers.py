"""Tables of numbers: parameters, storylines, observations, and the sources they name."""

from collections.abc import Collection, Iterable, Mapping

from abm.check.columns import Column, anything, is_number, matching, number, one_of, year
from abm.check.problem import Problem, nearest
from abm.check.read import county_keys, dated_keys, known_keys, known_units, needed_keys
from abm.check.sheet import Sheet, check_cells, check_header, check_unique

KEY = matching(
    r"[a-z0-9_]+(\.[a-z0-9_]+)*(@\d{6})?", "小写的点分名称", "a dotted lower-case name such as heating.capex.gas"
)
GRADES = ("A", "B", "C", "M")
PARAMETER_HEADER = ("key", "year", "value", "unit", "low", "high", "source", "grade", "note")
STORYLINE_HEADER = ("key", "storyline", *PARAMETER_HEADER[1:])
OBSERVATION_HEADER = ("key", "year", "value", "unit", "source", "grade", "note", "scaled")
SOURCE_HEADER = ("id", "title", "url", "grade", "licence", "note")
NOTE_ZH = ("note_zh",)  # what a table may say in Chinese beside the English
SOURCE_ZH = ("title_zh", "note_zh")
ASSUMPTION = "assumption"
NEEDED_OBSERVATIONS = ("cars.stock_before",)  # what no number stands in for
MODEL_READS = "程序读取的每个名称", "every key that the model reads"


def check_sources(sheet: Sheet) -> set[str]:
    """Check a table of sources and return its ids."""
    check_header(sheet, SOURCE_HEADER, SOURCE_ZH)
    check_cells(sheet, (Column("id", anything), Column("title", anything), Column("grade", one_of(GRADES))))
    check_unique(sheet, ("id",))
    _check_chinese(sheet)
    return {row["id"] for _, row in sheet if row.get("id")}


def check_parameters(sheet: Sheet, sources: Collection[str], counties: Collection[str]) -> None:
    """Check one parameter file: each number with unit, range, source and grade."""
    if not check_header(sheet, PARAMETER_HEADER, NOTE_ZH):
        return
    check_cells(
        sheet,
        (
            Column("key", KEY),
            Column("year", year, blank=True),
            Column("value", number),
            Column("unit", anything),
            Column("low", number, blank=True),
            Column("high", number, blank=True),
            Column("source", one_of([*sources, ASSUMPTION])),
            Column("grade", one_of(GRADES)),
        ),
    )
    check_unique(sheet, ("key", "year"))
    _check_chinese(sheet)
    _check_ranges(sheet)
    _check_keys(sheet)
    _check_known(sheet, known_keys("parameters/*.csv"))
    _check_units(sheet, known_units("parameters/*.csv"))
    _check_years(sheet)
    _check_counties(sheet, counties)


def missing_keys(told: Iterable[str]) -> list[Problem]:
    """Return the numbers that a region needs and has neither itself nor from a folder that it builds on."""
    known = {key.partition("@")[0] for key in told}
    missing = sorted(needed_keys("parameters/*.csv") - known)
    return [Problem("parameters", 0, "key", f"no {key}", *MODEL_READS) for key in missing]


def missing_counties(told: Iterable[str], counties: Collection[str]) -> list[Problem]:
    """Return the counties for which a number that is told by county is missing: no row of its own, none for all."""
    places: dict[str, set[str]] = {}
    for key in told:
        name, _, code = key.partition("@")
        places.setdefault(name, set()).add(code)
    return [
        Problem(
            "parameters", 0, "key", f"no {name}@{code}", f"每县一行，或一行 {name}", f"a row a county, or one {name}"
        )
        for name, codes in sorted(places.items())
        if "" not in codes
        for code in sorted(set(counties) - codes)
    ]


def check_storylines(sheet: Sheet, names: Collection[str], sources: Collection[str]) -> None:
    """Check the drivers: known storylines, each driver in all of them."""
    if not check_header(sheet, STORYLINE_HEADER, NOTE_ZH):
        return
    check_cells(
        sheet,
        (
            Column("key", KEY),
            Column("storyline", one_of([*names, "*"])),
            Column("year", year),
            Column("value", number),
            Column("unit", anything),
            Column("low", number, blank=True),
            Column("high", number, blank=True),
            Column("source", one_of([*sources, ASSUMPTION])),
            Column("grade", one_of(GRADES)),
        ),
    )
    check_unique(sheet, ("key", "storyline", "year"))
    _check_chinese(sheet)
    _check_ranges(sheet)
    _check_known(sheet, known_keys("storylines.csv"))
    _check_units(sheet, known_units("storylines.csv"))
    told: dict[str, set[str]] = {}
    for _, row in sheet:
        told.setdefault(row["key"], set()).add(row["storyline"])
    for key, tellers in told.items():
        missing = sorted(set(names) - tellers)
        if "*" not in tellers and missing:
            absent = ", ".join(missing)
            sheet.report(0, "key", f"{key} without {absent}", "每个情景都有", "each driver in every storyline")
    for key in sorted(needed_keys("storylines.csv") - set(told)):
        sheet.report(0, "key", f"no {key}", *MODEL_READS)


def check_observations(sheet: Sheet, sources: Collection[str]) -> None:
    """Check what was observed; ``scaled`` says ``yes`` where it is a larger place's figure per head."""
    if not check_header(sheet, OBSERVATION_HEADER, NOTE_ZH):
        return
    check_cells(
        sheet,
        (
            Column("key", KEY),
            Column("year", year),
            Column("value", number),
            Column("unit", anything),
            Column("source", one_of([*sources, ASSUMPTION])),
            Column("grade", one_of(GRADES)),
            Column("scaled", one_of(("yes", "no")), blank=True),
        ),
    )
    check_unique(sheet, ("key", "year"))
    _check_chinese(sheet)
    _check_known(sheet, known_keys("observations.csv"))
    _check_units(sheet, known_units("observations.csv"))
    for key in NEEDED_OBSERVATIONS:
        if all(row["key"] != key for _, row in sheet):
            sheet.report(0, "key", f"no {key}", *MODEL_READS)


def _check_chinese(sheet: Sheet) -> None:
    """A Chinese note alone would say nothing to an English reader."""
    for line, row in sheet:
        if row.get("note_zh") and not row.get("note"):
            sheet.report(line, "note_zh", row["note_zh"], "同时有英文 note", "an English note beside the Chinese one")


def _check_known(sheet: Sheet, known: Collection[str]) -> None:
    """A misspelt key would be unused without a word."""
    told: set[str] = set()
    for line, row in sheet:
        key = row["key"].partition("@")[0]
        if key and key not in known and key not in told:
            told.add(key)
            sheet.report(line, "key", key, "程序读取的名称", "a key that the model reads", nearest(key, known))


def _check_units(sheet: Sheet, known: Mapping[str, Collection[str]]) -> None:
    """A number in another unit would stop the run that reads it."""
    told: set[tuple[str, str]] = set()
    for line, row in sheet:
        key, unit = row["key"].partition("@")[0], row["unit"]
        allowed = known.get(key, ())
        if unit and allowed and unit not in allowed and (key, unit) not in told:
            told.add((key, unit))
            sheet.report(line, "unit", unit, *(mark.join(sorted(allowed)) for mark in (" 或 ", " or ")))


def _check_ranges(sheet: Sheet) -> None:
    for line, row in sheet:
        if not is_number(row["value"]):
            continue
        value = float(row["value"])
        low, high = row["low"], row["high"]
        if is_number(low) and float(low) > value:
            sheet.report(line, "low", low, f"不大于 value（{row['value']}）", f"at most the value {row['value']}")
        if is_number(high) and float(high) < value:
            sheet.report(line, "high", high, f"不小于 value（{row['value']}）", f"at least the value {row['value']}")
        if row["source"] == ASSUMPTION and not (_spans(low, high) or _is_zero_point(row["unit"], value)):
            sheet.report(
                line, "low, high", f"{low}, {high}", "假设须有范围 low < high", "a range low < high for an assumption"
            )
        if row["source"] == ASSUMPTION and row["grade"] in GRADES[:-1]:
            sheet.report(line, "grade", row["grade"], "M（来源为假设）", f"M, since the source is {ASSUMPTION}")


def _spans(low: str, high: str) -> bool:
    return is_number(low) and is_number(high) and float(low) < float(high)


def _is_zero_point(unit: str, value: float) -> bool:
    """Whether a number is what others are measured from: nothing at all, or the base of an index."""
    return value == 0 or (unit == "index" and value == 1)


def _check_keys(sheet: Sheet) -> None:
    first: dict[str, tuple[int, dict[str, str]]] = {}
    for line, row in sheet:
        _, seen = first.setdefault(row["key"], (line, row))
        if seen["unit"] != row["unit"]:
            sheet.report(
                line,
                "unit",
                row["unit"],
                f"与同名行一致：{seen['unit']}",
                f"{seen['unit']}, as elsewhere in {row['key']}",
            )
        if bool(seen["year"]) != bool(row["year"]):
            sheet.report(
                line, "year", row["year"] or "blank", "全部写年份或只有一行", "a year in every row of a dated key"
            )


def _check_years(sheet: Sheet) -> None:
    """A year beside a number that is read once for all years would be ignored, or stop the run."""
    undated = known_keys("parameters/*.csv") - dated_keys("parameters/*.csv")
    told: set[str] = set()
    for line, row in sheet:
        if row["year"] and row["key"].partition("@")[0] in undated and row["key"] not in told:
            told.add(row["key"])
            zh, en = "留空：模型各年取同一个数", "a blank: the model reads one number for all years"
            sheet.report(line, "year", row["year"], zh, en)


def _check_counties(sheet: Sheet, counties: Collection[str]) -> None:
    """A number of a county that is not one, or of a key that is read once for all counties, would be ignored."""
    of_city = known_keys("parameters/*.csv") - county_keys("parameters/*.csv")
    for line, row in sheet:
        key, at, code = row["key"].partition("@")
        if at and counties and code not in counties:
            some = ", ".join(sorted(counties)[:3])
            zh, en = f"县代码 {some} 等", f"a county such as {some}"
            sheet.report(line, "key", row["key"], zh, en, nearest(code, counties))
        elif at and key in of_city:
            zh, en = f"{key}：模型各县取同一个数", f"{key}: the model reads one number for all counties"
            sheet.report(line, "key", row["key"], zh, en)
