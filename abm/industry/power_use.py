"""Electricity of firms: yearly kWh by sector and county, and the hours, after firms have moved what they can."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.days import Days
from abm.industry.stores import FirmStores, Market
from abm.industry.yard import Yard
from abm.loads import Loads
from abm.parameters import Parameters
from agents.firm.load import moved_share, shifted
from agents.firm.projects import Purse
from agents.firm.words import PRODUCTS, SECTOR
from agents.signals import Signals

SMALL_USERS = ("other_industry",)  # pay the agent-purchase price; the others buy as large users


@dataclass(frozen=True)
class LoadNumbers:
    """Elasticity and day's swing by sector, and the premium of night work."""

    elasticity: dict[str, float]
    day_swing: dict[str, float]
    night_cny_per_kwh: np.ndarray  # (24,)

    @classmethod
    def of(cls, p: Parameters) -> "LoadNumbers":
        """Read them."""
        hours = np.arange(24)
        night = (hours >= p.value("industry.load.night_from", "hour")) | (
            hours < p.value("industry.load.night_until", "hour")
        )
        sectors = [SECTOR[product] for product in PRODUCTS]
        return cls(
            elasticity={s: p.value(f"industry.load.elasticity.{s}", "ratio") for s in sectors},
            day_swing={s: p.value(f"industry.load.day_swing.{s}", "ratio") for s in sectors},
            night_cny_per_kwh=night * p.value("industry.load.night_premium", "CNY/kWh"),
        )


@dataclass(frozen=True)
class Buyers:
    """Who may buy a store this year and with what: a purse, and (n_firms,) who looks at investments."""

    purse: Purse
    looks: np.ndarray
    sharpness: float  # how alike a firm's lines are
    cost_index: float  # of stores
    known_share: float  # whom makers of stores reach


@dataclass(frozen=True)
class PowerYear:
    """What firms used, moved and paid for power in a year."""

    kwh: np.ndarray  # (n_products, n_counties), with what their stores lose
    moved_kwh: float  # of work
    bill_cny: np.ndarray  # (n_firms,) without surcharges
    saved_share: float  # of the bill, by moving load and by stores
    peak_to_valley_change: float  # of load in dear over load in cheap hours, share


class PowerUse:
    """Load shapes of industry under a flat price, and their answer to tariffs: work moves, and stores turn."""

    def __init__(self, numbers: LoadNumbers, days: Days, stores: FirmStores) -> None:
        self.numbers, self.stores = numbers, stores
        self.days = days
        hours = np.arange(24)
        day = np.cos((hours - 14.0) / 24.0 * 2.0 * np.pi)  # highest at two in the afternoon
        self.sectors = [SECTOR[product] for product in PRODUCTS]
        self.shapes = np.array(
            [days.shape(np.tile(1.0 + numbers.day_swing[sector] * day, (days.n_days, 1))) for sector in self.sectors]
        )  # (n_products, n_days, 24)
        self.is_small = np.array([sector in SMALL_USERS for sector in self.sectors], dtype=np.intp)
        self.elasticity = np.array([numbers.elasticity[sector] for sector in self.sectors])[:, None, None]

    def act(self, yard: Yard, signals: Signals, buyers: Buyers, ledger: Ledger, loads: Loads) -> PowerYear:
        """Add the year's loads; firms pay the tariff hour by hour."""
        book = yard.book
        kwh_of_firm = book.output_t * book.kwh_per_t_now()
        kwh = yard.table(kwh_of_firm)
        e = signals.electricity
        tariffs = np.array([e.large_user_cny_per_kwh, e.small_business_cny_per_kwh])
        tariff = tariffs[self.is_small]
        after = shifted(self.shapes, tariff, self.elasticity, self.numbers.night_cny_per_kwh)
        market = Market(tariffs, self.is_small, after, kwh_of_firm, buyers.cost_index, buyers.known_share)
        self.stores.decide(market, buyers.purse, buyers.looks, buyers.sharpness)
        lost, of_stores = self.stores.added_kwh()
        used = kwh.sum(axis=1)
        metered = used[:, None, None] * after + of_stores  # kWh by the hour
        kwh = kwh + yard.table(lost)
        total = kwh.sum(axis=1)[:, None, None]
        loads.add_all(ledger, self.sectors, kwh, np.divide(metered, total, out=after.copy(), where=total > 0.0))
        share = moved_share(self.shapes, after, self.days.weight)
        both = np.empty((len(used), 2))
        both[:, 0], both[:, 1] = used * share, used * self.days.yearly(self.shapes * tariff)
        moved, unmoved_bill = both.sum(axis=0)
        unmoved = used[:, None, None] * self.shapes
        bill = kwh_of_firm * self.days.yearly(after * tariff)[book.product]
        bill -= self.stores.saved_cny(tariff)
        return PowerYear(
            kwh=kwh,
            moved_kwh=float(moved),
            bill_cny=bill,
            saved_share=1.0 - float(bill.sum() / unmoved_bill) if unmoved_bill > 0 else 0.0,
            peak_to_valley_change=self._ratio(metered, signals) / self._ratio(unmoved, signals) - 1.0,
        )

    def _ratio(self, load_kwh: np.ndarray, signals: Signals) -> float:
        """Load in hours dearer than the mean of large users' tariff over load in cheaper ones; one where it is flat."""
        tariff, mean = signals.electricity.large_user_cny_per_kwh, signals.electricity.large_user_mean_cny_per_kwh
        load = load_kwh.sum(axis=0)
        dear, cheap = (self.days.yearly(load * part) for part in (tariff > mean, tariff < mean))
        return float(dear / cheap) if cheap > 0 else 1.0
