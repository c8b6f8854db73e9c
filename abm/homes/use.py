"""What the year's decisions mean in energy and money, by county, kind (rural, urban) and heater."""

from dataclasses import dataclass

import numpy as np

from abm.homes.where import Where
from agents.household.heaters import N_HEATERS, RAW_COAL, HeaterTraits, burns_coal
from agents.household.market import FuelHeat, useful_per_bought
from agents.table import Table


@dataclass(frozen=True)
class Heat:
    """Useful heat of the year, kWh, (n_counties, 2) or (n_counties, 2, n_heaters), and support paid on it."""

    homes: np.ndarray  # (n_counties, 2, n_heaters) lived in
    main_kwh: np.ndarray
    stove_kwh: np.ndarray  # of kept stoves, raw coal
    wanted_kwh: np.ndarray  # at full warmth
    rebate_cny: np.ndarray  # (n_counties,)

    def bought_kwh(self, traits: HeaterTraits, heat: FuelHeat) -> np.ndarray:
        """Return (n_counties, 2, n_heaters) energy bought, kept stoves counted with raw coal."""
        useful = self.main_kwh.copy()
        useful[:, :, RAW_COAL] += self.stove_kwh
        return useful / useful_per_bought(traits, heat)


def heat_used(homes: Table, where: Where, rebate_cny: np.ndarray, lived_in: np.ndarray, traits: HeaterTraits) -> Heat:
    """Return the heat of all homes lived in."""
    heater, share = homes.heater.astype(np.intp), traits.heated_share.astype(np.float32)
    wanted = homes.need_kwh * share.take(heater) * lived_in
    got = wanted * homes.warmth
    stove = np.zeros(len(got), dtype=np.float32)
    rows = np.flatnonzero(homes.coal_share > 0)
    stove[rows] = got[rows] * homes.coal_share[rows]
    main = got - stove
    stove[rows] *= (share[RAW_COAL] / share)[heater[rows]]  # the stove heats fewer rooms
    at = where.cell * N_HEATERS + heater
    shape = (where.n_counties, 2, N_HEATERS)
    n = where.n_counties * 2 * N_HEATERS
    return Heat(
        homes=np.bincount(at, lived_in, n).reshape(shape),
        main_kwh=np.bincount(at, main, n).reshape(shape),
        stove_kwh=where.by_cell(stove),
        wanted_kwh=where.by_cell(wanted),
        rebate_cny=where.by_county(rebate_cny * lived_in),
    )


@dataclass(frozen=True)
class Plugs:
    """Electricity without heating, kWh of the year, (n_counties, 2), and what moves."""

    off_tou_kwh: np.ndarray
    on_tou_kwh: np.ndarray
    flexible_kwh: np.ndarray  # (2,) of that on time of use, times flexibility
    bill_cny: np.ndarray  # (n_counties,)


def plugs_used(homes: Table, where: Where, kwh: np.ndarray, bill_cny: np.ndarray) -> Plugs:
    """Add up the use and the bills of all homes."""
    weight = homes.weight
    used = kwh * weight
    on = used * homes.on_tou
    total, on_tou = where.by_cell(used), where.by_cell(on)
    return Plugs(
        off_tou_kwh=total - on_tou,
        on_tou_kwh=on_tou,
        flexible_kwh=where.by_cell(on * homes.flexibility).sum(axis=0),
        bill_cny=where.by_county(bill_cny * weight),
    )


def is_back(homes: Table, above: float) -> np.ndarray:
    """Return (n,) bool: heats clean by its main heater, yet takes more than ``above`` of its heat from coal."""
    return ~burns_coal(homes.heater) & (homes.coal_share > above)
