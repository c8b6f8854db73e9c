"""Cement, chemicals, gas fields and the other industry in the accounts."""

import numpy as np

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.industry.processes import Fuels, Works

METHANE_T_PER_GJ = 0.02  # 50 GJ of lower heating value per t of methane


def act_cement(clinker_t: np.ndarray, ratio: np.ndarray, n: Works, ledger: Ledger, flows: Flows) -> None:
    """Book kilns, (n_counties,) t of clinker: fuel with what retrofits have left, CO2 of limestone."""
    ledger.burn("cement", "raw_coal", clinker_t * n.clinker_coal * ratio)
    ledger.release("co2_process", "cement", clinker_t * n.clinker_co2)
    flows.output_t["clinker"] = clinker_t


def act_chemicals(chemicals_t: np.ndarray, ratio: np.ndarray, n: Works, ledger: Ledger, flows: Flows) -> None:
    """Book steam of chemical works, (n_counties,) t; their gas stands in the balance of surplus gas."""
    ledger.burn("chemicals", "raw_coal", chemicals_t * n.chemicals_coal * ratio)
    flows.output_t["chemicals"] = chemicals_t


def act_gas_fields(thousand_m3: np.ndarray, n: Works, fuels: Fuels, ledger: Ledger, flows: Flows) -> None:
    """Book gas fields, (n_counties,) 10^3 m3: production, own use, leaks (lost, and released as methane)."""
    gj = thousand_m3 * fuels.heat["natural_gas"]
    ledger.produce("gas_fields", "natural_gas", gj)
    ledger.burn("gas_fields", "natural_gas", gj * n.gas_own_use)
    ledger.lose("gas_fields", "natural_gas", gj * n.gas_leak)
    ledger.release("ch4", "gas_fields", gj * n.gas_leak * METHANE_T_PER_GJ)
    flows.output_t["gas"] = thousand_m3


def act_other(units: np.ndarray, ratio: np.ndarray, n: Works, ledger: Ledger, flows: Flows) -> None:
    """Book the other industry, (n_counties,) 10^4 CNY of value added."""
    ledger.burn("other_industry", "raw_coal", units * n.other_coal * ratio)
    ledger.burn("other_industry", "natural_gas", units * n.other_gas * ratio)
    ledger.burn("other_industry", "diesel", units * n.other_diesel)
    ledger.burn("other_industry", "coke", units * n.other_coke * ratio)
    ledger.release("co2_process", "other_industry", units * n.other_process_co2)
    flows.output_t["other"] = units
