"""Who pays whom for power: plants, the grid, services, neighbours of the city, and support for flexibility."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from abm.accounts.ledger import Ledger
from abm.accounts.words import SECTORS
from abm.days import Days
from abm.loads import Loads
from abm.power.province import fuel_cost_cny_per_gj
from agents.signals import ElectricitySignals

if TYPE_CHECKING:
    from abm.power.power import Power

KWH_PER_GWH = 1e6
SERVICES = SECTORS.index("services")
LARGE_USERS = [
    SECTORS.index(s) for s in ("coal_mining", "coking", "steel", "alumina", "aluminium", "cement", "chemicals")
]


def pay(
    power: "Power", electricity: ElectricitySignals, loads: Loads, ledger: Ledger, retrofitted_share: float
) -> None:
    """Write the payments of the year, (n_counties,) CNY each.

    Industry, homes and vehicle owners pay for their own power elsewhere; here the services do. Power is
    bought from plants, and exchanged with the province, at the hourly price of the provincial node.
    """
    days, last, booking = power.world.days, power.last, power.booking
    assert last is not None and booking is not None and power.inputs is not None
    use = loads.kwh.sum(axis=0)
    share = use / use.sum()
    per_kwh = mean_price(loads.hourly_kwh[SERVICES], electricity.small_business_cny_per_kwh, days.weight)
    ledger.pay("services electricity", "firms", "grid", loads.kwh[SERVICES] * per_kwh)

    price = power.world.context("price.thermal_coal", "CNY/t", power.year)
    per_gj = fuel_cost_cny_per_gj(power.numbers, price)
    ratio = np.where(booking.burns_waste_coal, power.numbers.waste_coal_price_share, 1.0)
    ledger.pay("power station fuel", "firms", "energy_suppliers", per_gj * (ratio @ booking.fuel_gj))

    sold = np.sum(
        [
            gwh * mean_price(hourly, last.price_cny_per_kwh, days.weight)
            for gwh, hourly in (
                (booking.coal_gwh.sum(axis=0), last.coal_gw.sum(axis=0)),
                (booking.wind_gwh, last.wind_gw),
                (booking.pv_gwh, last.pv_gw),
            )
        ],
        axis=0,
    )
    ledger.pay("power sold", "grid", "firms", sold * KWH_PER_GWH)
    sent = -KWH_PER_GWH * float(days.yearly(last.net_import_gw * last.price_cny_per_kwh))
    payer, receiver = ("outside", "grid") if sent >= 0 else ("grid", "outside")
    ledger.pay("power exchanged", payer, receiver, abs(sent) * share)

    called = KWH_PER_GWH * float(days.yearly(last.less_gw))
    ledger.pay("demand response", "grid", "firms", called * electricity.demand_response_cny_per_kwh * share)
    kw = 1000.0 * np.bincount(
        power.units.county, power.units.capacity_mw * power.running(power.year), minlength=len(share)
    )
    support = electricity.coal_flexibility_cny_per_kw
    ledger.pay("flexibility compensation", "upper_budget", "firms", retrofitted_share * support * kw)


@dataclass(frozen=True)
class TariffsPaid:
    """Mean prices of the year after all levers, CNY/kWh."""

    small_business: float
    large_user: float
    peak_valley_ratio: float

    @classmethod
    def of(cls, electricity: ElectricitySignals, loads: Loads, days: Days) -> "TariffsPaid":
        """Weigh the tariffs by the loads that pay them."""
        large = loads.hourly_kwh[LARGE_USERS].sum(axis=0)
        return cls(
            small_business=mean_price(loads.hourly_kwh[SERVICES], electricity.small_business_cny_per_kwh, days.weight),
            large_user=mean_price(large, electricity.large_user_cny_per_kwh, days.weight),
            peak_valley_ratio=electricity.peak_valley_ratio,
        )


def mean_price(quantity: np.ndarray, price: np.ndarray, weight: np.ndarray) -> float:
    """Return the mean of a (n_days, 24) price over a (n_days, 24) quantity; zero where there is none."""
    total = float(weight @ quantity.sum(axis=1))
    return float(weight @ (quantity * price).sum(axis=1)) / total if total > 0 else 0.0
