"""What power plants cost to build and to keep: paid by their owners in the year in which they start."""

from typing import TYPE_CHECKING

import numpy as np

from abm.accounts.ledger import Ledger

if TYPE_CHECKING:
    from abm.power.power import Power

KW_PER_MW = 1000.0
KINDS = ("wind", "pv")
MAKERS = "equipment_makers"


class PlantMoney:
    """Remembers the MW of market stores that stood last year."""

    def __init__(self) -> None:
        self.stores_mw = 0.0

    def pay(self, power: "Power", ledger: Ledger) -> None:
        """Book new plants and the yearly cost of all; what stood before the first year was paid then."""
        self._coal(power, ledger)
        self._wind_and_sun(power, ledger)
        self._stores(power, ledger)

    def _coal(self, power: "Power", ledger: Ledger) -> None:
        units, numbers, year = power.units, power.fleet.numbers, power.year
        kw = KW_PER_MW * units.capacity_mw
        starts = (power.fleet.start_year == year) & (year > power.world.years[0])
        for item, cny in (
            ("coal units built", kw * starts * numbers.capex_cny_per_kw),
            ("plants kept", kw * power.running_share(year) * numbers.fixed_cny_per_kw),
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

    def _stores(self, power: "Power", ledger: Ledger) -> None:
        """Stations stand where people live, as nobody knows where they will be built."""
        stores, year = power.market_stores, power.year
        left = self.stores_mw * (1.0 - 1.0 / stores.life_years)
        hours = float(power.numbers.storage.battery_hours[power.world.years.index(year)])
        index = power.world.context("cost.storage", "index", year)
        new_cny = stores.capex_cny_per_kwh * index
        cny = KW_PER_MW * max(stores.mw - left, 0.0) * hours * new_cny
        to_makers, to_recyclers = power.second_life.cost_cny(new_cny)
        self.stores_mw = stores.mw
        ledger.pay("market stores", "firms", MAKERS, (cny + to_makers) * power.services.share)
        ledger.pay("used packs in stores", "firms", "firms", to_recyclers * power.services.share)
