"""Why a home took the heater that it took: what spoke for it against the old one, in CNY a year, and its chance.

Everything that counts in the choice is divided by what a yuan a year counts, so that money, comfort,
neighbours and the hassle of a change stand beside each other. The rules are those of
``agents/household/heater.py``; nothing is weighed anew here.
"""

from dataclasses import dataclass, replace

import numpy as np

from abm.homes.heating import Triggers, chooser_of
from abm.homes.homes import Homes
from agents.household.heater import annual_cost, is_able, utility
from agents.household.heaters import IS_CLEAN

FAILED, OFFERED, CAUGHT = "failed", "offered", "caught"


@dataclass(frozen=True)
class Reasons:
    """``gains``: cost, comfort, others, hassle -> CNY a year by which the new heater beats the old one."""

    trigger: str
    before: int
    gains: dict[str, float]
    chance: float  # of this choice among homes that stand as this one did
    best: int  # the choice most likely


def reasons_of(homes: Homes, row: int) -> Reasons | None:
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
    cost = annual_cost(chooser)[0]
    value = utility(chooser, traits, taste)[0]
    shares = np.exp(np.where(is_able(chooser, taste)[0], value, -np.inf) - value.max())
    pull = taste.peers * chooser.around + taste.attitude * chooser.attitude - taste.habit * chooser.only_elders
    gains = {
        "cost": float(cost[before] - cost[after]),
        "comfort": cny * float(traits.comfort[after] - traits.comfort[before]),
        "others": cny * float(pull[0]) * (float(IS_CLEAN[after]) - float(IS_CLEAN[before])),
    }
    gains["hassle"] = cny * float(value[after] - value[before]) - sum(gains.values())
    trigger = CAUGHT if caught[0] else OFFERED if offered[0] else FAILED
    return Reasons(trigger, before, gains, float(shares[after] / shares.sum()), int(np.argmax(shares)))
