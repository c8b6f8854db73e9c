"""Biogas: what a plant earns with a tonne of straw and its manure, and gas in the pipes in place of fossil gas."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.parameters import Parameters
from agents.choice import share_of


@dataclass(frozen=True)
class BiogasNumbers:
    """A plant that ferments straw with manure, at 2020 prices; it costs what plants of straw and of manure did."""

    straw_m3_per_t: float  # of pipeline gas
    straw_share: float  # of a plant's gas; the rest comes from manure
    gas_cny_per_m3: float
    digestate_cny_per_m3: float  # fertiliser, per m3 of gas
    past_cny_per_m3: float  # income of the plants whose costs are known
    straw_gain: float  # their income over cost, less one: plants of straw
    manure_gain: float
    straw_cny_per_t: float  # that plants of straw paid for it, within their cost

    @classmethod
    def of(cls, p: Parameters) -> "BiogasNumbers":
        """Read from the region's parameters."""
        return cls(
            straw_m3_per_t=p.value("straw.biogas_yield", "m3/t"),
            straw_share=p.value("straw.biogas_straw_share", "share"),
            gas_cny_per_m3=p.value("straw.biogas.gas", "CNY/m3"),
            digestate_cny_per_m3=p.value("straw.biogas.digestate", "CNY/m3"),
            past_cny_per_m3=p.value("straw.biogas.past_income", "CNY/m3"),
            straw_gain=p.value("straw.biogas.straw_gain", "ratio"),
            manure_gain=p.value("straw.biogas.manure_gain", "ratio"),
            straw_cny_per_t=p.value("straw.biogas.straw_price", "CNY/t"),
        )

    @property
    def m3_per_t(self) -> float:
        """Gas of a tonne of straw with its manure."""
        return self.straw_m3_per_t / self.straw_share

    @property
    def income_cny_per_t(self) -> float:
        """Gas and fertiliser of a tonne of straw with its manure."""
        return self.m3_per_t * (self.gas_cny_per_m3 + self.digestate_cny_per_m3)

    @property
    def other_cost_cny_per_t(self) -> float:
        """What a tonne of straw with its manure costs beside the straw: capital, work, manure, power, bought heat."""
        straw, manure = self.straw_share / (1.0 + self.straw_gain), (1.0 - self.straw_share) / (1.0 + self.manure_gain)
        return self.m3_per_t * self.past_cny_per_m3 * (straw + manure) - self.straw_cny_per_t

    @property
    def worth_cny_per_t(self) -> float:
        """The most that a plant can pay for a tonne of straw; below nothing where other costs take all it earns."""
        return self.income_cny_per_t - self.other_cost_cny_per_t


def blend(ledger: Ledger, biogas_gj: np.ndarray) -> np.ndarray:
    """Move (n_counties,) GJ of gas burnt so far from fossil to biomass, every sector alike; return what fitted."""
    gas, biomass = ledger.flow("burnt", "natural_gas"), ledger.flow("burnt", "biomass")  # of every sector
    total = gas.sum(axis=0)
    share = share_of(np.minimum(biogas_gj, total), total)
    moved = gas * share
    gas -= moved
    biomass += moved
    return total * share
