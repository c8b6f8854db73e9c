"""What power plants cost to build and to keep: paid by their owners in the year in which they start."""

from typing import TYPE_CHECKING

import numpy as np

from abm.accounts.ledger import Ledger
from abm.power.province import city_battery_gw
from agents.signals.electricity import ElectricitySignals

if TYPE_CHECKING:
    from abm.power.power import Power

KW_PER_MW = KWH_PER_MWH = 1000.0
KINDS = ("wind", "pv")
MAKERS = "equipment_makers"


class PlantMoney:
    """Remembers what stores stood last year: MWh of market and of usual stations, MW of the pumped plant."""

    def __init__(self) -> None:
        self.market_mwh = self.usual_mwh = self.pumped_mw = 0.0

    def pay(self, power: "Power", electricity: ElectricitySignals, ledger: Ledger) -> None:
        """Book new plants and the yearly cost of all; what stood before the first year was paid then."""
        self._coal(power, ledger)
        self._wind_and_sun(power, ledger)
        self._stations(power, electricity, ledger)
        self._pumped(power, electricity, ledger)

    def _coal(self, power: "Power", ledger: Ledger) -> None:
        units, numbers, year = power.units, power.fleet.numbers, power.year
        kw = KW_PER_MW * units.capacity_mw
        starts = (power.fleet.start_year == year) & (year > power.world.years[0])
        for item, cny in (
            ("coal units built", kw * starts * numbers.capex_cny_per_kw),
            ("plants kept", kw * power.running_share(year) * numbers.fixed_cny_per_kw),
            ("coal unit life extension", kw * power.running_share(year) * power.fleet.extension_cny_per_kw(year)),
        ):
            ledger.pay(item, "firms", MAKERS, np.bincount(units.county, cny, ledger.n_counties))

    def _wind_and_sun(self, power: "Power", ledger: Ledger) -> None:
        """New plants, those renewed on their old site, and the yearly cost; homes pay for their roofs elsewhere."""
        plants, year, renewal = power.renewables, power.year, power.renewal
        at = power.world.years.index(year)
        ledger.pay("public roof PV", "firms", MAKERS, renewal.public_cny)
        for kind in KINDS:
            capex = plants.developer.capex_cny_per_kw[kind] * power.world.context(f"cost.{kind}", "index", year)
            renewed = renewal.of_owners(kind, renewal.renewed_mw)
            more = (renewal.of_owners(kind, renewal.cohorts.new_mw) - renewed) * (at > 0)
            ledger.pay("wind and solar plants", "firms", MAKERS, KW_PER_MW * more * capex)
            ledger.pay("wind and solar plants renewed", "firms", MAKERS, renewal.utility_cny[kind])
            cost = KW_PER_MW * plants.capacity_mw(kind, at) * capex * plants.developer.fixed_cost_share
            ledger.pay("plants kept", "firms", MAKERS, cost)

    def _stations(self, power: "Power", electricity: ElectricitySignals, ledger: Ledger) -> None:
        """Battery stations: what is built, renewed or made longer; they stand where people live, as nobody knows where.

        All stations have the year's hours in the dispatch, so energy is what is bought, and not power.
        """
        stores, second_life, world = power.market_stores, power.second_life, power.world
        at, share = world.years.index(power.year), power.services.share
        hours = float(power.numbers.storage.battery_hours[at])
        capex = stores.capex_cny_per_kwh * world.context("cost.storage", "index", power.year)
        usual_gw = city_battery_gw(power.numbers, world.storyline, power.year, at, electricity)
        market_mwh, usual_mwh = stores.mw * hours, 1000.0 * usual_gw * hours
        left = 1.0 - 1.0 / stores.life_years
        new = max(market_mwh - left * self.market_mwh, 0.0)
        new_usual = max(usual_mwh - left * self.usual_mwh, 0.0) * (at > 0)
        to_makers, to_recyclers = second_life.cost_cny(capex)
        usual_cny = max(KWH_PER_MWH * new_usual * capex - second_life.spared_cny(capex), 0.0)
        self.market_mwh, self.usual_mwh = market_mwh, usual_mwh
        kept = KWH_PER_MWH * (market_mwh + usual_mwh + second_life.mw * hours) * capex * stores.fixed_cost_share
        ledger.pay("market stores", "firms", MAKERS, (KWH_PER_MWH * new * capex + to_makers) * share)
        ledger.pay("battery stations", "firms", MAKERS, usual_cny * share)
        ledger.pay("used packs in stores", "firms", "firms", to_recyclers * share)
        ledger.pay("plants kept", "firms", MAKERS, kept * share)

    def _pumped(self, power: "Power", electricity: ElectricitySignals, ledger: Ledger) -> None:
        """The pumped plant, where it stands."""
        n, kept_share = power.numbers.storage, power.market_stores.fixed_cost_share
        mw = 1000.0 * n.pumped_gw * electricity.pumped_storage
        new, self.pumped_mw = max(mw - self.pumped_mw, 0.0), mw
        per_mw = KW_PER_MW * n.pumped_capex_cny_per_kw
        ledger.pay("pumped storage built", "firms", MAKERS, new * per_mw * power.pumped_site)
        ledger.pay("plants kept", "firms", MAKERS, mw * per_mw * kept_share * power.pumped_site)
