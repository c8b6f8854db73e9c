"""Litres of diesel in a gigajoule: users are told a price per litre, the ledger holds heat."""

from abm.accounts.factors import Factors
from abm.region import Region

KG_PER_T = 1000.0


def diesel_l_per_gj(region: Region) -> float:
    """Return litres: ``1 / (t per l * GJ per t)``."""
    t_per_l = region.parameters.value("vehicles.density.diesel", "kg/l") / KG_PER_T
    return 1.0 / (t_per_l * Factors.of(region).heat("diesel"))
