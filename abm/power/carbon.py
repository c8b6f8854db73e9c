"""Coal units in the carbon market: what allowances cost them, and what others emit for the units that rules moved."""

from typing import TYPE_CHECKING

import numpy as np

from abm.accounts.ledger import Ledger
from abm.power.booking import Booking

if TYPE_CHECKING:
    from abm.power.power import Power

MWH_PER_GWH = 1000.0
T_PER_MT = 1e6


class UnitCarbon:
    """Kept over the years: full-load hours of each class while it ran. ``paid_cny`` is (n_counties,) of the year."""

    def __init__(self, n_groups: int, n_counties: int) -> None:
        self.hours = np.zeros(n_groups)
        self.paid_cny = np.zeros(n_counties)

    def settle(self, power: "Power", ledger: Ledger) -> None:
        """Book allowances short or left over at the year's price, and remember how much each class ran."""
        booking, year = power.booking, power.year
        assert booking is not None
        at = power.world.years.index(year)
        price = power.world.context("price.carbon", "CNY/t", year)
        self.paid_cny = price * short_t(
            booking,
            power.numbers.coal_t_per_gj,
            float(power.numbers.carbon_benchmark_t_per_mwh[at]),
            power.heat_numbers.carbon_benchmark_t_per_gj,
        )
        ledger.pay("power allowances bought", "firms", "outside", np.maximum(self.paid_cny, 0.0))
        ledger.pay("power allowances sold", "outside", "firms", np.maximum(-self.paid_cny, 0.0))
        mw = np.bincount(power.units.group, power.coal_mw(year), minlength=len(self.hours))
        sent = MWH_PER_GWH * booking.coal_gwh.sum(axis=1)
        self.hours = np.divide(sent, mw, out=self.hours.copy(), where=mw > 0)

    def moved_mt(self, power: "Power") -> np.ndarray:
        """Return (n_counties,) Mt CO2 of units elsewhere that make what closed ones would have sent out.

        Less what new units here, approved by rule, take from them. As many hours as a unit's class runs or last
        ran; at the province's mean rate of thermal power.
        """
        numbers, at = power.numbers, power.world.years.index(power.year)
        mwh = power.fleet.moved_mw(power.year, power.running_share(power.year)) * self.hours[power.units.group]
        t = mwh * numbers.rest_heat_rate_gj_per_mwh[at] * numbers.coal_t_per_gj
        return np.bincount(power.units.county, t, minlength=len(self.paid_cny)) / T_PER_MT


def short_t(booking: Booking, co2_t_per_gj: float, per_mwh: float, per_gj_heat: float) -> np.ndarray:
    """Return (n_counties,) t CO2 released above the free allowances for power and heat; negative where some are left.

    ``released - benchmark x power sent out - benchmark of heat x heat``: caught CO2 is not released.
    """
    released = co2_t_per_gj * booking.fuel_gj.sum(axis=0) - booking.captured_t
    free = per_mwh * MWH_PER_GWH * booking.coal_gwh.sum(axis=0) + per_gj_heat * booking.chp_heat_gj
    return released - free
