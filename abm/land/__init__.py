"""Land: forests that grow and age, grass and wetland; planting, restoring, building over, and credits sold."""

from typing import TYPE_CHECKING

import mesa
import numpy as np

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.land.open_land import OpenLand
from abm.land.stands import AGES, LandNumbers, a_year_older, first_stands, wood_m3_per_ha
from abm.land.town_green import TownGreen
from abm.loads import Loads
from abm.world import World
from agents.farm.land import offering_share, selling_share
from agents.signals import LandSignals, Signals

if TYPE_CHECKING:
    from abm.record import Record

__all__ = ["AGES", "Land", "LandNumbers", "a_year_older", "first_stands", "wood_m3_per_ha"]

MT_PER_T = 1e-6


class Land:
    """The forests of the city, and the land that could carry more.

    Args:
        world: region and years.
        model: unused; every part of the city is built alike.
    """

    def __init__(self, world: World, model: mesa.Model) -> None:
        n = self.numbers = LandNumbers.of(world.region, world.years)
        self.years = world.years
        self._wood = wood_m3_per_ha(np.arange(AGES), n)
        self._growing_wood = np.diff(self._wood[: n.credit_age + 1])  # in a year, of stands that earn credits
        self.stands_ha = first_stands(n)
        self.plantable_ha = n.plantable_ha.copy()
        self.open = OpenLand(world.region)
        self.town = TownGreen(world.region)
        none = np.zeros(world.region.n_counties)
        self.sink_t, self.lost_ha, self.programme_ha = none, none, none
        self.offered_ha, self.restored_ha, self.credits_t = none, none, none

    @property
    def forest_ha(self) -> np.ndarray:
        """(n_counties,) area that counts as forest."""
        return self.stands_ha[self.numbers.closing_years :].sum(axis=0)

    @property
    def stock_m3(self) -> np.ndarray:
        """(n_counties,) wood standing."""
        return self._wood @ self.stands_ha

    def act(self, signals: Signals, flows: Flows, ledger: Ledger, loads: Loads) -> None:
        """Lose, plant, restore, let grow; enter the change of stock as uptake; pay and sell."""
        land, n = signals.land, self.numbers
        before = self.stock_m3
        taken = n.asked_share * (1.0 - land.control_share)  # by building: for good
        burnt = n.loss_share * (1.0 - n.protected_cut * land.protection_share)  # or eaten
        lost = burnt + taken
        self.lost_ha = self.forest_ha * lost
        took_root = self._plant(signals.year, land) + self._accept(land, ledger) + self._restore(land, ledger)
        self.plantable_ha = self.plantable_ha + self.stands_ha.sum(axis=0) * burnt  # by law to be planted again
        self.stands_ha = a_year_older(self.stands_ha, took_root, lost)
        self.sink_t = (self.stock_m3 - before) * n.tco2_per_m3
        ledger.release("co2_land", "land", -self.sink_t)
        ledger.pay_from_both("planting", "equipment_makers", self.programme_ha * n.planting_cny_per_ha, n.upper_part)
        watched = self.forest_ha * land.protection_share
        wages = watched * n.protection_cny_per_ha  # of wardens
        ledger.pay_from_both("forest protection", "households", wages, n.upper_part)
        self.open.act(land, ledger)
        self.town.act(land.town_green_share, ledger)
        self._sell_credits(land, ledger)

    def report(self, record: "Record") -> None:
        """Write area, coverage, stock, sink, and what programmes, payment and market did."""
        forest, area = self.forest_ha, self.numbers.area_ha
        record.put("Land|Forest Area", by_county=forest / 1e4)
        record.put("Land|Forest Coverage", by_county=forest / area, city=float(forest.sum() / area.sum()))
        record.put("Land|Forest Stock", by_county=self.stock_m3 / 1e6)
        record.put("Land|Sink", by_county=self.sink_t * MT_PER_T)
        record.put("Land|Forest Loss", by_county=self.lost_ha / 1e3)
        record.put("Land|Programme Planting", by_county=self.programme_ha / 1e3)
        record.put("Land|Restored Mines", by_county=self.restored_ha)
        record.put("Land|Offered Slopes", by_county=self.offered_ha / 1e3)
        record.put("Land|Sink Credits", by_county=self.credits_t * MT_PER_T)
        record.put("Land|Open Land Sink", by_county=self.open.sink_t * MT_PER_T)
        record.put("Land|Closed Grassland", by_county=self.open.closed_ha / 1e3)
        record.put("Land|Grassland Loss", by_county=self.open.built_ha / 1e3)
        record.put("Land|Restored Wetlands", by_county=self.open.wetted_ha)
        built_up, green = self.town.numbers.built_up_ha, self.town.share
        record.put("Share|Town Green", by_county=green, city=float(green @ built_up / built_up.sum()))
        record.put("Land|Town Green Sink", by_county=self.town.sink_t * MT_PER_T)

    def _plant(self, year: int, land: LandSignals) -> np.ndarray:
        """(n_counties,) ha that take root this year, as far as there is land left to plant."""
        n = self.numbers
        anyway = n.planting_ha[self.years.index(year)]
        left = self.plantable_ha.sum()
        planted = self.plantable_ha * min(1.0, anyway / left) if left > 0 else np.zeros_like(self.plantable_ha)
        self.programme_ha = np.minimum(land.planting_share * n.area_ha, self.plantable_ha - planted)
        took = (planted + self.programme_ha) * n.survival_share
        self.plantable_ha = self.plantable_ha - took  # what dried up can be planted again
        return took

    def _accept(self, land: LandSignals, ledger: Ledger) -> np.ndarray:
        """(n_counties,) ha of offered slopes that take root; owners are paid for all that is under contract."""
        n = self.numbers
        willing = n.slope_ha * offering_share(land.payment_cny_per_ha, n.slope_income_cny_per_ha, n.slope_spread)
        new = np.maximum(willing - self.offered_ha, 0.0) / n.offer_years
        self.offered_ha = self.offered_ha + new
        ledger.pay_from_both("ecological payment", "farms", self.offered_ha * land.payment_cny_per_ha, n.upper_part)
        ledger.pay_from_both("planting of slopes", "equipment_makers", new * n.planting_cny_per_ha, n.upper_part)
        return new * n.tended_survival_share

    def _restore(self, land: LandSignals, ledger: Ledger) -> np.ndarray:
        """(n_counties,) ha of restored mine land on which trees take root."""
        n = self.numbers
        new = np.minimum(land.restoration_share * n.mine_land_ha, n.mine_land_ha - self.restored_ha)
        self.restored_ha = self.restored_ha + new
        ledger.pay_from_both("mine restoration", "equipment_makers", new * n.restoration_cny_per_ha, n.upper_part)
        return new * n.mine_tree_share * n.survival_share

    def _sell_credits(self, land: LandSignals, ledger: Ledger) -> None:
        """Sell the uptake of stands young enough, as far as owners find it worth the proof."""
        n = self.numbers
        young = self._growing_wood @ self.stands_ha[: n.credit_age] * n.tco2_per_m3
        share = selling_share(land.credit_cny_per_t, n.credit_cost_cny_per_t, n.credit_spread)
        self.credits_t = young * share
        ledger.pay("sink credits", "firms", "farms", self.credits_t * land.credit_cny_per_t)
