"""Travel: private cars, taxis, buses and light trucks, their chargers and their energy."""

from collections.abc import Iterator

import mesa
import numpy as np

from abm.accounts.factors import Factors
from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.loads import Loads
from abm.record import Record
from abm.travel.air import Air
from abm.travel.cars import Cars
from abm.travel.chargers import Chargers
from abm.travel.fleets import Fleets
from abm.travel.form import Form
from abm.travel.fuel import Densities, FleetYear, fleet_year
from abm.travel.hours import ChargingShapes, Shapes
from abm.travel.long_trips import LongTrips
from abm.travel.numbers import CarNumbers, ChargingHours, ChargingNumbers
from abm.travel.report import report_travel
from abm.travel.tally import N_GROUPS
from abm.travel.trains import Trains
from abm.travel.use import CarPrices, CarUse, Habits, HomeOwners, car_use, running_costs
from abm.world import World
from agents.signals import DrivingSignals, Signals
from agents.table import Table
from agents.vehicle.powertrain import CARS, OIL, PLUG_IN

PASSENGER, FREIGHT = "transport_passenger", "transport_freight"


class Travel:
    """Owners of cars and small fleets: what they perceive, buy, drive and charge in a year."""

    def __init__(self, world: World, model: mesa.Model) -> None:
        self.world = world
        self.model = model
        region = world.region
        self.numbers = CarNumbers.of(region, world.years)
        self.charging = ChargingNumbers.of(region, world.years)
        self.factors = Factors.of(region)
        self.densities = Densities.of(region)
        self.cars = Cars(world, model, self.numbers)
        self.fleets = Fleets(world, model)
        self.form = Form(region)
        self.air = Air(world)
        self.long_trips = LongTrips(region.parameters)
        self.trains = Trains(world)
        self.chargers = Chargers(self.charging, self.residents())
        self.observed_chargers = region.observed("chargers.per_1000")
        self.shapes = Shapes(ChargingHours.of(region), world.days, self.numbers.winter_extra_share)
        days = world.days
        self.winter_share = float(days.weight @ days.heating) / days.weight.sum()
        self.habits = Habits(self.charging, HomeOwners.of(self.cars, self.charging), self.winter_share)
        self.charger_residual = np.nan
        self.paid: CarPrices | None = None  # this year
        self.charging_shapes: ChargingShapes | None = None  # likewise
        self.depot_cny_per_kwh = 0.0  # this year
        self.use: CarUse | None = None
        self.year_of_fleets: FleetYear | None = None

    def tables(self) -> Iterator[Table]:
        """Yield the tables of cars and of fleets."""
        yield self.cars.table
        yield self.fleets.table

    def residents(self) -> np.ndarray:
        """Return (n_counties,) residents of the year."""
        people = getattr(self.model, "people", None)
        return self.cars.people_2020 if people is None else people.population

    def townspeople(self) -> np.ndarray:
        """Return (n_counties,) residents of towns."""
        people = getattr(self.model, "people", None)
        return self.cars.people_2020 if people is None else people.people[:, 1]

    def perceive(self, year: int) -> DrivingSignals:
        """Return prices of cars, chargers and rules of the year, before any lever."""
        n, at = self.numbers, self.world.years.index(year)
        pack = n.pack_2020_cny_per_kwh * self.world.context("cost.battery_pack", "index", year)
        petrol = n.petrol_price_cny[at]
        price = {
            "petrol": petrol,
            "hybrid": petrol + n.hybrid_extra_cny[at],
            "plug_in": petrol + n.plug_in_drive_extra_cny[at] + n.plug_in_pack_kwh * pack,
            "battery": n.battery_price_2020_cny * self.world.context("cost.bev_car", "index", year),
        }
        none = np.zeros(self.world.region.n_counties)
        return DrivingSignals(
            car_price_cny=np.array([price[name] for name in CARS]),
            battery_range_km=float(n.range_km[at]),
            variety=self.world.context("nev.variety", "ratio", year),
            plug_tax_relief_share=0.0,
            purchase_support_cny=none,
            scrappage_support_cny=none,
            public_chargers=self.chargers.stock,
            charger_programme_per_1000=none,
            managed_charging_cny_per_kwh=none,
            public_fleet_mandate_share=none,
            light_truck_limit_share=none,
            bus_priority_share=none,
            compactness_share=none,
            new_road_share=none,
            air_support_cny=0.0,
            airfields=0.0,
            slow_travel_share=none,
        )

    def decide(self, signals: Signals) -> None:
        """Owners scrap and buy."""
        at, self.paid = self.world.years.index(signals.year), self.prices(signals)
        self.depot_cny_per_kwh = self.depot_price(signals)
        running = running_costs(self.numbers, at, self.paid, self.charging.home_share, self.winter_share)
        self.cars.decide(signals, self.chargers, self.residents(), running)
        self.fleets.decide(signals, self.depot_cny_per_kwh)

    def act(self, signals: Signals, flows: Flows, ledger: Ledger, loads: Loads) -> None:
        """Drive, charge and pay; build chargers for next year."""
        prices = self.paid
        assert prices is not None
        self.form.build(signals.driving, self.townspeople(), ledger)
        long_trips = self.long_trips
        at = self.world.years.index(signals.year)
        long_trips.decide(signals.freight.main_line_share, self.form.length_factor())
        self.air.act(signals.driving, at, ledger, long_trips.flight_factor)
        self.cars.place_factor = self.form.car_factor(signals.driving) * long_trips.car_factor
        self.use = car_use(self.cars, self.habits, signals, prices)
        flows.battery_car_kwh += self.use.battery_kwh
        long_trips.remember(self.use.energy_cny_per_km(prices), self.air.flown_share)
        self.year_of_fleets = fleet_year(self.fleets, signals, self.depot_cny_per_kwh)
        assert self.charging_shapes is not None
        self._energy(ledger, loads, self.charging_shapes)
        power = signals.electricity.large_user_mean_cny_per_kwh
        self.trains.run(self.residents(), long_trips.train_factor, at, power, ledger, loads)
        self._pay(signals, prices, ledger)
        self._build_chargers(signals, ledger)

    def report(self, record: Record) -> None:
        """Write the indicators of travel."""
        report_travel(self, record)
        self.air.report(record)
        self.long_trips.report(record)
        self.trains.report(record)

    def prices(self, signals: Signals) -> CarPrices:
        """Return what an owner pays for energy; the valley is the cheapest hour of the homes' tariff."""
        self.charging_shapes = self.shapes.of(signals.electricity, self.charging.managed_elasticity)
        e, add = signals.electricity, signals.electricity.residential_tou_add_cny_per_kwh
        home = float(e.residential_tier_cny_per_kwh[0])
        public = self.shapes.mean_price(e.small_business_cny_per_kwh, "public")
        return CarPrices(
            gasoline_cny_per_l=signals.fuels.gasoline_cny_per_l,
            home_cny_per_kwh=home,
            valley_cny_per_kwh=home + min(0.0, float(add.min())),
            public_cny_per_kwh=public + self.charging.service_fee_cny_per_kwh,
        )

    def depot_price(self, signals: Signals) -> float:
        """Return CNY per kWh of charging in a depot at night."""
        price = self.shapes.mean_price(signals.electricity.small_business_cny_per_kwh, "depot")
        return price + self.charging.depot_fee_cny_per_kwh

    def new_vehicles(self) -> tuple[float, float]:
        """Return how many cars, taxis, buses and light trucks were bought this year, and how many are clean."""
        sales = self.cars.sales().sum(axis=1)
        chosen = self.fleets.bought.powertrain
        return float(sales.sum() + len(chosen)), float(sales[PLUG_IN:].sum() + np.count_nonzero(chosen != OIL))

    def light_trucks(self) -> tuple[float, float]:
        """Return km and t CO2 of light trucks this year."""
        fleets = self.year_of_fleets
        assert fleets is not None
        diesel_t = float(fleets.light_diesel_l.sum()) * self.densities.diesel_t_per_l
        gas = float(fleets.light_gas_m3.sum()) / 1000.0
        co2 = diesel_t * self.factors.co2_of_unit("diesel") + gas * self.factors.co2_of_unit("natural_gas")
        return float(fleets.light_km.sum()), co2

    def oil_t(self) -> np.ndarray:
        """Return (n_counties,) t of petrol and diesel used this year by cars, taxis, buses and light trucks."""
        assert self.use is not None and self.year_of_fleets is not None
        d, fleets = self.densities, self.year_of_fleets
        gasoline_l = self.use.gasoline_l + fleets.gasoline_l
        diesel_l = fleets.diesel_l + fleets.light_diesel_l
        return gasoline_l * d.gasoline_t_per_l + diesel_l * d.diesel_t_per_l

    def _energy(self, ledger: Ledger, loads: Loads, shapes: ChargingShapes) -> None:
        use, fleets, d, heat = self.use, self.year_of_fleets, self.densities, self.factors.heat
        assert use is not None and fleets is not None
        gasoline_t = (use.gasoline_l + fleets.gasoline_l) * d.gasoline_t_per_l
        ledger.burn(PASSENGER, "gasoline", gasoline_t * heat("gasoline"))
        ledger.burn(PASSENGER, "diesel", fleets.diesel_l * d.diesel_t_per_l * heat("diesel"))
        ledger.burn(PASSENGER, "natural_gas", fleets.gas_m3 / 1000.0 * heat("natural_gas"))
        ledger.burn(FREIGHT, "diesel", fleets.light_diesel_l * d.diesel_t_per_l * heat("diesel"))
        ledger.burn(FREIGHT, "natural_gas", fleets.light_gas_m3 / 1000.0 * heat("natural_gas"))
        loads.add(ledger, PASSENGER, use.home_kwh, shapes.home)
        loads.add(ledger, PASSENGER, use.valley_kwh, shapes.valley)
        loads.add(ledger, PASSENGER, use.managed_kwh, shapes.managed)
        loads.add(ledger, PASSENGER, use.managed_valley_kwh, shapes.managed_valley)
        loads.add(ledger, PASSENGER, use.public_kwh, shapes.public)
        loads.add(ledger, PASSENGER, fleets.public_kwh, shapes.depot)
        loads.add(ledger, FREIGHT, fleets.light_kwh, shapes.depot)

    def _pay(self, signals: Signals, prices: CarPrices, ledger: Ledger) -> None:
        use, fleets, n = self.use, self.year_of_fleets, self.numbers
        assert use is not None and fleets is not None
        fee = self.charging.service_fee_cny_per_kwh
        power = use.at_home_cny(prices) + use.public * (prices.public_cny_per_kwh - fee)
        managed = (use.managed + use.managed_valley) * signals.driving.managed_charging_cny_per_kwh[:, None, None]
        for item, payer, receiver, cny in (
            ("petrol", "vehicle_owners", "energy_suppliers", use.petrol_l * prices.gasoline_cny_per_l),
            ("charging", "vehicle_owners", "grid", power),
            ("charging_service", "vehicle_owners", "firms", use.public * fee),
            ("managed_charging", "city_budget", "vehicle_owners", managed),
            ("car_upkeep", "vehicle_owners", "equipment_makers", use.upkeep_cny),
        ):
            ledger.pay_by_income(item, payer, receiver, cny)
        ledger.pay("fleet_fuel", "vehicle_owners", "energy_suppliers", fleets.oil_and_gas_cny)
        ledger.pay("fleet_charging", "vehicle_owners", "grid", fleets.electricity_cny)
        ledger.pay("fleet_upkeep", "vehicle_owners", "equipment_makers", fleets.upkeep_cny)
        ledger.pay("fleet_vehicles", "vehicle_owners", "equipment_makers", fleets.vehicles_cny)
        ledger.pay("fleet_purchase_tax", "vehicle_owners", "upper_budget", fleets.tax_cny)
        self._pay_for_cars(ledger, float(n.support_upper_part[self.world.years.index(signals.year)]))

    def _pay_for_cars(self, ledger: Ledger, upper_part: float) -> None:
        """Buyers pay list price and tax; what supports them comes from the state's or the city's budget."""
        b, cars = self.cars.bought, self.cars
        purse, weight = cars.tally.purse.take(b.rows), cars.weight.take(b.rows)
        n_counties = self.world.region.n_counties

        def by_income(cny: np.ndarray) -> np.ndarray:
            return np.bincount(purse, weight * cny, 2 * N_GROUPS * n_counties).reshape(n_counties, 2, N_GROUPS)

        deals = cars.deals
        received = np.zeros(2 * N_GROUPS * n_counties)
        for rows, sign in ((deals.sellers, 1.0), (deals.buyers, -1.0)):
            cny = sign * cars.weight.take(rows) * deals.price_cny
            received += np.bincount(cars.tally.purse.take(rows), cny, len(received))
        by_purse = received.reshape(n_counties, 2, N_GROUPS)
        ledger.pay_by_income("used_cars", "vehicle_owners", "vehicle_owners", by_purse)
        support, trade_in = by_income(b.support_cny), by_income(b.trade_in_cny)
        listed = by_income(b.price_cny + b.support_cny + b.trade_in_cny - b.tax_cny)
        ledger.pay_by_income("cars", "vehicle_owners", "equipment_makers", listed)
        ledger.pay_by_income("purchase_tax", "vehicle_owners", "upper_budget", by_income(b.tax_cny))
        for item, cny, part in (
            ("car_support", support, upper_part),
            ("car_trade_in", trade_in, self.numbers.trade_in.upper_part),
        ):
            ledger.pay_by_income(item, "upper_budget", "vehicle_owners", cny * part)
            ledger.pay_by_income(item, "city_budget", "vehicle_owners", cny * (1.0 - part))

    def _build_chargers(self, signals: Signals, ledger: Ledger) -> None:
        year, self.charger_residual = signals.year, np.nan
        cost = float(self.charging.cost_cny[self.world.years.index(year)])
        programme = signals.driving.charger_programme_per_1000
        self.chargers.build(programme, self.residents(), self.cars.plug_cars(), cost, ledger)
        if self.world.follows(year) and year in self.observed_chargers:
            self.charger_residual = self.chargers.follow(self.observed_chargers[year], self.residents())
