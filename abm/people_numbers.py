"""The numbers that people live and move by, read once for a storyline."""

from dataclasses import dataclass

import numpy as np

from abm import demography
from abm.context import Storyline
from abm.demography import AGES, URBAN
from abm.population.numbers import Cells
from abm.region import Region


@dataclass(frozen=True)
class PeopleNumbers:
    """Numbers of the people; ``_path`` arrays are by simulated year, pairs are rural, urban."""

    cells: Cells
    stock: np.ndarray  # (n_counties, 2, 101) persons in the first year
    mortality: np.ndarray  # (101,) in the first year
    improvement: float  # yearly fall of mortality
    births_per_person: np.ndarray  # (101,) at one birth per woman
    movers: np.ndarray  # (101,)
    drift: np.ndarray  # (n_counties,) yearly growth of 2010 to 2020 over the city's
    drift_path: np.ndarray  # (n_years,) how much of it goes on
    growth_difference_path: np.ndarray  # (n_years,) urban less rural, 1/yr
    fertility_path: np.ndarray  # (n_years,) births per woman
    migration_path: np.ndarray  # (n_years,) of the city's people, net
    size_path: np.ndarray  # (n_years,) persons per household, 2020 = 1
    floor_path: np.ndarray  # (n_years, 2) floor per head, 2020 = 1
    income_path: np.ndarray  # (n_years, 2) income per head, 2020 = 1
    reserve: np.ndarray  # (2,) rows kept for later households over those of 2020
    observed_people: dict[int, float]
    observed_urban_share: dict[int, float]

    @classmethod
    def of(cls, region: Region, storyline: Storyline, years: tuple[int, ...]) -> "PeopleNumbers":
        """Read the numbers of a region and storyline for these years."""
        p = region.parameters
        cells = Cells.of(region)
        people = cells.population.sum(axis=1)
        before = p.by_county("people.population_2010", "persons")
        growth = (people / before) ** 0.1 - (people.sum() / before.sum()) ** 0.1

        def dated(key: str, unit: str) -> np.ndarray:
            return p.series(f"people.{key}", unit, years)

        def driver(key: str, unit: str) -> np.ndarray:
            return np.array([storyline.value(key, unit, year) for year in years])

        return cls(
            cells=cells,
            stock=first_stock(region, cells),
            mortality=demography.gompertz(
                *(p.value(f"people.mortality.{part}", "1/yr") for part in ("infant", "makeham", "level60", "slope"))
            ),
            improvement=p.value("people.mortality.improvement", "1/yr"),
            births_per_person=demography.birth_schedule(
                p.value("people.birth_age.mean", "years"),
                p.value("people.birth_age.spread", "years"),
                p.value("people.female_share", "share"),
            ),
            movers=demography.move_schedule(
                p.value("people.move_age.start", "years"),
                p.value("people.move_age.peak", "years"),
                p.value("people.move_age.decline", "1/yr"),
                p.value("people.move_age.base", "share"),
            ),
            drift=growth,
            drift_path=dated("county_drift_persistence", "share"),
            growth_difference_path=dated("urban_rural_growth_difference", "1/yr"),
            fertility_path=driver("people.fertility", "births/woman"),
            migration_path=driver("people.net_migration_share", "1/yr"),
            size_path=dated("household_size_index", "index"),
            floor_path=np.stack([dated(f"floor_index_{kind}", "index") for kind in ("rural", "urban")], axis=1),
            income_path=np.stack([driver(f"income.growth_{kind}", "index") for kind in ("rural", "urban")], axis=1),
            reserve=np.array([p.value(f"people.reserve_{kind}", "share") for kind in ("rural", "urban")]),
            observed_people=region.observed("people.population"),
            observed_urban_share=region.observed("people.urban_share"),
        )


def first_stock(region: Region, cells: Cells) -> np.ndarray:
    """Return (n_counties, 2, 101) persons of the first year: ages of the region, older in the villages."""
    p = region.parameters
    groups = np.array([p.value(f"people.age_shape.{age:02d}", "share") for age in range(0, 101, 5)])
    shape = np.append(np.repeat(groups[:-1] / 5, 5), groups[-1])
    for low, high in ((0, 15), (15, 60), (60, 65), (65, 101)):
        shape[low:high] *= p.value(f"people.age_band.{low}", "share") / shape[low:high].sum()
    shape /= shape.sum()
    ratio = np.select(
        [AGES < 20, AGES < 40, AGES < 60],
        [p.value(f"people.rural_age_ratio.{band}", "ratio") for band in ("young", "prime", "middle")],
        p.value("people.rural_age_ratio.elder", "ratio"),
    )
    urban_share = cells.population[:, URBAN].sum() / cells.population.sum()
    return cells.population[:, :, None] * demography.fit_ages(shape, ratio, float(urban_share))
