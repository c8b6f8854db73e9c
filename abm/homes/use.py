"""What the year's decisions mean in energy and money, by county, kind (rural, urban) and heater."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from abm.homes.heating import Winter
from abm.homes.where import N_GROUPS, Where
from agents.household.heaters import N_HEATERS, RAW_COAL, HeaterTraits, burns_coal
from agents.household.market import FuelHeat, useful_per_bought
from agents.table import Table, look_up


@dataclass(frozen=True)
class Heat:
    """Useful heat of the year, kWh, and support paid on it; ``by_income`` is (n_counties, 2, N_GROUPS, ...)."""

    homes_by_income: np.ndarray  # by heater, lived in
    main_by_income: np.ndarray  # by heater
    stove_by_income: np.ndarray  # of kept stoves, raw coal
    wanted_kwh: np.ndarray  # (n_counties, 2) at full warmth
    rebate_by_income: np.ndarray  # CNY

    @cached_property
    def homes(self) -> np.ndarray:
        """(n_counties, 2, n_heaters) homes lived in."""
        return self.homes_by_income.sum(axis=2)

    @cached_property
    def lived_in(self) -> np.ndarray:
        """(n_counties, 2) homes lived in."""
        return self.homes.sum(axis=2)

    @cached_property
    def lived_in_by_income(self) -> np.ndarray:
        """(n_counties, 2, N_GROUPS) homes lived in."""
        return self.homes_by_income.sum(axis=3)

    @cached_property
    def main_kwh(self) -> np.ndarray:
        """(n_counties, 2, n_heaters) kWh of main heaters."""
        return self.main_by_income.sum(axis=2)

    @cached_property
    def stove_kwh(self) -> np.ndarray:
        """(n_counties, 2) kWh of kept stoves."""
        return self.stove_by_income.sum(axis=2)

    @cached_property
    def rebate_cny(self) -> np.ndarray:
        """(n_counties,) CNY of support."""
        return self.rebate_by_income.sum(axis=(1, 2))

    def bought_by_income(self, traits: HeaterTraits, heat: FuelHeat) -> np.ndarray:
        """Return (n_counties, 2, N_GROUPS, n_heaters) kWh bought, kept stoves counted with raw coal."""
        useful = self.main_by_income.copy()
        useful[..., RAW_COAL] += self.stove_by_income
        return useful / useful_per_bought(traits, heat)


def heat_used(homes: Table, where: Where, winter: Winter, lived_in: np.ndarray, traits: HeaterTraits) -> Heat:
    """Return the heat of all homes lived in."""
    columns, share = homes.columns, traits.heated_share.astype(np.float32)
    heater = columns["heater"]
    wanted = look_up(share, heater)
    wanted *= columns["need_kwh"]
    wanted *= lived_in
    main = wanted * columns["warmth"]
    rows = winter.on_coal  # few
    stove = main.take(rows) * columns["coal_share"].take(rows)
    main[rows] -= stove
    stove *= (share[RAW_COAL] / share).take(heater.take(rows))  # the stove heats fewer rooms
    at = where.of_purse_heaters + heater
    shape = (where.n_counties, 2, N_GROUPS, N_HEATERS)
    n = where.n_counties * 2 * N_GROUPS * N_HEATERS
    paid = winter.supported
    return Heat(
        homes_by_income=np.bincount(at, lived_in, n).reshape(shape),
        main_by_income=np.bincount(at, main, n).reshape(shape),
        stove_by_income=where.by_income(stove, rows),
        wanted_kwh=where.by_cell(wanted),
        rebate_by_income=where.by_income(winter.rebate_cny * lived_in.take(paid), paid),
    )


@dataclass(frozen=True)
class Plugs:
    """Electricity without heating, kWh of the year, (n_counties, 2), and what moves."""

    off_tou_kwh: np.ndarray
    on_tou_kwh: np.ndarray
    on_by_income: np.ndarray  # (n_counties, 2, N_GROUPS) of that on time of use
    flexible_kwh: np.ndarray  # (2,) of that on time of use, times flexibility
    bill_by_income: np.ndarray  # CNY (n_counties, 2, N_GROUPS)


def plugs_used(homes: Table, where: Where, kwh: np.ndarray, bill_cny: np.ndarray) -> Plugs:
    """Add up the use and the bills of all homes."""
    columns = homes.columns
    weight, on_tou = columns["weight"], columns["on_tou"]
    used = kwh * weight
    on = used * on_tou
    by_income = where.by_income(on)
    on_tou_kwh = by_income.sum(axis=2)
    return Plugs(
        off_tou_kwh=where.by_cell(used) - on_tou_kwh,
        on_tou_kwh=on_tou_kwh,
        on_by_income=by_income,
        flexible_kwh=where.by_cell(on * columns["flexibility"]).sum(axis=0),
        bill_by_income=where.by_income(bill_cny * weight),
    )


def back_on_coal(homes: Table, on_coal: np.ndarray, above: float) -> np.ndarray:
    """Return which rows ``on_coal`` heat clean by their main heater, yet take more than ``above`` from coal."""
    share, heater = homes.columns["coal_share"].take(on_coal), homes.columns["heater"].take(on_coal)
    return on_coal.compress((share > above) & ~burns_coal(heater))
