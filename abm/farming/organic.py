"""Organic fertiliser, eco farms and pesticides: what farms take up for pay or advice, and what they then buy less."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.region import Region
from agents.farm.land import offering_share
from agents.signals import FarmSignals
from agents.table import Table


@dataclass(frozen=True)
class OrganicNumbers:
    """Money at 2020 prices."""

    organic_cny_per_mu: float  # of organic fertiliser over what it saves; the middle field
    organic_spread: float
    organic_speed: float  # of the gap that a year closes
    organic_replaced: float  # of a field's nitrogen that it brings in place of bought nitrogen
    eco_cny: float  # a year that the rules of an eco farm cost the middle large farm
    eco_spread: float
    eco_speed: float
    eco_cut: float  # of bought nitrogen
    eco_pesticide_cut: float
    pesticide_kg_per_mu: float  # of product
    pesticide_advised_cut: float  # where farms follow advice on doses
    pesticide_cny_per_kg: float
    upper_part: float  # of support that province and state pay

    @classmethod
    def of(cls, region: Region) -> "OrganicNumbers":
        """Read from the region's parameters."""
        p = region.parameters
        return cls(
            organic_cny_per_mu=p.value("soil.organic.cost", "CNY/mu"),
            organic_spread=p.value("soil.organic.spread", "ratio"),
            organic_speed=p.value("soil.organic.speed", "share"),
            organic_replaced=p.value("soil.organic.replaced", "share"),
            eco_cny=p.value("farms.eco.cost", "CNY/farm"),
            eco_spread=p.value("farms.eco.spread", "ratio"),
            eco_speed=p.value("farms.eco.speed", "share"),
            eco_cut=p.value("farms.eco.nitrogen_cut", "share"),
            eco_pesticide_cut=p.value("farms.eco.pesticide_cut", "share"),
            pesticide_kg_per_mu=p.value("farms.pesticide", "kg/mu"),
            pesticide_advised_cut=p.value("farms.pesticide.advised_cut", "share"),
            pesticide_cny_per_kg=p.value("farms.pesticide.price", "CNY/kg"),
            upper_part=p.value("fields.upper_part", "share"),
        )


class Organic:
    """What is taken up so far; (n_counties,) each."""

    def __init__(self, region: Region, farms: Table) -> None:
        self.numbers = OrganicNumbers.of(region)
        living = farms.weight * farms.alive * farms.is_large
        self.large_farms = np.bincount(farms.county, living, region.n_counties)
        self.resize(np.bincount(farms.county, living * farms.area_mu, region.n_counties))
        self.share, self.eco, self.pesticide_t = np.zeros((3, region.n_counties))

    def resize(self, large_mu: np.ndarray) -> None:
        """Take note of the (n_counties,) fields that large farms work now."""
        self._large_mu = large_mu

    def act(self, signals: FarmSignals, area_mu: np.ndarray, advised: np.ndarray, ledger: Ledger) -> None:
        """Let farms take up what is paid for; ``advised`` (n_counties,) share of fields beyond the first year's."""
        n = self.numbers
        willing = offering_share(signals.organic_cny_per_mu, n.organic_cny_per_mu, n.organic_spread)
        self.share = self.share + n.organic_speed * (willing - self.share)
        support = self.share * area_mu * signals.organic_cny_per_mu
        ledger.pay_from_both("organic fertiliser support", "farms", support, n.upper_part)
        keeping = offering_share(signals.eco_farm_cny, n.eco_cny, n.eco_spread)
        self.eco = self.eco + n.eco_speed * (keeping - self.eco)
        ledger.pay_from_both("eco farm reward", "farms", self.eco_farms * signals.eco_farm_cny, n.upper_part)
        less = n.pesticide_advised_cut * advised + n.eco_pesticide_cut * self.eco_mu / np.maximum(area_mu, 1e-9)
        self.pesticide_t = area_mu * n.pesticide_kg_per_mu / 1000.0 * np.clip(1.0 - less, 0.0, None)
        ledger.pay("pesticides", "farms", "outside", self.pesticide_t * 1000.0 * n.pesticide_cny_per_kg)

    def pay(self, area_mu: np.ndarray, saved_cny: np.ndarray, ledger: Ledger) -> None:
        """Book what the fertiliser costs, (n_counties,) CNY: what it is dearer by and the nitrogen that it saves."""
        dearer = self.share * area_mu * self.numbers.organic_cny_per_mu
        ledger.pay("organic fertiliser", "farms", "firms", dearer + saved_cny)

    @property
    def eco_farms(self) -> np.ndarray:
        """(n_counties,) large farms that keep the rules."""
        return self.eco * self.large_farms

    @property
    def eco_mu(self) -> np.ndarray:
        """(n_counties,) their fields."""
        return self.eco * self._large_mu

    def organic_n_t(self, bought_t: np.ndarray) -> np.ndarray:
        """Return (n_counties,) t of nitrogen that organic fertiliser brings in place of bought nitrogen."""
        return bought_t * self.share * self.numbers.organic_replaced

    def eco_factor(self, area_mu: np.ndarray) -> np.ndarray:
        """Return (n_counties,) nitrogen bought over what it would be without eco farms."""
        return 1.0 - self.numbers.eco_cut * self.eco_mu / np.maximum(area_mu, 1e-9)
