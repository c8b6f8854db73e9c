"""The routes of steel: converter with more or less scrap, arc furnace, iron reduced with hydrogen; and scrap itself."""

from dataclasses import dataclass, replace

import numpy as np

from abm.accounts.ledger import Ledger
from abm.accounts.words import FUELS
from abm.flows import Flows
from abm.industry.investment import Investment
from abm.industry.processes import Steel
from abm.world import World
from agents.firm.scrap import charged_share, melted, stays_here
from agents.firm.words import PROJECTS, STEEL
from agents.signals import MaterialSignals, Signals

ARC, HYDROGEN = PROJECTS.index("arc_furnace"), PROJECTS.index("hydrogen_iron")
KG_PER_T = 1000.0
_COKE, _COAL, _GAS = (FUELS.index(fuel) for fuel in ("coke", "raw_coal", "natural_gas"))
TO_READ = {  # name -> unit
    "charge": "t/t",
    "first": "t/t",
    "least": "t/t",
    "most": "t/t",
    "spread": "CNY/t",
    "kept": "share",
    "kept_spread": "CNY/t",
    "far_freight": "CNY/t",
    "ore_need": "t/t",
    "iron_cost": "CNY/t",
    "recovered": "share",
    "recovered_most": "share",
    "arc_charge": "t/t",
    "lost_power": "kWh/t",
    "hydrogen": "kg/t",
    "outside_co2": "t/t",
}


@dataclass(frozen=True)
class ScrapNumbers:
    """Per t of steel unless said otherwise; arrays are paths over the years."""

    charge: float  # metal charged
    first: float  # scrap in it in the first year, to which the coke rates of the works belong
    least: float
    most: float
    spread: float  # CNY/t of difference in cost that moves the charge by a quarter of its range
    kept: float  # share of collected scrap that stays without support
    kept_spread: float
    far_freight: float
    ore_need: float  # t per t of iron
    iron_cost: float  # CNY per t of iron beside ore, coke and coal
    recovered: float  # share of what wears out that is collected where no network reaches
    recovered_most: float  # and where one does
    arc_charge: float
    lost_power: float  # own power of furnace gas and top pressure that a blast furnace gives
    hydrogen: float  # per t of steel from iron reduced with it
    outside_co2: float  # t of CO2 that works outside give off more for a t of scrap that they miss
    ore_price: np.ndarray
    price_ratio: np.ndarray  # of scrap over steel
    worn_t_per_head: np.ndarray  # steel that wears out in a year
    worn_aluminium_kg: np.ndarray  # per head

    @classmethod
    def of(cls, world: World) -> "ScrapNumbers":
        """Read them."""
        p, years = world.region.parameters, world.years
        return cls(
            **{name: p.value(f"scrap.{name}", unit) for name, unit in TO_READ.items()},
            ore_price=p.series("scrap.ore_price", "CNY/t", years),
            price_ratio=p.series("scrap.price_ratio", "ratio", years),
            worn_t_per_head=p.series("scrap.worn.steel", "t/person", years),
            worn_aluminium_kg=p.series("scrap.worn.aluminium", "kg/person", years),
        )


@dataclass(frozen=True)
class ScrapYear:
    """T of a year: (n_counties,) collected of what wears out, kept in the city; melted from near and from far."""

    collected: np.ndarray
    collected_aluminium: np.ndarray
    kept_t: float
    near_t: float
    far_t: float
    support_cny_per_t: float  # what works get for a t of scrap, mean of counties
    drawn_t: float  # that converters melt because of it: scrap that works outside miss


