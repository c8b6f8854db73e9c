"""Taxis, buses and light trucks of a city: renewal by age, mandates, cost per kilometre."""

from dataclasses import dataclass

import mesa
import numpy as np

from abm.region import Region
from abm.world import World
from agents.choice import annuity, luck_left, rows_of
from agents.signals import Signals
from agents.table import Table, look_up, rows_where
from agents.vehicle.fleet import FleetVehicle, choose_fleet, closed_hours_cost, fleet_cost_per_km
from agents.vehicle.lifetime import OLDEST, hazard_by_age, weibull_scale
from agents.vehicle.novelty import novelty
from agents.vehicle.powertrain import BATTERY_FLEET, FLEET_POWERTRAINS, FLEETS, GAS, LIGHT_TRUCK, OIL

PER_KM = {"oil": "l/km", "gas": "m3/km", "battery": "kWh/km"}


@dataclass(frozen=True)
class FleetNumbers:
    """Numbers of the three kinds; (3, 3) are by kind and powertrain."""

    life_years: np.ndarray  # (3,)
    life_shape: float
    body_price_cny: np.ndarray  # (3, 3) the battery's without its pack
    pack_kwh: np.ndarray  # (3,)
    pack_2020_cny_per_kwh: np.ndarray  # (3,)
    use_per_km: np.ndarray  # (3, 3) l, m3, kWh
    upkeep_cny_per_km: np.ndarray  # (3, 3)
    spread_cny_per_km: np.ndarray  # (3,)
    constant: np.ndarray  # (3, 3)
    familiar_share: float
    constant_end: float
    rate: float
    gas_margin_cny_per_m3: float
    tax_share: float

    @classmethod
    def of(cls, region: Region) -> "FleetNumbers":
        """Read the numbers of a region."""
        value = region.parameters.value

        def table(prefix: str, unit: str | None = None) -> np.ndarray:
            return np.array(
                [[value(f"{prefix}.{kind}.{p}", unit or PER_KM[p]) for p in FLEET_POWERTRAINS] for kind in FLEETS]
            )

        def column(prefix: str, suffix: str, unit: str) -> np.ndarray:
            return np.array([value(f"{prefix}.{kind}{suffix}", unit) for kind in FLEETS])

        body = np.stack([column("fleet.price", f".{name}", "CNY") for name in ("oil", "gas", "battery_body")], axis=1)
        constant = np.zeros((len(FLEETS), len(FLEET_POWERTRAINS)))
        constant[:, BATTERY_FLEET] = column("fleet.constant", ".battery", "none")
        return cls(
            life_years=column("fleet.life", "", "years"),
            life_shape=value("fleet.life.shape", "none"),
            body_price_cny=body,
            pack_kwh=column("fleet.price", ".battery_pack", "kWh"),
            pack_2020_cny_per_kwh=column("fleet.price", ".pack_2020", "CNY/kWh"),
            use_per_km=table("fleet.use"),
            upkeep_cny_per_km=table("fleet.upkeep", "CNY/km"),
            spread_cny_per_km=column("fleet.spread", "", "CNY/km"),
            constant=constant,
            familiar_share=value("fleet.familiar_share", "share"),
            constant_end=value("fleet.constant_end", "share"),
            rate=value("fleet.rate", "1/yr"),
            gas_margin_cny_per_m3=value("fleet.gas_margin", "CNY/m3"),
            tax_share=value("cars.tax.purchase", "share"),
        )


@dataclass(frozen=True)
class Renewals:
    """Vehicles bought in a year: rows and powertrains, (n,) each, and (n_counties,) CNY paid for them and as tax."""

    rows: np.ndarray
    powertrain: np.ndarray
    listed_cny: np.ndarray
    tax_cny: np.ndarray


