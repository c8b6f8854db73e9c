"""How much straw a field leaves: crops, yields, straw per grain, and what can be collected of it."""

import numpy as np

from abm.parameters import Parameters

CROPS = ("maize", "tubers", "millet_sorghum", "beans", "other_cereals")


def collectable_t_per_mu(p: Parameters) -> np.ndarray:
    """Return (n_counties,) t of collectable straw per mu of farmland, at the yields of the base year.

    ``sown share * collectable share * sum over crops of share * yield * straw per grain``.
    """
    straw = sum(
        p.by_county(f"crops.share.{crop}", "share")
        * p.by_county(f"crops.yield.{crop}", "t/mu")
        * p.value(f"crops.straw_ratio.{crop}", "t/t")
        for crop in CROPS
    )
    return p.by_county("crops.grain_share", "share") * p.value("crops.collectable_share", "share") * straw
