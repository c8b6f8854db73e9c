"""Tables beside the hourly profile: the days that stand for the year, and what of sun and wind was not taken."""

from collections.abc import Collection
from itertools import groupby

from abm.check.columns import Column, number_from, one_of, year
from abm.check.sheet import Sheet, check_cells, check_header, check_unique

DAYS_HEADER = ("n_days", "date", "weight")
CURTAILED_HEADER = ("year", "first_month", "last_month", "wind", "pv", "source")
DAYS_OF_A_YEAR = 365.0


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
