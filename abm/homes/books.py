"""Fuel, load and money of homes, written into the ledger."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.homes.heating import Changes, Winter
from abm.homes.numbers import CookingNumbers, HeatingNumbers
from abm.homes.roofs import Roofs, RoofYear
from abm.homes.scene import Scene
from abm.homes.shapes import HeatShapes, PlugShapes
from abm.homes.use import Heat, Plugs
from abm.loads import Loads
from agents.choice import share_of
from agents.household.heaters import (
    BIOMASS,
    CLEAN_COAL,
    DISTRICT,
    ELECTRIC,
    GAS,
    HEAT_PUMP_AIR,
    HEAT_PUMP_WATER,
    RAW_COAL,
    RESISTIVE,
    SOLAR_ELECTRIC,
    burns_coal,
)
from agents.household.market import HeatMarket
from agents.signals import Signals
from agents.table import Table, rows_where

SECTOR = ("homes_rural", "homes_urban")  # in the order of the flag is_urban
GJ_PER_KWH = 0.0036
FUEL_OF = {RAW_COAL: "raw_coal", CLEAN_COAL: "briquette", BIOMASS: "biomass", GAS: "natural_gas"}


@dataclass(frozen=True)
class YearOfHomes:
    """What was decided this year; (n,) arrays unless said otherwise."""

    signals: Signals
    scene: Scene
    market: HeatMarket
    changes: Changes
    winter: Winter
    kwh: np.ndarray  # without heating
    plug_bill_cny: np.ndarray  # by blocks, before time of use
    tou_saving: tuple[np.ndarray, np.ndarray]  # (2,) CNY/kWh as one lives, by moving load
    mix: np.ndarray  # (2, n_plug) of use without heating
    roofs: Roofs
    shapes: tuple[PlugShapes, HeatShapes]  # under the tariffs of the year


@dataclass(frozen=True)
class Outcome:
    """What the year added up to; (n_counties,) unless said otherwise."""

    heat: Heat
    plugs: Plugs
    bought_kwh: np.ndarray  # (n_counties, 2, n_heaters)
    shifted_kwh: np.ndarray
    support_cny: np.ndarray
    roofs: RoofYear


@dataclass(frozen=True)
class Books:
    """Writes the year of homes into the ledger, the flows and the loads."""

    heating: HeatingNumbers
    cooking: CookingNumbers

    def burn(
        self,
        now: YearOfHomes,
        heat: Heat,
        use: tuple[np.ndarray, np.ndarray],
        at: int,
        ledger: Ledger,
        flows: Flows,
    ) -> None:
        """Write fuel for heating and cooking, district heat and pellets; year number ``at``.

        ``use`` holds (n_counties, 2, n_heaters) kWh bought and (n_counties,) shares of electric village kitchens.
        """
        bought_kwh, electric = use
        gj = bought_kwh * GJ_PER_KWH
        for kind, sector in enumerate(SECTOR):
            for heater, fuel in FUEL_OF.items():
                ledger.burn(sector, fuel, gj[:, kind, heater])
            ledger.use(sector, "heat", gj[:, kind, DISTRICT])
        flows.district_heat_gj += gj[:, :, DISTRICT].sum(axis=1)
        pellets_gj = gj[:, :, BIOMASS].sum(axis=1) * self.heating.heat.pellet_share
        flows.pellets_used_t += pellets_gj / self.heating.fuel_gj_per_t["pellets"]
        self._cook(now, heat, electric, at, ledger)

    def _cook(self, now: YearOfHomes, heat: Heat, electric: np.ndarray, at: int, ledger: Ledger) -> None:
        """Gas where the pipe is, bottles and straw elsewhere, coal on the stove that heats a village home."""
        numbers, fuels = self.cooking, now.signals.fuels
        on_pipe = now.signals.heating.gas_reach_share
        with_fuel = np.ones((len(electric), 2))
        with_fuel[:, 0] -= electric
        homes = heat.lived_in * with_fuel
        gas = homes * on_pipe * numbers.gas_share[at] * numbers.gas_gj
        bottled = homes * (1.0 - on_pipe) * numbers.bottled_share[:, at] * numbers.bottled_gj
        straw = homes[:, 0] * (1.0 - on_pipe[:, 0]) * numbers.biomass_share[at] * numbers.biomass_gj
        coal = np.zeros_like(heat.lived_in_by_income)
        stoves = heat.homes_by_income[:, 0, :, RAW_COAL] + heat.homes_by_income[:, 0, :, CLEAN_COAL]
        coal[:, 0] = stoves * with_fuel[:, :1] * numbers.coal_gj
        for kind, sector in enumerate(SECTOR):
            ledger.burn(sector, "natural_gas", gas[:, kind])
            ledger.burn(sector, "lpg", bottled[:, kind])
        ledger.burn(SECTOR[0], "biomass", straw)
        ledger.burn(SECTOR[0], "raw_coal", coal[:, 0].sum(axis=1))
        m3 = gas / GJ_PER_KWH / self.heating.heat.gas_kwh_per_m3
        cost = m3 * fuels.gas_household_cny_per_m3[:, None]
        cost += bottled / numbers.bottled_gj_per_kg * numbers.bottled_cny_per_kg
        lived_in = heat.lived_in_by_income
        share = lived_in / np.maximum(lived_in.sum(axis=2, keepdims=True), 1e-9)
        coal_cny = fuels.raw_coal_household_cny_per_t[:, None, None] / self.heating.fuel_gj_per_t["raw_coal"]
        items = [(item, "households", "energy_suppliers") for item in ("cooking gas", "cooking coal")]
        ledger.pay_all_by_income(items, np.array((cost[:, :, None] * share, coal * coal_cny)))

    def draw(
        self,
        now: YearOfHomes,
        plugs: Plugs,
        bought_kwh: np.ndarray,
        shapes: tuple[PlugShapes, HeatShapes],
        ledger: Ledger,
        loads: Loads,
    ) -> np.ndarray:
        """Add the hourly load; returns (n_counties,) kWh that homes on time of use moved between hours."""
        plug, heat = shapes
        moved_kwh = np.zeros(len(plugs.on_tou_kwh))
        for kind, sector in enumerate(SECTOR):
            plain, moved = plug.of(now.mix[kind])
            on = plugs.on_tou_kwh[:, kind]
            flexible = plugs.flexible_kwh[kind] / max(on.sum(), 1e-9)
            loads.add(ledger, sector, plugs.off_tou_kwh[:, kind], plain)
            move, bought = moved - plain, bought_kwh[:, kind]
            loads.add(ledger, sector, on, plain + flexible * move)
            moved_share = 0.5 * np.abs(move).sum(axis=1) @ plug.day_weight
            moved_kwh += on * flexible * moved_share
            loads.add(ledger, sector, bought[:, HEAT_PUMP_WATER], heat.heat_pump_water)
            loads.add(ledger, sector, bought[:, HEAT_PUMP_AIR], heat.heat_pump_air)
            loads.add(ledger, sector, bought[:, RESISTIVE] + bought[:, SOLAR_ELECTRIC], heat.resistive)
        return moved_kwh

    def settle_heating(
        self,
        homes: Table,
        now: YearOfHomes,
        heat: Heat,
        bought_kwh: np.ndarray,
        valley_share: np.ndarray,
        ledger: Ledger,
    ) -> np.ndarray:
        """Pay fuel, heaters and fines, and the support of both budgets; returns (n_counties,) CNY of support.

        ``bought_kwh`` is (n_counties, 2, N_GROUPS, n_heaters).
        """
        where = now.scene.where
        self._pay_fuel(now, bought_kwh, valley_share, ledger)
        rows, after = now.changes.rows, now.changes.after
        price, net = now.market.purchase(where.county.take(rows), after, now.changes.again)
        weight = homes.weight.take(rows)
        purchase, listed = where.by_income_of_rows(rows, weight * (price - net), weight * price)
        fined = self._burning_in_a_zone(homes, now)
        fines = now.scene.lived_in.take(fined) * now.market.fine_cny.take(where.community.take(fined))
        city, upper = self.heating.city_share, 1.0 - self.heating.city_share
        running = heat.rebate_by_income
        items = (
            ("heaters", "households", "equipment_makers", listed),
            ("coal fines", "households", "city_budget", where.by_income(fines, fined)),
            ("heater support", "city_budget", "households", city * purchase),
            ("heater support", "upper_budget", "households", upper * purchase),
            ("heating support", "city_budget", "households", city * running),
            ("heating support", "upper_budget", "households", upper * running),
        )
        ledger.pay_all_by_income([item[:3] for item in items], np.array([item[3] for item in items]))
        paid: np.ndarray = purchase.sum(axis=(1, 2)) + heat.rebate_cny
        return paid

    @staticmethod
    def _burning_in_a_zone(homes: Table, now: YearOfHomes) -> np.ndarray:
        """Rows that burn coal where a visit may end with a fine, be it in the main heater or in a kept stove."""
        if not now.market.fine_cny.any():
            return now.winter.on_coal[:0]
        main = rows_where(now.scene.present & burns_coal(homes.columns["heater"]))
        return np.concatenate((main, now.winter.on_coal))  # who has kept a stove heats with something else

    def _pay_fuel(self, now: YearOfHomes, kwh: np.ndarray, valley_share: np.ndarray, ledger: Ledger) -> None:
        """Bills at full price; ``kwh`` (n_counties, 2, N_GROUPS, n_heaters) bought."""
        fuels, electricity, heat = now.signals.fuels, now.signals.electricity, self.heating.heat

        def at(price_by_county: np.ndarray) -> np.ndarray:
            return price_by_county[:, None, None]

        coal = kwh[..., RAW_COAL] / heat.raw_coal_kwh_per_t * at(fuels.raw_coal_household_cny_per_t)
        coal += kwh[..., CLEAN_COAL] / heat.clean_coal_kwh_per_t * at(fuels.clean_coal_household_cny_per_t)
        gas = kwh[..., GAS] / heat.gas_kwh_per_m3 * at(fuels.gas_household_cny_per_m3)
        pellets = kwh[..., BIOMASS] * heat.pellet_share / heat.pellets_kwh_per_t * fuels.pellets_cny_per_t
        valley, peak = electricity.heating_tariff_valley_cny_per_kwh, electricity.heating_tariff_peak_cny_per_kwh
        price = valley_share * valley + (1.0 - valley_share) * peak
        power = (kwh * price)[..., list(ELECTRIC)].sum(axis=3)
        rows = now.winter.piped
        piped = now.scene.where.by_income(now.scene.lived_in.take(rows) * now.winter.bill_cny.take(rows), rows)
        items = (
            ("heating coal", "energy_suppliers"),
            ("heating gas", "energy_suppliers"),
            ("pellets", "energy_suppliers"),
            ("heating electricity", "grid"),
            ("district heat", "energy_suppliers"),
        )
        ledger.pay_all_by_income(
            [(item, "households", receiver) for item, receiver in items], np.array((coal, gas, pellets, power, piped))
        )

    def settle_plugs(self, now: YearOfHomes, plugs: Plugs, ledger: Ledger) -> None:
        """Pay electricity by blocks, less what homes on time of use save."""
        as_is, by_moving = now.tou_saving
        total = plugs.on_tou_kwh.sum(axis=0)
        flexible = share_of(plugs.flexible_kwh, total)
        saved = plugs.on_by_income * (as_is + flexible * by_moving)[:, None]
        ledger.pay_by_income("home electricity", "households", "grid", plugs.bill_by_income - saved)
