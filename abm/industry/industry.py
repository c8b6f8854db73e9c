"""The domain of industry in the year of the city: perceive, decide, act, settle, report."""

import mesa
import numpy as np

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.industry.budgets import EnergyBudgets
from abm.industry.build import build_book
from abm.industry.business import NewBusinesses
from abm.industry.carbon import CarbonBook
from abm.industry.circular import Circular
from abm.industry.coal import CoalNumbers, act_coal
from abm.industry.cokeries import CokeNumbers, Cokeries
from abm.industry.decisions import Decisions, Luck, Means, YearOfFirms
from abm.industry.earnings import Earnings
from abm.industry.entry import Entry
from abm.industry.equipment import Equipment
from abm.industry.feedstock import Feedstock
from abm.industry.finance import Finance, Financed, Spent
from abm.industry.freight import CoalToPower, Haulage, Sidings, Terminals, Tonnes, haul
from abm.industry.fuel_money import pay_for_diesel, pay_for_gas, pay_for_hydrogen
from abm.industry.gas_first import GasFirst
from abm.industry.gas_value import GasValue
from abm.industry.goaf_gas import GoafNumbers
from abm.industry.growth import Growth
from abm.industry.history import History
from abm.industry.hydrogen_outlet import Outlet, OutletNumbers
from abm.industry.idle import Idle
from abm.industry.investment import Investment
from abm.industry.kinds import told_apart
from abm.industry.metals import Heats, act_alumina, act_aluminium, act_steel, calcine
from abm.industry.methane import Methane, MethaneNumbers
from abm.industry.mines import Mines
from abm.industry.money import pay, pay_for_mines
from abm.industry.numbers import Behaviour, Economics, MendNumbers
from abm.industry.perception import Perception
from abm.industry.phase_out import PhaseOut
from abm.industry.power_use import Buyers, LoadNumbers, PowerUse, PowerYear
from abm.industry.processes import Fuels, Steel, Washing, Works
from abm.industry.renewal import DRY, Renewal
from abm.industry.report import report
from abm.industry.steelmaking import Steelmaking
from abm.industry.stores import FirmStores
from abm.industry.supply import supply_graph, word_of_mouth
from abm.industry.turnover import Turnover
from abm.industry.wells import Wells
from abm.industry.works import act_cement, act_chemicals, act_gas_fields, act_other
from abm.industry.yard import Yard
from abm.loads import Loads
from abm.prices.diesel import diesel_l_per_gj
from abm.record import Record
from abm.world import World
from agents.choice import share_or_one
from agents.firm import KINDS
from agents.firm.projects import Purse
from agents.firm.words import (
    ALUMINA,
    ALUMINIUM,
    CEMENT,
    CHEMICALS,
    COKE,
    GAS,
    OTHER,
    PRODUCTS,
    RAW_COAL,
    SECTOR,
    STEEL,
    TALL_OVEN_M,
)
from agents.signals import IndustrySignals, Signals

LNG_GJ_PER_KG = 0.0515