class Steelmaking:
    """How the city's works make steel. ``iron_ratio`` is hot metal per t of converter steel over the first year's."""

    def __init__(self, investment: Investment, steel: Steel, world: World) -> None:
        self.investment, self.book, self.yard = investment, investment.book, investment.yard
        self.steel, self.fuels, self.world = steel, investment.fuels, world
        self.numbers = ScrapNumbers.of(world)
        self.row = {year: i for i, year in enumerate(world.years)}
        self.iron_ratio, self.hydrogen_t, self.hydrogen_left_t = 1.0, 0.0, 0.0
        self.reduced_t, self.arc_t = np.zeros((2, self.yard.n_counties))
        self.year: ScrapYear | None = None

    def price(self, signals: Signals, hydrogen_cny_per_kg: float, hydrogen_left_t: float) -> None:
        """Choose the charge of the converters and tell what the other routes cost beside energy.

        Args:
            signals: of the year.
            hydrogen_cny_per_kg: at the gate of coke plants last year.
            hydrogen_left_t: that coke plants could have made beyond what others took.
        """
        n, at = self.numbers, self.row[signals.year]
        steel_price = float(signals.industry.price_cny_per_t[STEEL])
        scrap = n.price_ratio[at] * steel_price
        supply = self._collect(signals.materials, at)
        support = supply.support_cny_per_t
        iron = self._iron_cny_per_t(signals, at)
        made = float(self.yard.output_t(STEEL).sum())
        made = made if made > 0 else float(signals.industry.demand_t[STEEL])
        near_t, far_t = self._melted(iron, scrap - support, made, supply.kept_t)
        unsupported = self._melted(iron, scrap, made, float(supply.collected.sum()) * n.kept)
        drawn_t = near_t + far_t - sum(unsupported)
        self.year = replace(supply, near_t=near_t, far_t=far_t, drawn_t=drawn_t)
        charged = (near_t + far_t) / made if made > 0 else n.first
        self.iron_ratio = (n.charge - charged) / (n.charge - n.first)
        self.hydrogen_left_t = hydrogen_left_t
        spare = min((supply.kept_t - near_t) / max(n.arc_charge * made, 1.0), 1.0)  # near scrap goes to the arc first
        dearer = scrap - support + (1.0 - spare) * n.far_freight
        power = float(self.investment.terms(signals).power_cny_per_kwh[STEEL]) * n.lost_power
        beside = n.ore_need * n.ore_price[at] + n.iron_cost  # of a t of iron
        extra = self.investment.extra_cny_per_t
        spared = charged * (scrap - support) + far_t / max(made, 1.0) * n.far_freight  # by converters, of their scrap
        extra[STEEL, ARC] = (n.charge - charged) * beside + spared - n.arc_charge * dearer - power
        extra[STEEL, HYDROGEN] = -n.hydrogen * hydrogen_cny_per_kg - power

    def act(self, ledger: Ledger, flows: Flows) -> np.ndarray:
        """Take the hydrogen there is; returns (n_counties,) t of steel whose iron comes from the blast furnace.

        What hydrogen does not suffice for is made with coke; hydrogen that is taken here is not there for trucks.
        """
        n, output = self.numbers, self.book.output_t
        arc_share, shaft = self.investment.done[:, ARC], self.investment.done[:, HYDROGEN]
        arc = self.yard.by_county(STEEL, output * arc_share)
        reduced = self.yard.by_county(STEEL, output * np.minimum(shaft, 1.0 - arc_share))
        wanted = reduced * n.hydrogen / KG_PER_T
        total = float(wanted.sum())
        room = float(flows.hydrogen_capacity_t.sum())
        served = min(min(self.hydrogen_left_t, room) / total, 1.0) if total > 0 else 1.0
        taken = wanted * served
        self.hydrogen_t = float(taken.sum())
        self.reduced_t, self.arc_t = reduced * served, arc
        ledger.use("steel", "hydrogen", taken * self.fuels.heat["hydrogen"])
        flows.hydrogen_in_steel_t = taken
        if room > 0:
            flows.hydrogen_capacity_t *= max(1.0 - self.hydrogen_t / room, 0.0)
        kinds = self.investment.kinds
        for made, kind in ((arc, ARC), (self.reduced_t, HYDROGEN)):
            ledger.burn("steel", "natural_gas", made * (self.steel.natural_gas + kinds.fuel[STEEL, kind, _GAS]))
            process = self.steel.limestone_co2 + kinds.effect["process_co2"][STEEL, kind]
            ledger.release("co2_process", "steel", made * process)
        return np.maximum(self.yard.output_t(STEEL) - arc - self.reduced_t, 0.0)

    def scrap_t(self) -> float:
        """Return t of scrap melted this year, arc furnaces included."""
        assert self.year is not None
        made, arc = float(self.yard.output_t(STEEL).sum()), float(self.arc_t.sum())
        converters = (self.year.near_t + self.year.far_t) * (1.0 - arc / made) if made > 0 else 0.0
        return converters + self.numbers.arc_charge * arc

    def missed_co2_t(self) -> np.ndarray:
        """Return (n_counties,) t of CO2 that works outside give off for want of the scrap that support draws here."""
        assert self.year is not None
        made = self.yard.output_t(STEEL)
        share = np.divide(made, made.sum(), out=np.zeros(len(made)), where=made.sum() > 0)
        return self.year.drawn_t * self.numbers.outside_co2 * share

    def scrap_share(self) -> float:
        """Return t of scrap per t of steel."""
        made = float(self.yard.output_t(STEEL).sum())
        return self.scrap_t() / made if made > 0 else 0.0

    def _collect(self, rules: MaterialSignals, at: int) -> ScrapYear:
        n = self.numbers
        reached = n.recovered + (n.recovered_most - n.recovered) * rules.collection_share
        collected = np.maximum(rules.persons * n.worn_t_per_head[at] - rules.remade_t, 0.0) * reached
        aluminium = rules.persons * n.worn_aluminium_kg[at] / KG_PER_T * reached + rules.module_aluminium_t
        kept = collected * stays_here(n.kept, rules.scrap_support_cny_per_t, n.kept_spread)
        total = float(kept.sum())
        support = float((kept * rules.scrap_support_cny_per_t).sum()) / total if total > 0 else 0.0
        return ScrapYear(collected, aluminium, total, 0.0, 0.0, support, 0.0)

    def _melted(self, iron_cny: float, scrap_cny: float, made_t: float, near_t: float) -> tuple[float, float]:
        """T of near and far scrap that converters melt at a price of near scrap."""
        n = self.numbers
        near, far = (
            charged_share(iron_cny, price, n.least, n.most, n.spread) * made_t
            for price in (scrap_cny, scrap_cny + n.far_freight)
        )
        return melted(near, far, near_t)

    def _iron_cny_per_t(self, signals: Signals, at: int) -> float:
        """CNY of a tonne of hot metal: coke, coal, ore and the rest."""
        n, s, price = self.numbers, self.steel, self.investment.terms(signals).fuel_cny_per_gj
        coke_gj = (s.coke_turned + s.sinter_coke) * self.fuels.heat["coke"]
        fuel = (coke_gj * price[_COKE] + s.coal_injected * price[_COAL]) / s.iron_per_steel
        return float(fuel + n.ore_need * n.ore_price[at] + n.iron_cost)
