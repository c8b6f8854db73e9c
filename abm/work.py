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
_BY_VALUE = [SECTORS.index(sector) for sector, (name, _) in OUTPUT.items() if name == VALUE]
_BY_OUTPUT = [SECTORS.index(sector) for sector, (name, _) in OUTPUT.items() if name != VALUE]
_OUTPUT_NAMES = tuple(name for name, _ in OUTPUT.values() if name != VALUE)
_PLANT_NAMES = tuple(PLANTS.values())


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
        output[_BY_VALUE] = values[_BY_VALUE]
        output[_BY_OUTPUT] = record.counties_of(_OUTPUT_NAMES, year)
        per_output = self.persons * np.exp(-self.rise * (year - self.reference_year))
        jobs = _known(output) * per_output[:, None]
        plants = _known(record.counties_of(_PLANT_NAMES, year))
        for plant, gw in zip(PLANTS, plants, strict=True):
            jobs[POWER] += self.building.running[plant] * gw
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
        if year > record.years[0]:
            gw, before = record.counties_of(_PLANT_NAMES, year), record.counties_of(_PLANT_NAMES, year - 1)
            for plant, more in zip(PLANTS, np.maximum(_known(gw - before), 0.0), strict=True):
                built += self.building.built[plant] * more
        plants = built / 1e4
        works, equipment = record.counties_of(BUILDING, year)
        whole = plants + (works + equipment)
        record.put_counties(("Jobs|Building|Wind and Solar", "Jobs|Building"), np.array([plants, whole]))


def _known(values: np.ndarray) -> np.ndarray:
    """Return values with nought where nothing was reported."""
    return np.where(np.isnan(values), 0.0, values)


@lru_cache(maxsize=LISTS_KEPT)
def _works(headings: Headings) -> tuple[np.ndarray, np.ndarray]:
    """Return which payments are for works, and which for fitting equipment."""
    work = np.array([about.work for about in headings.abouts])
    return np.flatnonzero(work == "works"), np.flatnonzero(work == "equipment")