class Industry:
    """All firms of a region. ``book`` holds them as arrays, ``agents`` as Mesa agents."""

    def __init__(self, world: World, model: mesa.Model) -> None:
        region, p = world.region, world.region.parameters
        self.world = world
        self.book = build_book(region)
        self.agents = [KINDS[product](model, self.book, row) for row, product in enumerate(self.book.product)]
        self.yard = Yard(self.book, region.n_counties)
        self.supply = supply_graph(self.book)
        self.economics = Economics.of(p)
        self.fuels = Fuels.of(region)
        self.works = Works.of(p)
        self.steel = Steel.of(p)
        self.coal = CoalNumbers(Washing.of(p), self.works, self.fuels, MethaneNumbers.of(p, region.first_year))
        outlet = Outlet(OutletNumbers.of(p, world.years), region.n_counties)
        self.cokeries = Cokeries(self.book, CokeNumbers.of(p, self.fuels), outlet, region.n_counties)
        self.gas_value = GasValue(self.cokeries)
        usual_income = p.value("mines.methane.used_income", "CNY/m3")
        self.methane = Methane(self.book, self.coal.methane, GoafNumbers.of(p), region.n_counties, usual_income)
        self.stores = FirmStores(self.yard, world.days, p)
        self.power_use = PowerUse(LoadNumbers.of(p), world.days, self.stores)
        self.perception = Perception(world)
        self.haulage = Haulage.of(world)
        self.coal_to_power = CoalToPower(self.haulage.coal_to_power_t)
        self.sidings, self.terminals = Sidings(world), Terminals(world)
        self.history = History.of(world)
        words = word_of_mouth(self.book, self.supply)
        behaviour = Behaviour.of(p)
        self.investment = Investment(self.yard, region, behaviour.compliance, world.years[0])
        self.equipment = Equipment(self.investment, self.works, p)
        self._litres_per_gj = diesel_l_per_gj(region)
        self.turnover = Turnover(self.investment, self.economics.value_added)
        self.wells = Wells(self.book, p, region.last_observed_year)
        self.finance = Finance(self.book, self.investment.numbers, region.n_counties)
        self.financed: Financed | None = None
        self.carbon = CarbonBook(self.investment, world, self.economics.value_added)
        self.budgets = EnergyBudgets(self.yard, p)
        self.businesses = NewBusinesses(world)
        self.gas_first = GasFirst(self.investment)
        self.entry = Entry(self.investment, self.gas_first, world)
        self.renewal, self.growth = Renewal(self.investment, p, world.years[0]), Growth(self.yard, p)
        rules = self.carbon, self.budgets
        means = Means(self.investment, self.equipment, *rules, self.entry, self.renewal, self.growth, self.wells)
        self.decisions = Decisions(self.yard, self.economics, behaviour, MendNumbers.of(p), words, means)
        self.phase_out = PhaseOut(self.investment, p)
        self.steelmaking = Steelmaking(self.investment, self.steel, world)
        self.feedstock = Feedstock(self.steelmaking)
        abroad = float(self.economics.outside_co2[ALUMINIUM])
        self.circular = Circular(self.investment, self.steelmaking, self.works, world, abroad)
        self.hydrogen_cny_per_kg = np.full(region.n_counties, self.cokeries.numbers.hydrogen.gate_price)
        self.waste_heat_used_gj = np.zeros(region.n_counties)
        self.mines = Mines(self.book, region)
        self.earnings = Earnings(self.book, world)
        self.idle = Idle(self.yard, self.economics.value_added, p)
        self.flat = np.full((world.days.n_days, 24), 1.0 / 8760.0)
        self.year: YearOfFirms | None = None
        self.power: PowerYear | None = None
        self.signals: Signals | None = None

    def perceive(self, year: int) -> IndustrySignals:
        """Return what firms would perceive this year without any lever."""
        return self.history.follow(self.perception.signals(year), self.world, year)

    def decide(self, signals: Signals) -> None:
        """Firms hear, mend, close and choose their output."""
        streams, n, year = self.world.streams, len(self.book), signals.year
        luck = Luck(
            *(streams.uniform(f"industry.{what}", year, n) for what in ("aware", "found", "complies", "offered"))
        )
        self.signals = signals
        before_t = self.book.capacity_t.copy()
        self.growth.finish()
        self.cokeries.retire_low_ovens(self.book, signals.industry.least_oven_height_m, year)
        is_history = year <= self.world.region.last_observed_year
        self.mines.decide(signals, is_history, float(self.renewal.growth[RAW_COAL]))
        self.idle.decide(self.decisions.added_cny_per_t, self.book.is_open(year - 1), is_history)
        power = signals.electricity.large_user_mean_cny_per_kwh
        self.earnings.see(year, signals.industry.beyond_mean_cny_per_t, power)
        self.entry.lately_cny_per_t = self.earnings.lately_cny_per_t
        self.renewal.lately_cny_per_t = self.earnings.lately_cny_per_t
        self.renewal.added_cny_per_t = self.decisions.added_to_new_cny_per_t
        self.decisions.drift_cny_per_t[RAW_COAL] = self.mines.cost_change_cny_per_t(year)
        self.investment.extra_cny_per_t[COKE, DRY] = self._dry_power_cny_per_t(signals)
        self.entry.decide(signals)
        self.renewal.decide(signals, year >= self.world.region.first_decision_year)
        spare_t = max(float(self.cokeries.hydrogen_t.sum()) - self.cokeries.used_by_others_t, 0.0)
        self.steelmaking.price(signals, float(self.hydrogen_cny_per_kg.mean()), spare_t)
        self.investment.finish()
        self.phase_out.decide(signals)
        self.year = self.decisions.decide(signals, luck)
        self.gas_first.build(before_t, signals)

    def act(self, signals: Signals, flows: Flows, ledger: Ledger, loads: Loads) -> None:
        """Produce; power and money of the year. The surplus gas waits for :meth:`settle_hydrogen`."""
        self._prepare_gas(signals)
        self.turnover.share_out()
        self.power = self.power_use.act(self.yard, signals, self._buyers(signals), ledger, loads)
        purified = self.cokeries.sums(self.cokeries.made_t) * 1000.0 * self.cokeries.numbers.hydrogen.kwh_per_kg
        loads.add(ledger, "hydrogen", purified, self.flat)
        self._act_coal(signals, ledger, flows)
        self.cokeries.act(self.book, self.investment.done[:, DRY], ledger, flows)
        self.circular.decide(signals, self.washed.gangue_t)
        self._act_works(ledger, flows)
        self._haul(signals, flows, ledger)
        self._add_value(flows)
        self.equipment.write(ledger)
        self.investment.write(ledger)
        stores_kept = self.stores.bought.kept_cny
        ledger.pay_by_firm("firm stores kept", "firms", "equipment_makers", stores_kept, self.book.county)
        self.circular.act(signals, ledger, flows)
        self.financed = self.finance.pay(self._spent(signals), self.investment.supports_cny(signals), signals, ledger)
        pay_for_gas(self.turnover, signals, ledger)
        pay_for_diesel(self.turnover, self._litres_per_gj, signals, ledger)
        self.carbon_paid = self.carbon.pay(ledger)
        self.quota_paid = self.budgets.pay(ledger)
        pay_for_mines(self.mines, signals, ledger)
        self.methane.goaf.pay(self._used_m3(), signals.industry.methane_support_cny_per_m3, ledger)
        self.entry.pay(ledger)
        self.phase_out.pay(ledger)
        self.businesses.act(signals, flows, ledger, loads)
        self.charged = pay(self.yard, self._year(), self.power, signals, ledger)
        self.hydrogen_cny_per_kg = flows.hydrogen_cost_cny_per_kg
        self.waste_heat_used_gj = flows.waste_heat_used_gj

    def settle_hydrogen(self, flows: Flows, ledger: Ledger) -> None:
        """Split the surplus gas now that the hydrogen asked for is known, and buy what it displaces."""
        made, ratio = self.made
        need = made[ALUMINA] * self.works.alumina_calcination * ratio[ALUMINA]
        calcine(need, self.cokeries.settle(need, ledger, flows), self.works, ledger)
        self.gas_value.add(self.book.output_t[self.cokeries.rows], flows)
        assert self.power is not None
        signals = self._signals()
        burnt = 1.0 - self.coal.methane.to_power  # the grid pays for power made of the rest
        mine_gas = burnt * self._used_m3() * self.world.context("price.gas", "CNY/m3", signals.year)
        bills = self.power.bill_cny + self.feedstock.pay(signals, self.turnover, flows, ledger)
        self.turnover.settle(signals, bills, mine_gas, self.cokeries, ledger)
        pay_for_hydrogen(self.cokeries, signals, ledger)
        cement_t = float(made[CEMENT].sum())
        clinker_share = float(self.clinker_t.sum()) / cement_t if cement_t > 0.0 else 0.0
        self.carbon.remember(ledger, self.steelmaking.iron_ratio, clinker_share)

    def sell(self, ledger: Ledger) -> None:
        """Book what output sells for, once the grid has paid for the power that works make of their gas and heat."""
        self.turnover.sell(ledger)
        self.wells.pay(ledger)

    def report(self, record: Record) -> None:
        """Write the year's indicators."""
        report(self, record)
        record.put("Freight|Rail Share Long Distance", city=self.sidings.long_rail_share)
        record.put("Freight|Combined Transport", by_county=self.terminals.moved_t / 1e6)

    def _dry_power_cny_per_t(self, signals: Signals) -> float:
        """CNY per t of coke that power of dry quenching saves."""
        n = self.cokeries.numbers.oven
        return n.dry_power * n.dry_power_used * float(self.investment.terms(signals).power_cny_per_kwh[COKE])

    def _prepare_gas(self, signals: Signals) -> None:
        """Values of gas at this year's prices; hydrogen capacity by observation, then by payback."""
        heat = self.fuels.heat["natural_gas"] / 1000.0
        values = self.cokeries.numbers.gas.values(
            signals.fuels.lng_cny_per_kg / LNG_GJ_PER_KG, signals.fuels.gas_industry_cny_per_m3 / heat
        )
        self.cokeries.grow_rooms(values, signals.electricity.large_user_mean_cny_per_kwh)
        self.cokeries.outlet.open(signals.supply.hydrogen_export_t, self.world.years.index(signals.year))
        tall = self.book.oven_height_m[self.cokeries.rows] >= TALL_OVEN_M
        output = self.book.output_t[self.cokeries.rows] * tall
        observed = self.history.hydrogen_t(signals.year)
        if observed is not None:
            self.cokeries.build_hydrogen(observed, output)
        else:
            self.cokeries.expand_hydrogen(signals.industry.hydrogen_grant_share, self.book)

    def _act_coal(self, signals: Signals, ledger: Ledger, flows: Flows) -> None:
        income = self._gas_income(signals)
        rules, is_open = signals.supply, self._year().is_open
        limit, offered = rules.methane_vent_limit_share, rules.goaf_gas_offered_share
        self.gassing = self.methane.year(self.book, is_open, income, limit, offered)
        self.washed = act_coal(self.yard.output_t(RAW_COAL), self.gassing, self.coal, ledger, flows)

    def _used_m3(self) -> np.ndarray:
        """(n_counties,) m3 of mine gas used this year, that of closed mines included."""
        used: np.ndarray = self.gassing.used_gj / self.coal.methane.gj_per_m3
        return used

    def _gas_income(self, signals: Signals) -> np.ndarray:
        """(n_counties,) CNY per m3 of drained methane used: the gas price at the city gate, and support."""
        gas = self.world.context("price.gas", "CNY/m3", signals.year)
        return gas + signals.industry.methane_support_cny_per_m3

    def _act_works(self, ledger: Ledger, flows: Flows) -> None:
        w = self.works
        self.made = made, ratio = self._made_and_mended()
        flows.output_t["steel"] = made[STEEL]
        heats = Heats(self.steelmaking.act(ledger, flows), ratio[STEEL], self.steelmaking.iron_ratio)
        act_steel(heats, self.steel, self.fuels, ledger, flows)
        act_alumina(made[ALUMINA], ratio[ALUMINA], w, ledger, flows)
        act_aluminium(made[ALUMINIUM], self.investment.made_t("cell_control"), w, ledger, flows)
        flows.output_t["cement"] = made[CEMENT]
        self.clinker_t = made[CEMENT] * self.circular.byproducts.clinker_ratio
        act_cement(self.clinker_t, ratio[CEMENT], w, ledger, flows)
        act_chemicals(made[CHEMICALS], ratio[CHEMICALS], w, ledger, flows)
        act_gas_fields(made[GAS], w, self.fuels, ledger, flows)
        act_other(made[OTHER], ratio[OTHER], w, ledger, flows)

    def _made_and_mended(self) -> tuple[np.ndarray, np.ndarray]:
        """(n_products, n_counties) t, and their fuel over that of as many mean tonnes of the first year, else one."""
        made = self.yard.table(self.book.output_t)
        fuel = self.yard.table(self.book.output_t * self.book.fuel_ratio())
        return made, share_or_one(fuel, made)

    def _haul(self, signals: Signals, flows: Flows, ledger: Ledger) -> None:
        unwashed = flows.output_t["raw_coal"] - self.washed.raw_t
        tonnes = Tonnes(
            coal_made=self.washed.clean_t + self.washed.middlings_t + unwashed,
            clean_coal_used=flows.output_t["coke"] * self.cokeries.numbers.oven.clean_coal,
            coal_to_power=self.coal_to_power.hauled_t(signals.materials.ash_t),
            coke_made=flows.output_t["coke"],
            coke_used=flows.output_t["steel"] * (self.steel.coke_turned + self.steel.sinter_coke),
        )
        at = self.perception.row[signals.year]
        haul(self.haulage, self.sidings, at, tonnes, flows)
        road_t = flows.road_freight_t["coal"] + flows.road_freight_t["coke"]
        freight = signals.freight
        self.sidings.decide(freight.siding_grant_share, freight.main_line_share, road_t, ledger)
        road_t = sum(flows.road_freight_t.values(), np.zeros_like(road_t))
        self.terminals.move(flows)
        self.terminals.decide(freight.terminal_grant_share, road_t, ledger)

    def _spent(self, signals: Signals) -> Spent:
        """What retrofits and projects of the year cost, and who brought the money."""
        year, projects, renewed, forced = self._year(), self.investment.year, self.equipment, self.phase_out
        mended = year.mending.capital_cny
        grant = mended * signals.industry.grant_share[self.book.county]
        contract = np.where(year.by_contract, mended - grant, 0.0)
        parts = (projects.capital_cny, projects.grant_cny, projects.contract_cny)
        capital, _, contracts = (part.sum(axis=1) for part in parts)
        saving = mended - grant - contract + renewed.capital_cny - renewed.grant_cny
        saving = saving + forced.capital_cny - forced.grant_cny  # outdated lines that are mended
        plant_cny = self.renewal.capital_cny + self.growth.capital_cny + self.stores.bought.capital_cny
        return Spent(
            mended + capital + renewed.capital_cny + forced.capital_cny + plant_cny,
            {
                "renovation grant": grant + forced.grant_cny,
                "equipment grant": renewed.grant_cny,
                **told_apart(projects.grant_cny, self.investment.kinds.grants),
            },
            contract + contracts + self.stores.bought.contract_cny,
            saving + (parts[0] - parts[1] - parts[2]) @ self.investment.kinds.is_green,
        )

    def _buyers(self, signals: Signals) -> Buyers:
        """What firms have left for a store after the year's retrofits and projects, and who looks at one."""
        b, inv, year = self.book, self.investment, self._year()
        own = year.mending.capital_cny * (1.0 - signals.industry.grant_share[b.county]) * ~year.by_contract
        projects = inv.year.capital_cny - inv.year.grant_cny - inv.year.contract_cny
        cash = b.cash_years * b.margin_cny_per_t * b.output_t - own - projects.sum(axis=1)
        reach = signals.investment.esco_reach_share[b.county]
        purse = Purse(b.hurdle_years[:, None], cash, reach, inv.numbers.esco_years)
        cost = self.world.context("cost.storage", "index", signals.year)
        known = self.stores.known_share(signals.year, inv.numbers.spread_years)
        return Buyers(purse, year.looks & year.is_open, inv.numbers.sharpness, cost, known)

    def _add_value(self, flows: Flows) -> None:
        own = self.yard.table(self.book.output_t) * self.economics.value_added[:, None]
        for i, product in enumerate(PRODUCTS):
            flows.value_added_cny[SECTOR[product]] = own[i] + self.investment.value_added_cny(i)

    def _year(self) -> YearOfFirms:
        if self.year is None:
            raise RuntimeError("firms have not decided yet: decide comes before act")
        return self.year

    def _signals(self) -> Signals:
        if self.signals is None:
            raise RuntimeError("firms have perceived nothing yet: decide comes before settle_hydrogen")
        return self.signals
