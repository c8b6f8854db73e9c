"""Mass and carbon of washing: raw coal to clean coal, middlings and gangue."""

from dataclasses import dataclass

import numpy as np

from abm.industry.processes import Fuels, Washing


@dataclass(frozen=True)
class Washed:
    """What comes out of raw coal; arrays like the input, t, GJ and t of carbon.

    Gangue is what is left of mass, heat and carbon: its heat and carbon stay in the heap.
    """

    raw_t: np.ndarray
    clean_t: np.ndarray
    middlings_t: np.ndarray
    gangue_t: np.ndarray
    raw_gj: np.ndarray
    clean_gj: np.ndarray
    middlings_gj: np.ndarray
    gangue_gj: np.ndarray
    raw_c: np.ndarray
    clean_c: np.ndarray
    middlings_c: np.ndarray
    gangue_c: np.ndarray


def wash(raw_t: np.ndarray, n: Washing, fuels: Fuels) -> Washed:
    """Return what washing makes of ``raw_t``; mass, heat and carbon close by the gangue.

    Raises:
        ValueError: the yields hold more heat or carbon than the raw coal.
    """
    clean_t, middlings_t = raw_t * n.clean_yield, raw_t * n.middlings_yield
    heat = {"raw": raw_t * fuels.heat["raw_coal"], "clean": clean_t * fuels.heat["clean_coal"]}
    heat["middlings"] = middlings_t * fuels.heat["middlings"]
    carbon = {
        "raw": heat["raw"] * fuels.carbon["raw_coal"],
        "clean": heat["clean"] * fuels.carbon["clean_coal"],
        "middlings": heat["middlings"] * fuels.carbon["middlings"],
    }
    gangue_gj = heat["raw"] - heat["clean"] - heat["middlings"]
    gangue_c = carbon["raw"] - carbon["clean"] - carbon["middlings"]
    if (gangue_gj < 0.0).any() or (gangue_c < 0.0).any():
        raise ValueError("washing: clean coal and middlings hold more heat or carbon than the raw coal; check yields")
    return Washed(
        raw_t=raw_t,
        clean_t=clean_t,
        middlings_t=middlings_t,
        gangue_t=raw_t - clean_t - middlings_t,
        raw_gj=heat["raw"],
        clean_gj=heat["clean"],
        middlings_gj=heat["middlings"],
        gangue_gj=gangue_gj,
        raw_c=carbon["raw"],
        clean_c=carbon["clean"],
        middlings_c=carbon["middlings"],
        gangue_c=gangue_c,
    )
