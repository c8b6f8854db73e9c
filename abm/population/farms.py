"""Smallholders, scaled, and large farms, complete; by village."""

from dataclasses import dataclass

import numpy as np

from abm.errors import UserError
from abm.population.communities import position_type
from abm.population.numbers import RURAL, Cells
from abm.population.population import Columns
from abm.population.sampling import Lattice, apportion, place, spread_lognormal
from abm.region import Region


def build_farms(region: Region, cells: Cells, communities: Columns, scale: float, seed: int) -> Columns:
    """Return the columns of the farms, sorted by county.

    ``area_mu`` of fields, ``has_animals`` in sheep units, ``off_farm_labour`` the share of family
    labour that works elsewhere.

    Raises:
        UserError: a county has no smallholder at this scale.
    """
    p = region.parameters
    total = p.value("people.farms", "farms")
    by_county = cells.households[:, RURAL] / cells.households[:, RURAL].sum() * total
    rows = apportion(by_county, round(scale * total))
    empty = [county.called for c, county in enumerate(region.counties) if rows[c] < 1 and by_county[c] > 0]
    if empty:
        raise UserError(f"scale: got {scale:g}, too small for {', '.join(empty)}: no smallholder")
    area = p.by_county("people.farm_area", "mu/farm")
    small = [
        _of_county(region, communities, c, _Holdings(int(n), float(area[c]), by_county[c] / max(n, 1)), seed)
        for c, n in enumerate(rows)
    ]
    large_rows = apportion(by_county * area, round(p.value("people.large_farms", "farms")))
    large_area = p.value("people.large_farm_area", "mu/farm")
    large = [
        _of_county(region, communities, c, _Holdings(int(n), large_area, 1.0, is_large=True), seed)
        for c, n in enumerate(large_rows)
    ]
    _share_animals(region, small, "people.animals_smallholders", "people.farm_animal_share", seed)
    _share_animals(region, large, "people.animals_large_farms", "people.large_farm_animal_share", seed)
    parts = [part for pair in zip(small, large, strict=True) for part in pair]
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


@dataclass(frozen=True)
class _Holdings:
    """The smallholders or the large farms of one county."""

    n: int
    mean_area_mu: float
    weight: float  # farms that each stands for
    is_large: bool = False


def _of_county(region: Region, communities: Columns, county: int, holdings: _Holdings, seed: int) -> Columns:
    p, n, is_large = region.parameters, holdings.n, holdings.is_large
    lattice = Lattice(n, seed, f"farms {county} {is_large}")
    villages = np.flatnonzero((communities["county"] == county) & ~communities["is_urban"])
    community = villages[place(communities["people"][villages], n)]
    area_score = lattice.normal()
    tied = p.value("people.farm_labour_area_correlation", "-")  # who works elsewhere has the smaller fields
    labour_score = tied * area_score + np.sqrt(1 - tied**2) * lattice.normal()
    mean_labour = 0.0 if is_large else p.value("people.farm_off_labour", "share")
    return {
        "weight": np.full(n, holdings.weight, dtype=np.float32),
        "alive": np.ones(n, dtype=bool),
        "community": community.astype(position_type(communities)),
        "county": np.full(n, county, dtype=np.uint8),
        "area_mu": spread_lognormal(
            area_score, p.value("people.farm_area_sigma", "ln mu"), holdings.mean_area_mu, np.ones(n)
        ).astype(np.float32),
        "is_large": np.full(n, is_large),
        "near_road": lattice.even() < p.value("people.farm_near_road_share", "share"),
        "off_farm_labour": _share(labour_score, mean_labour),
    }


def _share(score: np.ndarray, mean: float) -> np.ndarray:
    """Return (n,) f4 shares in the order of ``score``, logistic around ``mean``."""
    if mean <= 0 or not len(score):
        return np.zeros(len(score), dtype=np.float32)
    return (1 / (1 + (1 - mean) / mean * np.exp(-score))).astype(np.float32)


def _share_animals(region: Region, parts: list[Columns], total_key: str, share_key: str, seed: int) -> None:
    """Give a share of the farms animals, lognormal, that add up to the total."""
    p = region.parameters
    share = p.value(share_key, "share")
    sigma = p.value("people.animals_sigma", "ln units")
    for c, part in enumerate(parts):
        n = len(part["weight"])
        lattice = Lattice(n, seed, f"{share_key} {c}")
        keeps = lattice.even() < share
        part["has_animals"] = np.where(keeps, np.exp(sigma * lattice.normal()), 0.0)
    sum_units = sum(float(np.dot(part["has_animals"], part["weight"])) for part in parts)
    for part in parts:
        factor = p.value(total_key, "sheep units") / sum_units if sum_units else 0.0
        part["has_animals"] = (part["has_animals"] * factor).astype(np.float32)
