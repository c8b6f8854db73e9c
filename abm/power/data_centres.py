"""Data centres: approved computing, its cooling, and its load."""

from dataclasses import dataclass

import mesa
import numpy as np

from abm.accounts.ledger import Ledger
from abm.days import Days
from abm.loads import Loads
from abm.parameters import Parameters
from abm.record import Record
from abm.region import Region
from agents.choice import annuity, logistic, shift_load
from agents.data_centre import DataCentreOperator, built_mw, chosen_pue, cooling_cny_per_kw, mended_pue
from agents.signals import Signals

HOURS = 8760.0
KWH_PER_MWH = KW_PER_MW = 1000.0


@dataclass(frozen=True)
class DataCentreNumbers:
    """What operators reckon with."""

    use_share: float  # of the installed computers' power, mean over the year
    plain_pue: float
    best_pue: float
    cooling_cny_per_kw: float
    hurdle_years: float
    renewed_share: float  # of halls that get new cooling in a year
    outside_cny_per_kwh: float
    spread: float
    store_cny_per_kwh: float
    store_years: float
    store_elasticity: float  # of substitution between hours with a store on the spot
    hall_cny_per_kw: float  # of computing, cooling beyond the plainest apart
    rent_cny_per_kw: float  # of computing a year, power included

    @classmethod
    def of(cls, p: Parameters) -> "DataCentreNumbers":
        """Read them."""
        k = "data_centre"
        return cls(
            use_share=p.value(f"{k}.use", "share"),
            plain_pue=p.value(f"{k}.plain_pue", "ratio"),
            best_pue=p.value(f"{k}.best_pue", "ratio"),
            cooling_cny_per_kw=p.value(f"{k}.cooling", "CNY/kW"),
            hurdle_years=p.value(f"{k}.hurdle", "years"),
            renewed_share=p.value(f"{k}.renewed", "share"),
            outside_cny_per_kwh=p.value(f"{k}.outside_price", "CNY/kWh"),
            spread=p.value(f"{k}.spread", "ratio"),
            store_cny_per_kwh=p.value(f"{k}.store", "CNY/kWh"),
            store_years=p.value(f"{k}.store_life", "years"),
            store_elasticity=p.value(f"{k}.store_elasticity", "ratio"),
            hall_cny_per_kw=p.value(f"{k}.hall", "CNY/kW"),
            rent_cny_per_kw=p.value(f"{k}.rent", "CNY/kW/yr"),
        )


class DataCentres:
    """Halls by county: (n_counties,) MW of computing and power-use effectiveness."""

    def __init__(self, region: Region, days: Days, model: mesa.Model) -> None:
        self.numbers = DataCentreNumbers.of(region.parameters)
        self.days = days
        self.computing_mw = region.parameters.by_county("data_centre.first", "MW").astype(float)
        site = region.parameters.by_county("data_centre.site", "share")
        self.site = site / site.sum()  # of what is built
        self.pue = np.full(region.n_counties, self.numbers.plain_pue)
        self.kwh = np.zeros(region.n_counties)
        self.hourly_kwh = np.zeros((days.n_days, 24))
        self.store_kwh: float | None = None  # on the spot; those of the first year were paid before it
        self.agents = [DataCentreOperator(model, county, self) for county in range(region.n_counties)]
        self._flat = np.full((days.n_days, 24), 1.0 / HOURS)

    def act(self, signals: Signals, ledger: Ledger, loads: Loads, cost_of_stores: float) -> None:
        """Build and cool, then use power; ``cost_of_stores`` is an index, first year 1."""
        n = self.numbers
        tariff = signals.electricity.large_user_cny_per_kwh
        price = signals.electricity.large_user_mean_cny_per_kwh
        best = chosen_pue(n.plain_pue, n.best_pue, price, n.hurdle_years * HOURS * n.use_share, n.cooling_cny_per_kw)
        target = min(best, signals.supply.pue_limit)
        self._build(signals, price, target, ledger)
        self.kwh = self.computing_mw * n.use_share * self.pue * HOURS * KWH_PER_MWH
        shape = self._shape(tariff, cost_of_stores)
        self.hourly_kwh = self.kwh.sum() * shape
        self._buy_stores(shape, cost_of_stores, ledger)
        rent = self.computing_mw * KW_PER_MW * n.rent_cny_per_kw
        ledger.pay("data centre rent", "customers", "firms", rent)
        loads.add(ledger, "services", self.kwh, shape)

    def report(self, record: Record) -> None:
        """Write computing power, effectiveness and use."""
        total = float(self.computing_mw.sum())
        record.put("Data Centres|Computing", by_county=self.computing_mw)
        record.put("Data Centres|Electricity", by_county=self.kwh / 1e9)
        if total > 0:
            record.put("Data Centres|Power Use Effectiveness", city=float(self.pue @ self.computing_mw) / total)

    def _build(self, signals: Signals, price: float, target: float, ledger: Ledger) -> None:
        """Pay for new halls, cooled at the target at once, and for old ones whose cooling is renewed.

        Computers belong to those who rent the halls, mostly from elsewhere.
        """
        n = self.numbers
        approved = signals.supply.data_centre_approval_mw * self.site
        new = built_mw(approved, price, n.outside_cny_per_kwh, n.spread)
        old_pue = mended_pue(self.pue, target, n.renewed_share)
        cooled_mw = new + np.where(self.pue > target, n.renewed_share * self.computing_mw, 0.0)
        per_kw = cooling_cny_per_kw(n.plain_pue, n.best_pue, target, n.cooling_cny_per_kw)
        ledger.pay("data centre halls", "firms", "equipment_makers", KW_PER_MW * new * n.hall_cny_per_kw)
        ledger.pay("data centre cooling", "firms", "equipment_makers", KW_PER_MW * cooled_mw * per_kw)
        total = self.computing_mw + new
        mixed = old_pue * self.computing_mw + target * new
        self.pue = np.divide(mixed, total, out=old_pue, where=total > 0)
        self.computing_mw = total

    def _buy_stores(self, shape: np.ndarray, cost_of_stores: float, ledger: Ledger) -> None:
        """Stores hold what the day with the most moves; what is missing or worn out is bought."""
        moved = 0.5 * np.abs(shape - self._flat).sum(axis=1).max()
        needed = float(moved * self.kwh.sum())
        before = needed if self.store_kwh is None else self.store_kwh * (1.0 - 1.0 / self.numbers.store_years)
        self.store_kwh = max(needed, before)
        cny = (self.store_kwh - before) * self.numbers.store_cny_per_kwh * cost_of_stores
        share = self.kwh / max(float(self.kwh.sum()), 1.0)
        ledger.pay("data centre stores", "firms", "equipment_makers", cny * share)

    def _shape(self, tariff: np.ndarray, cost_of_stores: float) -> np.ndarray:
        """(n_days, 24) flat, and moved to cheap hours by those for whom a store pays."""
        n = self.numbers
        spread = float(self.days.weight @ (tariff.max(axis=1) - tariff.min(axis=1)))
        yearly = float(annuity(1.0 / n.hurdle_years, n.store_years)) * n.store_cny_per_kwh * cost_of_stores
        has_store = float(logistic((spread / yearly - 1.0) / n.spread))
        return shift_load(self._flat, tariff, n.store_elasticity * has_store)
