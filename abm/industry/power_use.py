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
from agents.firm.network_fee import Lines, NetworkFee, highest_kw, kept_below, lines_of
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
    by_kw_cny: np.ndarray  # (n_firms,) of it by highest load or transformer
    saved_share: float  # of the bill, by moving load and by stores
    peak_to_valley_change: float  # of load in dear over load in cheap hours, share


@dataclass(frozen=True)
class ByKw:
    """What large users pay for the network by the kW, and what that leaves of their price by the kWh."""

    fee: NetworkFee  # (n_products,)
    lines: Lines  # (n_products,)
    in_price_cny_per_kwh: float  # of the price by the kWh that the kW bring, at loads that nobody has moved

    def cny_per_kwh(self, load: np.ndarray, weight: np.ndarray) -> np.ndarray:
        """(n_products,) for (n_products, n_days, 24) loads of yearly sum 1; transformers stay as they are."""
        lines, is_by_load = self.lines, self.lines.is_by_load
        by_load = self.fee.demand_cny_per_kw * highest_kw(load, weight)
        paid: np.ndarray = np.where(is_by_load, by_load[:, None], lines.by_transformer_cny).mean(axis=1)
        return paid


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
        e, weight = signals.electricity, self.days.weight
        by_kw = self._by_kw(signals, yard.by_product(kwh_of_firm))
        tariffs = np.array([e.large_user_cny_per_kwh - by_kw.in_price_cny_per_kwh, e.small_business_cny_per_kwh])
        tariff = tariffs[self.is_small]
        free = shifted(self.shapes, tariff, self.elasticity, self.numbers.night_cny_per_kwh)
        below = kept_below(free, self.shapes.max(axis=2, keepdims=True))
        by_load = by_kw.lines.by_load_share[:, None, None]
        after = (1.0 - by_load) * free + by_load * below
        market = Market(tariffs, self.is_small, free, by_kw.lines, kwh_of_firm, buyers.cost_index, buyers.known_share)
        self.stores.decide(market, buyers.purse, buyers.looks, buyers.sharpness)
        lost, of_stores = self.stores.added_kwh()
        used = kwh.sum(axis=1)
        metered = used[:, None, None] * after + of_stores  # kWh by the hour
        kwh = kwh + yard.table(lost)
        total = kwh.sum(axis=1)[:, None, None]
        loads.add_all(ledger, self.sectors, kwh, np.divide(metered, total, out=after.copy(), where=total > 0.0))
        share = moved_share(self.shapes, after, weight)
        both = np.empty((len(used), 2))
        paid_by_kw = [by_kw.cny_per_kwh(load, weight) for load in (self.shapes, below)]
        both[:, 0], both[:, 1] = used * share, used * (self.days.yearly(self.shapes * tariff) + paid_by_kw[0])
        moved, unmoved_bill = both.sum(axis=0)
        unmoved = used[:, None, None] * self.shapes
        paid_cny = kwh_of_firm * paid_by_kw[1][book.product] + self.stores.by_kw_cny
        bill = kwh_of_firm * (self.days.yearly(after * tariff) + paid_by_kw[1])[book.product]
        bill -= self.stores.saved_cny(tariff)
        return PowerYear(
            kwh=kwh,
            moved_kwh=float(moved),
            bill_cny=bill,
            by_kw_cny=paid_cny,
            saved_share=1.0 - float(bill.sum() / unmoved_bill) if unmoved_bill > 0 else 0.0,
            peak_to_valley_change=self._ratio(metered, signals) / self._ratio(unmoved, signals) - 1.0,
        )

    def _by_kw(self, signals: Signals, used_kwh: np.ndarray) -> ByKw:
        """Network fees by the kW of the year; all large users together pay what their price by the kWh held."""
        e, n = signals.electricity, self.stores.numbers
        large = np.where(self.is_small, 0.0, 1.0)
        fee = NetworkFee(large * e.large_user_demand_cny_per_kw, large * e.large_user_transformer_cny_per_kva)
        lines = lines_of(fee, self.shapes, self.days.weight, n.fullness_bounds)
        paid = ByKw(fee, lines, 0.0).cny_per_kwh(self.shapes, self.days.weight)
        kwh = large * used_kwh
        total = float(np.add.reduce(kwh))
        return ByKw(fee, lines, float(kwh @ paid) / total if total > 0.0 else 0.0)

    def _ratio(self, load_kwh: np.ndarray, signals: Signals) -> float:
        """Load in hours dearer than the mean of large users' tariff over load in cheaper ones; one where it is flat."""
        tariff, mean = signals.electricity.large_user_cny_per_kwh, signals.electricity.large_user_mean_cny_per_kwh
        load = load_kwh.sum(axis=0)
        dear, cheap = (self.days.yearly(load * part) for part in (tariff > mean, tariff < mean))
        return float(dear / cheap) if cheap > 0 else 1.0
