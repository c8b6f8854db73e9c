"""What firms perceive when they weigh a project: grants, orders, credit, contracts, inner and outer carbon prices."""

from dataclasses import dataclass

import numpy as np

from agents.signals.theme import Theme


@dataclass(frozen=True)
class InvestmentSignals(Theme):
    """Support and rules for projects, in the order of ``agents.firm.words.PROJECTS``.

    Shares are 0 to 1; money at 2020 prices.
    """

    project_grant_share: np.ndarray  # (n_projects, n_counties) of the capital that a grant pays
    project_order_share: np.ndarray  # (n_projects, n_counties) of capacity that is ordered to have it
    project_support_cny_per_t: np.ndarray  # (n_projects,) paid a year per t of product made with it
    coal_replaced_cny_per_tce: np.ndarray  # (n_projects,) paid a year per tce of coal that it takes the place of
    fuel_gap_support_share: np.ndarray  # (n_projects,) of what dearer fuel costs more, paid to the firm
    project_room_share: np.ndarray  # (n_projects,) of capacity that may have it: readiness of the technique
    loan_discount_share: np.ndarray  # (n_counties,) taken off the interest of loans for projects
    esco_reach_share: np.ndarray  # (n_counties,) of firms that a service company offers a contract
    equipment_grant_share: np.ndarray  # (n_counties,) of the capital of efficient drives and boilers that a grant pays
    disclosing_share: float  # of large firms that disclose and set a carbon price of their own
    border_carbon_cny_per_t: float  # charged by buyers abroad on the footprint of what is exported
    energy_budget_cut_share: np.ndarray  # (n_counties,) how far budgets of key units lie below the first year's use
    coming_limit_per_t: np.ndarray  # (n_products, n_counties) specific use that may not be exceeded before long
    next_limit_per_t: np.ndarray  # (n_products,) the next grade of the national standards
    research_cny: np.ndarray  # (n_counties,) a year for research and demonstration with local firms
    admission_strictness: float  # 0 to 1: how far new capacity has to replace old and reach the benchmark
    coal_chemistry_approved_t: float  # t a year of a modern coal-chemistry base that may be built
    capture_support_cny_per_t: float  # paid a year per t of CO2 captured
    business_support_cny: np.ndarray  # (n_counties,) a year for founding businesses that use little energy
    efficient_from_year: float  # from which only efficient equipment may be installed
