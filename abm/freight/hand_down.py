"""Which haul a new truck goes to: one owner with many trucks puts it where most kilometres are driven.

A driver's new truck takes the old one's haul. Whoever sends out many trucks gives the newest to the
busiest haul, whose truck moves on to the haul that lost its own: so a truck that is dear to buy and
cheap to run earns its price sooner than on the mean haul.
"""

import numpy as np


def busiest_first(rows: np.ndarray, county: np.ndarray, km: np.ndarray) -> np.ndarray:
    """Return ``rows`` county by county, and in each from the haul on which most kilometres are driven."""
    return rows.take(np.lexsort((-km.take(rows), county.take(rows))))


def handed_down(
    empty: np.ndarray, own: np.ndarray, county: np.ndarray, km: np.ndarray, may_move: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return (busy, quiet): the truck of each busy haul moves to the quiet one, and the new one comes to the busy.

    Within each county the quietest empty haul is paired with the busiest one, the next with the
    next, as long as more kilometres are driven on the second.

    Args:
        empty: (n,) rows of hauls for which a truck is to be bought.
        own: (n_own,) rows of the owner's hauls, the busiest of each county first: see :func:`busiest_first`.
        county: (n_rows,) where they are.
        km: (n_rows,) kilometres a year.
        may_move: (n_own,) bool: of these, whose truck may be sent elsewhere.
    """
    held = np.zeros(len(county), dtype=bool)
    held[own] = True
    quiet = empty.compress(held.take(empty))
    held[quiet] = False
    quiet = quiet.take(np.lexsort((km.take(quiet), county.take(quiet))))
    busy = own.compress(may_move & held.take(own))
    place = county.take(quiet)
    first = np.searchsorted(county.take(busy), place)
    at = first + np.arange(len(quiet)) - np.searchsorted(place, place)
    there = at < np.searchsorted(county.take(busy), place, side="right")
    quiet, busy = quiet.compress(there), busy.take(at.compress(there))
    gains = km.take(busy) > km.take(quiet)
    return busy.compress(gains), quiet.compress(gains)
