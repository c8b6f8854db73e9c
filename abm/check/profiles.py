"""The hourly profile and the tables beside it: days that stand for the year, what was not taken, tariff periods."""

from collections.abc import Collection
from itertools import groupby
from operator import itemgetter

from abm.check.columns import Column, matching, number, number_from, one_of, year
from abm.check.sheet import ANY, Sheet, check_cells, check_header, check_unique
from abm.prices.periods import CODES, N_DATED_SETS

DAYS_HEADER = ("n_days", "date", "weight")
CURTAILED_HEADER = ("year", "first_month", "last_month", "wind", "pv", "source")
HOURLY_HEADER = ("date", "hour", "load", "pv", "wind_raw", "heat_pump_cop", "temperature_c")
PERIODS_HEADER = ("set", "from", "months", "start", "end", "period", "source", "grade")
DAYS_OF_A_YEAR = 365.0
HOURS = tuple(map(str, range(24)))
SETS = tuple(map(str, range(N_DATED_SETS)))


def check_hourly(sheet: Sheet) -> None:
    """Check the year of load and weather: numbers in every hour, and of each day its hours 0 to 23 in order.

    Warmth and heat-pump COP may be blank in the months in which they are not known.
    """
    if not check_header(sheet, HOURLY_HEADER, ANY):
        return
    columns = (
        Column("date", number_from(0, 364)),
        Column("hour", one_of(HOURS)),
        Column("load", number_from(0.0)),
        Column("pv", number_from(0.0)),
        Column("wind_raw", number_from(0.0)),
        Column("heat_pump_cop", number_from(1.0, 10.0), blank=True),
        Column("temperature_c", number, blank=True),
    )
    check_cells(sheet, columns)
    for place, (line, row) in enumerate(sheet):
        hour = str(place % 24)
        if row["hour"] != hour or (place % 24 and row["date"] != sheet.rows[place - 1][1]["date"]):
            found = f"day {row['date']}, hour {row['hour']}"
            sheet.report(line, "hour", found, "每天依次 0 至 23 时", "of each day its hours 0 to 23 in order")
            return  # all later rows are out of step too
    if len(sheet.rows) % 24:
        line, row = sheet.rows[-1]
        sheet.report(line, "hour", row["hour"], "最后一天到 23 时", "hour 23 of the last day")
        return
    _check_warmth(sheet)


def _check_warmth(sheet: Sheet) -> None:
    """Note blank warmth that cannot be filled from the days around it, and COP of which no hour is known."""
    days = [sheet.rows[start : start + 24] for start in range(0, len(sheet.rows), 24)]
    blank = [not all(row["temperature_c"] for _, row in day) for day in days]
    stretches = [next(found)[0] for is_blank, found in groupby(enumerate(blank), itemgetter(1)) if is_blank]
    if any(blank) and (blank[0] or blank[-1] or len(stretches) > 1):
        line, _ = days[stretches[-1]][0]
        zh = "空缺的日子连成一段，其前后各日有值"
        sheet.report(
            line, "temperature_c", "", zh, "blanks in one stretch of days, with known days before and after it"
        )
    if not any(row["heat_pump_cop"] and row["temperature_c"] for _, row in sheet):
        sheet.report(0, "heat_pump_cop", "", "至少若干小时有值", "a value in some hours at least")


def check_periods(sheet: Sheet, sources: Collection[str]) -> None:
    """Check the dated hours of the time-of-use tariffs."""
    if not check_header(sheet, PERIODS_HEADER, ANY):
        return
    hour = matching(r"1?\d|2[0-4]", "0 至 24 的整点", "an hour from 0 to 24")
    columns = (
        Column("set", one_of(SETS)),
        Column(
            "from",
            matching(
                r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "日期，如 2026-05-01", "a date such as 2026-05-01"
            ),
        ),
        Column("months", matching(r"([1-9]|1[0-2])-([1-9]|1[0-2])", "月份，如 6-8", "months such as 6-8")),
        Column("start", hour),
        Column("end", hour),
        Column("period", one_of(CODES)),
        Column("source", one_of([*sources, "assumption"])),
    )
    before = len(sheet.problems)
    check_cells(sheet, columns)
    if len(sheet.problems) > before:
        return
    for line, row in sheet:
        if int(row["start"]) >= int(row["end"]):
            found = f"{row['start']} to {row['end']}"
            sheet.report(
                line,
                "start, end",
                found,
                "起点早于终点；跨午夜写成两行",
                "a start before its end; two rows across midnight",
            )
    for name in SETS:
        if name not in {row["set"] for _, row in sheet}:
            sheet.report(
                0, "set", f"no row of set {name}", f"第 {name} 套时段至少一行", f"at least one row of set {name}"
            )


def check_days(sheet: Sheet, dates: Collection[str]) -> None:
    """Check the choices of days: each has as many as it says, all in the profile, and they add up to a year."""
    if not check_header(sheet, DAYS_HEADER):
        return
    columns = (
        Column("n_days", number_from(1, 365)),
        Column("date", one_of(dates)),
        Column("weight", number_from(0.0, DAYS_OF_A_YEAR)),
    )
    before = len(sheet.problems)
    check_cells(sheet, columns)
    check_unique(sheet, ("n_days", "date"))
    if len(sheet.problems) > before:
        return  # sums of wrong cells say nothing more
    for n_days, rows in groupby(sorted(sheet, key=lambda one: float(one[1]["n_days"])), lambda one: one[1]["n_days"]):
        listed = list(rows)
        line, total = listed[0][0], sum(float(row["weight"]) for _, row in listed)
        if len(listed) != float(n_days):
            found = f"{len(listed)} rows"
            sheet.report(line, "n_days", found, f"{n_days} 个代表日各一行", f"a row for each of the {n_days} days")
        if abs(total - DAYS_OF_A_YEAR) > 1.0:
            sheet.report(line, "weight", f"sum {total:g}", "权重之和为 365", "weights that add up to 365")


def check_curtailed(sheet: Sheet, sources: Collection[str]) -> None:
    """Check the evidence of the shares of wind and sun that were not taken."""
    if check_header(sheet, CURTAILED_HEADER):
        month, share = number_from(1, 12), number_from(0.0, 1.0)
        check_cells(
            sheet,
            (
                Column("year", year),
                Column("first_month", month),
                Column("last_month", month),
                Column("wind", share),
                Column("pv", share),
                Column("source", one_of(sources)),
            ),
        )
