"""The year's decisions of all homes, step by step on the table; the rules stand in ``agents/household``."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from abm.homes.numbers import HeatingNumbers, LoadNumbers, RooftopNumbers
from abm.homes.where import Where
from abm.randomness import Streams
from agents.household.attitude import next_attitude
from agents.household.heater import Chooser, choose, keeps_stove, loses_stove
from agents.household.heaters import DISTRICT, N_HEATERS, RAW_COAL, burns_coal
from agents.household.market import HeatMarket, running_cost
from agents.household.peers import seen_around, share_of
from agents.household.power import Blocks, block_of, enrols
from agents.household.rooftop import RooftopOffer, buys, looks_into_it, rents_out, system_kw
from agents.household.winter import coal_share, warmth
from agents.table import Table

PURPOSES = ("fail", "offer", "visit", "aware", "choice", "stove", "tariff", "roof", "rent")


@dataclass(frozen=True)
class Luck:
    """Uniform numbers of a year by purpose, (n,) each; everyone draws."""

    fail: np.ndarray
    offer: np.ndarray
    visit: np.ndarray
    aware: np.ndarray
    choice: np.ndarray
    stove: np.ndarray
    tariff: np.ndarray
    roof: np.ndarray
    rent: np.ndarray

    @classmethod
    def draw(cls, streams: Streams, year: int, n: int) -> "Luck":
        """Draw the numbers of a year."""
        return cls(**{purpose: streams.uniform(f"homes.{purpose}", year, n) for purpose in PURPOSES})


@dataclass(frozen=True)
class Surroundings:
    """What homes see around them, (n_communities,): last year's state of their and nearby communities."""

    coal_homes: np.ndarray  # weight of homes lived in and heated by coal
    clean: np.ndarray  # share heated without coal
    roofs: np.ndarray  # share with PV
    attitude: np.ndarray  # mean


@dataclass(frozen=True)
class Changes:
    """Heaters bought this year: rows, what was there before, and why."""

    rows: np.ndarray
    before: np.ndarray
    after: np.ndarray
    offered: np.ndarray
    caught: np.ndarray


def look_around(homes: Table, where: Where, graph: Any, reach: np.ndarray, lived_in: np.ndarray) -> Surroundings:
    """Return what is seen; ``lived_in`` (n,) is the weight of homes lived in, zero elsewhere."""
    total = where.by_community(lived_in)
    on_coal = where.by_community(lived_in * burns_coal(homes.heater))
    with_pv = where.by_community(lived_in * (homes.pv_kw > 0))
    attitude = where.by_community(lived_in * homes.attitude)
    clean = share_of(total - on_coal, total)
    return Surroundings(
        coal_homes=on_coal,
        clean=seen_around(clean, graph, reach).astype(np.float32),
        roofs=seen_around(share_of(with_pv, total), graph, reach).astype(np.float32),
        attitude=seen_around(share_of(attitude, total), graph, reach).astype(np.float32),
    )


def think(homes: Table, where: Where, around: Surroundings, campaign: np.ndarray, numbers: HeatingNumbers) -> None:
    """Move attitudes; ``campaign`` (n_counties,)."""
    homes.own("attitude")[:] = next_attitude(
        homes.attitude,
        homes.resting,
        homes.stubbornness,
        around.attitude[where.community],
        campaign.astype(np.float32)[where.county],
        numbers.attitude,
    )


def replace_heaters(
    homes: Table,
    where: Where,
    world: tuple[HeatMarket, Surroundings, Luck],
    income_cny: np.ndarray,
    lived_in: np.ndarray,
    numbers: HeatingNumbers,
    hazard: np.ndarray,
    year: int,
) -> Changes:
    """Let the triggered choose a heater and commit; kept stoves wear out.

    Triggers: the old one fails, a programme is in the village, or an inspector seals the stove.
    Empty homes wait.
    """
    market, around, luck = world
    present = lived_in > 0
    age = np.minimum(year - homes.heater_year, hazard.shape[1] - 1)
    position = np.multiply(homes.heater, hazard.shape[1], dtype=np.intp) + age
    fails = (luck.fail < hazard.ravel().take(position)) & present
    offered, caught = np.zeros((2, len(present)), dtype=bool)
    coal = np.flatnonzero(burns_coal(homes.heater) & present)
    community = where.community[coal]
    offered[coal] = luck.offer[coal] < market.offer_share[community]
    caught[coal] = luck.visit[coal] < market.visit_chance[community] * numbers.taste.sealed_per_visit
    rows = np.flatnonzero(fails | offered | caught)
    chooser = chooser_of(homes, where, rows, market, around, income_cny, offered[rows], caught[rows])
    after = choose(chooser, luck.aware[rows], luck.choice[rows], numbers.traits, numbers.taste)
    changes = Changes(rows, chooser.heater, after, chooser.offered, chooser.caught)
    bought = fails[rows] | (after != changes.before)  # an offer declined changes nothing
    changes = Changes(*(part[bought] for part in vars(changes).values()))
    _commit(homes, where, changes, market.visit_chance, luck.stove, numbers, year)
    return changes


