"""Who pays whom for what is worn out."""

from typing import TYPE_CHECKING

import numpy as np

from abm.accounts.ledger import Ledger
from abm.recovery.numbers import KWH_PER_MWH, PACK, RecoveryNumbers
from agents.signals import MaterialSignals

if TYPE_CHECKING:
    from abm.recovery import Returned


def work_cny(numbers: RecoveryNumbers, apart_t: np.ndarray, reused_t: np.ndarray) -> np.ndarray:
    """Return (n_counties,) CNY that recyclers earn beyond what they paid for the goods: taking apart, and tests."""
    n = numbers
    tested_kwh = reused_t / n.t_per_mwh * KWH_PER_MWH * n.kept_share
    earned: np.ndarray = n.running_cny[:, 0] @ apart_t + n.testing_cny_per_kwh * tested_kwh
    return earned


def pay(
    ledger: Ledger, numbers: RecoveryNumbers, rules: MaterialSignals, returned: "Returned", apart_t: np.ndarray
) -> None:
    """Book the year; ``apart_t`` (3, n_counties) is taken apart. Support reaches owners through what recyclers pay.

    Owners of vehicles are paid for packs by whoever takes them; owners of plants pay for what costs more than it
    brings. Materials earn what recyclers pay or ask for, and their running cost. What others do with modules and
    blades that they take is not booked.
    """
    n, support = numbers, rules.recovery_support_cny_per_t
    offer = n.licensed_cny + support
    _packs(ledger, n, returned, np.maximum(offer[PACK], 0.0))
    plants = returned.handed_t[PACK + 1 :] * offer[PACK + 1 :]
    ledger.pay("old plants bought", "firms", "firms", np.maximum(plants, 0.0).sum(axis=0))
    ledger.pay("old plants taken back", "firms", "firms", np.maximum(-plants, 0.0).sum(axis=0))
    ledger.pay("recovery support", "city_budget", "firms", returned.handed_t.sum(axis=0) * support)
    running = n.running_cny[:, 0] @ apart_t
    ledger.pay("recovered materials", "customers", "firms", n.licensed_cny[:, 0] @ apart_t + running)


def _packs(ledger: Ledger, n: RecoveryNumbers, returned: "Returned", licensed_cny: np.ndarray) -> None:
    """Packs of private cars by income of the household, those of businesses by county."""
    share = returned.share_of_packs
    others = np.full_like(share, float(n.others_cny[PACK, 0]))
    for name, payer, each in (
        ("used packs of {}", "firms", share * licensed_cny),
        ("packs of {} sold elsewhere", "outside", (1.0 - share) * others),
    ):
        cars = returned.cars_t * each[:, None, None]
        ledger.pay_by_income(name.format("cars"), payer, "vehicle_owners", cars)
        ledger.pay(name.format("fleets"), payer, "vehicle_owners", returned.fleets_t * each)
        ledger.pay(name.format("trucks"), payer, "vehicle_owners", returned.trucks_t * each)
