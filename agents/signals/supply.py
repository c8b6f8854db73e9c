"""What those who mine, generate, store and switch fuel perceive beside prices: permits, standards, support."""

from dataclasses import dataclass

import numpy as np

from agents.signals.theme import Theme


@dataclass(frozen=True)
class SupplySignals(Theme):
    """Rules and support of energy supply; (n_counties,) where the place matters."""

    least_mine_t: float  # t a year: smaller mines grow, join a neighbour or close
    mine_upgrade_grant_share: np.ndarray  # (n_counties,) of the capital of a mine's expansion
    mine_approval_share: float  # of working mine capacity that is approved anew in the year
    methane_vent_limit_share: float  # of methane in drained gas, from which on it may not be vented
    goaf_gas_offered_share: float  # of the fields over closed mines whose gas may be drawn
    gas_first_share: np.ndarray  # (n_counties,) of new boilers and kilns within reach of pipes that must burn gas
    gas_discount_cny_per_m3: float  # that industry pays less where it is supplied directly
    least_unit_mw: float  # smaller coal units must leave
    coal_rate_limit_gce_per_kwh: float  # of a coal unit, supplied power at full output
    heat_retrofit_grant_share: np.ndarray  # (n_counties,) of the capital of heat from power units
    coal_commissioning_share: float  # of the permitted coal units that may come on line
    pit_mouth_mw: float  # large coal units beside mines that may be built in all
    coal_capacity_cny_per_kw: float  # paid a year for a coal unit that stands ready
    store_capacity_cny_per_kw: float  # the same for a battery station, as far as its hours cover the peak
    vat_refund_share: float  # of value-added tax on wind power
    certificate_share: float  # of large users' power that must be covered by green certificates
    green_export_share: float  # of wind and PV output that is sold outside under agreements
    hydrogen_export_t: float  # t a year that buyers in other regions agree to take
    storage_market_share: float  # of what a store can earn that the market lets it earn
    second_life_share: float  # of the stations built in a year that may use worn packs of vehicles
    aggregated_share: float  # of small users that an aggregator may bid into the market
    captive_peak_share: float  # of captive plants that must follow the load
    smart_support_cny_per_kw: float  # paid for controls that answer by themselves, two-way chargers included
    waste_plants_share: float  # of the waste-to-energy plants named for building that are in service
    data_centre_approval_mw: float  # of computing load that is approved in the year
    pue_limit: float  # power used in all over power used for computing

    @classmethod
    def quiet(cls, n_counties: int) -> "SupplySignals":
        """Return the signals of a year in which no rule binds and nothing is supported or approved."""
        none = np.zeros(n_counties)
        return cls(
            least_mine_t=0.0,
            mine_upgrade_grant_share=none,
            mine_approval_share=0.0,
            methane_vent_limit_share=1.0,
            goaf_gas_offered_share=0.0,
            gas_first_share=none,
            gas_discount_cny_per_m3=0.0,
            least_unit_mw=0.0,
            coal_rate_limit_gce_per_kwh=np.inf,
            heat_retrofit_grant_share=none,
            coal_commissioning_share=0.0,
            pit_mouth_mw=0.0,
            coal_capacity_cny_per_kw=0.0,
            store_capacity_cny_per_kw=0.0,
            vat_refund_share=0.0,
            certificate_share=0.0,
            green_export_share=0.0,
            hydrogen_export_t=0.0,
            storage_market_share=0.0,
            second_life_share=0.0,
            aggregated_share=0.0,
            captive_peak_share=0.0,
            smart_support_cny_per_kw=0.0,
            waste_plants_share=0.0,
            data_centre_approval_mw=0.0,
            pue_limit=np.inf,
        )
