"""Electricity prices as users see them, by representative day and hour."""

from dataclasses import dataclass

import numpy as np

from agents.signals.theme import Theme


@dataclass(frozen=True)
class ElectricitySignals(Theme):
    """Prices in CNY/kWh unless said otherwise; arrays (n_days, 24) over the representative days.

    Three regimes: homes and farms pay the catalogue price, small business the agent-purchase
    price, large users contract share + spot share.
    """

    residential_tier_cny_per_kwh: np.ndarray  # (3,) price of each block
    residential_tier_kwh_per_month: np.ndarray  # (2,) upper limits of block 1 and 2
    residential_tou_add_cny_per_kwh: np.ndarray  # (n_days, 24) added to the block price when opted in
    residential_tou_open: bool  # may homes opt in at all
    residential_tou_ease: float  # 0 to 1: how easy enrolment is made (0 = apply in person)
    heating_tariff_peak_cny_per_kwh: float  # coal-to-electricity option, heating season
    heating_tariff_valley_cny_per_kwh: float
    heating_valley_hours: np.ndarray  # (24,) bool
    farm_cny_per_kwh: float
    small_business_cny_per_kwh: np.ndarray  # (n_days, 24) after period multipliers
    large_user_cny_per_kwh: np.ndarray  # (n_days, 24) contract + spot, after period multipliers
    wholesale_cny_per_kwh: np.ndarray  # (n_days, 24) last year's hourly price at the provincial node
    feed_in_cny_per_kwh: float  # paid for rooftop power fed in
