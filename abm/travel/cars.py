"""Private cars of a city: who scraps, who buys, what, new or used."""

from dataclasses import dataclass

import mesa
import numpy as np

from abm.region import Region
from abm.travel.chargers import Chargers
from abm.travel.numbers import CarNumbers
from abm.travel.offers import CarOffers, car_offers
from abm.travel.ownership import Ownership
from abm.travel.tally import CarTally
from abm.travel.used_cars import Deals, UsedCars
from abm.world import World
from agents.choice import luck_left, rows_of
from agents.signals import Signals
from agents.table import Table, rows_where
from agents.vehicle.car import Car, CarOffer, car_value
from agents.vehicle.lifetime import OLDEST, Eligible, hazard_by_age, scrapped
from agents.vehicle.nested import Nests, nests, shift_to_match
from agents.vehicle.powertrain import CARS, PLUG_IN


@dataclass(frozen=True)
class Exits:
    """Who gives a car up this year and who buys one: rows."""

    gone: np.ndarray
    buyers: np.ndarray
    traded_in: np.ndarray  # (n buyers,) bool: scrapped a car old enough to be supported
    luck: np.ndarray  # (n buyers,) left for the choice

    def renewed(self, is_used: np.ndarray, sellers: np.ndarray, luck: np.ndarray) -> "Exits":
        """Return who buys a new car: all but those of ``is_used``, and the sellers of used ones."""
        new = ~is_used
        return Exits(
            gone=self.gone,
            buyers=np.concatenate((self.buyers.compress(new), sellers)),
            traded_in=np.concatenate((self.traded_in.compress(new), np.zeros(len(sellers), dtype=bool))),
            luck=np.concatenate((self.luck.compress(new), luck)),
        )


@dataclass(frozen=True)
class Showroom:
    """What all buyers of a year meet, of new cars and of used ones."""

    offered: CarOffers
    running_cny_per_km: np.ndarray  # (2, 4) without and with a charger at home, by powertrain
    access: np.ndarray  # (n_counties,) to public chargers
    seen_share: np.ndarray  # (n_communities,) of the cars around that have a plug
    income_growth: np.ndarray  # (2,) since 2020, rural and urban


@dataclass(frozen=True)
class Purchases:
    """New cars bought in a year: rows, powertrains, and the price paid with tax less support; (n,) each."""

    rows: np.ndarray
    powertrain: np.ndarray
    price_cny: np.ndarray
    support_cny: np.ndarray
    trade_in_cny: np.ndarray
    tax_cny: np.ndarray


def stock_on_the_eve(region: Region) -> float:
    """Return the cars of the year before the first over those of the first: the others are bought in the first year.

    One where no series says so; then the first year sees replacements only.
    """
    stock, first = region.observed("cars.stock_before"), region.first_year
    return min(stock[first - 1] / stock[first], 1.0) if {first - 1, first} <= stock.keys() else 1.0