def chooser_of(
    homes: Table,
    where: Where,
    rows: np.ndarray,
    market: HeatMarket,
    around: Surroundings,
    income_cny: np.ndarray,
    offered: np.ndarray,
    caught: np.ndarray,
) -> Chooser:
    """Return what counts about the homes in ``rows``."""
    columns = homes.columns
    community, county = where.community[rows], where.county[rows]
    return Chooser(
        heater=columns["heater"][rows],
        income_cny=income_cny[rows],
        running_cny=running_cost(market, columns["need_kwh"][rows], columns["floor_m2"][rows], county),
        fine_cny=market.fine_cny[community],
        yearly_cost_of_one=market.yearly_cost_of_one[columns["patience"][rows]],
        net_price_cny=market.net_price_cny[county],
        reach=market.reach[community],
        has_roof=columns["has_roof"][rows],
        only_elders=columns["elders"][rows] == 2,
        around=around.clean[community],
        attitude=columns["attitude"][rows],
        offered=offered,
        caught=caught,
    )


def _commit(
    homes: Table,
    where: Where,
    changes: Changes,
    visit: np.ndarray,
    draw: np.ndarray,
    numbers: HeatingNumbers,
    year: int,
) -> None:
    stove = homes.own("has_stove")
    held = np.flatnonzero(stove)
    stove[held] = ~loses_stove(draw[held], visit[where.community[held]], numbers.taste)
    rows, was_coal, is_coal = changes.rows, burns_coal(changes.before), burns_coal(changes.after)
    kept = keeps_stove(draw[rows], changes.offered, changes.caught, numbers.taste)
    stove[rows] = np.where(is_coal, False, np.where(was_coal, kept, stove[rows]))
    homes.own("heater")[rows] = changes.after
    homes.own("heater_year")[rows] = year


@dataclass(frozen=True)
class Winter:
    """A winter of each home, (n,); zero where nobody lives."""

    bill_cny: np.ndarray  # as heated: both stoves, cut to what is borne, support taken off
    rebate_cny: np.ndarray  # support on that heat


def live_through_winter(
    homes: Table,
    where: Where,
    market: HeatMarket,
    income_cny: np.ndarray,
    lived_in: np.ndarray,
    numbers: HeatingNumbers,
) -> Winter:
    """Split the heat between the clean heater and the kept stove, then cut it to what can be borne."""
    heater, need = homes.heater.astype(np.intp), homes.need_kwh
    at = where.county * N_HEATERS + heater
    present = lived_in > 0
    main = need * market.heat_cny_per_kwh.ravel().take(at)
    rebate = np.minimum(need, market.rebate_limit_kwh.take(heater)) * market.rebate_cny_per_kwh.ravel().take(at)
    main = np.maximum(main - rebate, 0.0)
    piped = np.flatnonzero(heater == DISTRICT)
    main[piped] = homes.floor_m2[piped] * market.district_cny_per_m2[where.county[piped]]
    main *= present
    share = homes.own("coal_share")
    share[:] = 0.0
    rows = np.flatnonzero(homes.has_stove & present & (heater != DISTRICT))
    coal = need[rows] * market.heat_cny_per_kwh[where.county[rows], RAW_COAL]
    saving = main[rows] - coal - market.fine_cny[where.community[rows]]
    share[rows] = coal_share(saving, income_cny[rows], homes.elders[rows] == 2, homes.attitude[rows], numbers.winter)
    main[rows] += share[rows] * (coal - main[rows])
    warm = homes.own("warmth")
    warm[:] = warmth(main, income_cny, homes.tolerance, numbers.winter.least_warmth)
    warm[piped] = 1.0  # flats on the pipe are heated as they are, and pay by area
    return Winter(main * warm, rebate * warm * (1.0 - share) * present)


