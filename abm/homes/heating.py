"""The heating decisions of all homes: attitude, a new heater, the winter. The rules stand in ``agents/household``."""

from dataclasses import dataclass

import numpy as np

from abm.homes.numbers import HeatingNumbers
from abm.homes.scene import Scene
from agents.choice import rows_of
from agents.household.attitude import next_attitude
from agents.household.heater import Chooser, Prompt, choose, is_aware, keeps_stove, loses_stove
from agents.household.heaters import DISTRICT, RAW_COAL, burns_coal
from agents.household.market import HeatMarket, running_cost
from agents.household.winter import coal_share, cut_short
from agents.table import Table, rows_where

ONLY_ELDERS = 2
FOUNDED = 0  # year of the heater of a home that does not exist yet


@dataclass(frozen=True)
class Triggers:
    """Homes that look at their heating this year, by row."""

    rows: np.ndarray
    fails: np.ndarray
    offered: np.ndarray
    caught: np.ndarray

    def take(self, at: np.ndarray) -> "Triggers":
        """Return those at the places ``at``."""
        return Triggers(self.rows.take(at), self.fails.take(at), self.offered.take(at), self.caught.take(at))


@dataclass(frozen=True)
class Changes:
    """Heaters bought this year: rows, what was there before, and why."""

    rows: np.ndarray
    before: np.ndarray
    after: np.ndarray
    again: np.ndarray  # bool, the same kind as before
    offered: np.ndarray
    caught: np.ndarray


def think(homes: Table, scene: Scene, campaign: np.ndarray, numbers: HeatingNumbers) -> None:
    """Move attitudes; ``campaign`` (n_counties,)."""
    columns = homes.columns
    homes.own("attitude")[:] = next_attitude(
        columns["attitude"],
        columns["resting"],
        columns["stubbornness"],
        scene.where.spread(scene.around.attitude),
        scene.where.spread_counties(campaign),
        numbers.attitude,
    )


def triggers_of(
    homes: Table, scene: Scene, market: HeatMarket, numbers: HeatingNumbers, hazard: np.ndarray
) -> Triggers:
    """Return who looks: the heater fails, a programme is in the village, or an inspector seals the stove.

    Empty homes wait.
    """
    luck, columns, ages = scene.luck, homes.columns, hazard.shape[1]
    rows = rows_where(scene.present & (columns["heater"] != DISTRICT))
    heater = columns["heater"].take(rows)
    age = np.minimum(scene.year - columns["heater_year"].take(rows), ages - 1)
    fails = luck.fail.take(rows) < hazard.ravel().take(heater * np.int16(ages) + age)
    offered, caught = np.zeros((2, len(rows)), dtype=bool)
    coal = rows_where(burns_coal(heater))
    if len(coal):
        home = rows.take(coal)
        community = scene.where.community.take(home)
        offered[coal] = luck.offer.take(home) < market.offer_share.take(community)
        seals = market.visit_chance.take(community) * numbers.taste.sealed_per_visit
        caught[coal] = luck.visit.take(home) < seals
    return Triggers(rows, fails, offered, caught).take(rows_where(fails | offered | caught))


def replace_heaters(
    homes: Table, scene: Scene, market: HeatMarket, numbers: HeatingNumbers, hazard: np.ndarray
) -> Changes:
    """Let those who look choose a heater, and commit; kept stoves wear out. An offer declined changes nothing."""
    seen, luck = triggers_of(homes, scene, market, numbers, hazard), scene.luck
    prompt = prompt_of(homes, scene, seen)
    aware = rows_where(is_aware(prompt, luck.aware.take(seen.rows), numbers.taste))
    aware_seen = seen.take(aware)
    before = homes.columns["heater"].take(seen.rows)
    after = before.copy()  # the unaware take the old one again
    chooser = chooser_of(homes, scene, market, aware_seen)
    after[aware] = choose(chooser, luck.choice.take(aware_seen.rows), numbers.traits, numbers.taste)
    bought = rows_where(seen.fails | (after != before))
    why = seen.take(bought)
    left, come = before.take(bought), after.take(bought)
    changes = Changes(why.rows, left, come, (left == come) & ~prompt.is_first.take(bought), why.offered, why.caught)
    _commit(homes, scene, changes, market.visit_chance, numbers)
    return changes


def prompt_of(homes: Table, scene: Scene, seen: Triggers) -> Prompt:
    """Return what brings the homes that look to think of another heater."""
    columns, rows = homes.columns, seen.rows
    community, around = scene.where.community.take(rows), scene.around
    on_coal = burns_coal(columns["heater"].take(rows))
    return Prompt(
        around=np.where(on_coal, around.clean.take(community), around.clean_to_clean.take(community)),
        attitude=columns["attitude"].take(rows),
        offered=seen.offered,
        caught=seen.caught,
        is_first=columns["heater_year"].take(rows) == FOUNDED,
    )


