"""How little a year's price can leave the mean works, here and elsewhere: nothing, and later what rebuilding needs.

Where a price does not cover the costs of the mean works, works elsewhere close until it does. That holds for a year and
for some. Ovens and furnaces wear out: where demand falls more slowly than they do, some must be built anew, and a price
that pays for none of them ends as soon as they are missed. Works elsewhere are taken to be as old and their owners to
weigh as those here.
"""

import numpy as np

from abm.industry.numbers import by_product
from abm.industry.renewal import RENEWED, RenewalNumbers
from abm.world import World
from agents.firm.renewal import earned_to_rebuild, rebuilt_at_least
from agents.firm.words import PRODUCTS

MOST_REBUILT = 0.95  # some owners never do


def least_beyond_mean(world: World) -> np.ndarray:
    """Return (n_years, n_products) CNY/t beyond a mean year below which no price stays.

    From minus the margin it climbs, while the plant of the first year wears out, to what lets owners of the median
    hurdle rebuild as much as demand needs; never above a mean year.
    """
    p = world.region.parameters
    n, margin = RenewalNumbers.of(p), by_product(p, "margin", "CNY/t")
    hurdle = n.hurdle_factor * p.value("industry.hurdle_years", "years")
    worn_years = n.leaves_until - n.leaves_from + 1.0
    fall = np.array([_fall(world, name, n) if name in RENEWED else 0.0 for name in PRODUCTS])
    needed = np.minimum(rebuilt_at_least(fall, 1.0 / worn_years), MOST_REBUILT)
    earned = earned_to_rebuild(needed, hurdle, n.capital, p.value("invest.sharpness", "ratio"))
    lasting = np.clip(earned - n.margin - n.gain, -margin, 0.0)
    lasting = np.where(n.capital > 0.0, lasting, -margin)
    gone = (np.array(world.years)[:, None] - n.leaves_from) / worn_years
    climbed: np.ndarray = -margin + np.clip(gone, 0.0, 1.0) * (lasting + margin)
    return climbed


def _fall(world: World, product: str, n: RenewalNumbers) -> float:
    """Mean yearly fall of outside demand while the plant of the first year wears out, as a share."""
    number = PRODUCTS.index(product)
    first, last = round(n.leaves_from[number]), round(n.leaves_until[number])
    asked = [world.context(f"demand.{product}", "index", year) for year in (first, last)]
    if asked[0] <= 0.0:
        return 1.0
    fall: float = 1.0 - (asked[1] / asked[0]) ** (1.0 / max(last - first, 1))
    return fall
