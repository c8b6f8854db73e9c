"""What firms perceive beside the prices of energy: demand, limits, surcharges, grants, inspection."""

from dataclasses import dataclass

import numpy as np

from agents.signals.theme import Theme


@dataclass(frozen=True)
class IndustrySignals(Theme):
    """Demand, rules and support of the year.

    Products in the order of ``agents.firm.words.PRODUCTS``; equipment classes allowed, restricted, to be
    eliminated; specific use is kgce per t of product, for aluminium kWh per t.
    """

    demand_t: np.ndarray  # (n_products,) asked of the city at the costs of 2020, from outside and inside
    price_cny_per_t: np.ndarray  # (n_products,)
    beyond_mean_cny_per_t: np.ndarray  # (n_products,) that prices leave a tonne beyond a mean year, before cells' power
    carbon_cny_per_t: np.ndarray  # (n_products,) price of CO2 where the product is in the national market, else zero
    limit_per_t: np.ndarray  # (n_products, n_counties) specific use that may not be exceeded
    benchmark_per_t: np.ndarray  # (n_products,) specific use of the best plants
    differential_cny_per_kwh: np.ndarray  # (n_products, 3) added by class of equipment
    over_limit_cny_per_kwh: np.ndarray  # (n_counties,) added when use exceeds the limit
    far_over_limit_cny_per_kwh: float  # added when use exceeds the limit by more than its double
    tier_threshold_per_t: np.ndarray  # (n_products,) specific use at which the first step starts
    coming_tier_threshold_per_t: np.ndarray  # (n_products,) that of next year, which is published a year ahead
    tier_step_per_t: np.ndarray  # (n_products,) width of a step
    tier_cny_per_kwh: np.ndarray  # (n_products,) added per step
    preferential_cny_per_kwh: np.ndarray  # (n_products, n_counties) local discount on power
    benchmark_order_share: np.ndarray  # (n_counties,) of capacity that is ordered to the benchmark
    zone_order_share: np.ndarray  # (n_counties,) of large ovens in the zones that the plan names
    inspection: np.ndarray  # (n_counties,) chance that what is above a limit is found and charged
    grant_share: np.ndarray  # (n_counties,) of the capital of a retrofit that a grant pays
    hydrogen_grant_share: np.ndarray  # (n_counties,) of the capital of hydrogen purification that a grant pays
    methane_support_cny_per_m3: np.ndarray  # (n_counties,) paid for drained methane that is used
    least_oven_height_m: float  # lower coke ovens must leave within three years
    most_chemical_use: float  # over the national base level: chemical lines above it are mended or leave in three years
    chemical_exit_cny_per_t: np.ndarray  # (n_counties,) paid per t of capacity of such lines that leave
