"""Electricity prices as users see them, by representative day and hour.

Homes and farms pay the catalogue price, small business the agent-purchase price, large users a
contract share and a spot share. What levers can rewrite (ratio, hours, multipliers) is stored; the
hourly prices that users read are composed from it.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from agents.signals.theme import Theme

DEEP_VALLEY, VALLEY, FLAT, PEAK, SHARP = range(5)  # codes in ``period_sets``


@dataclass(frozen=True)
class ElectricitySignals(Theme):
    """Prices in CNY/kWh unless said otherwise; arrays (n_days, 24) over the representative days."""

    price_level: float  # consumer prices over those of 2020: what is written in money of the day is divided by it
    residential_tier_cny_per_kwh: np.ndarray  # (3,) price of each block
    residential_tier_kwh_per_month: np.ndarray  # (2,) upper limits of block 1 and 2
    residential_tou_add_cny_per_kwh: np.ndarray  # (n_days, 24) added to the block price when opted in
    residential_tou_open: bool  # may homes opt in at all
    residential_tou_ease: float  # 0 to 1: how easy enrolment is made (0 = apply in person)
    heating_tariff_peak_cny_per_kwh: float  # coal-to-electricity option, heating season
    heating_tariff_valley_cny_per_kwh: float
    heating_valley_hours: np.ndarray  # (24,) bool
    farm_cny_per_kwh: float
    small_business_flat_cny_per_kwh: float  # contract mean of last year + grid fee + losses + funds
    large_user_contract_cny_per_kwh: float  # contract energy price in the flat period
    large_user_adders_cny_per_kwh: float  # grid fee with what is paid by the kW, losses, funds: the same in every hour
    large_user_demand_cny_per_kw: float  # a year, of the highest load of each month: network fee, within the adders
    large_user_transformer_cny_per_kva: float  # a year, where a line is billed by its transformer instead
    coal_kw_per_kwh: float  # coal capacity that serves the province over what its industry and commerce use
    store_kw_per_kwh: float  # the same of its stores, each kW as far as it counts as one of coal
    store_counts_share: float  # of a kW of store as long as the year's, where coal's payment is due to it
    pumped_ready_cny_per_kwh: float  # what the planned pumped plant's capacity price adds to a kWh of theirs
    capacity_in_funds_cny_per_kw: float  # yearly payment for it that the funds hold already
    large_user_spot_share: float  # of a large user's energy that pays the hourly spot price
    settled_by_hour_share: float  # of what plants sell that is paid by the hour's price, the rest by contract
    period_sets: np.ndarray  # (3, n_days, 24) period codes: hours of 2022, of May 2026, following the spot price
    period_set: int  # which of them is in force
    period_multipliers: np.ndarray  # (5,) price over the flat price by period code, as the province wrote them
    peak_valley_ratio: float  # peak over valley; the spread around the flat price follows
    day_weight: np.ndarray  # (n_days,) days of the year that each representative day stands for
    business_load_shape: np.ndarray  # (n_days, 24) yearly sum 1: the load whose bill a wider spread leaves unchanged
    demand_response_cny_per_kwh: float  # paid for load that moves when the grid asks
    coal_flexibility_cny_per_kw: float  # paid to coal units that learn to run lower
    wind_pv_quota: float  # what developers may build in a year, over the region's usual quota
    city_storage: float  # battery stations of the city, over its usual share of the province's
    pumped_storage: float  # share of the planned pumped plant that is in service
    wholesale_cny_per_kwh: np.ndarray  # (n_days, 24) what plants were paid last year at the provincial node
    feed_in_cny_per_kwh: float  # paid for rooftop power fed in

    @property
    def period(self) -> np.ndarray:
        """(n_days, 24) period codes in force."""
        return self.period_sets[self.period_set]

    @cached_property
    def small_business_cny_per_kwh(self) -> np.ndarray:
        """(n_days, 24) flat price times the multiplier of the period; sharp peaks bind large users only."""
        return _read_only(self.small_business_flat_cny_per_kwh * self._multiplier(np.minimum(self.period, PEAK)))

    @cached_property
    def large_user_cny_per_kwh(self) -> np.ndarray:
        """(n_days, 24) contract share by period, spot share by hour, and adders."""
        contract = self.large_user_contract_cny_per_kwh * self._multiplier(self.period)
        spot = self.large_user_spot_share * self.wholesale_cny_per_kwh
        return _read_only((1.0 - self.large_user_spot_share) * contract + spot + self.large_user_adders_cny_per_kwh)

    def paid_to_plants_cny_per_kwh(self, hourly_cny_per_kwh: np.ndarray) -> np.ndarray:
        """Return (n_days, 24) what plants are paid where the market by the hour says ``hourly_cny_per_kwh``."""
        share = self.settled_by_hour_share
        return share * hourly_cny_per_kwh + (1.0 - share) * self.large_user_contract_cny_per_kwh

    @cached_property
    def small_business_mean_cny_per_kwh(self) -> float:
        """Mean of the year's hours."""
        return self._mean(self.small_business_cny_per_kwh)

    @cached_property
    def large_user_mean_cny_per_kwh(self) -> float:
        """Mean of the year's hours."""
        return self._mean(self.large_user_cny_per_kwh)

    def _mean(self, price: np.ndarray) -> float:
        """Mean over the year of (n_days, 24): a day counts by the days that it stands for."""
        return float(np.vdot(self.day_weight, np.add.reduce(price, axis=1)) / (24.0 * np.add.reduce(self.day_weight)))

    def _multiplier(self, period: np.ndarray) -> np.ndarray:
        """(n_days, 24) multipliers at the ratio in force, at the same bill for an unmoved load."""
        written = self.period_multipliers[period]
        spread = spread_multipliers(self.period_multipliers, self.peak_valley_ratio)[period]
        yearly = self.day_weight[:, None] * self.business_load_shape
        bill = np.vdot(yearly, written) / np.vdot(yearly, spread)
        return spread * bill


def spread_multipliers(written: np.ndarray, peak_valley_ratio: float) -> np.ndarray:
    """Return the (5,) multipliers stretched around 1 until peak over valley is ``peak_valley_ratio``.

    ``1 + s (m - 1)`` with the stretch ``s`` that solves ``(1 + s a) / (1 - s b) = ratio`` for
    ``a = peak - 1`` and ``b = 1 - valley``; the written ratio gives ``s = 1``.
    """
    above, below = written[PEAK] - 1.0, 1.0 - written[VALLEY]
    stretch = (peak_valley_ratio - 1.0) / (above + below * peak_valley_ratio)
    return 1.0 + stretch * (written - 1.0)


def _read_only(values: np.ndarray) -> np.ndarray:
    values.setflags(write=False)
    return values
