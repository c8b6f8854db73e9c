"""Who of those that cost the same: stores and surplus of city and rest, shared after the programme is solved.

The programme would choose among them by its tiny costs, hour by hour. What is done here costs nothing, changes no
price, and keeps every balance and limit.
"""

import numpy as np

from abm.power.inputs import Stores
from agents.choice import share_or_one


def share_stores(
    charge: np.ndarray, discharge: np.ndarray, transfer: np.ndarray, stores: Stores, limit: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return charge, discharge and transfer when stores of one kind work alike, each by its power.

    Stores with the same hours, efficiency and wear cost the same wherever they stand, so that by the tiny costs the
    city's would give all it has in one hour and nothing in the next, the province's the other way round. A day goes
    from that choice towards even shares as far as the lines allow in its tightest hour: between two courses of a day
    that are both possible, every mixture is.

    Args:
        charge: (n_stores, n_days, 24) GW.
        discharge: the same.
        transfer: (n_days, 24) GW from the city to the rest.
        stores: what there is.
        limit: GW of the lines.
    """
    share = alike_shares(stores)
    more_in, more_out = (np.tensordot(share, gw, axes=1) - gw for gw in (charge, discharge))
    moved = np.add.reduce((more_out - more_in)[stores.in_city])
    room = limit - np.sign(moved) * transfer
    part = np.divide(room, np.abs(moved), out=np.ones_like(room), where=np.abs(moved) > room)
    part = np.clip(part.min(axis=1, keepdims=True), 0.0, 1.0)
    return charge + part * more_in, discharge + part * more_out, transfer + part * moved


def alike_shares(stores: Stores) -> np.ndarray:
    """Return (n_stores, n_stores) the share of what each column's store does that falls to each row's.

    Stores of one kind share by power; another kind, and a store of no power, keeps its own.
    """
    power = stores.power_gw
    hours = np.divide(stores.energy_gwh, power, out=np.zeros_like(power), where=power > 0.0)
    kind = np.round([hours, stores.efficiency, stores.cost_cny_per_mwh], 9)
    alike = (kind[:, :, None] == kind[:, None, :]).all(axis=0) & (power > 0.0) & (power > 0.0)[:, None]
    total = alike @ power
    share = np.divide(alike * power[:, None], total, out=np.zeros(alike.shape), where=total > 0.0)
    return np.where(power > 0.0, share, np.eye(len(power)))


def share_curtailment(
    used: np.ndarray, available: np.ndarray, transfer: np.ndarray, limit: float
) -> tuple[np.ndarray, np.ndarray]:
    """Return what wind and sun of city and rest give when all are curtailed alike, and the transfer that follows.

    Where sharing would overload the lines, the programme's choice stands.

    Args:
        used: (4, n_days, 24) GW of wind and PV of the city, wind and PV of the rest.
        available: the same, before curtailment.
        transfer: (n_days, 24) GW from the city to the rest.
        limit: GW of the lines.
    """
    total = available.sum(axis=0)
    share = share_or_one(used.sum(axis=0), total)
    alike = available * share
    moved = transfer + (alike - used)[:2].sum(axis=0)
    free = np.abs(moved) <= limit
    return np.where(free, alike, used), np.where(free, moved, transfer)
