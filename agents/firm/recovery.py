"""What becomes of worn-out packs, PV modules and blades: to whom owners give them, and who sets used packs to work."""

import numpy as np

from agents.choice import logistic


def handed_over(licensed_cny: np.ndarray, others_cny: np.ndarray, spread_cny: np.ndarray) -> np.ndarray:
    """Return the shares that owners hand to licensed recyclers: half where these pay what others pay, trouble included.

    Money per tonne; where nobody pays, what an owner must pay counts as less than nothing.
    """
    return np.asarray(logistic((licensed_cny - others_cny) / spread_cny))


def asked_for_used(material_cny_per_kwh: float, testing_cny_per_kwh: float, kept_share: float) -> float:
    """Return what a recycler asks for a kWh left in a used pack: what taking it apart would bring, and testing."""
    return (material_cny_per_kwh + testing_cny_per_kwh) / kept_share
