"""Closing the books of a year: check, add up, write down."""

import numpy as np

from abm.accounts.balance import GJ_PER_MWH, Balance, put_balance
from abm.accounts.checks import check_closed_fuels, check_conversions, check_ledger, check_money, check_sums
from abm.accounts.emissions import carbon_kept_t, emissions_of, put_emissions
from abm.accounts.factors import Factors
from abm.accounts.gdp import HUNDRED_MILLION, Economy
from abm.accounts.ledger import Ledger
from abm.accounts.money import Money, put_money
from abm.accounts.payments import Headings, Payments
from abm.accounts.programmes import by_programme, put_programmes
from abm.accounts.words import FLOWS, FUELS, SECTORS
from abm.flows import Flows
from abm.record import Record
from abm.world import World
from agents.choice import share_or_nan

CONTEXT_PRICES = {  # variable -> driver of the storyline and its unit
    "Price|Carbon": ("price.carbon", "CNY/t"),
    "Price|Thermal Coal": ("price.thermal_coal", "CNY/t"),
    "Price|Coking Coal": ("price.coking_coal", "CNY/t"),
    "Price|Coke": ("price.coke", "CNY/t"),
    "Price|Diesel": ("price.diesel", "CNY/l"),
    "Price|Gasoline": ("price.gasoline", "CNY/l"),
    "Price|LNG": ("price.lng", "CNY/kg"),
}

INTENSITIES = tuple(  # variable, its change, what stands above GDP, factor of units
    (name, f"{name} Change", basis, factor)
    for name, basis, factor in (
        ("Energy Use|Intensity", "Energy Use|Coal Equivalent without Feedstock", 1.0),  # 10^4 tce / 10^8 CNY
        ("Emissions|CO2 Intensity", "Emissions|CO2|Energy with Net Electricity Imports", 1e2),  # Mt / 10^8 CNY
    )
)
_PRICES = tuple(CONTEXT_PRICES)
_KEPT = ("Final Energy|Electricity", "Carbon|Kept or Lost")
_USED, _ELECTRICITY, _SERVICES = FLOWS.index("used"), FUELS.index("electricity"), SECTORS.index("services")


class Books:
    """Turns each year's ledger into emissions, energy balance, money and GDP."""

    def __init__(self, world: World) -> None:
        p = world.region.parameters
        self.world = world
        self.factors = Factors.of(world.region)
        self.economy = Economy.of(world)
        self.industry_scale = 1.0
        self._headings: Headings | None = None  # of the last year's payments: most years pay for the same
        self._codes = [county.code for county in world.region.counties]
        self._grid_tco2_per_mwh = p.series("grid.emission_factor", "tCO2/MWh", world.years)
        self._coal_rate_gce_per_kwh = p.series("energy.average_coal_rate", "gce/kWh", world.years)

    def close(self, year: int, ledger: Ledger, flows: Flows, record: Record) -> Payments:
        """Check a year's ledger and write all that follows from it into the record; return what was paid.

        Raises:
            AccountsError: something does not close; the message says what, where and by how much.
        """
        i = year - self.world.years[0]
        check_ledger(ledger, year, self._codes)
        balance = Balance.of(ledger)
        check_closed_fuels(balance, year, self._codes)
        check_conversions(ledger, self.factors, year)
        emissions = emissions_of(ledger, self.factors, balance.net_import_mwh, self._grid_tco2_per_mwh[i])
        put_emissions(record, emissions, self.factors)
        put_balance(record, balance, self.factors, self._coal_rate_gce_per_kwh[i])
        self._put_kept(record, ledger)
        self._put_gdp(record, year, flows)
        prices = [self.world.context(driver, unit, year) for driver, unit in CONTEXT_PRICES.values()]
        record.put_city(_PRICES, np.array(prices))
        payments = Payments.of(ledger, self._headings)
        self._headings = payments.headings
        money = Money.of(payments)
        check_money(money, year)
        put_money(record, money)
        put_programmes(record, by_programme(payments))
        check_sums(record, year)
        return payments

    def _put_kept(self, record: Record, ledger: Ledger) -> None:
        """Electricity used, and carbon that is in no fuel any more, by sector."""
        mwh = ledger.energy_gj[_USED, :, _ELECTRICITY] / GJ_PER_MWH
        record.put_sectors(_KEPT, np.array([mwh, carbon_kept_t(ledger, self.factors)]) * 1e-6)

    def _put_gdp(self, record: Record, year: int, flows: Flows) -> None:
        if year == self.world.years[0]:
            self.industry_scale = self.economy.industry_scale(flows)
        added = self.economy.value_added(self.world, year, flows, self.industry_scale) / HUNDRED_MILLION
        gdp = added.sum(axis=0)
        record.put("Value Added", by_sector=added)
        record.put("Share|Services in GDP", city=float(added[_SERVICES].sum() / added.sum()))
        record.put("GDP", by_county=gdp)
        record.put("Residual|Value Added of Industry", city=1.0 / self.industry_scale - 1.0)
        self._put_intensities(record, year, gdp)

    def _put_intensities(self, record: Record, year: int, gdp: np.ndarray) -> None:
        """Energy and CO2 per 10^4 CNY at 2020 prices, and their change since the first year."""
        for name, change, basis, factor in INTENSITIES:
            by_county = record.counties(basis, year)
            ratio = share_or_nan(by_county, gdp) * factor
            city = float(by_county.sum() / gdp.sum()) * factor
            record.put(name, by_county=ratio, city=city)
            first = record.value(name, self.world.years[0])
            record.put(change, city=city / first - 1.0 if first else np.nan)
