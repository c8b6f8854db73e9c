"""Payments for standing ready are shared over the province: users here need not bear what plants here get."""

from typing import TYPE_CHECKING

import numpy as np

from abm.accounts.ledger import Ledger
from abm.accounts.words import SECTORS
from abm.loads import Loads
from agents.signals import Signals

if TYPE_CHECKING:
    from abm.power.power import Power

BEAR_NONE = ("homes_urban", "homes_rural", "farming")
BEAR = np.array([name not in BEAR_NONE for name in SECTORS])


def borne_cny_per_kwh(signals: Signals) -> float:
    """Return what industry and commerce pay in a kWh for coal units, stations and the pumped plant to stand ready."""
    electricity = signals.electricity
    kw_per_kwh = electricity.coal_kw_per_kwh + electricity.store_kw_per_kwh
    pumped = electricity.pumped_storage * electricity.pumped_ready_cny_per_kwh
    return kw_per_kwh * signals.supply.coal_capacity_cny_per_kw + pumped


def settle(power: "Power", signals: Signals, loads: Loads, got_cny: np.ndarray, ledger: Ledger) -> None:
    """Users elsewhere in the province pay what plants here get beyond what users here bear, or get what is over.

    ``got_cny`` (n_counties,) is what the city's plants and stores get for standing ready.
    """
    kwh = loads.kwh[BEAR].sum(axis=0)
    due = float(got_cny.sum()) - borne_cny_per_kwh(signals) * float(kwh.sum())
    payer, receiver = ("outside", "grid") if due >= 0.0 else ("grid", "outside")
    ledger.pay("standing ready shared with the province", payer, receiver, abs(due) * kwh / max(float(kwh.sum()), 1.0))
