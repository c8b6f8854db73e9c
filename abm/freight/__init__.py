"""Freight: heavy trucks, their stations, the price of hydrogen, and the work there is."""

from collections.abc import Iterator

import mesa
import numpy as np

from abm.accounts.factors import Factors
from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.freight.chain import ChainNumbers
from abm.freight.costs import EnergyPrices, tax_share
from abm.freight.demand import Demand, RoadYear, mean_of_trucks, mix_on_roads, return_load_factor, utilisation
from abm.freight.lines import Lines
from abm.freight.numbers import FreightNumbers, StationNumbers, TruckNumbers
from abm.freight.places import county_distances
from abm.freight.rail import Rail
from abm.freight.report import report_freight
from abm.freight.stations import Programme, Served, Stations
from abm.freight.trucks import Market, Trucks
from abm.freight.year import FreightYear, co2_t, energy_of
from abm.loads import Loads
from abm.record import Record
from abm.travel.fuel import Densities
from abm.travel.hours import Shapes
from abm.travel.numbers import ChargingHours
from abm.world import World
from agents.signals import FreightSignals, Signals
from agents.table import Table
from agents.vehicle.powertrain import CHARGE, DIESEL, HYDROGEN, SWAP

SECTOR = "transport_freight"


class Freight:
    """Owners of heavy trucks: what they perceive, buy and drive in a year."""

    def __init__(self, world: World, model: mesa.Model) -> None:
        self.world = world
        self.model = model
        region = world.region
        self.numbers = TruckNumbers.of(region, world.years)
        self.roads = FreightNumbers.of(region, world.years)
        self.factors = Factors.of(region)
        self.densities = Densities.of(region)
        self.stations = Stations(StationNumbers.of(region), county_distances(world))
        self.station_share = region.parameters.by_county("hydrogen_stations.share", "share")
        self.observed_stations = region.observed("hydrogen.stations")
        self.trucks = Trucks(world, model, self.numbers, self.roads)
        self.chain = ChainNumbers.of(region, world.years)
        self.demand = Demand(self.roads)
        self.rail = Rail(world)
        self.lines = Lines(world)
        self.shapes = Shapes(ChargingHours.of(region), world.days, 0.0)
        self.pump_cny_per_kg = np.zeros(region.n_counties)
        self.power_cny_per_kwh = 0.0  # at a truck charging site before its fee
        self.market: Market | None = None
        self.prices: EnergyPrices | None = None
        self.year: FreightYear | None = None
        self.first_intensity: float | None = None
        self.earned_cny_per_km: float | None = None

    def tables(self) -> Iterator[Table]:
        """Yield the table of heavy trucks."""
        yield self.trucks.table

    def perceive(self, year: int) -> FreightSignals:
        """Return prices of trucks and hydrogen and the stations of the year, before any lever."""
        n, at = self.numbers, self.world.years.index(year)
        if self.world.follows(year) and year in self.observed_stations:
            self.stations.follow(self.observed_stations[year], self.station_share)
        charge = n.charge_price_2020_cny * self.world.context("cost.bev_truck", "index", year)
        hydrogen = n.hydrogen_price_2020_cny * self.world.context("cost.fuel_cell_truck", "index", year)
        none = np.zeros(self.world.region.n_counties)
        return FreightSignals(
            truck_price_cny=np.array(
                [n.diesel_price_cny[at], n.lng_price_cny[at], charge, n.swap_price_part * charge, hydrogen]
            ),
            clean_tax_relief_share=0.0,
            battery_support_cny=none,
            hydrogen_support_cny=none,
            scrappage_support_cny=none,
            toll_cny_per_km=n.toll_cny_per_km,
            hydrogen_toll_waiver_share=none,
            hydrogen_pump_cny_per_kg=self.stations.pump_price(),
            hydrogen_own_cny_per_kg=self.stations.own_price(),
            hydrogen_price_support_cny_per_kg=none,
            hydrogen_stations=self.stations.open_hydrogen(),
            swap_sites=self.stations.swap,
            hydrogen_station_programme=none,
            swap_site_programme=none,
            main_line_begun_share=0.0,
            main_line_share=self.lines.in_service,
            siding_grant_share=none,
            terminal_grant_share=none,
            return_load_share=none,
        )

    def decide(self, signals: Signals, flows: Flows) -> None:
        """Owners scrap and buy, with last year's work in mind; who owns a hydrogen plant knows what it makes."""
        self.power_cny_per_kwh = self.shapes.mean_price(signals.electricity.small_business_cny_per_kwh, "truck")
        at = self.world.years.index(signals.year)
        self.prices = EnergyPrices.of(self.numbers, at, signals.fuels, signals.freight, self.power_cny_per_kwh)
        plants_t = flows.hydrogen_capacity_t
        self.market = self.trucks.market(signals, self.stations, self.prices, self.chain, plants_t)
        self.trucks.decide(signals, self.market, self.demand.index)
        self.pump_cny_per_kg = self.prices.cny[:, HYDROGEN]

    def act(self, signals: Signals, flows: Flows, ledger: Ledger, loads: Loads) -> None:
        """Drive what there is to carry; burn, charge, fill and pay; build stations for next year."""
        at = self.world.years.index(signals.year)
        factor = return_load_factor(self.roads, signals.freight.return_load_share)
        other = self.world.context("demand.other_industry", "index", signals.year)
        other *= self.model.travel.form.through_factor()
        road = self.demand.of(flows.inner_freight_t, flows.road_freight_t, other, factor)
        fleet_km = self.trucks.km_by_haul()
        wanted = self.trucks.first_km * road.index * mean_of_trucks(factor, fleet_km)
        fleet_km *= utilisation(self.roads, wanted, float(fleet_km.sum()))
        served = self._ask_for_hydrogen(fleet_km, at, flows)
        self._drive(road, fleet_km, served, at, ledger, loads)
        ledger.use(SECTOR, "hydrogen", flows.hydrogen_use_t * self.factors.heat("hydrogen"))
        self.rail.run(signals, at, flows, ledger, loads)
        self.lines.build(signals.freight.main_line_begun_share, ledger)
        self._remember_year(road, fleet_km, factor, at, flows)
        spent = self._pay(signals, fleet_km, at, ledger)
        self._earn(self._carried(fleet_km, factor), spent, ledger)
        self._build(signals, flows, ledger)

    def report(self, record: Record) -> None:
        """Write the indicators of freight."""
        report_freight(self, record)
        self.lines.report(record)

    def _ask_for_hydrogen(self, fleet_km: np.ndarray, at: int, flows: Flows) -> float:
        """Ask for hydrogen in the counties where trucks fill, within what plants can make; return the share served."""
        used = fleet_km[..., HYDROGEN].sum(axis=1) * self.numbers.use_per_km[at, HYDROGEN] / 1000.0
        asked = used @ self.stations.fills_at()
        served = self.stations.serve(float(asked.sum()), float(flows.hydrogen_capacity_t.sum()))
        flows.hydrogen_use_t = flows.hydrogen_use_t + asked * served
        return served

    def _drive(
        self, road: RoadYear, fleet_km: np.ndarray, served: float, at: int, ledger: Ledger, loads: Loads
    ) -> None:
        """Write the energy of all trucks on the city's roads; hydrogen is counted where trucks fill."""
        mix = mix_on_roads(fleet_km, self.roads.outside_mix[at], self.roads.outside_share, served)
        km = np.einsum("ch,cho->co", road.km, mix)
        energy = energy_of(km, self.numbers.use_per_km[at], self.factors, self.densities)
        ledger.burn(SECTOR, "diesel", energy.diesel_gj)
        ledger.burn(SECTOR, "lng", energy.lng_gj)
        loads.add(ledger, SECTOR, energy.kwh, self.shapes.fixed("truck"))

    def _remember_year(self, road: RoadYear, fleet_km: np.ndarray, factor: np.ndarray, at: int, flows: Flows) -> None:
        by_powertrain = fleet_km.sum(axis=1)
        fleet = energy_of(by_powertrain, self.numbers.use_per_km[at], self.factors, self.densities)
        self.year = FreightYear(
            road_km=road.km.sum(axis=1),
            road_tonne_km=road.tonne_km,
            fleet=fleet,
            fleet_km=by_powertrain,
            hydrogen_t=flows.hydrogen_use_t,
            intensity_g_per_tkm=self._intensity(fleet_km, co2_t(fleet, self.factors), factor),
            oil_t=fleet.diesel_gj / self.factors.heat("diesel"),
        )
        if self.first_intensity is None:
            self.first_intensity = self.year.intensity_g_per_tkm

    def _intensity(self, fleet_km: np.ndarray, heavy_co2_t: float, factor: np.ndarray) -> float:
        """Return g CO2 per tonne-km of registered heavy and light trucks: fuel burnt over goods carried."""
        n = self.roads
        tonne_km = float(self._carried(fleet_km, factor).sum()) * n.load_t * n.loaded_share
        light_km, light_co2_t = self.model.travel.light_trucks()
        tonne_km += light_km * n.light_payload_t * n.light_loaded_share
        return (heavy_co2_t + light_co2_t) * 1e6 / max(tonne_km, 1.0)

    def _carried(self, fleet_km: np.ndarray, factor: np.ndarray) -> np.ndarray:
        """(n_counties,) km that the goods of registered trucks would take with diesel trucks as in the first year."""
        carried: np.ndarray = fleet_km * (1.0 - self.numbers.payload_loss_share) / factor[:, None, None]
        return carried.sum(axis=(1, 2))

    def _earn(self, carried_km: np.ndarray, spent_cny: float, ledger: Ledger) -> None:
        """Book what hauling brings: what a load and km cost in the first year; no wages, no profit on either side."""
        if self.earned_cny_per_km is None:
            self.earned_cny_per_km = spent_cny / max(float(carried_km.sum()), 1.0)
        ledger.pay("haulage", "customers", "vehicle_owners", carried_km * self.earned_cny_per_km)

    def _pay(self, signals: Signals, fleet_km: np.ndarray, at: int, ledger: Ledger) -> float:
        """Owners pay fuel, upkeep, tolls and trucks; who waives or supports pays the rest. Returns CNY of owners."""
        n, freight, prices = self.numbers, signals.freight, self.prices
        assert prices is not None
        km = fleet_km.sum(axis=1)
        upkeep = km @ n.upkeep_cny_per_km
        dry = km[:, HYDROGEN] * (1.0 - self.stations.served_share)  # driven on diesel for want of hydrogen
        km[:, HYDROGEN] -= dry
        km[:, DIESEL] += dry
        cost = km * n.use_per_km[at] * prices.cny
        sold = km[:, HYDROGEN] * n.use_per_km[at, HYDROGEN]
        ledger.pay("truck_fuel", "vehicle_owners", "energy_suppliers", cost[:, : DIESEL + 2].sum(axis=1))
        ledger.pay("truck_charging", "vehicle_owners", "grid", cost[:, CHARGE] + cost[:, SWAP])
        ledger.pay("hydrogen", "vehicle_owners", "firms", cost[:, HYDROGEN])
        support = np.minimum(freight.hydrogen_price_support_cny_per_kg, freight.hydrogen_pump_cny_per_kg)
        ledger.pay("hydrogen_support", "city_budget", "firms", sold * support)
        tolls = freight.toll_cny_per_km * np.einsum("cho,h->co", fleet_km, n.motorway_share)
        waived = tolls[:, HYDROGEN] * freight.hydrogen_toll_waiver_share
        ledger.pay("tolls", "vehicle_owners", "firms", tolls.sum(axis=1) - waived)
        ledger.pay("hydrogen_tolls", "upper_budget", "firms", waived)
        ledger.pay("truck_upkeep", "vehicle_owners", "equipment_makers", upkeep)
        return float(cost.sum() + tolls.sum() - waived.sum() + upkeep.sum()) + self._pay_for_trucks(freight, ledger)

    def _pay_for_trucks(self, freight: FreightSignals, ledger: Ledger) -> float:
        """Book trucks, their tax and support; returns CNY that owners paid beside support."""
        b, n = self.trucks.bought, self.numbers
        n_counties = self.world.region.n_counties

        def by_county(cny: np.ndarray) -> np.ndarray:
            return np.bincount(b.county, cny, n_counties)

        gross = b.price_cny + b.support_cny + b.trade_in_cny
        tax = np.minimum((freight.truck_price_cny * tax_share(n, freight)).take(b.powertrain), gross)
        ledger.pay("trucks", "vehicle_owners", "equipment_makers", by_county(gross - tax))
        ledger.pay("truck_purchase_tax", "vehicle_owners", "upper_budget", by_county(tax))
        ledger.pay_from_both("truck_support", "vehicle_owners", by_county(b.support_cny), n.support_upper_part)
        ledger.pay_from_both("truck_trade_in", "vehicle_owners", by_county(b.trade_in_cny), n.trade_in.upper_part)
        return float(b.price_cny.sum())

    def _build(self, signals: Signals, flows: Flows, ledger: Ledger) -> None:
        """Build what programmes promise per 10,000 trucks and what the market sees; remember hydrogen."""
        trucks, stock = self.trucks, self.trucks.stock()
        per_10k = trucks.rows_by_county / 1e4
        self.stations.remember(flows, self.power_cny_per_kwh)
        programme = Programme(
            hydrogen=signals.freight.hydrogen_station_programme * per_10k,
            swap=signals.freight.swap_site_programme * per_10k,
        )
        self.stations.build(programme, Served(charge=stock[CHARGE], swap=stock[SWAP]), ledger)
