"""Biogas in the pipes: what a county's plants make takes the place of fossil gas burnt there."""

import numpy as np

from abm.accounts.ledger import Ledger
from abm.accounts.words import SECTORS


def blend(ledger: Ledger, biogas_gj: np.ndarray) -> np.ndarray:
    """Move (n_counties,) GJ of gas burnt so far from fossil to biomass, every sector alike; return what fitted."""
    burnt = ledger.flow("burnt", "natural_gas").copy()
    total = burnt.sum(axis=0)
    share = np.divide(np.minimum(biogas_gj, total), total, out=np.zeros_like(total), where=total > 0)
    if share.any():
        for sector, gj in zip(SECTORS, burnt, strict=True):
            ledger.burn(sector, "natural_gas", -gj * share)
            ledger.burn(sector, "biomass", gj * share)
    return total * share