def chooser_of(homes: Table, scene: Scene, market: HeatMarket, seen: Triggers) -> Chooser:
    """Return what counts about the homes that choose."""
    columns, rows = homes.columns, seen.rows
    community, county = scene.where.community.take(rows), scene.where.county.take(rows)
    prompt, heater = prompt_of(homes, scene, seen), columns["heater"].take(rows)
    price = rows_of(market.net_price_cny, county)
    again = rows_where(~prompt.is_first)
    price[again, heater.take(again)] = market.net_again_cny[county.take(again), heater.take(again)]
    return Chooser(
        **vars(prompt),
        heater=heater,
        income_cny=scene.income_cny.take(rows),
        running_cny=running_cost(market, columns["need_kwh"].take(rows), columns["floor_m2"].take(rows), county),
        fine_cny=market.fine_cny.take(community),
        yearly_cost_of_one=rows_of(market.yearly_cost_of_one, columns["patience"].take(rows)),
        net_price_cny=price,
        reach=rows_of(market.reach, community),
        has_roof=columns["has_roof"].take(rows),
        only_elders=columns["elders"].take(rows) == ONLY_ELDERS,
        works=~seen.fails,
    )


def _commit(homes: Table, scene: Scene, changes: Changes, visit: np.ndarray, numbers: HeatingNumbers) -> None:
    stove, draw = homes.own("has_stove"), scene.luck.stove
    held = rows_where(stove)
    stove[held] = ~loses_stove(draw.take(held), visit.take(scene.where.community.take(held)), numbers.taste)
    rows, was_coal, is_coal = changes.rows, burns_coal(changes.before), burns_coal(changes.after)
    kept = keeps_stove(draw.take(rows), changes.offered, changes.caught, numbers.taste)
    stove[rows] = ~is_coal & ((was_coal & kept) | (~was_coal & stove.take(rows)))
    homes.own("heater")[rows] = changes.after
    homes.own("heater_year")[rows] = scene.year


@dataclass(frozen=True)
class Winter:
    """A winter of the homes."""

    bill_cny: np.ndarray  # (n,) as heated: both stoves, cut to what is borne, less support; zero where nobody lives
    piped: np.ndarray  # rows of flats on the pipe
    piped_county: np.ndarray  # (len(piped),) where they stand
    piped_m2: np.ndarray  # (len(piped),) floor of each
    on_coal: np.ndarray  # rows of homes that take heat from a kept stove
    supported: np.ndarray  # rows of homes whose heat is supported
    rebate_cny: np.ndarray  # (len(supported),) that support


def live_through_winter(homes: Table, scene: Scene, market: HeatMarket, numbers: HeatingNumbers) -> Winter:
    """Split the heat between the clean heater and the kept stove, then cut it to what can be borne.

    Flats on the pipe are heated as they are, and pay by area.
    """
    columns, on_pipe = homes.columns, homes.columns["heater"] == DISTRICT
    bill = np.zeros(len(on_pipe), dtype=np.float32)
    share, warm = homes.own("coal_share"), homes.own("warmth")
    share[:], warm[:] = 0.0, 1.0
    piped = rows_where(on_pipe & scene.present)
    piped_county, piped_m2 = scene.where.county.take(piped), columns["floor_m2"].take(piped)
    bill[piped] = piped_m2 * market.district_cny_per_m2.take(piped_county)
    rows = rows_where(scene.present & ~on_pipe)
    main, support = _main_bill(homes, scene, market, rows)
    stoves = rows_where(columns["has_stove"].take(rows))
    on_coal = rows.take(stoves)
    if len(stoves):  # in time hardly any
        from_coal, coal = _from_coal(homes, scene, market, numbers, (on_coal, main.take(stoves)))
        main[stoves] += from_coal * (coal - main.take(stoves))
        support[stoves] *= 1.0 - from_coal
        share[on_coal] = from_coal
        on_coal = on_coal.compress(from_coal > 0)
    bearable = (columns["tolerance"] * scene.income_cny).take(rows)
    cut, warm_cut = cut_short(main, bearable, numbers.winter.least_warmth)
    warm[rows.take(cut)] = warm_cut
    main[cut] *= warm_cut
    support[cut] *= warm_cut
    bill[rows] = main
    paid = rows_where(support > 0)
    return Winter(bill, piped, piped_county, piped_m2, on_coal, rows.take(paid), support.take(paid))


def _main_bill(homes: Table, scene: Scene, market: HeatMarket, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """CNY of a full winter with the own heater, and the support taken off it."""
    need = homes.need_kwh.take(rows)
    at = (scene.where.of_heaters + homes.heater).take(rows).astype(np.intp)
    limit = np.broadcast_to(market.rebate_limit_kwh, market.rebate_cny_per_kwh.shape)
    support = np.minimum(need, limit.ravel().take(at))
    support *= market.rebate_cny_per_kwh.ravel().take(at)
    net = need
    net *= market.heat_cny_per_kwh.ravel().take(at)
    net -= support
    return np.maximum(net, 0.0, out=net), support


def _from_coal(
    homes: Table,
    scene: Scene,
    market: HeatMarket,
    numbers: HeatingNumbers,
    held: tuple[np.ndarray, np.ndarray],
) -> tuple[np.ndarray, np.ndarray]:
    """Share of heat that homes with a kept stove take from coal, and its bill alone; ``held`` rows and main bill."""
    rows, main = held
    coal = homes.need_kwh.take(rows) * market.heat_cny_per_kwh[:, RAW_COAL].take(scene.where.county.take(rows))
    saving = main - coal - market.fine_cny.take(scene.where.community.take(rows))
    old = homes.elders.take(rows) == ONLY_ELDERS
    return coal_share(saving, scene.income_cny.take(rows), old, homes.attitude.take(rows), numbers.winter), coal
