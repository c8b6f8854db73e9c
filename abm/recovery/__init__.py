"""Worn-out packs, PV modules, blades, machines and engines: what comes back, who takes it, what is made of it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.loads import Loads
from abm.power.renewal import PV, WIND
from abm.record import Record
from abm.recovery.money import pay, work_cny
from abm.recovery.numbers import BLADE, KINDS, KWH_PER_MWH, MODULE, PACK, RecoveryNumbers
from abm.recovery.remaking import Remaking, Worn
from abm.world import World
from agents.choice import share_of
from agents.firm.recovery import handed_over
from agents.signals import MaterialSignals, Signals
from agents.vehicle.powertrain import BATTERY_CAR, DIESEL, LNG

if TYPE_CHECKING:
    from abm.model import City


@dataclass(frozen=True)
class Returned:
    """A year's returns in t: (n_counties, 2, n_groups) packs of private cars, (n_counties,) of fleets and of trucks.

    ``worn_t`` and ``handed_t`` (3, n_counties) are all that is worn out, and what licensed recyclers take of it.
    """

    cars_t: np.ndarray
    fleets_t: np.ndarray
    trucks_t: np.ndarray
    worn_t: np.ndarray
    handed_t: np.ndarray
    share_of_packs: np.ndarray  # (n_counties,) handed to licensed recyclers


class Recovery:
    """Licensed recyclers of the city. Vehicles say what they scrapped; plants of wind and sun what wore out."""

    def __init__(self, world: World, city: "City") -> None:
        p, n = world.region.parameters, world.region.n_counties
        self.world, self.city = world, city
        self.numbers = RecoveryNumbers.of(p)
        self.flat = world.days.shape(np.ones((world.days.n_days, 24)))
        self.aluminium_t = np.zeros(n)  # of modules, at smelters next year
        self.tested_t = np.zeros(n)  # packs that wait for a buyer or for being taken apart
        self.remaking = Remaking(p, world.years, n)
        self.first_value_cny: np.ndarray | None = None  # (n_counties,) which stands in other industry
        self.last: Returned

    def act(self, signals: Signals, flows: Flows, ledger: Ledger, loads: Loads) -> None:
        """Take back what is worn out; fit packs are offered to stores, the rest is taken apart next year."""
        n = self.numbers
        self.last = self._returned(self._shares(signals.materials))
        handed_t = self.last.handed_t
        apart_t = handed_t.copy()
        reused_t = self._reused_t()
        apart_t[PACK] = self.tested_t - reused_t
        pay(ledger, n, signals.materials, self.last, apart_t)
        price = signals.electricity.large_user_mean_cny_per_kwh
        kwh = self.work(apart_t, reused_t, price, ledger, flows)
        at = self.world.years.index(signals.year)
        kwh = kwh + self.remaking.act(self._machines(signals, flows), signals.materials, at, price, ledger)
        loads.add(ledger, "other_industry", kwh, self.flat)
        flows.add_value("other_industry", self.remaking.value_added_cny)
        self.tested_t = handed_t[PACK]
        self.aluminium_t = handed_t[MODULE] * n.aluminium
        flows.used_packs_mwh += handed_t[PACK] / n.t_per_mwh * n.fit_share * n.kept_share

    def report(self, record: Record) -> None:
        """Write what came back and who took it."""
        last = self.last
        record.put("Recycling|Battery Returns", by_county=last.worn_t[PACK] / self.numbers.t_per_mwh / 1000.0)
        record.put("Recycling|PV Module Returns", by_county=last.worn_t[MODULE] / 1000.0)
        record.put("Recycling|Blade Returns", by_county=last.worn_t[BLADE] / 1000.0)
        handed, worn = last.handed_t.sum(axis=0), last.worn_t.sum(axis=0)
        record.put("Recycling|Licensed Recovery", by_county=handed / 1000.0)
        city = float(handed.sum() / max(worn.sum(), 1e-9))
        record.put("Share|Licensed Recovery", by_county=share_of(handed, worn), city=city)
        self.remaking.report(record)

    def work(
        self, apart_t: np.ndarray, reused_t: np.ndarray, cny_per_kwh: float, ledger: Ledger, flows: Flows
    ) -> np.ndarray:
        """Take apart and test; book what is bought for it, add the value beyond the first year's; returns kWh used.

        ``apart_t`` is (3, n_counties), ``reused_t`` (n_counties,) packs that stores took.
        """
        n = self.numbers
        kwh: np.ndarray = n.kwh_per_t[:, 0] @ apart_t
        earned_cny, power_cny = work_cny(n, apart_t, reused_t), kwh * cny_per_kwh
        bought_cny = np.maximum((1.0 - n.own_share) * earned_cny - power_cny, 0.0)
        ledger.pay("recovery running cost", "firms", "outside", bought_cny)
        ledger.pay("recovery power", "firms", "grid", power_cny)
        value_cny = earned_cny - bought_cny - power_cny
        if self.first_value_cny is None:
            self.first_value_cny = value_cny
        flows.add_value("other_industry", value_cny - self.first_value_cny)
        return kwh

    def _machines(self, signals: Signals, flows: Flows) -> Worn:
        """Ask mines, trucks and people what they wear out."""
        trucks = self.city.freight.trucks
        stock = trucks.stock()
        return Worn(
            coal_t=flows.output_t["raw_coal"],
            trucks=stock[DIESEL] + stock[LNG],
            trucks_scrapped=trucks.scrapped_engines,
            persons=signals.materials.persons,
            car_km=self.city.travel.cars.tally.km_by_income()[:BATTERY_CAR].sum(axis=0),
        )

    def _returned(self, share: np.ndarray) -> Returned:
        """Ask vehicles and plants what wore out; ``share`` (3, n_counties) goes to licensed recyclers."""
        n, city = self.numbers, self.city
        t_per_kwh = n.t_per_mwh / KWH_PER_MWH
        cars_t = np.tensordot(n.car_kwh, city.travel.cars.scrapped_plugs, axes=1) * t_per_kwh
        fleets_t = (city.travel.fleets.renewed_batteries * n.fleet_kwh).sum(axis=0) * t_per_kwh
        trucks_t = city.freight.trucks.scrapped_batteries * n.truck_kwh * t_per_kwh
        plants_mw = city.power.renewal.worn_mw
        worn_t = np.empty((len(KINDS), len(fleets_t)))
        worn_t[PACK] = cars_t.sum(axis=(1, 2)) + fleets_t + trucks_t
        worn_t[PACK + 1 :] = np.array([plants_mw[PV:].sum(axis=0), plants_mw[WIND]]) * n.t_per_mw
        return Returned(cars_t, fleets_t, trucks_t, worn_t, worn_t * share, share[PACK])

    def _shares(self, rules: MaterialSignals) -> np.ndarray:
        """(3, n_counties) that owners hand to licensed recyclers."""
        n = self.numbers
        offer = n.licensed_cny + rules.recovery_support_cny_per_t - n.trouble_cny * (1.0 - rules.collection_share)
        return handed_over(offer, n.others_cny, n.spread_cny)

    def _reused_t(self) -> np.ndarray:
        """(n_counties,) t of last year's packs that stores took."""
        n = self.numbers
        taken_t = self.city.power.second_life.taken_mwh / n.kept_share * n.t_per_mwh
        total = float(self.tested_t.sum())
        return self.tested_t * (taken_t / total) if total > 0 else np.zeros_like(self.tested_t)
