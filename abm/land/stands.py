"""Stands of forest by age and their growth. Pure functions and their numbers."""

from dataclasses import dataclass

import numpy as np

from abm.region import Region

AGES = 121  # years; the last class holds everything older
HA_PER_KM2 = 100.0
AGE_CLASSES = ((5, 20), (21, 40), (41, 60), (61, 80))


@dataclass(frozen=True)
class LandNumbers:
    """Area in ha, wood in m3."""

    area_ha: np.ndarray  # (n_counties,)
    forest_share: np.ndarray  # (n_counties,) of the area, first year
    class_shares: np.ndarray  # (4,) of forest area by age class
    full_m3_per_ha: float  # of a stand that no longer grows
    growth_per_year: float
    growth_shape: float
    tco2_per_m3: float  # of wood, with branches and roots
    closing_years: int  # from planting to what counts as forest
    survival_share: float  # of planted area, on loess slopes
    planting_ha: np.ndarray  # (n_years,) of the city
    plantable_ha: np.ndarray  # (n_counties,) that can still be planted
    loss_share: float  # of stands a year: fire and pests
    asked_share: float  # of stands a year that builders and mines ask for
    protected_cut: float  # of fire and pests, where forest is watched
    protection_cny_per_ha: float  # a year
    mine_land_ha: np.ndarray  # (n_counties,) old mines that nobody has restored, first year
    mine_tree_share: float  # of restored mine land that becomes forest, the rest grass and fields
    restoration_cny_per_ha: float
    planting_cny_per_ha: float
    slope_ha: np.ndarray  # (n_counties,) sloping fields and pasture that could be given to trees
    slope_income_cny_per_ha: float  # a year, of the middle owner
    slope_spread: float
    offer_years: float  # from being convinced to trees on the land
    tended_survival_share: float  # of planted area where owners are paid for what stands
    credit_cost_cny_per_t: float
    credit_spread: float
    credit_age: int  # years after planting for which a stand earns credits
    upper_part: float  # of payment and planting that province and state pay

    @classmethod
    def of(cls, region: Region, years: tuple[int, ...]) -> "LandNumbers":
        """Read from the region's parameters."""
        p = region.parameters
        area = p.by_county("land.area", "km2") * HA_PER_KM2
        shares = np.array([p.value(f"land.age_share.{low}_{high}", "share") for low, high in AGE_CLASSES])
        return cls(
            area_ha=area,
            forest_share=p.by_county("land.forest_share", "share"),
            class_shares=shares / shares.sum(),
            full_m3_per_ha=p.value("land.growth.full", "m3/ha"),
            growth_per_year=p.value("land.growth.rate", "1/year"),
            growth_shape=p.value("land.growth.shape", "ratio"),
            tco2_per_m3=p.value("land.tco2_per_m3", "tCO2/m3"),
            closing_years=round(p.value("land.closing", "year")),
            survival_share=p.value("land.survival", "share"),
            planting_ha=p.series("land.planting", "share", years) * area.sum(),
            plantable_ha=p.value("land.plantable", "share") * area,
            loss_share=p.value("land.loss", "share"),
            asked_share=p.value("land.asked", "share"),
            protected_cut=p.value("land.protection.cut", "share"),
            protection_cny_per_ha=p.value("land.protection.cost", "CNY/ha"),
            mine_land_ha=p.value("land.old_mines", "share") * area,
            mine_tree_share=p.value("land.old_mines.trees", "share"),
            restoration_cny_per_ha=p.value("land.old_mines.cost", "CNY/ha"),
            planting_cny_per_ha=p.value("land.planting_cost", "CNY/ha"),
            slope_ha=p.value("land.slopes", "share") * area,
            slope_income_cny_per_ha=p.value("land.slopes.income", "CNY/ha"),
            slope_spread=p.value("land.slopes.spread", "ratio"),
            offer_years=p.value("land.slopes.years", "year"),
            tended_survival_share=p.value("land.survival_tended", "share"),
            credit_cost_cny_per_t=p.value("land.credit.cost", "CNY/t"),
            credit_spread=p.value("land.credit.spread", "ratio"),
            credit_age=round(p.value("land.credit.years", "year")),
            upper_part=p.value("land.upper_part", "share"),
        )


def wood_m3_per_ha(age: np.ndarray, numbers: LandNumbers) -> np.ndarray:
    """Return the wood of a stand by age: ``full * (1 - exp(-rate * age)) ** shape`` (Richards)."""
    grown: np.ndarray = -np.expm1(-numbers.growth_per_year * age)
    return numbers.full_m3_per_ha * grown**numbers.growth_shape


def first_stands(numbers: LandNumbers) -> np.ndarray:
    """Return (AGES, n_counties) ha by age in the first year, even within each age class.

    Below the classes stands what was planted in the years before, as much a year as in the first year.
    """
    stands = np.zeros((AGES, len(numbers.area_ha)))
    forest = numbers.area_ha * numbers.forest_share
    for (low, high), share in zip(AGE_CLASSES, numbers.class_shares, strict=True):
        stands[low : high + 1] = forest * share / (high - low + 1)
    by_county = numbers.plantable_ha / max(numbers.plantable_ha.sum(), 1e-9)
    stands[: AGE_CLASSES[0][0]] = numbers.planting_ha[0] * numbers.survival_share * by_county
    return stands


def a_year_older(stands_ha: np.ndarray, planted_ha: np.ndarray, loss_share: float | np.ndarray) -> np.ndarray:
    """Return the stands a year later: what is not lost ages, what was planted is new."""
    older = np.empty_like(stands_ha)
    kept = stands_ha * (1 - loss_share)
    older[0] = planted_ha
    older[1:] = kept[:-1]
    older[-1] += kept[-1]
    return older
