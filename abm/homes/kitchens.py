"""Kitchens and appliances: electric kitchens in villages, appliances of the best class, and who pays."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.region import Region
from agents.household.kitchen import taken_up
from agents.signals import BuildingSignals


@dataclass(frozen=True)
class KitchenNumbers:
    """Of a home."""

    kitchen_fails: float  # chance a year that the old cooker is given up
    kitchen_base: float  # logit without support, beside the trend in the use of electricity
    kitchen_support: float  # logit per 1,000 CNY
    kitchen_kwh: float  # a year, of cooking all on electricity
    appliance_fails: float
    appliance_base: float  # logit without credit, beside the standard
    appliance_credit: float  # logit per 100 CNY
    appliance_saving: float  # of appliances' electricity, once all are of the best class
    appliances_per_home: float  # bought under a credit

    @classmethod
    def of(cls, region: Region) -> "KitchenNumbers":
        """Read from the region's parameters."""
        p = region.parameters
        return cls(
            kitchen_fails=p.value("kitchen.fails", "share"),
            kitchen_base=p.value("kitchen.base", "logit"),
            kitchen_support=p.value("kitchen.support", "logit"),
            kitchen_kwh=p.value("kitchen.use", "kWh/yr"),
            appliance_fails=p.value("appliances.fails", "share"),
            appliance_base=p.value("appliances.base", "logit"),
            appliance_credit=p.value("appliances.credit", "logit"),
            appliance_saving=p.value("appliances.saving", "share"),
            appliances_per_home=p.value("appliances.per_home", "1/home"),
        )


class Kitchens:
    """Shares (n_counties,) of village homes with an electric kitchen, of all homes with the best appliances."""

    def __init__(self, region: Region) -> None:
        self.numbers = KitchenNumbers.of(region)
        self.electric, self.best = np.zeros((2, region.n_counties))
        self.new_kitchens, self.new_appliances = np.zeros((2, region.n_counties))
        self.signals = BuildingSignals.quiet(region.n_counties)

    def decide(self, signals: BuildingSignals) -> None:
        """Let those whose cooker or appliances fail choose."""
        n, self.signals = self.numbers, signals
        logit = n.kitchen_base + n.kitchen_support * signals.kitchen_support_cny / 1000.0
        self.electric, self.new_kitchens = taken_up(self.electric, n.kitchen_fails, logit)
        logit = n.appliance_base + n.appliance_credit * signals.appliance_credit_cny / 100.0
        self.best, self.new_appliances = taken_up(self.best, n.appliance_fails, logit)

    def appliance_factor(self, homes: np.ndarray) -> float:
        """Return the city's appliances' electricity over what the standard alone would leave; homes (n_counties,)."""
        return 1.0 - self.numbers.appliance_saving * float(self.best @ homes / homes.sum())

    def cooking_kwh(self, village_homes: np.ndarray) -> np.ndarray:
        """(n_counties,) kWh that electric kitchens take in villages."""
        return village_homes * self.electric * self.numbers.kitchen_kwh

    def pay(self, homes: np.ndarray, ledger: Ledger, price_cny_per_kwh: float) -> None:
        """Book support, credits and the kitchens' power; ``homes`` (n_counties, 2, n_groups) lived in."""
        villages = np.zeros_like(homes)
        villages[:, 0] = homes[:, 0]
        support = self.new_kitchens * self.signals.kitchen_support_cny
        credit = self.new_appliances * self.numbers.appliances_per_home * self.signals.appliance_credit_cny
        power = self.electric * self.numbers.kitchen_kwh * price_cny_per_kwh
        items = (
            ("kitchen support", "city_budget", "households"),
            ("appliance credit", "city_budget", "households"),
            ("kitchen power", "households", "grid"),
        )
        cny = np.array((support, credit, power))[:, :, None, None] * np.array((villages, homes, villages))
        ledger.pay_all_by_income(items, cny)
