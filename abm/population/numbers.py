"""The numbers that a population is built from, read once."""

from dataclasses import dataclass

import numpy as np

from abm.population.sampling import apportion, tilt
from abm.region import Region

SIZES = np.arange(1, 7)  # persons of a household; six stands for six and more
RURAL, URBAN = 0, 1
CELL_PARAMETERS = (  # beginnings of the keys of all numbers that cells depend on
    "people.absent_share",
    "people.elder_only",
    "people.elder_share",
    "people.family_",
    "people.floor_per_head",
    "people.household_size",
    "people.income_rural",
    "people.income_urban",
    "people.population",
    "people.urban_share",
)


@dataclass(frozen=True)
class Cells:
    """Targets by county and kind of place; arrays are (n_counties, 2), rural first, urban second."""

    population: np.ndarray  # persons, those in collective households included
    family_population: np.ndarray  # persons in family households
    households: np.ndarray  # whole numbers, add up to the region's total
    size_shares: np.ndarray  # (n_counties, 2, 6) of households with 1 .. 6 persons
    income_cny: np.ndarray  # per person and year
    floor_m2: np.ndarray  # per dwelling
    absent_share: np.ndarray  # of households, house empty in winter
    elder_share: np.ndarray  # of households, with anybody of 60 or more
    elder_only_share: np.ndarray  # of households, elders only

    @classmethod
    def of(cls, region: Region) -> "Cells":
        """Return the cells of a region; households are made whole so that they add up to its total."""
        return region.once("cells", CELL_PARAMETERS, lambda: cls._read(region))

    @classmethod
    def _read(cls, region: Region) -> "Cells":
        p = region.parameters
        people = p.by_county("people.population", "persons")
        urban = p.by_county("people.urban_share", "share")
        population = _both(people * (1 - urban), people * urban)
        family = population * (p.value("people.family_population", "persons") / people.sum())
        total = round(p.value("people.family_households", "households"))
        size_urban = p.value("people.household_size_urban", "persons")
        n_urban = family[:, URBAN].sum() / size_urban
        size_rural = family[:, RURAL].sum() / (total - n_urban)
        exact = family / np.array([size_rural, size_urban])
        households = apportion(exact.ravel(), total).reshape(exact.shape)
        per_head = _both(
            p.value("people.floor_per_head_rural", "m2/person"), p.value("people.floor_per_head_urban", "m2/person")
        )
        elders = _both(p.value("people.elder_share_rural", "share"), p.value("people.elder_share_urban", "share"))
        only = _both(p.value("people.elder_only_rural", "share"), p.value("people.elder_only_urban", "share"))
        shape = np.ones_like(population)
        cells = cls(
            population=population,
            family_population=family,
            households=households,
            size_shares=_size_shares(region, _ratio(family, households)),
            income_cny=_both(
                p.by_county("people.income_rural", "CNY/person/yr"), p.by_county("people.income_urban", "CNY/person/yr")
            ),
            floor_m2=per_head * _ratio(family, households),
            absent_share=_both(
                p.by_county("people.absent_share_rural", "share"), p.by_county("people.absent_share_urban", "share")
            ),
            elder_share=elders * shape,
            elder_only_share=elders * only * shape,
        )
        for values in vars(cells).values():
            values.setflags(write=False)
        return cells


@dataclass(frozen=True)
class HouseholdNumbers:
    """What differs between homes of one place; index 0 rural, 1 urban where there are two."""

    income_sigma: tuple[float, float]
    income_least_cny: float  # per person and year, to which support lifts the poorest
    income_elder_only: float
    income_person: float
    floor_sigma: float
    floor_size: float
    floor_income: float
    roof_town: float
    roof_village: float
    exit_absent: float
    exit_elder_only: float
    reserve: tuple[float, float]

    @classmethod
    def of(cls, region: Region) -> "HouseholdNumbers":
        """Read the numbers of a region."""
        p = region.parameters
        return cls(
            income_sigma=(
                p.value("people.income_sigma_rural", "ln CNY"),
                p.value("people.income_sigma_urban", "ln CNY"),
            ),
            income_least_cny=p.value("people.income_least", "CNY/person/yr"),
            income_elder_only=p.value("people.income_effect.elder_only", "ln CNY"),
            income_person=p.value("people.income_effect.person", "ln CNY"),
            floor_sigma=p.value("people.floor_sigma", "ln m2"),
            floor_size=p.value("people.floor_effect.size", "ln m2"),
            floor_income=p.value("people.floor_effect.income", "ln m2"),
            roof_town=p.value("people.roof_share_town", "share"),
            roof_village=p.value("people.roof_share_village", "share"),
            exit_absent=p.value("people.exit_effect.absent", "rank"),
            exit_elder_only=p.value("people.exit_effect.elder_only", "rank"),
            reserve=(p.value("people.reserve_rural", "share"), p.value("people.reserve_urban", "share")),
        )


def _both(rural: float | np.ndarray, urban: float | np.ndarray) -> np.ndarray:
    """Return (n, 2) or (2,) with rural first."""
    return np.stack([np.asarray(rural, dtype=float), np.asarray(urban, dtype=float)], axis=-1)


def _ratio(people: np.ndarray, households: np.ndarray) -> np.ndarray:
    """Return persons per household, 0 where a county has no village (or no town) at all."""
    return np.divide(people, households, out=np.zeros_like(people), where=households > 0)


def _size_shares(region: Region, mean_size: np.ndarray) -> np.ndarray:
    prior = np.array([region.parameters.value(f"people.household_size.{n}", "share") for n in SIZES])
    prior = prior / prior.sum()
    shares = [[tilt(prior, SIZES, float(size)) if size else prior for size in pair] for pair in mean_size]
    return np.array(shares)
