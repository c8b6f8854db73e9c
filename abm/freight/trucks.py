"""Heavy trucks registered in the city: who scraps, who buys, what."""

from dataclasses import dataclass

import mesa
import numpy as np

from abm.freight.chain import Chain, ChainNumbers, chain_share
from abm.freight.costs import (
    EnergyPrices,
    Near,
    hydrogen_costs_within_chain,
    prices_paid,
    reach,
    trip_of,
)
from abm.freight.hand_down import busiest_first, handed_down
from abm.freight.numbers import FreightNumbers, TruckNumbers
from abm.freight.offers import Buyers, offers
from abm.freight.stations import Stations
from abm.world import World
from agents.choice import CLOSED, logistic, luck_left, pick_best_of, rows_of
from agents.signals import Signals
from agents.table import Table, rows_where
from agents.vehicle.lifetime import OLDEST, Eligible, hazard_by_age, scrapped, weibull_scale
from agents.vehicle.nested import group_lead, shift_to_match
from agents.vehicle.novelty import novelty
from agents.vehicle.powertrain import CHARGE, DIESEL, HYDROGEN, LNG, SWAP, TRUCKS
from agents.vehicle.truck import (
    LONG,
    SHORT,
    Truck,
    cost_of_load,
    open_options,
    running_cost,
    truck_value,
)

BATTERY = (CHARGE, SWAP)
CERTAIN = 20.0  # log odds beyond which no observation may push a choice


@dataclass(frozen=True)
class TruckPurchases:
    """Trucks bought in a year: rows, powertrains, price paid, support and trade-in within it; (n,) each."""

    rows: np.ndarray
    county: np.ndarray
    powertrain: np.ndarray
    price_cny: np.ndarray
    support_cny: np.ndarray
    trade_in_cny: np.ndarray


@dataclass(frozen=True)
class Weighed:
    """What the year's buyers weighed: rows (n,), money, and utility with what is closed far below; (n, 5) each."""

    rows: np.ndarray
    cost_cny_per_km: np.ndarray  # of a full load
    value: np.ndarray


@dataclass(frozen=True)
class Market:
    """What buyers face this year, by county and haul."""

    running_cny_per_km: np.ndarray  # (n_counties, 2, 5)
    price_cny: np.ndarray  # (n_counties, 5)
    reach_share: np.ndarray  # (n_counties, 2, 2, 3)
    chain: Chain


