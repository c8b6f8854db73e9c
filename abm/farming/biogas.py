"""Biogas in the pipes: what a county's plants make takes the place of fossil gas burnt there."""

import numpy as np

from abm.accounts.ledger import Ledger
from agents.choice import share_of


def blend(ledger: Ledger, biogas_gj: np.ndarray) -> np.ndarray:
    """Move (n_counties,) GJ of gas burnt so far from fossil to biomass, every sector alike; return what fitted."""
    gas, biomass = ledger.flow("burnt", "natural_gas"), ledger.flow("burnt", "biomass")  # of every sector
    total = gas.sum(axis=0)
    share = share_of(np.minimum(biogas_gj, total), total)
    moved = gas * share
    gas -= moved
    biomass += moved
    return total * share
