"""Stores of firms behind their meters: what each has, what it buys, and what the meter sees of it."""

from dataclasses import dataclass

import numpy as np

from abm.days import Days
from abm.industry.yard import Yard
from abm.parameters import Parameters
from agents.choice import share_of
from agents.firm.network_fee import Lines, highest_kw
from agents.firm.projects import Offer, Purse, take
from agents.firm.store_limits import Cell, turns_under_demand_fee
from agents.firm.stores import Turns, best_turns, lasts_years, room_kw

FREE, BELOW = range(2)  # stores that fill when it is cheap; those that fill below the highest load, which is billed
HOURS_PER_YEAR = 8760.0


@dataclass(frozen=True)
class StoreNumbers:
    """Money at 2020 prices."""

    capital_cny_per_kwh: float  # in 2020; it follows the storyline's index
    kept_share: float  # of capital a year: insurance, repair, monitoring
    hours: int  # from full to empty at full power
    efficiency: float  # from meter to meter
    life_years: float
    life_turns: float
    fullest: float  # highest load over what the transformer carries, mean of all lines
    fullness_spread: float  # lines lie evenly within so much of it
    by_load_size: float  # kW of store over the mean load of lines that are billed by their highest load
    most: float  # of the room behind the meter that has a site and a permit
    ready: float  # first year in which such a store can be bought

    @property
    def fullness_bounds(self) -> tuple[float, float]:
        """Least and most full."""
        return self.fullest - self.fullness_spread, self.fullest + self.fullness_spread

    @classmethod
    def of(cls, p: Parameters) -> "StoreNumbers":
        """Read them."""
        k = "firm.store"
        return cls(
            capital_cny_per_kwh=p.value(f"{k}.capital", "CNY/kWh"),
            kept_share=p.value(f"{k}.kept", "share"),
            hours=max(round(p.value(f"{k}.hours", "h")), 1),
            efficiency=p.value(f"{k}.efficiency", "share"),
            life_years=p.value(f"{k}.life", "years"),
            life_turns=p.value(f"{k}.turns", "turns"),
            fullest=p.value(f"{k}.fullest", "share"),
            fullness_spread=p.value(f"{k}.fullness_spread", "share"),
            by_load_size=p.value(f"{k}.by_load_size", "share"),
            most=p.value(f"{k}.most", "share"),
            ready=p.value(f"{k}.ready", "year"),
        )


@dataclass(frozen=True)
class Market:
    """What firms weigh a store with this year."""

    tariffs_cny_per_kwh: np.ndarray  # (n_tariffs, n_days, 24)
    tariff_of: np.ndarray  # (n_products,) number of the tariff that firms of a product pay
    load: np.ndarray  # (n_products, n_days, 24) shapes, yearly sum 1, after work has been moved
    load_below: np.ndarray  # the same of lines that are billed by their highest load
    lines: Lines
    demand_cny_per_kw: np.ndarray  # (n_products,) a year of highest load
    kwh: np.ndarray  # (n_firms,) of the year
    cost_index: float
    known_share: float  # of firms that could buy one: makers and installers reach them year by year


@dataclass(frozen=True)
class Bought:
    """CNY of the year, (n_firms,): all stores bought, of it by service companies; and what all cost to keep."""

    capital_cny: np.ndarray
    contract_cny: np.ndarray
    kept_cny: np.ndarray


@dataclass(frozen=True)
class Weighed:
    """What a kW of store is worth to each product in both ways, (n_products, 2)."""

    saved_cny: np.ndarray  # off the year's bill
    room_kw: np.ndarray  # behind the meter, per kWh of the year
    share: np.ndarray  # of lines to which this way is worth more
    billed_anew_cny: np.ndarray  # (n_products,) a year and kW of free store: by the transformer in place of the load


