"""What the region's data say before any behaviour: the facts that the arithmetic of the targets needs."""

from dataclasses import dataclass

from abm.region import Region
from abm.targets.table import Target, read_targets


@dataclass(frozen=True)
class Range:
    """A figure with the honest width that its data allow."""

    low: float
    central: float
    high: float


class Facts:
    """Targets by indicator and year, capacities of the facility lists, and numbers with their ranges."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self._targets = {(target.indicator, target.year): target for target in read_targets(region)}

    def target(self, indicator: str, year: int) -> Target | None:
        """Return the target of an indicator in a year, None where the plan has none."""
        return self._targets.get((indicator, year))

    def years(self, indicator: str) -> list[int]:
        """Return the years in which an indicator has a target."""
        return sorted(year for name, year in self._targets if name == indicator and year is not None)

    def number(self, key: str, unit: str) -> Range:
        """Return a parameter with its range."""
        value = self.region.parameters.value(key, unit)
        row = self.region.parameters.rows(key)[0]
        return Range(row.low, value, row.high)

    def has(self, *keys: str) -> bool:
        """Return whether the region has all these parameters."""
        return all(key in self.region.parameters for key in keys)

    def listed(self, table: str) -> list[dict[str, str]]:
        """Return the rows of a facility table, none where the region does not have it."""
        try:
            return self.region.table(f"facilities/{table}.csv")
        except FileNotFoundError:
            return []

    def coal_mw(self, year: int) -> Range:
        """Return coal capacity in ``year``.

        Central: the working units. Low: without those past their planned retirement or their life.
        High: with the permitted ones and those being built.
        """
        life = self.region.parameters.value("feasibility.coal_life", "years")
        working = [row for row in self.listed("coal_units") if row["status"] == "operating"]
        coming = [row for row in self.listed("coal_units") if row["status"] in ("construction", "permitted")]
        young = [row for row in working if not _is_past(row, year, life)]
        return Range(_mw(young), _mw(working), _mw(working + coming))

    def renewable_mw(self) -> tuple[float, float]:
        """Return the listed wind and PV capacity that works or is being built."""
        rows = [row for row in self.listed("wind_solar") if row["status"] in ("operating", "construction")]
        wind, pv = ([row for row in rows if row["product"] == product] for product in ("wind power", "solar power"))
        return _mw(wind), _mw(pv)

    def other_clean_mw(self) -> float:
        """Return the listed capacity of waste, process-gas and mine-gas sets that work."""
        rows = [row for table in ("waste", "gas", "other") for row in self.listed(table)]
        power = ("power", "power from mine methane", "waste-to-energy")
        return _mw([r for r in rows if r["unit"] == "MW" and r["product"] in power and r["status"] == "operating"])


def _mw(rows: list[dict[str, str]]) -> float:
    return sum(float(row["capacity"]) for row in rows if row["capacity"])


def _is_past(row: dict[str, str], year: int, life: float) -> bool:
    retires = row.get("planned_retirement", "")
    is_old = bool(row["start_year"]) and year - int(row["start_year"]) >= life
    return is_old or (retires.isdigit() and int(retires) <= year)