class Trucks:
    """The table of heavy trucks, and the yearly market."""

    def __init__(self, world: World, model: mesa.Model, numbers: TruckNumbers, freight: FreightNumbers) -> None:
        self.world = world
        self.numbers = numbers
        self.freight = freight
        self.table = Table(model, Truck, world.population.trucks)
        t, self.n_counties = self.table, world.region.n_counties
        self.county = t.county.astype(np.intp)
        self.haul = t.haul.astype(np.intp)
        self.km = t.km_per_year
        for name in ("alive", "age", "powertrain"):
            t.own(name)
        self.place = self.county * 2 + self.haul
        self._place = self.place.astype(np.int16)  # a small column is quick to take from
        km = self.km.astype(float)
        alive = rows_where(t.alive)
        self.first_km = float(km.take(alive).sum())
        self.first_count = len(alive)
        self.hazard = hazard_by_age(weibull_scale(numbers.life_mean, numbers.life_shape), numbers.life_shape)
        region = world.region
        self.observed = {
            "battery": region.observed("trucks.battery_share_of_sales"),
            "hydrogen": region.observed("trucks.hydrogen_stock"),
        }
        self.shift = {"battery": 0.0, "hydrogen": 0.0}
        self.residual = {"battery": np.nan, "hydrogen": np.nan}  # share of sales: free choice less observation
        self.scrapped_batteries, self.scrapped_engines = np.zeros((2, region.n_counties))
        cell = self._cells(alive, t.powertrain[alive])
        self.counts = self._count(cell)  # (5, n_counties), kept up to date
        self.km_in_use = self._km(cell, alive)  # (n_counties, 2, 5), likewise
        short_fleets = rows_where((t.is_fleet == 1) & (self.haul == SHORT))
        self.short_fleets = busiest_first(short_fleets, self.county, self.km)
        self._of_short_fleets = [
            column.take(self.short_fleets) for column in (self.county, t.is_fleet, t.reach_rank)
        ]  # which never change
        self.rows_by_county = np.bincount(self.county, minlength=region.n_counties)
        long = self.haul == LONG
        self.usual_km = float(km[long].mean() if long.any() else km.mean())  # of long hauls
        none = np.zeros(0)
        nobody = none.astype(np.intp)
        self.bought = TruckPurchases(nobody, nobody, none.astype(np.uint8), none, none, none)
        self.bought_by_county = self._count(nobody)  # (5, n_counties) this year
        self.weighed = Weighed(nobody, *np.zeros((2, 0, len(TRUCKS))))

    def market(
        self, signals: Signals, stations: Stations, prices: EnergyPrices, chain: ChainNumbers, plants_t: np.ndarray
    ) -> Market:
        """Return running costs, prices and reach of the year, and what holds within a chain.

        ``plants_t`` (n_counties,) is the hydrogen that plants can make this year, as their owners know.
        """
        at, n, freight = self.world.years.index(signals.year), self.numbers, signals.freight
        near = Near(
            charging=stations.near(stations.charging),
            swap=stations.near(freight.swap_sites),
            hydrogen=stations.near(freight.hydrogen_stations),
            area_km2=self.freight.area_km2,
        )
        trip = trip_of(n, at, prices, freight, near)
        memory, price = stations.memory, float(freight.truck_price_cny[HYDROGEN])
        return Market(
            running_cny_per_km=running_cost(trip, n.hour_cny),
            price_cny=prices_paid(n, freight),
            reach_share=reach(n, at, near),
            chain=Chain(
                chain_share(chain, freight.hydrogen_stations, plants_t, memory.sales_t),
                hydrogen_costs_within_chain(n, at, prices.within_chain(freight), trip),
                price * (1.0 - float(chain.truck_price_ratio[at])),
            ),
        )

    def decide(self, signals: Signals, market: Market, demand_index: float) -> None:
        """Scrap what is old, and buy as many trucks as the freight needs."""
        left, luck = self._exits(signals)
        left, rows = self._hand_down(left, self._buyers(left, luck, demand_index), market.chain)
        buyers = self._describe(rows, market)
        bought = self._choose(signals, buyers, market)
        c = self.table.columns
        gone, come = self._cells(left, c["powertrain"].take(left)), self._cells(bought.rows, bought.powertrain)
        scrapped, self.bought_by_county = self._count(gone), self._count(come)
        self.scrapped_batteries = scrapped[CHARGE] + scrapped[SWAP]
        self.scrapped_engines = scrapped[DIESEL] + scrapped[LNG]
        self.counts = self.counts - scrapped + self.bought_by_county
        self.km_in_use = self.km_in_use - self._km(gone, left) + self._km(come, bought.rows)
        c["age"] += c["age"] < OLDEST - 1
        c["alive"][left] = False
        c["alive"][bought.rows] = True
        c["age"][bought.rows] = 0
        c["powertrain"][bought.rows] = bought.powertrain
        self.bought = bought

    def hydrogen_gap(self, market: Market) -> np.ndarray:
        """Return (n_counties,) CNY per km that a hydrogen truck of a fleet costs over a diesel one, long hauls."""
        n = self.numbers
        capital = n.capital.of_fleet(market.price_cny) / self.usual_km
        cost = cost_of_load(capital, market.running_cny_per_km[:, LONG], n.payload_loss_share)
        return cost[:, HYDROGEN] - cost[:, DIESEL]

    def stock(self) -> np.ndarray:
        """Return (5, n_counties) trucks by powertrain."""
        return self.counts

    def sales(self) -> np.ndarray:
        """Return (5, n_counties) trucks bought this year."""
        return self.bought_by_county

    def km_by_haul(self) -> np.ndarray:
        """Return (n_counties, 2, 5) km of a normal year by county, haul and powertrain."""
        return self.km_in_use.copy()

    def _exits(self, signals: Signals) -> tuple[np.ndarray, np.ndarray]:
        """Return rows scrapped this year, and (n_rows,) luck: what is left of it where a place is empty.

        The luck of the scrapped, over their chance to be scrapped, is uniform again.
        """
        n, c = self.numbers.trade_in, self.table.columns
        price = float(signals.freight.truck_price_cny[DIESEL])
        sold = self.bought_by_county.sum(axis=1)  # last year
        clean_share = float(sold[CHARGE:].sum()) / max(float(sold.sum()), 1.0)
        early = n.of_price(price).chances(n.expected_cny(signals.freight.scrappage_support_cny, clean_share))
        luck = self.world.streams.uniform("trucks.life", signals.year, len(self.county))
        gone, chance = scrapped(c["age"], luck, self.hazard, early, self._eligible())
        alive = rows_where(c["alive"].take(gone))
        gone, chance = gone.take(alive), chance.take(alive)
        luck[gone] = luck_left(luck.take(gone), chance)
        return gone, luck

    def _eligible(self) -> Eligible:
        """Old diesel trucks may be traded in."""
        c = self.table.columns
        return Eligible(c["age"], c["powertrain"], c["county"], self.numbers.trade_in.oldest_rule_years, LNG)

    def _buyers(self, gone: np.ndarray, luck: np.ndarray, demand_index: float) -> np.ndarray:
        """Return rows of empty places that are filled: as many as the fleet lacks."""
        empty = ~self.table.columns["alive"]
        empty[gone] = True
        places = rows_where(empty)
        lacking = self.first_count * demand_index - (len(empty) - len(places))
        return places.compress(luck.take(places) < lacking / max(len(places), 1))

    def _hand_down(self, left: np.ndarray, rows: np.ndarray, chain: Chain) -> tuple[np.ndarray, np.ndarray]:
        """Let the owner of a chain send new trucks to its busiest hauls; returns ``left`` and ``rows`` anew.

        Only short hauls, that begin and end by its own station, are its to deal out. The truck of a busy haul
        moves to the quiet one whose own has left: what is scrapped is the same truck.
        """
        c = self.table.columns
        near = self.short_fleets.compress(chain.members(*self._of_short_fleets))
        if not len(near):
            return left, rows
        stays = c["alive"].copy()
        stays[left] = False
        may_move = stays.take(near) & (c["powertrain"].take(near) < CHARGE)
        busy, quiet = handed_down(rows, near, self.county, self.km, may_move)
        touched = np.concatenate((busy, quiet))
        before = self._km_of_alive(touched)
        for name in ("alive", "age", "powertrain"):
            c[name][touched] = c[name].take(np.concatenate((quiet, busy)))
        self.km_in_use = self.km_in_use - before + self._km_of_alive(touched)
        at = np.arange(len(self.county))
        at[quiet] = busy
        return np.sort(at.take(left)), np.sort(at.take(rows))

    def _km_of_alive(self, rows: np.ndarray) -> np.ndarray:
        c = self.table.columns
        alive = rows.compress(c["alive"].take(rows))
        return self._km(self._cells(alive, c["powertrain"].take(alive)), alive)

    def _describe(self, rows: np.ndarray, market: Market) -> Buyers:
        """Return what tells these buyers apart."""
        c = self.table.columns
        place = self._place.take(rows).astype(np.intp)
        is_fleet, rank = c["is_fleet"].take(rows), c["reach_rank"].take(rows)
        traded_in = self._eligible().rows(rows) & c["alive"].take(rows)
        county = place // 2
        return Buyers(rows, county, place, is_fleet, rank, traded_in, market.chain.members(county, is_fleet, rank))

    def _choose(self, signals: Signals, buyers: Buyers, market: Market) -> TruckPurchases:
        offered, kind = offers(self.numbers, market, signals.freight), buyers.kind
        km = self.km.take(buyers.rows)
        open_to = self._open(buyers, km, rows_of(offered.credit_from_km, kind), market)
        cost = rows_of(offered.capital_cny, kind) / km[:, None]
        cost += rows_of(offered.running_cny_per_km, kind)
        value = self._values(buyers, cost)
        self._set_shifts(signals.year, value, open_to)
        for option in BATTERY:
            value[:, option] += self.shift["battery"]
        value[:, HYDROGEN] += self.shift["hydrogen"]
        value -= np.float32(CLOSED) * ~open_to
        self.weighed = Weighed(buyers.rows, cost, value)
        draw = self.world.streams.uniform_of(buyers.rows, "trucks.choice", signals.year, len(self.county))
        chosen = pick_best_of(value.T, draw)
        of_kind = chosen * np.intp(len(offered.price_cny)) + kind
        return TruckPurchases(
            rows=buyers.rows,
            county=buyers.county,
            powertrain=chosen,
            price_cny=offered.price_cny.T.ravel().take(of_kind),
            support_cny=offered.support_cny.T.ravel().take(of_kind),
            trade_in_cny=offered.trade_in_cny.T.ravel().take(of_kind),
        )

    def _open(self, buyers: Buyers, km: np.ndarray, credit_from_km: np.ndarray, market: Market) -> np.ndarray:
        """Return (n, 5) bool: what is in reach of each buyer and, of an individual, within what a bank lends."""
        share = rows_of(market.reach_share.reshape(-1, len(TRUCKS) - CHARGE), buyers.owner)
        open_to = open_options(share[:, 0], share[:, 1], share[:, 2], buyers.rank)
        open_to &= credit_from_km <= (km / 12.0)[:, None]
        open_to[:, DIESEL] = True
        open_to[:, HYDROGEN] |= buyers.within
        return open_to

    def _values(self, buyers: Buyers, cost: np.ndarray) -> np.ndarray:
        """Return (n, 5) utilities, given (n, 5) CNY per km; who drives for a hydrogen plant trusts it."""
        n, c, rows = self.numbers, self.table.columns, buyers.rows
        own, threshold = c["powertrain"].take(rows), c["threshold"].take(rows)
        value = truck_value(cost, own, threshold, n.spread_cny_per_km, buyers.within)
        trust = self._trust()
        value += trust
        value[:, HYDROGEN] -= trust[HYDROGEN] * buyers.within
        return value

    def _trust(self) -> np.ndarray:
        """Return (5,) constants; mistrust of new drives wears off as they become familiar."""
        n = self.numbers
        stock = self.stock().sum(axis=1)
        share = np.array((stock[CHARGE] + stock[SWAP], stock[HYDROGEN])) / max(stock.sum(), 1.0)
        battery, hydrogen = novelty(share, n.familiar_share, n.constant_end)
        constant = n.constant.copy()
        constant[CHARGE] *= battery
        constant[SWAP] *= battery
        constant[HYDROGEN] *= hydrogen
        return constant

    def _set_shifts(self, year: int, value: np.ndarray, open_to: np.ndarray) -> None:
        """Meet observed sales of battery and stocks of hydrogen trucks; afterwards the last shifts fade."""
        targets = self._targets(year, len(value))
        for name, group in (("battery", BATTERY), ("hydrogen", (HYDROGEN,))):
            if name in targets:
                lead = group_lead(value.astype(float), open_to, group)
                self.residual[name] = float(logistic(lead).mean()) - targets[name]
                self.shift[name] = shift_to_match(lead, np.ones(len(lead)), targets[name], CERTAIN)
            else:
                self.residual[name] = np.nan
                self.shift[name] *= self.numbers.shift_fade

    def _targets(self, year: int, buyers: int) -> dict[str, float]:
        if not self.world.follows(year) or not buyers:
            return {}
        found = {}
        if year in self.observed["battery"]:
            found["battery"] = self.observed["battery"][year]
        if year in self.observed["hydrogen"]:
            c = self.table.columns
            has = np.count_nonzero(c["alive"] & (c["powertrain"] == HYDROGEN))
            found["hydrogen"] = min(max(self.observed["hydrogen"][year] - has, 0.0) / buyers, 0.9)
        return found

    def _cells(self, rows: np.ndarray, powertrain: np.ndarray) -> np.ndarray:
        """Return where ``rows`` with these powertrains belong in (n_counties, 2 hauls, 5)."""
        return self._place.take(rows) * np.intp(len(TRUCKS)) + powertrain

    def _km(self, cell: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """Return the km of ``rows`` by county, haul and powertrain: sums of single precision, exact in double."""
        sums = np.bincount(cell, self.km.take(rows), self.n_counties * 2 * len(TRUCKS))
        return sums.reshape(self.n_counties, 2, len(TRUCKS))

    def _count(self, cell: np.ndarray) -> np.ndarray:
        """Return (5, n_counties) numbers of rows with these cells."""
        counts = np.bincount(cell, minlength=self.n_counties * 2 * len(TRUCKS))
        return counts.reshape(self.n_counties, 2, len(TRUCKS)).sum(axis=1).T
