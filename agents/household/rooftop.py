"""PV on the own roof: seen with the neighbours, paid back in time, or rented out without capital."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from agents.choice import payback_years


@dataclass(frozen=True)
class RooftopTraits:
    """A system on a home's roof."""

    kw_per_m2: float  # of dwelling
    most_kw: float
    yield_kwh_per_kw: float  # a year
    upkeep_share: float  # of the price, a year
    life_years: float


@dataclass(frozen=True)
class RooftopTaste:
    """How homes come to PV."""

    aware_base: float  # chance in a year to look into it with none around
    aware_peers: float  # added when every roof around has one
    aware_programme: float  # added where a whole-county programme is carried out in full
    aware_attitude: float  # added at attitude 1
    down_payment: float  # most that can be paid at once, share of yearly income
    rent_threshold_share: float  # rent a year over income below which the roof stays free


@dataclass(frozen=True)
class RooftopOffer:
    """Money of a year: what a kW costs and earns."""

    price_cny_per_kw: float
    own_use_share: float  # of generation used at home
    retail_cny_per_kwh: float  # saved on the marginal block
    export_cny_per_kwh: float  # earned on what is fed in, with the state's subsidy
    rent_cny_per_kw: float  # a year, where a developer is at work


def export_price(
    benchmark: float,
    captured: float,
    market_share: float | np.ndarray,
    mechanism_share: float | np.ndarray,
    mechanism: float | np.ndarray,
) -> float | np.ndarray:
    """Return CNY/kWh fed in: benchmark, and for the part settled in the market the captured price.

    ``captured`` is the wholesale price weighted by PV output; ``mechanism_share`` of the market's
    part is topped up to (or cut down to) the ``mechanism`` price. The last three may be (n,), by system.
    """
    market = mechanism_share * mechanism + (1.0 - mechanism_share) * captured
    return (1.0 - market_share) * benchmark + market_share * market


def system_kw(floor_m2: np.ndarray, traits: RooftopTraits) -> np.ndarray:
    """Return kW that fit on the roof of a dwelling."""
    return np.minimum(floor_m2 * traits.kw_per_m2, traits.most_kw)


def yearly_income_per_kw(offer: RooftopOffer, traits: RooftopTraits) -> float:
    """Return CNY a year and kW: power saved and sold less upkeep."""
    at_home, sold = offer.own_use_share, 1.0 - offer.own_use_share
    per_kwh = at_home * offer.retail_cny_per_kwh + sold * offer.export_cny_per_kwh
    return per_kwh * traits.yield_kwh_per_kw - traits.upkeep_share * offer.price_cny_per_kw


def let_income_per_kw(offer: RooftopOffer, traits: RooftopTraits) -> float:
    """Return CNY a year and kW that a developer has of a rented roof: all power sold, less upkeep and rent."""
    sold = offer.export_cny_per_kwh * traits.yield_kwh_per_kw
    return sold - traits.upkeep_share * offer.price_cny_per_kw - offer.rent_cny_per_kw


def chance_to_look(
    around: np.ndarray, programme: np.ndarray, room: np.ndarray, attitude: np.ndarray, taste: RooftopTaste
) -> np.ndarray:
    """Return the chance that a home considers PV this year: by itself, by neighbours, by a programme's visit.

    ``room`` is what the village grid can still take; where it is full nobody is offered a connection.
    """
    chance = taste.aware_base + taste.aware_peers * around + taste.aware_attitude * attitude
    return (chance + taste.aware_programme * programme * room) * room


def payback_of(offers: Sequence[RooftopOffer], traits: RooftopTraits) -> np.ndarray:
    """Return (n_offers,) years in which a system pays back."""
    price = [offer.price_cny_per_kw for offer in offers]
    return payback_years(np.array(price), np.array([yearly_income_per_kw(offer, traits) for offer in offers]))


def buys(
    cost_cny: np.ndarray,
    income_cny: np.ndarray,
    payback: np.ndarray,
    required_years: np.ndarray,
    taste: RooftopTaste,
) -> np.ndarray:
    """Return whether a home buys: it can pay, and gets its money back in the time that it requires."""
    return (cost_cny <= taste.down_payment * income_cny) & (payback <= required_years)


def rents_out(
    rent_cny: np.ndarray, income_cny: np.ndarray, renting: np.ndarray, draw: np.ndarray, taste: RooftopTaste
) -> np.ndarray:
    """Return whether a home lets its roof: a developer rents in its village, and the rent is worth it."""
    return (draw < renting) & (rent_cny >= taste.rent_threshold_share * income_cny)
