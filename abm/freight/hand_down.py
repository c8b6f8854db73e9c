"""Which haul a new truck goes to: one owner with many trucks puts it where most kilometres are driven.

A driver's new truck takes the old one's haul. Whoever sends out many trucks gives the newest to the
busiest haul, whose truck moves on to the haul that lost its own: so a truck that is dear to buy and
cheap to run earns its price sooner than on the mean haul.
"""

import numpy as np

from agents.table import rows_where


def handed_down(
    empty: np.ndarray, own: np.ndarray, county: np.ndarray, km: np.ndarray, may_move: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return (busy, quiet): the truck of each busy haul moves to the quiet one, and the new one comes to the busy.

    Within each county the quietest empty haul is paired with the busiest one, the next with the
    next, as long as more kilometres are driven on the second.

    Args:
        empty: (n,) rows of hauls for which a truck is to be bought.
        own: (n_rows,) bool: hauls of the owner.
        county: (n_rows,) where they are.
        km: (n_rows,) kilometres a year.
        may_move: (n_rows,) bool: hauls whose truck may be sent elsewhere.
    """
    quiet = empty.compress(own.take(empty))
    held = own & may_move
    held[quiet] = False
    busy = rows_where(held)
    quiet = quiet.take(np.lexsort((km.take(quiet), county.take(quiet))))
    busy = busy.take(np.lexsort((-km.take(busy), county.take(busy))))
    place = county.take(quiet)
    first = np.searchsorted(county.take(busy), place)
    at = first + np.arange(len(quiet)) - np.searchsorted(place, place)
    there = at < np.searchsorted(county.take(busy), place, side="right")
    quiet, busy = quiet.compress(there), busy.take(at.compress(there))
    gains = km.take(busy) > km.take(quiet)
    return busy.compress(gains), quiet.compress(gains)
