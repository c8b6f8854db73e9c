"""New floor: how much is built, how much of it prefabricated, and the cement and steel that asks for."""

from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from abm.world import World
from agents.firm.words import CEMENT, STEEL
from agents.signals import Signals, change

if TYPE_CHECKING:
    from abm.record import Record


class Construction:
    """The builders of the city.

    Args:
        world: region and years.
        model: the city, whose people move into what is built.
    """

    def __init__(self, world: World, model: mesa.Model) -> None:
        p = world.region.parameters
        self.city: Any = model
        self.rebuilt_share = p.value("envelope.rebuilt", "share")
        self.held_growth_share = p.value("construction.growth", "share")
        self.own_share = {
            CEMENT: p.value("construction.cement_share", "share"),
            STEEL: p.value("construction.steel_share", "share"),
        }
        self.saved_share = {
            CEMENT: p.value("construction.prefabricated.cement", "share"),
            STEEL: p.value("construction.prefabricated.steel", "share"),
        }
        self.pace = p.value("construction.prefabricated.pace", "share")
        none = np.zeros(world.region.n_counties)
        self.prefabricated, self.new_m2, self.last_floor_m2 = none, none, none

    def shape(self, signals: Signals) -> Signals:
        """Return the signals with the cement and steel that the city's own builders still ask for."""
        floor = self.city.people.floor_m2.sum(axis=1)
        held = 1.0 - self.held_growth_share * signals.building.growth_held_share
        before = self.last_floor_m2 if self.last_floor_m2.any() else floor  # of the first year only what is rebuilt
        growth = np.maximum(floor - before, 0.0)
        self.last_floor_m2 = floor
        self.new_m2 = (growth + self.rebuilt_share * floor) * held
        self.prefabricated = self.prefabricated + self.pace * (
            signals.building.prefabricated_share - self.prefabricated
        )
        weight = floor / floor.sum()
        demand = np.array(signals.industry.demand_t)
        for product, own in self.own_share.items():
            asked = float((held * (1.0 - self.saved_share[product] * self.prefabricated)) @ weight)
            demand[product] *= 1.0 - own * (1.0 - asked)
        return change(signals, "industry", demand_t=demand)

    def report(self, record: "Record") -> None:
        """Write new floor and the prefabricated part of it."""
        record.put("Floor Area|New", by_county=self.new_m2 / 1e4)
        share = float(self.prefabricated @ self.new_m2 / max(self.new_m2.sum(), 1e-9))
        record.put("Share|Prefabricated", by_county=self.prefabricated, city=share)
