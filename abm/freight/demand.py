"""Freight: tonnes by road become kilometres on the city's roads, and work for the registered fleet."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from abm.freight.numbers import FreightNumbers
from agents.vehicle.powertrain import DIESEL, HYDROGEN
from agents.vehicle.truck import LONG, SHORT


@dataclass(frozen=True)
class RoadYear:
    """A year on the city's roads and of the registered fleet."""

    km: np.ndarray  # (n_counties, 2) on the city's roads, inner hauls and what leaves or passes
    tonne_km: np.ndarray  # (n_counties,) on the city's roads, as many as the kilometres carry
    index: float  # work of the registered fleet over the first year's


class Demand:
    """Remembers the first year, against which later freight is measured."""

    def __init__(self, numbers: FreightNumbers) -> None:
        self.numbers = numbers
        self.first_tonne_km: float | None = None
        self.first_other_km = np.zeros(0)
        self.index = 1.0

    def of(
        self,
        inner_t: Mapping[str, np.ndarray],
        road_t: Mapping[str, np.ndarray],
        other_index: float,
        km_factor: np.ndarray,
    ) -> RoadYear:
        """Return the year's road work from (n_counties,) tonnes by product.

        Other goods and through traffic are a share of the first year's kilometres and follow
        ``other_index``. ``km_factor`` (n_counties,) is below one where return loads are found.
        """
        n = self.numbers
        inner, road = _sum(inner_t, len(n.area_km2)), _sum(road_t, len(n.area_km2))
        inner_tkm, road_tkm = inner * n.inner_haul_km, road * n.road_inside_km
        km_per_tkm = 1.0 / (n.load_t * n.loaded_share)
        work = float((inner_tkm + road * n.road_total_km).sum())
        if self.first_tonne_km is None:
            self.first_tonne_km = work
            bulk_km = (inner_tkm + road_tkm) * km_per_tkm
            self.first_other_km = bulk_km * n.other_km_share / (1.0 - n.other_km_share)
        bulk_index = work / self.first_tonne_km if self.first_tonne_km > 0 else 1.0
        self.index = n.bulk_share * bulk_index + (1.0 - n.bulk_share) * other_index
        other_km = self.first_other_km * other_index
        passing = road_tkm * km_per_tkm * km_factor + other_km
        km = np.empty((len(n.area_km2), 2))
        km[:, SHORT], km[:, LONG] = inner_tkm * km_per_tkm * km_factor, passing
        return RoadYear(km=km, tonne_km=inner_tkm + road_tkm + other_km / km_per_tkm, index=self.index)


def return_load_factor(n: FreightNumbers, return_load_share: np.ndarray) -> np.ndarray:
    """Return (n_counties,) km per tonne-km over those without a platform: a part of empty km disappears."""
    return 1.0 - (1.0 - n.loaded_share) * n.return_load_gain * return_load_share


def mean_of_trucks(factor: np.ndarray, fleet_km: np.ndarray) -> float:
    """Return the mean of (n_counties,) ``factor`` over the (n_counties, 2, 5) km that trucks of each county drive."""
    km = fleet_km.sum(axis=(1, 2))
    return 1.0 - float((1.0 - factor) @ km) / max(float(km.sum()), 1e-9)


def utilisation(n: FreightNumbers, wanted_km: float, fleet_km: float) -> float:
    """Return km per truck over normal, within what trucks and drivers bear."""
    return min(max(wanted_km / max(fleet_km, 1.0), n.utilisation_low), n.utilisation_high)


def mix_on_roads(fleet_km: np.ndarray, outside_mix: np.ndarray, outside_share: float, served: float) -> np.ndarray:
    """Return (n_counties, 2, 5) shares of km on the city's roads by haul and powertrain.

    Trucks registered in the county drive like its fleet (the city's where a county has none), others
    like the world's. What hydrogen trucks cannot drive for want of hydrogen, diesel trucks do.
    """
    city = fleet_km.sum(axis=0, keepdims=True)
    own = np.where(fleet_km.sum(axis=2, keepdims=True) > 0, fleet_km, city)
    own = own / np.maximum(own.sum(axis=2, keepdims=True), 1e-9)
    own[..., DIESEL] += own[..., HYDROGEN] * (1.0 - served)
    own[..., HYDROGEN] *= served
    return (1.0 - outside_share) * own + outside_share * outside_mix


def _sum(tonnes: Mapping[str, np.ndarray], n_counties: int) -> np.ndarray:
    return sum((np.asarray(t, dtype=float) for t in tonnes.values()), np.zeros(n_counties))
