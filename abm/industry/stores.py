"""Stores of firms behind their meters: what each has, what it buys, and what the meter sees of it."""

from dataclasses import dataclass

import numpy as np

from abm.days import Days
from abm.industry.yard import Yard
from abm.parameters import Parameters
from agents.choice import share_of
from agents.firm.network_fee import Lines
from agents.firm.projects import Offer, Purse, take
from agents.firm.stores import Turns, best_turns, lasts_years, room_kw


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
            most=p.value(f"{k}.most", "share"),
            ready=p.value(f"{k}.ready", "year"),
        )


@dataclass(frozen=True)
class Market:
    """What firms weigh a store with this year."""

    tariffs_cny_per_kwh: np.ndarray  # (n_tariffs, n_days, 24)
    tariff_of: np.ndarray  # (n_products,) number of the tariff that firms of a product pay
    load: np.ndarray  # (n_products, n_days, 24) shapes, yearly sum 1, after work has been moved
    lines: Lines
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
    """What a kW of store is worth to each product, (n_products,)."""

    saved_cny: np.ndarray  # off the year's bill, less what is billed anew
    room_kw: np.ndarray  # behind the meter, per kWh of the year
    share: np.ndarray  # of lines to which it is worth anything
    billed_anew_cny: np.ndarray  # a year: by the transformer in place of the highest load


class FirmStores:
    """``kw`` is (n_firms,) what stands; firms of one product share load shape and tariff, so they turn alike.

    Filling in the cheap hours raises the highest load, so whose highest load was billed is billed by his transformer
    from the day on which he has a store; whom that would cost more than the store saves has none.
    """

    def __init__(self, yard: Yard, days: Days, p: Parameters) -> None:
        self.yard, self.book, self.days = yard, yard.book, days
        self.numbers = StoreNumbers.of(p)
        n, products = len(self.book), len(yard.rows)
        self.kw, self.used_kw = np.zeros((2, n))
        self.worn_share = np.full(n, 1.0 / self.numbers.life_years)  # a year
        self.bought = Bought(*np.zeros((3, n)))
        self.turns = Turns(*np.zeros((2, products, days.n_days, 24)))
        self.weighed = Weighed(*np.zeros((4, products)))

    @property
    def kwh(self) -> np.ndarray:
        """(n_firms,) kWh that stores hold."""
        held: np.ndarray = self.kw * self.numbers.hours
        return held

    @property
    def by_kw_cny(self) -> np.ndarray:
        """(n_firms,) CNY that stores add to what the year's network fee takes by the kW."""
        cny: np.ndarray = self.used_kw * self.weighed.billed_anew_cny[self.book.product]
        return cny

    def decide(self, market: Market, purse: Purse, looks: np.ndarray, sharpness: float) -> None:
        """Wear out, weigh and buy, then turn against the year's tariff; a firm that has closed keeps nothing.

        A store weighed at last year's habits would miss a new tariff: firms know the year's hours beforehand.
        """
        n, product = self.numbers, self.book.product
        capital = n.capital_cny_per_kwh * market.cost_index * n.hours  # CNY/kW
        self.turns = self._turns(market, capital / n.hours / n.life_turns)
        self.weighed = weighed = self._weigh(market)
        room = weighed.room_kw[product] * market.kwh
        saving = (weighed.saved_cny - n.kept_share * capital)[product]
        self.kw = np.where(self.book.is_closed, 0.0, self.kw * (1.0 - self.worn_share))
        offer = Offer(
            capital_cny=(capital * room)[:, None],
            saving_cny=(saving * room)[:, None],
            room=(n.most * market.known_share * weighed.share[product])[:, None],
            done=share_of(self.kw, room)[:, None],
            suits_contract=np.ones(1),
        )
        taken = take(offer, purse, looks, sharpness)
        contract = taken.by_contract[:, 0] * room
        new = taken.own[:, 0] * room + contract
        self.kw = self.kw + new
        self.used_kw = np.minimum(self.kw, room)  # works that make little have room for little
        self.worn_share = 1.0 / self._lasts()[product]
        self.bought = Bought(new * capital, contract * capital, self.kw * n.kept_share * capital)

    def known_share(self, year: int, spread_years: float) -> float:
        """Return the share of firms that makers reach: more each year, from the first on, as with any technique."""
        return min(max((year + 1 - self.numbers.ready) / spread_years, 0.0), 1.0)

    def added_kwh(self) -> tuple[np.ndarray, np.ndarray]:
        """Return (n_firms,) kWh a year that stores lose, and (n_products, n_days, 24) what meters see of them."""
        net = self.turns.net_kwh
        lost = self.used_kw * self.days.yearly(net)[self.book.product]
        return lost, self.yard.by_product(self.used_kw)[:, None, None] * net

    def saved_cny(self, tariff_cny_per_kwh: np.ndarray) -> np.ndarray:
        """Return (n_firms,) CNY that stores take off the bill at (n_products, n_days, 24) prices, and by the kW."""
        per_kw = self.days.yearly(-self.turns.net_kwh * tariff_cny_per_kwh)
        saved: np.ndarray = self.used_kw * per_kw[self.book.product] - self.by_kw_cny
        return saved

    def discharged_kwh(self) -> np.ndarray:
        """(n_firms,) kWh a year."""
        given: np.ndarray = self.used_kw * self.days.yearly(self.turns.discharge_kwh)[self.book.product]
        return given

    def _turns(self, market: Market, wear_cny_per_kwh: float) -> Turns:
        """Turns against the tariff of each product."""
        n, of = self.numbers, market.tariff_of
        turns = best_turns(market.tariffs_cny_per_kwh, n.hours, n.efficiency, wear_cny_per_kwh)
        return Turns(turns.charge_kwh[of], turns.discharge_kwh[of])

    def _weigh(self, market: Market) -> Weighed:
        """Hold what a store saves against what its filling is billed, for lines of each fullness."""
        lines = market.lines
        tariff = market.tariffs_cny_per_kwh[market.tariff_of]
        saved = self.days.yearly(-self.turns.net_kwh * tariff)
        room = room_kw(market.load, self.turns, lines.fullness)
        dearer = lines.dearer_by_transformer_cny
        pays = saved[:, None] * room > dearer
        room_that_pays = np.where(pays, room, 0.0).sum(axis=1)
        anew = share_of(np.where(pays, dearer, 0.0).sum(axis=1), room_that_pays)
        mean_room = share_of(room_that_pays, pays.sum(axis=1))
        return Weighed(saved - anew, mean_room, pays.mean(axis=1), anew)

    def _lasts(self) -> np.ndarray:
        """(n_products,) years."""
        n = self.numbers
        return lasts_years(self.days.yearly(self.turns.discharge_kwh) / n.hours, n.life_years, n.life_turns)
