"""Jobs in mining, industry and power: what is made over what a worker makes, which rises year by year.

Who loses a job does not move away or earn less here: jobs are reported, nobody's income follows from them.
"""

from dataclasses import dataclass

import numpy as np

from abm.accounts.words import SECTORS
from abm.record import Record
from abm.world import World

OUTPUT = {  # sector -> what its jobs follow, and the unit of jobs over it
    "coal_mining": ("Production|Raw Coal", "persons/Mt"),
    "coking": ("Production|Coke", "persons/Mt"),
    "steel": ("Production|Steel", "persons/Mt"),
    "alumina": ("Production|Alumina", "persons/Mt"),
    "aluminium": ("Production|Aluminium", "persons/Mt"),
    "cement": ("Production|Cement", "persons/Mt"),
    "chemicals": ("Production|Chemicals", "persons/Mt"),
    "power": ("Capacity|Electricity|Coal", "persons/GW"),
}
REST = "other_industry"  # its jobs follow its value added
MINES = "coal_mining"


@dataclass(frozen=True)
class Work:
    """(n_sectors,) persons per unit of output in the reference year, and how fast a worker's output rises (1/yr)."""

    persons: np.ndarray
    rise: np.ndarray
    reference_year: float

    @classmethod
    def of(cls, world: World) -> "Work":
        """Read what a worker makes."""
        p = world.region.parameters
        persons, rise = np.zeros(len(SECTORS)), np.zeros(len(SECTORS))
        for sector, unit in {**{s: unit for s, (_, unit) in OUTPUT.items()}, REST: "persons/10^8 CNY"}.items():
            persons[SECTORS.index(sector)] = p.value(f"jobs.per_output.{sector}", unit)
        rise[:] = p.value("jobs.productivity.plants", "1/yr")
        rise[SECTORS.index(MINES)] = p.value("jobs.productivity.mines", "1/yr")
        return cls(persons, rise, p.value("jobs.reference_year", "year"))

    def report(self, record: Record) -> None:
        """Write the year's jobs by sector and county, in 10^4 persons."""
        year = record.year
        at = int(year - record.years[0])
        output = np.zeros((len(SECTORS), record.region.n_counties))
        for sector, (name, _) in OUTPUT.items():
            output[SECTORS.index(sector)] = record.counties(name, year)
        rest = SECTORS.index(REST)
        output[rest] = record.sectors("Value Added")[at, rest]
        per_output = self.persons * np.exp(-self.rise * (year - self.reference_year))
        record.put("Jobs", by_sector=np.nan_to_num(output) * per_output[:, None] / 1e4)