class Fleets:
    """The table of taxis, buses and light trucks; all rows are always there."""

    def __init__(self, world: World, model: mesa.Model) -> None:
        self.world = world
        self.numbers = FleetNumbers.of(world.region)
        self.table = Table(model, FleetVehicle, world.population.fleet)
        n = self.numbers
        self.county, self.kind = self.table.county, self.table.columns["kind"]
        self.km = self.table.km_per_year
        shapes = [hazard_by_age(weibull_scale(years, n.life_shape), n.life_shape) for years in n.life_years]
        self.hazard = np.concatenate(shapes)  # of all kinds, one table of ages after the other
        self.first_age = self.kind.astype(np.uint16) * (OLDEST + 1)  # where a vehicle's kind begins in it
        place = self.kind.astype(np.int32) * (len(FLEET_POWERTRAINS) * world.region.n_counties) + self.county
        self.place = place  # in (3 kinds, 3 powertrains, n_counties), with the first powertrain
        self.payment_share = annuity(n.rate, n.life_years)[:, None]  # of the price, a year
        self.gas_open = world.region.parameters.value("fleet.gas_for_light_trucks", "share") > 0
        nobody = np.zeros(0, dtype=np.intp)
        self.bought = Renewals(nobody, nobody.astype(np.uint8), *np.zeros((2, world.region.n_counties)))
        for name in ("age", "powertrain"):
            self.table.own(name)
        self.renewed_batteries = np.zeros((len(FLEETS), world.region.n_counties))  # whose packs came back this year
        cell = self.place + self.table.columns["powertrain"] * np.intp(world.region.n_counties)
        self.counts = self._sum(cell).sum(axis=2)  # (3, 3), kept up to date
        self.km_in_use = self._sum(cell, self.km)  # (3, 3, n_counties), likewise

    def decide(self, signals: Signals, electricity_cny_per_kwh: float) -> None:
        """Renew what is worn out, by mandate or by cost per km."""
        rows, luck = self._worn_out(signals.year)
        kind, county = self.kind.take(rows).astype(np.intp), self.county.take(rows).astype(np.intp)
        listed, tax_share = self._prices(signals)
        price = listed * (1.0 + tax_share)
        cost = self._costs(signals, price, electricity_cny_per_kwh, kind, county, self.km.take(rows))
        cost /= self.numbers.spread_cny_per_km.astype(np.float32).take(kind)[:, None]
        trust = self._trust()
        if not self.gas_open:
            trust[LIGHT_TRUCK, GAS] = -np.inf
        value = np.subtract(rows_of(trust.astype(np.float32), kind), cost, out=cost)
        mandate = signals.driving.public_fleet_mandate_share.take(county) * (kind != LIGHT_TRUCK)
        chosen = choose_fleet(value, mandate, luck)
        self._renew(rows, chosen)
        of_kind, n_counties = kind * len(FLEET_POWERTRAINS) + chosen, self.world.region.n_counties
        paid = [np.bincount(county, cny.ravel().take(of_kind), n_counties) for cny in (listed, listed * tax_share)]
        self.bought = Renewals(rows, chosen, *paid)

    def _worn_out(self, year: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the rows that are renewed this year, and what is left of their luck."""
        luck = self.world.streams.uniform("fleet.life", year, len(self.kind))
        chance = look_up(self.hazard, self.first_age + self.table.columns["age"])
        rows = rows_where(luck < chance)
        return rows, luck_left(luck.take(rows), chance.take(rows))

    def _renew(self, rows: np.ndarray, chosen: np.ndarray) -> None:
        """Commit: everyone grows older, the renewed are new, and the counts follow."""
        c, place, n_counties = self.table.columns, self.place.take(rows), np.intp(self.world.region.n_counties)
        left, came = place + c["powertrain"].take(rows) * n_counties, place + chosen * n_counties
        gone = self._sum(left)
        self.renewed_batteries = gone[:, BATTERY_FLEET]
        self.counts = self.counts - gone.sum(axis=2) + self._sum(came).sum(axis=2)
        moves = rows_where(left != came)  # the others drive on as before
        km = self.km.take(rows.take(moves))
        self.km_in_use = self.km_in_use - self._sum(left.take(moves), km) + self._sum(came.take(moves), km)
        c["age"] += c["age"] < OLDEST - 1
        c["age"][rows] = 0
        c["powertrain"][rows] = chosen

    def running(self, signals: Signals, electricity_cny_per_kwh: float) -> np.ndarray:
        """Return (3, 3) CNY per km of energy, by kind and powertrain."""
        n, fuels = self.numbers, signals.fuels
        price = np.empty((len(FLEETS), len(FLEET_POWERTRAINS)))
        price[:, OIL] = (fuels.gasoline_cny_per_l, fuels.diesel_cny_per_l, fuels.diesel_cny_per_l)
        price[:, GAS] = fuels.gas_industry_cny_per_m3 + n.gas_margin_cny_per_m3
        price[:, BATTERY_FLEET] = electricity_cny_per_kwh
        return n.use_per_km * price

    def km_by_kind(self) -> np.ndarray:
        """Return (3 kinds, 3 powertrains, n_counties) km a year."""
        return self.km_in_use

    def _sum(self, cell: np.ndarray, km: np.ndarray | None = None) -> np.ndarray:
        """Return (3, 3, n_counties) vehicles, or their km: sums of single precision, exact in double."""
        kinds, powertrains, n_counties = len(FLEETS), len(FLEET_POWERTRAINS), self.world.region.n_counties
        sums = np.bincount(cell, km, kinds * powertrains * n_counties)
        return sums.reshape(kinds, powertrains, n_counties)

    def stock(self) -> np.ndarray:
        """Return (3 kinds, 3 powertrains) vehicles."""
        return self.counts

    def _trust(self) -> np.ndarray:
        """Return (3, 3) constants; mistrust of batteries wears off as a kind's fleet has them."""
        n, stock = self.numbers, self.stock()
        share = stock[:, BATTERY_FLEET] / np.maximum(stock.sum(axis=1), 1)
        left = novelty(share, n.familiar_share, n.constant_end)
        return np.where(n.constant < 0, n.constant * left[:, None], n.constant)

    def _prices(self, signals: Signals) -> tuple[np.ndarray, np.ndarray]:
        """Return (3, 3) CNY before tax, and (3,) purchase tax over it; packs get cheaper with the world's."""
        n = self.numbers
        price = n.body_price_cny.copy()
        pack = self.world.context("cost.battery_pack", "index", signals.year)
        price[:, BATTERY_FLEET] += n.pack_kwh * n.pack_2020_cny_per_kwh * pack
        tax = np.full(len(FLEET_POWERTRAINS), n.tax_share)
        tax[BATTERY_FLEET] *= 1.0 - signals.driving.plug_tax_relief_share
        return price, tax

    def _costs(
        self,
        signals: Signals,
        price: np.ndarray,
        electricity: float,
        kind: np.ndarray,
        county: np.ndarray,
        km: np.ndarray,
    ) -> np.ndarray:
        """Return (n, 3) CNY per km, single precision, for the vehicles that are renewed, at (3, 3) prices by kind."""
        yearly = (price * self.payment_share).astype(np.float32)
        running = (self.running(signals, electricity) + self.numbers.upkeep_cny_per_km).astype(np.float32)
        cost = fleet_cost_per_km(rows_of(yearly, kind), km, rows_of(running, kind))
        if not signals.driving.light_truck_limit_share.any():
            return cost
        return closed_hours_cost(cost, signals.driving.light_truck_limit_share.take(county) * (kind == LIGHT_TRUCK))
