"""Coke plants over the years: ovens, dry quenching, and what becomes of their gas."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.factors import CO2_PER_CARBON
from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.in_build import InBuild
from abm.industry.coking import Coked, Oven, coke_coal
from abm.industry.hydrogen_outlet import Outlet
from abm.industry.oven_gas import (
    ALUMINA,
    FERTILISER,
    KG_PER_T,
    KWH_PER_GJ,
    LNG,
    METHANOL,
    POWER,
    GasNumbers,
    GasSplit,
    HydrogenNumbers,
    assign_hydrogen,
    balance,
    cost_of_hydrogen,
    product_carbon,
)
from abm.industry.processes import Fuels
from abm.parameters import Parameters
from agents.choice import share_of
from agents.firm.book import NEVER, Book
from agents.firm.gas import USES, split_gas
from agents.firm.words import COKE, TALL_OVEN_M


@dataclass(frozen=True)
class CokeNumbers:
    """What the plants need."""

    oven: Oven
    gas: GasNumbers
    hydrogen: HydrogenNumbers
    fuels: Fuels
    coal_methanol_co2: float  # t/t of methanol made from coal elsewhere
    coal_ammonia_co2: float  # t per GJ of gas whose ammonia is made from coal elsewhere
    room: np.ndarray  # (n_uses,) share of the first year's surplus that equipment can take
    years_to_leave: int  # that a rule on the height of ovens gives

    @classmethod
    def of(cls, p: Parameters, fuels: Fuels) -> "CokeNumbers":
        """Read them."""
        room = np.array([p.value(f"coke.gas_room.{use}", "share") for use in USES])
        methanol, ammonia = p.value("coke.outside_methanol_co2", "t/t"), p.value("coke.outside_ammonia_co2", "t/GJ")
        years = round(p.value("coke.years_to_leave", "years"))
        return cls(Oven.of(p), GasNumbers.of(p), HydrogenNumbers.of(p), fuels, methanol, ammonia, room, years)


class Cokeries:
    """The coke plants of a region: rows ``rows`` of the book."""

    def __init__(self, book: Book, numbers: CokeNumbers, outlet: Outlet, n_counties: int) -> None:
        self.numbers = numbers
        self.outlet = outlet
        self.n_counties = n_counties
        self.rows = np.flatnonzero(book.product == COKE)
        self.county = book.county[self.rows]
        self.room = np.tile(numbers.room, (len(self.rows), 1))
        self.hydrogen_t = np.zeros(len(self.rows))  # capacity to purify
        self.in_build = InBuild((len(self.rows),), numbers.hydrogen.build_years)
        self.added_t = np.zeros(len(self.rows))  # begun this year; of what lists know, built
        self.used_t, self.used_by_others_t = 0.0, 0.0  # hydrogen used here last year, and of it outside steelworks
        self.value = np.zeros(len(USES))
        self.power_cny_per_kg = 0.0  # of cleaning hydrogen, at this year's price of power
        self.coked: Coked | None = None
        self.split: GasSplit | None = None
        self.without_hydrogen = np.zeros((len(self.rows), len(USES)))
        self.made_t = np.zeros(len(self.rows))
        self.able_t, self.cost_cny_per_kg = np.zeros((2, len(self.rows)))  # hydrogen of this year's gas

    def sums(self, values: np.ndarray) -> np.ndarray:
        """Return (n_counties,) sums of (n_plants,) values."""
        return np.bincount(self.county, values, minlength=self.n_counties)

    def retire_low_ovens(self, book: Book, least_height_m: float, year: int) -> None:
        """Small ovens below the least height leave within three years of the rule, a third each year.

        Of larger ones ``renewal.py`` knows what takes their place.
        """
        low = book.oven_height_m[self.rows] < min(least_height_m, TALL_OVEN_M)
        rows = self.rows[low & (book.last_year[self.rows] == NEVER)]
        book.last_year[rows] = year + np.floor(book.luck[rows] * self.numbers.years_to_leave).astype(int)

    def act(self, book: Book, dry_share: np.ndarray, ledger: Ledger, flows: Flows) -> None:
        """Book the ovens, of which (n_firms,) ``dry_share`` quench dry; the surplus gas waits for :meth:`settle`."""
        n = self.numbers
        coke_t = book.output_t[self.rows]
        self.coked = coked = coke_coal(coke_t, book.fuel_ratio()[self.rows], n.oven, n.fuels)
        ledger.turn("coking", "clean_coal", self.sums(coked.coal_gj))
        ledger.make("coking", "coke", self.sums(coked.coke_gj))
        ledger.make("coking", "coke_oven_gas", self.sums(coked.gas_gj))
        ledger.make("coking", "tar_benzol", self.sums(coked.tar_gj))
        ledger.burn("coking", "coke_oven_gas", self.sums(coked.heating_gj))
        ledger.release("co2_energy", "coking", self.sums(coked.burnt_c) * CO2_PER_CARBON, fuel="clean_coal")
        flows.make_power("coking", self.sums(coke_t * dry_share[self.rows] * n.oven.dry_power))
        flows.output_t["coke"] = self.sums(coke_t)
        self.able_t, self.cost_cny_per_kg = np.minimum(self.hydrogen_t, self._most_hydrogen()), self._plant_cost()
        flows.hydrogen_capacity_t += self.sums(self.able_t)
        flows.hydrogen_cost_cny_per_kg[:] = self._hydrogen_cost()

    def settle(self, calcination_gj: np.ndarray, ledger: Ledger, flows: Flows) -> np.ndarray:
        """Split the surplus gas once the hydrogen asked for is known; returns (n_counties,) GJ sold to alumina.

        Args:
            calcination_gj: (n_counties,) gas that alumina refineries could take; gas does not cross counties.
            ledger: of the year.
            flows: with the hydrogen asked for.
        """
        n, coked = self.numbers, self._coked()
        wanted = float(flows.hydrogen_use_t.sum() + flows.hydrogen_in_steel_t.sum())
        home_t = assign_hydrogen(wanted, self.hydrogen_t, self.able_t)
        away_t = self.outlet.offered_t(self.able_t - home_t, self.cost_cny_per_kg)
        self.outlet.sell(self.sums(away_t), ledger)
        self.made_t = home_t + away_t
        rooms = self._rooms(coked.surplus_gj, calcination_gj)
        self.split = split = balance(coked.surplus_gj, self.made_t, rooms, self.value, n.hydrogen, n.gas.gas_gj_per_m3)
        self.without_hydrogen = split_gas(coked.surplus_gj, np.zeros_like(coked.surplus_gj), rooms, self.value)
        self._book_products(split, ledger, flows)
        self._book_hydrogen(split, ledger)
        self.used_t, self.used_by_others_t = wanted, float(flows.hydrogen_use_t.sum())
        return self.sums(split.uses_gj[:, ALUMINA])

    def displaced_co2_t(self) -> np.ndarray:
        """Return (n_counties,) t CO2 of goods made outside that hydrogen displaced here: from coal, and LNG."""
        n = self.numbers
        if self.split is None:
            return np.zeros(self.n_counties)
        less = np.maximum(self.without_hydrogen - self.split.uses_gj, 0.0)
        methanol_t = less[:, METHANOL] / n.gas.methanol_gas
        lng_gj = less[:, LNG] * n.gas.lng_yield
        gas_co2 = n.fuels.carbon["natural_gas"] * CO2_PER_CARBON
        ammonia = less[:, FERTILISER] * n.coal_ammonia_co2
        return self.sums(methanol_t * n.coal_methanol_co2 + lng_gj * gas_co2 + ammonia)

    def grow_rooms(self, gas_price_value: np.ndarray, power_cny_per_kwh: float) -> None:
        """Equipment of the best-paid use of fresh gas grows a little each year; keep the year's values and prices."""
        self.value, self.power_cny_per_kg = gas_price_value, self.numbers.hydrogen.kwh_per_kg * power_cny_per_kwh
        best = METHANOL if gas_price_value[METHANOL] >= gas_price_value[LNG] else LNG
        grown = np.minimum(self.room[:, best] + self.numbers.gas.gas_room_growth, self.numbers.gas.gas_room_most)
        self.room[:, best] = np.maximum(grown, self.room[:, best])

    def build_hydrogen(self, target_t: float, output_t: np.ndarray) -> None:
        """Bring the city's capacity to ``target_t``, spread over large plants by output; nothing is torn down."""
        total = self.hydrogen_t.sum()
        share = output_t / max(float(output_t.sum()), 1e-9)
        self.added_t = max(target_t - total, 0.0) * share
        self.hydrogen_t = self.hydrogen_t + self.added_t

    def expand_hydrogen(self, grant_share: np.ndarray, book: Book) -> None:
        """Plants whose purification would pay back within their hurdle begin a part of what their gas could give."""
        self.hydrogen_t = self.hydrogen_t + self.in_build.finish()
        pays = self.hydrogen_payback_years(grant_share) <= book.hurdle_years[self.rows]
        room = np.maximum(self._most_hydrogen() - self.hydrogen_t - self.in_build.total, 0.0)
        self.added_t = np.where(pays, self.numbers.hydrogen.pace * room, 0.0)
        self.hydrogen_t = self.hydrogen_t + self.in_build.begin(self.added_t)

    def hydrogen_payback_years(self, grant_share: np.ndarray) -> np.ndarray:
        """Return (n_plants,) years in which another unit of purification pays back, at expected utilisation."""
        n = self.numbers.hydrogen
        sold_t, price = self.outlet.expected(self.used_t, n.gate_price)
        able_t = float((self.hydrogen_t + self.in_build.total).sum())
        used = min(sold_t / able_t, 1.0) if able_t > 0.0 else 0.0
        margin = price - (self._plant_cost() - n.yearly_capital)
        earned = np.maximum(margin, 0.0) * max(used, n.least_utilisation)
        capital = n.capital * (1.0 - grant_share[self.county])
        return np.divide(capital, earned, out=np.full(len(self.rows), np.inf), where=earned > 0)

    def _book_products(self, split: GasSplit, ledger: Ledger, flows: Flows) -> None:
        n = self.numbers
        made, co2 = product_carbon(split.uses_gj, n.gas, n.fuels)
        turned = split.uses_gj[:, METHANOL] + split.uses_gj[:, LNG]
        ledger.turn("chemicals", "coke_oven_gas", self.sums(turned))
        for fuel, gj in made.items():
            ledger.make("chemicals", fuel, self.sums(gj))
        ledger.release("co2_energy", "chemicals", self.sums(co2), fuel="coke_oven_gas")
        ledger.burn("chemicals", "coke_oven_gas", self.sums(split.uses_gj[:, FERTILISER]))
        ledger.burn("coking", "coke_oven_gas", self.sums(split.uses_gj[:, POWER] + split.flared_gj))
        flows.make_power("coking", self.sums(split.uses_gj[:, POWER]) * n.gas.power_efficiency * KWH_PER_GJ)
        flows.output_t["methanol"] = self.sums(made["methanol"]) / n.fuels.heat["methanol"]
        flows.output_t["lng"] = self.sums(made["lng"]) / n.fuels.heat["lng"]

    def _book_hydrogen(self, split: GasSplit, ledger: Ledger) -> None:
        """Hydrogen leaves without carbon: that of the gas behind it stays in the tail gas and is burnt with it."""
        n = self.numbers
        gj = self.sums(split.hydrogen_gj)
        ledger.turn("hydrogen", "coke_oven_gas", gj)
        ledger.make("hydrogen", "hydrogen", self.sums(self.made_t) * n.fuels.heat["hydrogen"])
        carbon = gj * n.fuels.carbon["coke_oven_gas"]
        ledger.release("co2_energy", "hydrogen", carbon * CO2_PER_CARBON, fuel="coke_oven_gas")

    def _rooms(self, surplus_gj: np.ndarray, calcination_gj: np.ndarray) -> np.ndarray:
        """(n_plants, n_uses) GJ: equipment, and for alumina no more than the county's refineries need."""
        rooms = self.room * surplus_gj[:, None]
        wanted = self.sums(rooms[:, ALUMINA])
        share = np.minimum(share_of(calcination_gj, wanted), 1.0)
        rooms[:, ALUMINA] *= share[self.county]
        return rooms

    def _most_hydrogen(self) -> np.ndarray:
        """(n_plants,) t of hydrogen that the surplus gas holds."""
        n = self.numbers
        return self._coked().surplus_gj / n.hydrogen.processed(n.gas.gas_gj_per_m3) / KG_PER_T

    def _plant_cost(self) -> np.ndarray:
        n = self.numbers
        surplus = self._coked().surplus_gj
        cost = cost_of_hydrogen(self.value, self.hydrogen_t, surplus, n.hydrogen, n.gas.gas_gj_per_m3)
        return cost + self.power_cny_per_kg

    def _hydrogen_cost(self) -> np.ndarray:
        """(n_counties,) CNY/kg, mean of the county's plants; the city's mean where a county has none."""
        cost, weight = self.cost_cny_per_kg, self._coked().surplus_gj
        if weight.sum() <= 0.0:
            return np.full(self.n_counties, self.numbers.hydrogen.gate_price)
        mean = float((cost * weight).sum() / weight.sum())
        local = self.sums(weight)
        return np.divide(self.sums(cost * weight), local, out=np.full(self.n_counties, mean), where=local > 0)

    def _coked(self) -> Coked:
        if self.coked is None:
            raise RuntimeError("the coke plants have not produced yet: act comes before settle")
        return self.coked