class FirmStores:
    """``held_kw`` is (n_firms, 2) what stands, free or below the load.

    Firms of one product share load shape and tariff, so stores of one way turn alike. Who buys one that fills when it
    is cheap is billed by his transformer from then on; who would lose more by that than it earns more fills below his
    load.
    """

    def __init__(self, yard: Yard, days: Days, p: Parameters) -> None:
        self.yard, self.book, self.days = yard, yard.book, days
        self.numbers = StoreNumbers.of(p)
        n = len(self.book)
        self.held_kw, self.used_kw = np.zeros((2, n, 2))
        self.worn_share = np.full((n, 2), 1.0 / self.numbers.life_years)  # a year
        self.bought = Bought(*np.zeros((3, n)))
        self.turns = [Turns(*np.zeros((2, len(yard.rows), days.n_days, 24))) for _ in (FREE, BELOW)]
        self.by_kw_cny = np.zeros(n)  # what stores add to the year's network fee by the kW
        products = len(yard.rows)
        saved, room, share = np.zeros((3, products, 2))
        self.weighed = Weighed(saved, room, share, np.zeros(products))

    @property
    def kw(self) -> np.ndarray:
        """(n_firms,) of all stores."""
        total: np.ndarray = np.add.reduce(self.held_kw, axis=1)
        return total

    @property
    def kwh(self) -> np.ndarray:
        """(n_firms,) kWh that stores hold."""
        held: np.ndarray = self.kw * self.numbers.hours
        return held

    def decide(self, market: Market, purse: Purse, looks: np.ndarray, sharpness: float) -> None:
        """Wear out, weigh and buy, then turn against the year's tariff; a firm that has closed keeps nothing.

        A store weighed at last year's habits would miss a new tariff: firms know the year's hours beforehand.
        """
        n, product = self.numbers, self.book.product
        capital = n.capital_cny_per_kwh * market.cost_index * n.hours  # CNY/kW
        self.turns = self._turns(market, capital / n.hours / n.life_turns)
        self.weighed = weighed = self._weigh(market)
        room = weighed.room_kw[product] * market.kwh[:, None]
        saving = (weighed.saved_cny - n.kept_share * capital)[product]
        self.held_kw = np.where(self.book.is_closed[:, None], 0.0, self.held_kw * (1.0 - self.worn_share))
        offer = Offer(
            capital_cny=capital * room,
            saving_cny=saving * room,
            room=n.most * market.known_share * weighed.share[product],
            done=share_of(self.held_kw, room),
            suits_contract=np.ones(2),
        )
        taken = take(offer, purse, looks, sharpness)
        contract = taken.by_contract * room
        new = taken.own * room + contract
        self.held_kw = self.held_kw + new
        self.used_kw = np.minimum(self.held_kw, room)  # works that make little have room for little
        self.worn_share = 1.0 / self._lasts()[product]
        new_cny, contract_cny = (np.add.reduce(kw, axis=1) * capital for kw in (new, contract))
        self.bought = Bought(new_cny, contract_cny, self.kw * n.kept_share * capital)
        self.by_kw_cny = self._by_kw_cny(market)

    def known_share(self, year: int, spread_years: float) -> float:
        """Return the share of firms that makers reach: more each year, from the first on, as with any technique."""
        return min(max((year + 1 - self.numbers.ready) / spread_years, 0.0), 1.0)

    def added_kwh(self) -> tuple[np.ndarray, np.ndarray]:
        """Return (n_firms,) kWh a year that stores lose, and (n_products, n_days, 24) what meters see of them."""
        hourly = sum(
            self.yard.by_product(used)[:, None, None] * turns.net_kwh
            for used, turns in zip(self.used_kw.T, self.turns, strict=True)
        )
        return self._over_firms([turns.net_kwh for turns in self.turns]), np.asarray(hourly)

    def saved_cny(self, tariff_cny_per_kwh: np.ndarray) -> np.ndarray:
        """Return (n_firms,) CNY that stores take off the bill at (n_products, n_days, 24) prices, and by the kW."""
        return self._over_firms([-turns.net_kwh * tariff_cny_per_kwh for turns in self.turns]) - self.by_kw_cny

    def discharged_kwh(self) -> np.ndarray:
        """(n_firms,) kWh a year."""
        return self._over_firms([turns.discharge_kwh for turns in self.turns])

    def _over_firms(self, hourly: list[np.ndarray]) -> np.ndarray:
        """(n_firms,) yearly sums of what a kW of store does in each kind of line, (n_products, n_days, 24)."""
        yearly = np.stack([self.days.yearly(part) for part in hourly], axis=1)
        total: np.ndarray = np.add.reduce(self.used_kw * yearly[self.book.product], axis=1)
        return total

    def _turns(self, market: Market, wear_cny_per_kwh: float) -> list[Turns]:
        """Turns against the tariff of each product: free, and where the highest load is billed."""
        n, of = self.numbers, market.tariff_of
        free = best_turns(market.tariffs_cny_per_kwh, n.hours, n.efficiency, wear_cny_per_kwh)
        below = Turns(*np.zeros((2, *market.load.shape)))
        (at,) = market.lines.by_load_share.nonzero()
        if len(at):
            found = turns_under_demand_fee(
                market.tariffs_cny_per_kwh[of[at]],
                market.load_below[at] * HOURS_PER_YEAR / n.by_load_size,
                market.demand_cny_per_kw[at] / float(np.add.reduce(self.days.weight)),
                Cell(n.hours, n.efficiency, wear_cny_per_kwh),
            )
            below.charge_kwh[at], below.discharge_kwh[at] = found.charge_kwh, found.discharge_kwh
        return [Turns(free.charge_kwh[of], free.discharge_kwh[of]), below]

    def _weigh(self, market: Market) -> Weighed:
        """Hold the two ways to turn against each other, line by line."""
        n, lines = self.numbers, market.lines
        tariff = market.tariffs_cny_per_kwh[market.tariff_of]
        saved = np.stack([self.days.yearly(-turns.net_kwh * tariff) for turns in self.turns], axis=1)
        kw = n.by_load_size / HOURS_PER_YEAR
        saved[:, BELOW] -= market.demand_cny_per_kw * self._higher_kw(market.load_below, kw) / kw
        room = np.stack([room_kw(market.load, self.turns[FREE], full) for full in lines.fullness], axis=1)
        billed_anew = share_of(lines.dearer_by_transformer_cny, room)  # CNY a year of a kW of store
        is_free = ~lines.is_by_load | (saved[:, FREE, None] - billed_anew > saved[:, BELOW, None])
        room_free = np.where(is_free, room, 0.0).sum(axis=1)
        anew = share_of(np.where(is_free, room * billed_anew, 0.0).sum(axis=1), room_free)
        share = is_free.mean(axis=1)
        room_free = share_of(room_free, is_free.sum(axis=1))
        room_below = np.minimum(room_kw(market.load_below, self.turns[BELOW], n.fullest), kw)
        saved[:, FREE] -= anew
        return Weighed(saved, np.stack([room_free, room_below], axis=1), np.stack([share, 1.0 - share], axis=1), anew)

    def _higher_kw(self, load: np.ndarray, kw: float | np.ndarray, product: np.ndarray | None = None) -> np.ndarray:
        """(n,) kW by which ``kw`` of store raises the highest load of each month, on the mean over the year."""
        net, weight = self.turns[BELOW].net_kwh, self.days.weight
        net = net if product is None else net[product]
        return highest_kw(load + kw * net, weight) - highest_kw(load, weight)

    def _by_kw_cny(self, market: Market) -> np.ndarray:
        """(n_firms,) CNY a year that stores add to what is paid by the kW."""
        product = self.book.product
        cny: np.ndarray = self.used_kw[:, FREE] * self.weighed.billed_anew_cny[product]
        kwh = market.kwh * self.weighed.share[product, BELOW]
        (at,) = ((self.used_kw[:, BELOW] > 0.0) & (kwh > 0.0)).nonzero()
        if len(at):
            of = product[at]
            size = self.used_kw[at, BELOW] / kwh[at]
            higher = self._higher_kw(market.load_below[of], size[:, None, None], of)
            cny[at] += market.demand_cny_per_kw[of] * higher * kwh[at]
        return cny

    def _lasts(self) -> np.ndarray:
        """(n_products, 2) years."""
        n = self.numbers
        per_kwh = np.stack([self.days.yearly(turns.discharge_kwh) / n.hours for turns in self.turns], axis=1)
        return lasts_years(per_kwh, n.life_years, n.life_turns)
