"""Who takes the straw, and what they pay: herds, plants, mushroom growers and mills.

A plant must draw its last tonne from the edge of its circle and pays everyone the same at its
gate: its own demand raises its price. When farms bring less than it wants it bids more, when they
bring too much it bids less. Prices follow last year's demand, so nothing is solved twice.
"""

from dataclasses import dataclass

import numpy as np

from abm.farming.numbers import MarketNumbers
from agents.choice import between, share_of, share_or_one
from agents.farm import BURN, FEED, RETURN, SOLD_FUEL
from agents.farm.ways import MATERIAL, SUBSTRATE

TINY = np.finfo(float).tiny
BOUGHT = (FEED, SOLD_FUEL, SUBSTRATE, MATERIAL)


def demand_radius_km(demand_t: np.ndarray, density_t_per_km2: np.ndarray) -> np.ndarray:
    """Return the radius of the circle that grows ``demand_t``: ``sqrt(Q / (pi * density))``."""
    return np.sqrt(demand_t / (np.pi * density_t_per_km2))


def gate_price(radius_km: np.ndarray, premium_cny: np.ndarray, numbers: MarketNumbers) -> np.ndarray:
    """Return CNY/t at the plant's gate: what draws straw from the edge of its circle, and its premium."""
    asked = numbers.gate_base_cny + numbers.haul_cny_per_km * numbers.detour * radius_km + premium_cny
    return np.minimum(asked, dearest_cny(numbers))


def dearest_cny(numbers: MarketNumbers) -> float:
    """Return CNY/t that the best plant of the richest kind can pay."""
    return max(numbers.worth_cny) + numbers.worth_spread_cny / 2


def point_price(radius_km: np.ndarray, premium_cny: np.ndarray, numbers: MarketNumbers) -> np.ndarray:
    """Return CNY/t at a collection point: the gate's less handling and the mean haul, 2/3 of the radius."""
    haul = numbers.haul_cny_per_km * numbers.detour * radius_km * 2 / 3
    return gate_price(radius_km, premium_cny, numbers) - numbers.handling_cny - haul


def running_share(gate_cny: np.ndarray, worth_cny: np.ndarray | float, spread_cny: float) -> np.ndarray:
    """Return the share of a kind's capacity that can pay ``gate_cny``: from all to none over the spread."""
    return between((worth_cny - gate_cny) / spread_cny + 0.5, 0.0, 1.0)


@dataclass(frozen=True)
class Market:
    """What the year leaves behind for the next: prices and what was taken, (n_counties,) each."""

    feed_price_cny: np.ndarray
    radius_km: np.ndarray
    premium_cny: np.ndarray  # that plants bid on top because straw was short
    taken: np.ndarray  # (4, n_counties) share of what was offered, in the order of ``BOUGHT``

    @classmethod
    def opening(cls, numbers: MarketNumbers) -> "Market":
        """Return a market in which everything offered was taken."""
        n = len(numbers.area_km2)
        return cls(np.full(n, numbers.feed_price_cny), np.zeros(n), np.zeros(n), np.ones((len(BOUGHT), n)))


@dataclass(frozen=True)
class Capacity:
    """Straw that each kind of buyer could take this year, (n_counties,) t."""

    feed_t: np.ndarray
    power_t: np.ndarray
    pellets_t: np.ndarray
    biogas_t: np.ndarray
    substrate_t: np.ndarray
    material_t: np.ndarray

    @property
    def plants_t(self) -> np.ndarray:
        """(3, n_counties) of power, pellet and biogas plants."""
        return np.array([self.power_t, self.pellets_t, self.biogas_t])


@dataclass(frozen=True)
class Settled:
    """Where the straw of a year went in the end, t; ``ways_t`` adds up to what was collectable."""

    ways_t: np.ndarray  # (ways, n_counties)
    plants_t: np.ndarray  # (3, n_counties) of the fuel sold: power, pellets, biogas
    gate_cny: np.ndarray  # (n_counties,) price at the plants' gate


def settle(
    market: Market, offered_t: np.ndarray, capacity: Capacity, straw_t: np.ndarray, numbers: MarketNumbers
) -> tuple[Settled, Market]:
    """Let buyers take what they can, and return the year's straw and next year's market.

    Args:
        market: last year's.
        offered_t: (ways, n_counties) as farms chose.
        capacity: of the buyers.
        straw_t: (n_counties,) collectable.
        numbers: of the market.
    """
    gate = gate_price(market.radius_km, market.premium_cny, numbers)
    wanted = running_share(gate, np.array(numbers.worth_cny)[:, None], numbers.worth_spread_cny) * capacity.plants_t
    offers = offered_t[list(BOUGHT)]
    feed = _pooled(capacity.feed_t * feed_appetite(market.feed_price_cny, numbers), offers[0])
    demand = np.array([feed, wanted.sum(axis=0), capacity.substrate_t, capacity.material_t])
    taken = share_or_one(demand, offers)
    np.minimum(taken, 1.0, out=taken)
    ways = _left_over(offered_t, taken)
    used = share_of(ways[SOLD_FUEL], demand[1])

    density = straw_t / numbers.area_km2 * numbers.available_share
    after = Market(
        feed_price_cny=_feed_price(market, demand[0], offers[0], numbers),
        premium_cny=_premium(market, demand[1], offers[1], numbers),
        radius_km=demand_radius_km(ways[SOLD_FUEL], np.maximum(density, TINY)),
        taken=taken,
    )
    return Settled(ways, wanted * used, gate), after


def _pooled(demand_t: np.ndarray, offered_t: np.ndarray) -> np.ndarray:
    """Spread the city's demand over what counties offer: bales of feed travel from plain to hills."""
    total = offered_t.sum()
    return demand_t if total <= 0 else offered_t * (demand_t.sum() / total)


def _left_over(offered_t: np.ndarray, taken: np.ndarray) -> np.ndarray:
    """What nobody took stays on the field, and goes the way of the straw that was left there anyway."""
    ways, bought = offered_t.astype(float), list(BOUGHT)
    offers = ways[bought]
    ways[bought] = offers * taken
    unsold = (offers * (1 - taken)).sum(axis=0)
    left = offered_t[RETURN] + offered_t[BURN]
    burnt = share_of(offered_t[BURN], left)
    ways[BURN] += unsold * burnt
    ways[RETURN] += unsold * (1 - burnt)
    return ways


def feed_appetite(price_cny: np.ndarray, numbers: MarketNumbers) -> np.ndarray:
    """Return what herds take over their need at the base price; they change to other roughage when it is dear."""
    return (price_cny / numbers.feed_price_cny) ** -numbers.feed_elasticity


def _premium(market: Market, wanted_t: np.ndarray, offered_t: np.ndarray, numbers: MarketNumbers) -> np.ndarray:
    """Next year's premium: up by a step times the share that was missing, down by that left over."""
    larger = np.maximum(wanted_t, offered_t)
    gap = share_of(wanted_t - offered_t, larger)
    return between(market.premium_cny + numbers.bid_step_cny * gap, 0.0, dearest_cny(numbers))


def _feed_price(market: Market, demand_t: np.ndarray, offered_t: np.ndarray, numbers: MarketNumbers) -> np.ndarray:
    ratio = np.divide(demand_t, offered_t, out=np.ones_like(demand_t), where=(offered_t > 0) & (demand_t > 0))
    low, high = (bound * numbers.feed_price_cny for bound in numbers.feed_price_bounds)
    return between(market.feed_price_cny * ratio**numbers.feed_price_response, low, high)
