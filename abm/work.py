"""Jobs: what is made over what a worker makes, which rises year by year; and the work of building.

Who loses a job does not move away or earn less here: jobs are reported, nobody's income follows from them.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from abm.accounts.payments import LISTS_KEPT, Headings, Payments
from abm.accounts.words import SECTORS
from abm.parameters import Parameters
from abm.record import Record
from abm.world import World

VALUE = "Value Added"
OUTPUT = {  # sector -> what its jobs follow, and the unit of jobs over it
    "coal_mining": ("Production|Raw Coal", "persons/Mt"),
    "coking": ("Production|Coke", "persons/Mt"),
    "steel": ("Production|Steel", "persons/Mt"),
    "alumina": ("Production|Alumina", "persons/Mt"),
    "aluminium": ("Production|Aluminium", "persons/Mt"),
    "cement": ("Production|Cement", "persons/Mt"),
    "chemicals": ("Production|Chemicals", "persons/Mt"),
    "power": ("Capacity|Electricity|Coal", "persons/GW"),
    "gas_fields": ("Production|Natural Gas", "persons/10^8 m3"),
    "other_industry": (VALUE, "persons/10^8 CNY"),
    "services": (VALUE, "persons/10^8 CNY"),
    "farming": (VALUE, "persons/10^8 CNY"),
}
RISE = {"coal_mining": "mines", "services": "services", "farming": "farming"}  # the others: plants
PLANTS = {"wind": "Capacity|Electricity|Wind", "pv": "Capacity|Electricity|Solar"}
BUILDING = ("Jobs|Building|Works", "Jobs|Building|Equipment")
POWER = SECTORS.index("power")


@dataclass(frozen=True)
class Building:
    """Person-years at the place: per CNY of works and of equipment; per GW of wind and PV, built and running."""

    works: float
    equipment: float
    built: dict[str, float]
    running: dict[str, float]

    @classmethod
    def of(cls, p: Parameters) -> "Building":
        """Read them."""
        return cls(
            works=p.value("jobs.building.works", "persons/10^6 CNY") * 1e-6,
            equipment=p.value("jobs.building.equipment", "persons/10^6 CNY") * 1e-6,
            built={plant: p.value(f"jobs.building.{plant}", "persons/MW") * 1e3 for plant in PLANTS},
            running={plant: p.value(f"jobs.running.{plant}", "persons/MW") * 1e3 for plant in PLANTS},
        )


@dataclass(frozen=True)
class Work:
    """(n_sectors,) persons per unit of output in the reference year, and how fast a worker's output rises (1/yr)."""

    persons: np.ndarray
    rise: np.ndarray
    reference_year: float
    building: Building

    @classmethod
    def of(cls, world: World) -> "Work":
        """Read what a worker makes."""
        p = world.region.parameters
        persons, rise = np.zeros(len(SECTORS)), np.zeros(len(SECTORS))
        for sector, (_, unit) in OUTPUT.items():
            persons[SECTORS.index(sector)] = p.value(f"jobs.per_output.{sector}", unit)
            rise[SECTORS.index(sector)] = p.value(f"jobs.productivity.{RISE.get(sector, 'plants')}", "1/yr")
        return cls(persons, rise, p.value("jobs.reference_year", "year"), Building.of(p))

    def report(self, record: Record) -> None:
        """Write the year's jobs by sector and county, in 10^4 persons."""
        year = record.year
        output = np.zeros((len(SECTORS), record.region.n_counties))
        values = record.sectors(VALUE)[int(year - record.years[0])]
        for sector, (name, _) in OUTPUT.items():
            i = SECTORS.index(sector)
            output[i] = values[i] if name == VALUE else record.counties(name, year)
        per_output = self.persons * np.exp(-self.rise * (year - self.reference_year))
        jobs = np.nan_to_num(output) * per_output[:, None]
        for plant, name in PLANTS.items():
            jobs[POWER] += self.building.running[plant] * np.nan_to_num(record.counties(name, year))
        record.put("Jobs", by_sector=jobs / 1e4)
        self._put_plants_built(record)

    def put_works(self, payments: Payments, record: Record) -> None:
        """Write the person-years of works and of fitting equipment that the year's payments stand for."""
        per_cny = self.building.works, self.building.equipment
        paid = (np.add.reduce(payments.cny[rows]) for rows in _works(payments.headings))
        persons = [cny * of_one for cny, of_one in zip(paid, per_cny, strict=True)]
        record.put_counties(BUILDING, np.array(persons) / 1e4)

    def _put_plants_built(self, record: Record) -> None:
        """Person-years of the wind and PV that the year has more than the last; none is known of the first year."""
        year = record.year
        built = np.zeros(record.region.n_counties)
        for plant, name in PLANTS.items() if year > record.years[0] else ():
            more = np.nan_to_num(record.counties(name, year) - record.counties(name, year - 1))
            built += self.building.built[plant] * np.maximum(more, 0.0)
        record.put("Jobs|Building|Wind and Solar", by_county=built / 1e4)
        whole = built / 1e4 + sum(record.counties(f"Jobs|Building|{name}", year) for name in ("Works", "Equipment"))
        record.put("Jobs|Building", by_county=whole)


@lru_cache(maxsize=LISTS_KEPT)
def _works(headings: Headings) -> tuple[np.ndarray, np.ndarray]:
    """Return which payments are for works, and which for fitting equipment."""
    work = np.array([about.work for about in headings.abouts])
    return np.flatnonzero(work == "works"), np.flatnonzero(work == "equipment")
