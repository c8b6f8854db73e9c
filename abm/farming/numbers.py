"""The numbers of farming, read from the region once when a model is built."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from abm.farming.biogas import BiogasNumbers
from abm.parameters import Parameters
from abm.region import Region
from agents.farm import WAYS, StrawBehaviour


def straw_behaviour(p: Parameters) -> StrawBehaviour:
    """Return how farms value time, work and risk."""
    return StrawBehaviour(
        wage_cny_per_h=p.value("straw.wage", "CNY/h"),
        own_time_share=p.value("straw.own_time_share", "share"),
        hours_return=p.value("straw.hours.return", "h/t"),
        hours_own_feed=p.value("straw.hours.own_feed", "h/t"),
        hours_selling=p.value("straw.hours.selling", "h/t"),
        hours_stove=p.value("straw.hours.stove", "h/t"),
        nutrient_cny=p.value("straw.nutrient_value", "CNY/t"),
        own_feed_cny=p.value("straw.own_feed_value", "CNY/t"),
        chop_cny=p.value("straw.chop_cost", "CNY/t"),
        chop_hired_factor=p.value("straw.chop_hired_factor", "ratio"),
        bale_cny=p.value("straw.bale_cost", "CNY/t"),
        small_plot_mu=p.value("straw.small_plot", "mu"),
        haul_cny_per_km=p.value("straw.haul_cost_farm", "CNY/(t km)"),
        fire_seen_t=p.value("straw.fire_seen", "t"),
        unease_cny=p.value("straw.unease", "CNY/t"),
        taste_cny=p.value("straw.taste", "CNY/t"),
        reconsider_share=p.value("straw.reconsider_share", "share"),
        fined_reconsider_share=p.value("straw.fined_reconsider_share", "share"),
    )


@dataclass(frozen=True)
class BuildNumbers:
    """Years from a decision to use, and what a plant costs."""

    points_years: float  # yard, shed, scales and baler of a collection point
    plant_years: float  # of power and heat from straw
    biogas_years: float
    plant_cny_per_t: float  # capital of it per t of straw a year
    plant_kept_share: float  # of capital a year

    @classmethod
    def of(cls, p: Parameters) -> "BuildNumbers":
        """Read from the region's parameters."""
        return cls(
            points_years=p.value("straw.points.build_years", "years"),
            plant_years=p.value("straw.power.build_years", "years"),
            biogas_years=p.value("straw.biogas.build_years", "years"),
            plant_cny_per_t=p.value("straw.power.capital", "CNY/t"),
            plant_kept_share=p.value("straw.power.kept", "1/yr"),
        )


@dataclass(frozen=True)
class WatchNumbers:
    """How patrols reach fields and how farms come to feel it."""

    road_share: np.ndarray  # (n_counties,) of fields that lie near a road
    evenly_share: float  # of the patrols' effort spread over all fields (drones, satellites, wardens)
    caught_share: float  # of the fires in a watched field that end in a fine
    learning_share: float  # of the gap between what is seen and what is felt that closes in a year
    fine_cny: float

    @classmethod
    def of(cls, p: Parameters, n_counties: int) -> "WatchNumbers":
        """Read from the region's parameters."""
        return cls(
            road_share=np.full(n_counties, p.value("people.farm_near_road_share", "share")),
            evenly_share=p.value("straw.patrol_evenly_share", "share"),
            caught_share=p.value("straw.caught_share", "share"),
            learning_share=p.value("straw.watch_learning", "share"),
            fine_cny=p.value("straw.fine", "CNY"),
        )


