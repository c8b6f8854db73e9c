"""PV on the land of farms: who leases, how much stands there, and the rent."""

import numpy as np

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.parameters import Parameters
from abm.record import Record
from abm.world import World
from agents.farm.sunland import LeaseBehaviour, asked_rent, leases
from agents.signals import FarmSignals
from agents.table import Table, rows_where

HUNDRED_MILLION = 1e8


def behaviour(p: Parameters) -> LeaseBehaviour:
    """Read how farms weigh a lease."""
    return LeaseBehaviour(
        crop_cny=p.value("farm_pv.crop", "CNY/mu"),
        lost_share=p.value("farm_pv.lost", "share"),
        part_time_share=p.value("farm_pv.part_time", "share"),
        trouble_cny=p.value("farm_pv.trouble", "CNY/mu"),
        small_plot_mu=p.value("farm_pv.small_plot", "mu"),
        spread=p.value("farm_pv.spread", "ratio"),
        look_share=p.value("farm_pv.look", "share"),
    )


class FarmPV:
    """``signed`` (n_farms,) says who has leased; a farm's suited land is a share of its fields.

    Args:
        world: region, luck and years.
        farms: the table of farms.
    """

    def __init__(self, world: World, farms: Table) -> None:
        p = world.region.parameters
        self.world, self.farms = world, farms
        self.n_counties = world.region.n_counties
        self.behaviour = behaviour(p)
        suited = np.where(
            farms.is_large, p.value("farm_pv.suited.large", "share"), p.value("farm_pv.suited.small", "share")
        )
        mw = farms.weight * farms.alive * farms.area_mu * suited * p.value("farm_pv.density", "MW/mu")
        self.mw = np.asarray(mw, dtype=np.float64)
        self.asked = asked_rent(farms.area_mu, farms.off_farm_labour, self.behaviour)
        self.place = world.streams.uniform("farm.pv_place", world.years[0], len(farms))  # in the order of opening
        self.signed = np.zeros(len(farms), dtype=bool)
        self.mu_per_mw = 1.0 / p.value("farm_pv.density", "MW/mu")
        self.rent_cny = np.zeros(self.n_counties)
        self.by_county_mw: np.ndarray | None = None  # until somebody signs

    def decide(self, rules: FarmSignals, year: int) -> None:
        """Let farms whose land is open to PV weigh the rent that developers can pay; a lease outlasts the run."""
        luck = self.world.streams.uniform("farm.pv", year, len(self.farms))
        rows = rows_where(luck <= self.behaviour.look_share)
        rows = rows.compress(self.place.take(rows) < rules.pv_land_share.take(self.farms.county.take(rows)))
        rent = np.array(rules.pv_rent_cny_per_mu)
        self.signed[rows] |= leases(rent, self.asked.take(rows), luck.take(rows), self.behaviour)
        self.by_county_mw = None

    def act(self, rules: FarmSignals, flows: Flows, ledger: Ledger) -> None:
        """Hand the capacity to the grid; rents follow what developers can pay this year."""
        flows.farm_pv_mw = self.capacity_mw()
        self.rent_cny = flows.farm_pv_mw * self.mu_per_mw * rules.pv_rent_cny_per_mu
        ledger.pay("rent of land under PV", "firms", "farms", self.rent_cny)

    def capacity_mw(self) -> np.ndarray:
        """(n_counties,) MW on leased land."""
        if self.by_county_mw is None:
            rows = rows_where(self.signed)
            self.by_county_mw = np.bincount(self.farms.county.take(rows), self.mw.take(rows), self.n_counties)
        return self.by_county_mw

    def report(self, record: Record) -> None:
        """Write what stands on farms and what it brings them."""
        record.put("Capacity|Electricity|Solar|Farms", by_county=self.capacity_mw() / 1000.0)
        record.put("Farms|Solar Rent", by_county=self.rent_cny / HUNDRED_MILLION)
