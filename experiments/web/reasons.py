"""Why a home, a truck owner or a farm chose as it did: what spoke for each way, and its chance.

Everything that counts in a choice is divided by what a yuan counts, so that money, comfort, neighbours, habit
and mistrust stand beside each other. The rules are those of ``agents``; nothing is weighed anew here.
"""

from dataclasses import dataclass, replace

import numpy as np

from abm.farming.straw import Straw
from abm.freight.trucks import Trucks
from abm.homes.heating import Triggers, chooser_of
from abm.homes.homes import Homes
from agents.choice import CLOSED, choice_shares
from agents.household.heater import annual_cost, is_able, is_aware, utility
from agents.household.heaters import IS_CLEAN

FAILED, OFFERED, CAUGHT = "failed", "offered", "caught"


@dataclass(frozen=True)
class Reasons:
    """What was weighed when something was chosen, in the unit of the kind's costs.

    ``costs`` of every way as it was seen then, NaN where it was closed (of a farm: worths); ``gains``: cost,
    comfort, others, hassle -> CNY a year by which the new heater beats the old one; ``pulls``: what else
    counted against each drive of a truck, beside that of the one before.
    """

    before: int
    chance: float  # of this choice among those that stand as this one did
    best: int  # the choice most likely
    costs: tuple[float, ...]
    trigger: str = ""
    gains: dict[str, float] | None = None
    pulls: tuple[float, ...] = ()
    is_aware: bool = True  # else it took the old one again without a look at what there is


def reasons_of_home(homes: Homes, row: int) -> Reasons | None:
    """Return why a home changed its heater this year; None if it did not."""
    changes = homes.now.changes
    at = np.flatnonzero(changes.rows == row)
    if not len(at):
        return None
    offered, caught = changes.offered[at[:1]], changes.caught[at[:1]]
    before, after = int(changes.before[at[0]]), int(changes.after[at[0]])
    seen = Triggers(np.array([row]), ~(offered | caught), offered, caught)
    # The table holds the new heater by now; the choice was made from the old one.
    chooser = replace(chooser_of(homes.table, homes.now.scene, homes.now.market, seen), heater=np.array([before]))
    traits, taste = homes.heating.traits, homes.heating.taste
    cny = float(chooser.income_cny[0]) / taste.cost  # that count as much as a utility of one
    cost, able = annual_cost(chooser)[0], is_able(chooser, taste)[0]
    value = utility(chooser, traits, taste)[0]
    shares = choice_shares(value[None], able[None])[0]
    pull = taste.peers * chooser.around + taste.attitude * chooser.attitude - taste.habit * chooser.only_elders
    gains = {
        "cost": float(cost[before] - cost[after]),
        "comfort": cny * float(traits.comfort[after] - traits.comfort[before]),
        "others": cny * float(pull[0]) * (float(IS_CLEAN[after]) - float(IS_CLEAN[before])),
    }
    gains["hassle"] = cny * float(value[after] - value[before]) - sum(gains.values())
    trigger = CAUGHT if caught[0] else OFFERED if offered[0] else FAILED
    able[before] = True  # to be compared with, also where it is sealed
    costs = np.where(able, cost, np.nan).tolist()
    aware = is_aware(chooser, homes.now.scene.luck.aware.take(np.array([row])), taste)
    return Reasons(
        before, float(shares[after]), int(np.argmax(shares)), tuple(costs), trigger, gains, is_aware=bool(aware[0])
    )


def reasons_of_truck(trucks: Trucks, row: int, before: int) -> Reasons | None:
    """Return why a truck of this drive was bought this year; None if none was."""
    weighed = trucks.weighed
    at = np.flatnonzero(weighed.rows == row)
    if not len(at):
        return None
    value, cost = weighed.value[at[0]], weighed.cost_cny_per_km[at[0]]
    is_open = value > -CLOSED / 2
    shares = choice_shares(value[None], is_open[None])[0]
    after = int(trucks.table.powertrain[row])
    pulls = np.where(is_open, -value * trucks.numbers.spread_cny_per_km - cost, np.nan)
    against = pulls[before] if is_open[before] else np.nanmin(pulls)
    costs = np.where(is_open, cost, np.nan).tolist()
    pull = (pulls - against).tolist()
    return Reasons(before, float(shares[after]), int(np.argmax(shares)), tuple(costs), pulls=tuple(pull))


def reasons_of_farm(straw: Straw, row: int, before: int) -> Reasons | None:
    """Return why a farm that thought again this year turned its straw where it does; None if it did not think."""
    rows, worth = straw.weighed
    at = np.flatnonzero(rows == row)
    if not len(at):
        return None
    value = worth[at[0]].astype(float)
    shares = choice_shares(value[None])[0]
    after = int(straw.farms.straw_way[row])
    told = np.where(np.isfinite(value), value * straw.numbers.behaviour.taste_cny, np.nan)
    return Reasons(before, float(shares[after]), int(np.argmax(shares)), tuple(told.tolist()))
