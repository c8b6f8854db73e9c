"""Who pays whom for straw."""

import numpy as np

from abm.accounts.ledger import Ledger
from abm.farming.constants import seen_watch
from abm.farming.market import Settled
from abm.farming.straw import Straw
from agents.farm import BURN, FEED, OFF_FIELD, RETURN, SOLD_FUEL
from agents.farm.ways import MATERIAL, SUBSTRATE
from agents.signals import StrawSignals


def pay_for_straw(ledger: Ledger, straw: StrawSignals, settled: Settled, part: Straw) -> np.ndarray:
    """Write sales, subsidies, machine support and fines, and return (n_counties,) CNY that sales brought.

    Straw fed to a farm's own animals is paid by nobody; ``part.sold_feed_share`` leaves it out.
    """
    ways = settled.ways_t
    fuel = ways[SOLD_FUEL] * straw.fuel_price_cny_per_t
    feed = ways[FEED] * part.sold_feed_share * straw.feed_price_cny_per_t
    others = ways[SUBSTRATE] * straw.substrate_price_cny_per_t + ways[MATERIAL] * straw.material_price_cny_per_t
    ledger.pay("straw sales", "firms", "farms", fuel + others)
    ledger.pay("straw sales", "farms", "farms", feed)

    subsidy = sold_t(ways, part.sold_feed_share) * straw.off_field_subsidy_cny_per_t
    ledger.pay("straw subsidy", "city_budget", "farms", subsidy)
    support = ways[RETURN] * part.chop_cny_per_t * straw.return_support_share
    ledger.pay("straw return support", "upper_budget", "farms", support)
    ledger.pay("straw fines", "farms", "city_budget", _fines(straw, ways[BURN], part))
    return fuel + feed + others + subsidy


def straw_work_cny(ways_t: np.ndarray, part: Straw) -> np.ndarray:
    """Return (n_counties,) CNY of the machines that chop, plough in and bale, their diesel and crews included.

    It is what farms weigh, and what support for ploughing in bears a share of; own animals' straw is fetched by hand.
    """
    return ways_t[RETURN] * part.chop_cny_per_t + sold_t(ways_t, part.sold_feed_share) * part.bale_cny_per_t


def sold_t(ways_t: np.ndarray, sold_feed_share: np.ndarray) -> np.ndarray:
    """Return (n_counties,) t that left the field for a buyer: all but what a farm's own animals ate."""
    return ways_t[list(OFF_FIELD)].sum(axis=0) - ways_t[FEED] * (1 - sold_feed_share)


def _fines(straw: StrawSignals, left_t: np.ndarray, part: Straw) -> np.ndarray:
    """(n_counties,) CNY: fires in watched fields that are caught, one for the straw of a mean farm."""
    watch = part.numbers.watch
    seen = seen_watch(straw.patrol_share, part.numbers)
    caught = (seen[:, 0] * (1 - watch.road_share) + seen[:, 1] * watch.road_share) * watch.caught_share
    farm_t = part.straw_per_farm_t * part.yield_index
    visible = -np.expm1(-farm_t / part.numbers.behaviour.fire_seen_t)
    return left_t / farm_t * caught * visible * watch.fine_cny