class Cars:
    """The table of private cars, and the yearly market."""

    def __init__(self, world: World, model: mesa.Model, numbers: CarNumbers) -> None:
        self.world = world
        self.place_factor = np.ones((world.region.n_counties, 2))  # car km over those of the first form of the city
        self.numbers = numbers
        self.table = Table(model, Car, world.population.cars)
        t = self.table
        self.county, self.community = t.county, t.community
        if np.any(self.county[1:] < self.county[:-1]):
            raise ValueError("cars must be sorted by county")  # so that a county's number is repeated, not looked up
        self.rows_by_county = np.bincount(self.county, minlength=world.region.n_counties)
        self.weight = t.weight.astype(float)
        self.graph = world.population.graph.astype(float)  # as the shares that go through it
        self.people_2020 = world.region.parameters.by_county("people.population", "persons")
        self.hazard = hazard_by_age(numbers.life_scale, numbers.life_shape)
        first = self._by_county(self.weight * t.alive) / self.people_2020
        self.ownership = Ownership(world, numbers, first, getattr(model, "people", None))
        self.first_per_head = self.per_head = first
        self.most_per_head = self._by_county(self.weight) / self.people_2020  # for which there are rows
        self.unplaced = np.zeros(world.region.n_counties)  # cars for which there are none
        self.observed_sales = world.region.observed("cars.new_energy_share_of_sales")
        self.shift = 0.0
        self.new_energy_share = np.nan
        self.residual_share = np.nan
        self.bought = Purchases(*(np.zeros(0, dtype=np.intp) for _ in range(6)))
        self.deals = Deals(*(np.zeros(0, dtype=np.intp) for _ in range(3)))
        self.used = UsedCars(self)
        self.sold: np.ndarray | None = None  # (4, n_counties) of this year, once asked for
        for name in ("alive", "age", "powertrain"):
            t.own(name)
        t.columns["alive"] &= t.columns["own_rank"] < (first * stock_on_the_eve(world.region))[self.county]
        self.tally = CarTally(self, world)
        self.scrapped_plugs = self.tally.plugs_by_income(np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.uint8))

    def decide(self, signals: Signals, chargers: Chargers, residents: np.ndarray, running: np.ndarray) -> None:
        """Scrap and buy; ``running`` is (2, 4) CNY per km without and with a charger at home, by powertrain."""
        exits = self._exits(signals, residents)
        showroom = self._showroom(signals, chargers.access(residents, self.plug_cars()), running)
        supported = exits.traded_in & (signals.driving.scrappage_support_cny > 0).take(self.county.take(exits.buyers))
        is_used, sellers = self.used.meet(exits, supported, signals.year)
        luck = self.world.streams.uniform_of(sellers, "cars.renewed", signals.year, len(self.county))
        renewed = exits.renewed(is_used, sellers, luck)
        bought = self._choose(signals, renewed, showroom)
        self.deals = self._deal(signals, exits.buyers.compress(is_used), sellers, showroom)
        self._commit(exits, bought)

    def plug_cars(self) -> np.ndarray:
        """Return (n_counties,) cars with a plug."""
        return self.tally.by_county()[PLUG_IN:].sum(axis=0)

    @property
    def has_plug(self) -> np.ndarray:
        """(n_rows,) bool."""
        c = self.table.columns
        return c["alive"] & (c["powertrain"] >= PLUG_IN)

    def stock(self) -> np.ndarray:
        """Return (4, n_counties) cars by powertrain."""
        return self.tally.by_county()

    def sales(self) -> np.ndarray:
        """Return (4, n_counties) cars bought this year."""
        if self.sold is None:
            n_counties, b = len(self.people_2020), self.bought
            cell = b.powertrain * np.intp(n_counties) + self.county.take(b.rows)
            self.sold = np.bincount(cell, self.weight.take(b.rows), len(CARS) * n_counties).reshape(len(CARS), -1)
        return self.sold

    def used_sales(self) -> np.ndarray:
        """Return (n_counties,) used cars bought this year."""
        return self._by_county_of(self.deals.buyers)

    def _exits(self, signals: Signals, residents: np.ndarray) -> Exits:
        """Return who scraps and who buys: those who scrapped or never had a car, up to the county's ownership."""
        n, c = self.numbers, self.table.columns
        alive, age = c["alive"], c["age"]
        self.per_head = self.ownership.of(signals.year)
        per_head_2020 = self.per_head * residents / self.people_2020
        self.unplaced = np.maximum(per_head_2020 - self.most_per_head, 0.0) * self.people_2020
        is_within = c["own_rank"] < per_head_2020.astype(np.float32).repeat(self.rows_by_county)
        clean_share = 0.0 if np.isnan(self.new_energy_share) else self.new_energy_share  # of those who bought last year
        support = n.trade_in.expected_cny(signals.driving.scrappage_support_cny, clean_share)
        early = n.trade_in.of_price(n.petrol_price_cny[0]).chances(support)
        eligible = Eligible(age, c["powertrain"], self.county, n.trade_in.oldest_rule_years, PLUG_IN)
        luck = self.world.streams.uniform("cars.life", signals.year, len(alive))
        gone, chance = scrapped(age, luck, self.hazard, early, eligible)
        had = rows_where(alive.take(gone))
        gone, chance = gone.take(had), chance.take(had)
        luck[gone] = luck_left(luck.take(gone), chance)
        empty = ~alive
        empty[gone] = True
        buyers = rows_where(empty & is_within)
        traded_in = alive.take(buyers) & eligible.rows(buyers)
        return Exits(gone=gone, buyers=buyers, traded_in=traded_in, luck=luck.take(buyers))

    def _showroom(self, signals: Signals, access: np.ndarray, running: np.ndarray) -> Showroom:
        return Showroom(
            offered=car_offers(self.numbers, signals.driving),
            running_cny_per_km=running,
            access=access,
            seen_share=self._seen_share(),
            income_growth=self._income_growth(signals.year),
        )

    def _choose(self, signals: Signals, exits: Exits, showroom: Showroom) -> Purchases:
        rows, offered = exits.buyers, showroom.offered
        kind = offered.kind_of(self.county.take(rows), exits.traded_in)
        found = self._nests(signals, rows, kind, showroom)
        self._set_shift(signals.year, found, self.weight.take(rows))
        chosen = found.pick(exits.luck, self.shift)
        of_kind = kind * len(CARS) + chosen
        return Purchases(
            rows=rows,
            powertrain=chosen,
            price_cny=offered.net_cny.ravel().take(of_kind),
            support_cny=offered.support_cny.ravel().take(of_kind),
            trade_in_cny=offered.trade_in_cny.ravel().take(of_kind),
            tax_cny=offered.tax_cny.take(chosen),
        )

    def _deal(self, signals: Signals, buyers: np.ndarray, sellers: np.ndarray, showroom: Showroom) -> Deals:
        """Return which used car each buyer gets; who leads most to a plug at new prices takes one."""
        kind = showroom.offered.kind_of(self.county.take(buyers), np.zeros(len(buyers), dtype=bool))
        lead = self._nests(signals, buyers, kind, showroom).lead
        return self.used.deal(buyers, sellers, lead, signals.driving.car_price_cny)

    def _nests(self, signals: Signals, rows: np.ndarray, kind: np.ndarray, showroom: Showroom) -> Nests:
        """Return what ``rows``, each of a ``kind`` of buyers, make of the cars on offer."""
        c, taste = self.table.columns, self.numbers.taste
        at_home = c["home_charger"].take(rows)
        offer = CarOffer(
            price_cny=rows_of(showroom.offered.net_cny, kind),
            running_cny_per_km=rows_of(showroom.running_cny_per_km, at_home.astype(np.intp)),
            access=np.where(at_home, 1.0, showroom.access.take(c["county"].take(rows))),
            neighbours_share=showroom.seen_share.take(self.community.take(rows)),
            range_km=signals.driving.battery_range_km,
            variety=signals.driving.variety,
        )
        income = c["income_cny"].take(rows) * showroom.income_growth.take(c["is_urban"].take(rows))
        value = car_value(offer, taste, income, c["km_per_year"].take(rows), c["taste"].take(rows))
        return nests(value, taste.dissimilarity)

    def _income_growth(self, year: int) -> np.ndarray:
        return np.array([self.world.context(f"income.growth_{kind}", "index", year) for kind in ("rural", "urban")])

    def _seen_share(self) -> np.ndarray:
        """Return (n_communities,) shares of cars with a plug among those seen: one's own and linked communities."""
        own = self.numbers.own_community
        share = self.tally.plug_share(self.numbers.impression_cars)
        return own * share + (1.0 - own) * (self.graph @ share)

    def _set_shift(self, year: int, found: Nests, weight: np.ndarray) -> None:
        """Meet the observed share of sales where history is followed; afterwards the last shift fades."""
        if self.world.follows(year) and year in self.observed_sales:
            free = float(weight @ found.shares()[:, PLUG_IN:].sum(axis=1)) / max(weight.sum(), 1e-9)
            self.residual_share = free - self.observed_sales[year]
            self.shift = shift_to_match(found.lead, weight, self.observed_sales[year])
        else:
            self.residual_share = np.nan
            self.shift *= self.numbers.shift_fade

    def _commit(self, exits: Exits, bought: Purchases) -> None:
        c = self.table.columns
        powertrain = c["powertrain"].take(exits.gone)
        self.scrapped_plugs = self.tally.plugs_by_income(exits.gone, powertrain)
        self.tally.remove(exits.gone, powertrain)
        c["age"] += c["age"] < OLDEST - 1
        c["alive"][exits.gone] = False
        self._hand_over()
        self.tally.add(bought.rows, bought.powertrain)
        c["alive"][bought.rows] = True
        c["age"][bought.rows] = 0
        c["powertrain"][bought.rows] = bought.powertrain
        self.bought, self.sold = bought, None
        weight = self.weight.take(bought.rows)
        self.new_energy_share = float(weight @ (bought.powertrain >= PLUG_IN)) / max(weight.sum(), 1e-9)

    def _hand_over(self) -> None:
        """Give used cars to their buyers; their sellers' new ones come after."""
        c, deals = self.table.columns, self.deals
        powertrain = c["powertrain"].take(deals.sellers)
        self.tally.remove(deals.sellers, powertrain)
        self.tally.add(deals.buyers, powertrain)
        c["alive"][deals.buyers] = True
        c["age"][deals.buyers] = c["age"].take(deals.sellers)
        c["powertrain"][deals.buyers] = powertrain

    def _by_county_of(self, rows: np.ndarray) -> np.ndarray:
        return np.bincount(self.county.take(rows), self.weight.take(rows), len(self.world.region.counties))

    def _by_county(self, values: np.ndarray) -> np.ndarray:
        return np.bincount(self.county, values, len(self.world.region.counties))