@dataclass(frozen=True)
class MarketNumbers:
    """Who buys straw, how much and at what price; money per tonne of straw."""

    area_km2: np.ndarray  # (n_counties,)
    feed_price_cny: float
    feed_price_response: float  # exponent of demand over supply in next year's price
    feed_price_bounds: tuple[float, float]  # times the base price
    feed_elasticity: float  # of what herds take, by its price
    bid_step_cny: float  # by which plants raise their price in a year when nothing comes
    gate_base_cny: float  # plant gate, for straw from next door
    handling_cny: float  # collection point: stacking, loading, losses, margin
    haul_cny_per_km: float  # lorry
    detour: float  # road over straight line
    available_share: float  # of the straw in a plant's radius that it can hope for
    worth_cny: tuple[float, ...]  # most that power, pellet and biogas plants can pay
    worth_spread_cny: float  # between the best and the worst plant of a kind
    substrate_price_cny: float
    material_price_cny: float
    pellet_straw_t_per_t: float

    @classmethod
    def of(cls, p: Parameters) -> "MarketNumbers":
        """Read from the region's parameters."""
        return cls(
            area_km2=p.by_county("land.area", "km2"),
            feed_price_cny=p.value("straw.feed_price", "CNY/t"),
            feed_price_response=p.value("straw.feed_price_response", "ratio"),
            feed_price_bounds=(p.value("straw.feed_price_low", "ratio"), p.value("straw.feed_price_high", "ratio")),
            feed_elasticity=p.value("straw.feed_elasticity", "ratio"),
            bid_step_cny=p.value("straw.bid_step", "CNY/t"),
            gate_base_cny=p.value("straw.gate_base", "CNY/t"),
            handling_cny=p.value("straw.handling_cost", "CNY/t"),
            haul_cny_per_km=p.value("straw.haul_cost_lorry", "CNY/(t km)"),
            detour=p.value("straw.detour", "ratio"),
            available_share=p.value("straw.available_share", "share"),
            worth_cny=(
                *(p.value(f"straw.worth.{kind}", "CNY/t") for kind in ("power", "pellets")),
                BiogasNumbers.of(p).worth_cny_per_t,
            ),
            worth_spread_cny=p.value("straw.worth_spread", "CNY/t"),
            substrate_price_cny=p.value("straw.substrate_price", "CNY/t"),
            material_price_cny=p.value("straw.material_price", "CNY/t"),
            pellet_straw_t_per_t=p.value("straw.per_pellet", "t/t"),
        )


@dataclass(frozen=True)
class StrawPaths:
    """Dated numbers, (n_years,) each."""

    yield_index: np.ndarray  # of straw per mu, 2020 = 1
    feed_need_t_per_sheep_unit: np.ndarray
    stove_cny: np.ndarray
    hours_index: np.ndarray  # hours that the same work takes, first year = 1: machines spread
    substrate_share: np.ndarray  # of collectable straw that growers can take
    material_share: np.ndarray

    @classmethod
    def of(cls, p: Parameters, years: Sequence[int]) -> "StrawPaths":
        """Read the years of a run."""
        return cls(
            yield_index=p.series("straw.yield_index", "index", years),
            feed_need_t_per_sheep_unit=p.series("straw.feed_need", "t/sheep unit", years),
            stove_cny=p.series("straw.stove_value", "CNY/t", years),
            hours_index=p.series("straw.hours_index", "index", years),
            substrate_share=p.series("straw.substrate_demand", "share", years),
            material_share=p.series("straw.material_demand", "share", years),
        )


@dataclass(frozen=True)
class Reference:
    """What stood on the ground in the base year: the conditions under which ``ways`` were observed."""

    ways: np.ndarray  # (ways,) shares of collectable straw
    coverage_share: float
    patrol_share: float
    subsidy_cny_per_t: float
    return_support_share: float

    @classmethod
    def of(cls, p: Parameters) -> "Reference":
        """Read from the region's parameters; the shares are scaled to add up to one."""
        ways = np.array([p.value(f"straw.base_share.{way}", "share") for way in WAYS])
        return cls(
            ways=ways / ways.sum(),
            coverage_share=p.value("straw.base.collection_coverage", "share"),
            patrol_share=p.value("straw.base.patrol", "share"),
            subsidy_cny_per_t=p.value("straw.base.subsidy", "CNY/t"),
            return_support_share=p.value("straw.base.return_support", "share"),
        )


@dataclass(frozen=True)
class StrawNumbers:
    """All numbers of the straw part."""

    behaviour: StrawBehaviour
    watch: WatchNumbers
    market: MarketNumbers
    paths: StrawPaths
    reference: Reference
    build: BuildNumbers
    outside_share: float  # of the neighbours whom a farm looks at that live in other villages

    @classmethod
    def of(cls, region: Region, years: Sequence[int]) -> "StrawNumbers":
        """Read from the region's parameters."""
        p = region.parameters
        return cls(
            behaviour=straw_behaviour(p),
            watch=WatchNumbers.of(p, region.n_counties),
            market=MarketNumbers.of(p),
            paths=StrawPaths.of(p, years),
            reference=Reference.of(p),
            build=BuildNumbers.of(p),
            outside_share=p.value("straw.outside_neighbours_share", "share"),
        )