def use_plugs(homes: Table, growth: np.ndarray, blocks: Blocks, numbers: LoadNumbers) -> np.ndarray:
    """Return (n,) kWh of the year without heating; ``growth`` (2,) rural, urban.

    The own-price effect works on the price of the block in which a home's last kWh falls.
    """
    kwh = homes.plug_kwh * growth.astype(np.float32)[homes.is_urban.view(np.uint8)]
    effect = (blocks.price_cny_per_kwh / numbers.reference.price_cny_per_kwh) ** numbers.price_elasticity
    kwh *= effect.astype(np.float32)[block_of(kwh, blocks)]
    kwh *= np.where(homes.is_absent, np.float32(numbers.absent_use), np.float32(1.0))
    return kwh * homes.alive


def enrol(
    homes: Table,
    kwh: np.ndarray,
    saving: tuple[np.ndarray, np.ndarray],
    luck: Luck,
    ease: float,
    numbers: LoadNumbers,
) -> None:
    """Let homes join the time-of-use tariff, or leave it when it costs them.

    ``saving`` holds (2,) CNY per kWh, rural and urban: as one lives, and by moving load.
    """
    kind = homes.is_urban.view(np.uint8)
    as_is, by_moving = (np.asarray(part, dtype=np.float32) for part in saving)
    gain = kwh * (as_is[kind] + homes.flexibility * by_moving[kind])
    joins = enrols(luck.tariff, gain, homes.trouble_cny, ease, numbers.tariff)
    homes.own("on_tou")[:] = (homes.on_tou & (gain > 0)) | joins


@dataclass(frozen=True)
class Roofs:
    """PV put on roofs this year: rows, kW, and whether a developer pays."""

    rows: np.ndarray
    kw: np.ndarray
    let: np.ndarray


@dataclass(frozen=True)
class RoofMarket:
    """What roofs meet this year: money by block, and what goes on in the county, (n_counties,)."""

    offers: tuple[RooftopOffer, ...]  # for a home whose last kWh falls in block 1, 2, 3
    programme: np.ndarray
    open_share: np.ndarray  # room left in the village grids, 0 to 1
    boost: float  # of the chance to look into it; 1 but in years that follow observation


def cover_roofs(
    homes: Table,
    where: Where,
    market: RoofMarket,
    around: Surroundings,
    luck: Luck,
    income_cny: np.ndarray,
    block: np.ndarray,
    numbers: RooftopNumbers,
    year: int,
) -> Roofs:
    """Let homes with an own roof look into PV, buy it or let the roof, and commit.

    Systems at the end of their life come down first.
    """
    kw_now, built = homes.own("pv_kw"), homes.pv_year
    kw_now[(kw_now > 0) & (year - built >= numbers.traits.life_years)] = 0.0
    could = homes.has_roof & homes.alive & ~homes.is_absent & (kw_now == 0)
    programme = (market.programme * market.open_share).astype(np.float32)[where.county]
    chance_room = (market.open_share * market.boost).astype(np.float32)[where.county]
    looks = looks_into_it(
        luck.roof / np.maximum(chance_room, np.float32(1e-9)),
        around.roofs[where.community],
        programme,
        homes.attitude,
        numbers.taste,
    )
    rows = np.flatnonzero(could & looks)
    roofs = roofs_taken(homes, rows, market, luck.rent[rows], income_cny[rows], block[rows], numbers)
    kw_now[roofs.rows] = roofs.kw
    homes.own("pv_year")[roofs.rows] = year
    homes.own("roof_let")[roofs.rows] = roofs.let
    return roofs


def roofs_taken(
    homes: Table,
    rows: np.ndarray,
    market: RoofMarket,
    draw: np.ndarray,
    income_cny: np.ndarray,
    block: np.ndarray,
    numbers: RooftopNumbers,
) -> Roofs:
    """Return which of the ``rows`` that look into it take PV: bought, or else let to a developer."""
    columns = homes.columns
    kw = system_kw(columns["floor_m2"][rows], numbers.traits)
    bought = np.zeros(len(rows), dtype=bool)
    for i, offer in enumerate(market.offers):
        own = block == i
        required = columns["required_years"][rows]
        bought |= own & buys(kw, income_cny, required, offer, numbers.traits, numbers.taste)
    programme = market.programme[columns["county"][rows]]
    let = ~bought & rents_out(kw, income_cny, programme, draw, market.offers[0], numbers.taste)
    taken = bought | let
    return Roofs(rows[taken], kw[taken], let[taken])
