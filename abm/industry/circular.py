"""What goes round: by-products and clinker, waste heat and parks, returned metal, and a smelter's green power."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.accounts.words import FUELS
from abm.flows import Flows
from abm.industry.byproducts import ByProducts, Made
from abm.industry.investment import Investment
from abm.industry.processes import Works
from abm.industry.steelmaking import Steelmaking
from abm.industry.waste_heat import WasteHeat
from abm.world import World
from agents.choice import logistic
from agents.firm.words import ALUMINA, ALUMINIUM, CEMENT, RAW_COAL, STEEL
from agents.signals import Signals

_COAL = FUELS.index("raw_coal")


@dataclass(frozen=True)
class GreenNumbers:
    """Of a smelter's green power, CNY/MWh; paths over the years; and of remelting."""

    worth: np.ndarray  # of green power in low-carbon metal and towards quotas
    price: np.ndarray  # of certificates and of contracts beyond the plain price
    spread: float
    grid_t_per_mwh: np.ndarray
    remelt_gas: float  # GJ/t
    remelt_co2: float  # t/t that a tonne of primary metal outside gives off more than one remelted

    @classmethod
    def of(cls, world: World, outside_co2: float) -> "GreenNumbers":
        """Read them."""
        p, years = world.region.parameters, world.years
        return cls(
            worth=p.series("green.worth", "CNY/MWh", years),
            price=p.series("power.certificate.price", "CNY/MWh", years),
            grid_t_per_mwh=p.series("grid.emission_factor", "tCO2/MWh", years),
            spread=p.value("green.spread", "CNY/MWh"),
            remelt_gas=p.value("scrap.remelt_gas", "GJ/t"),
            remelt_co2=outside_co2,
        )


class Circular:
    """All of it. :meth:`decide` comes after firms have chosen their output, :meth:`act` after works.

    Args:
        investment: of the firms.
        steelmaking: whose iron makes slag and whose scrap is collected.
        works: numbers of processes.
        world: region and years.
        outside_co2: t CO2 per t of the marginal smelter outside.
    """

    def __init__(
        self, investment: Investment, steelmaking: Steelmaking, works: Works, world: World, outside_co2: float
    ) -> None:
        self.investment, self.yard, self.works = investment, investment.yard, works
        self.steelmaking = steelmaking
        self.heat = WasteHeat(investment, world.region.parameters)
        self.byproducts = ByProducts(world)
        self.green = GreenNumbers.of(world, outside_co2)
        self.row = {year: i for i, year in enumerate(world.years)}
        self.green_share = 0.0
        self.remelted_t = np.zeros(self.yard.n_counties)

    def decide(self, signals: Signals, gangue_t: np.ndarray) -> None:
        """Match by-products, lay pipes, organise parks, buy green power; ``gangue_t`` is (n_counties,) of washing.

        Clinker that is not burnt saves its fuel and no allowance: those are given per tonne of clinker.
        """
        self.heat.decide(signals)
        fuel = self.works.clinker_coal * float(self.investment.terms(signals).fuel_cny_per_gj[_COAL])
        cost = np.full(self.yard.n_counties, fuel)
        self.byproducts.year(self._made(signals, gangue_t), signals.materials, cost, self.heat.park)
        at, n = self.row[signals.year], self.green
        likes = float(logistic((n.worth[at] - n.price[at]) / n.spread))
        self.green_share = signals.materials.green_access_share * likes

    def act(self, signals: Signals, ledger: Ledger, flows: Flows) -> None:
        """Write what it changes in the accounts, and who pays."""
        self.heat.exchange(ledger)
        self.heat.offer(flows)
        self.heat.pay(ledger)
        self._remelt(ledger)
        self._pay(signals, ledger)
        kwh = self.yard.by_county(ALUMINIUM, self.yard.book.output_t * self.yard.book.kwh_per_t_now())
        own_will = max(self.green_share - signals.supply.certificate_share, 0.0)
        flows.green_power_kwh += kwh * own_will

    def _made(self, signals: Signals, gangue_t: np.ndarray) -> Made:
        y, s = self.yard, self.steelmaking
        steel = y.output_t(STEEL)
        iron = (steel - s.arc_t) * s.steel.iron_per_steel * s.iron_ratio
        ash = signals.materials.ash_t
        return Made(gangue_t, ash, iron, steel, y.output_t(ALUMINA), y.output_t(CEMENT), y.output_t(RAW_COAL))

    def _remelt(self, ledger: Ledger) -> None:
        """Collected aluminium goes to the cast houses of smelters, where there are any."""
        assert self.steelmaking.year is not None
        smelted = self.yard.output_t(ALUMINIUM)
        total = float(smelted.sum())
        collected = float(self.steelmaking.year.collected_aluminium.sum())
        self.remelted_t = smelted * (collected / total) if total > 0 else np.zeros_like(smelted)
        ledger.burn("aluminium", "natural_gas", self.remelted_t * self.green.remelt_gas)

    def _pay(self, signals: Signals, ledger: Ledger) -> None:
        """Support of scrap, clinker and waste, from the budget to firms; users of waste get it, where they are."""
        rules, flow, scrap = signals.materials, self.byproducts.flow_t, self.steelmaking.year
        assert scrap is not None
        steel = self.yard.output_t(STEEL)
        share = steel / steel.sum() if steel.sum() > 0 else np.zeros_like(steel)
        ledger.pay(
            "scrap support", "city_budget", "firms", self.steelmaking.scrap_t() * scrap.support_cny_per_t * share
        )
        blended = flow[:, 0].sum(axis=(0, 1))
        ledger.pay("clinker support", "city_budget", "firms", blended * rules.clinker_support_cny_per_t)
        used = flow.sum(axis=(0, 1, 2))
        ledger.pay("solid waste support", "city_budget", "firms", used * rules.waste_support_cny_per_t)
        ledger.pay("lines for waste", "firms", "equipment_makers", self.byproducts.capital_cny)
