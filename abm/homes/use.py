"""What the year's decisions mean in energy and money, by county, kind (rural, urban) and heater."""

from dataclasses import dataclass

import numpy as np

from agents.household.heaters import IS_COAL, N_HEATERS, RAW_COAL, HeaterTraits
from agents.household.market import FuelHeat, HeatMarket, useful_per_bought
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


def cell_of(homes: Table) -> np.ndarray:
    """Return (n,) position of each home in (n_counties, 2)."""
    return homes.county * np.intp(2) + homes.is_urban


def heat_used(
    homes: Table, market: HeatMarket, lived_in: np.ndarray, cell: np.ndarray, traits: HeaterTraits
) -> Heat:
    """Return the heat of all homes lived in."""
    n_counties = len(market.district_cny_per_m2)
    heater, share = homes.heater, traits.heated_share.astype(np.float32)
    wanted = homes.need_kwh * share[heater] * lived_in
    got = wanted * homes.warmth
    from_stove = got * homes.coal_share * (share[RAW_COAL] / share)[heater]
    main = got * (1.0 - homes.coal_share)
    at = cell * np.intp(N_HEATERS) + heater
    shape = (n_counties, 2)
    return Heat(
        homes=np.bincount(at, lived_in, n_counties * 2 * N_HEATERS).reshape(*shape, N_HEATERS),
        main_kwh=np.bincount(at, main, n_counties * 2 * N_HEATERS).reshape(*shape, N_HEATERS),
        stove_kwh=np.bincount(cell, from_stove, n_counties * 2).reshape(shape),
        wanted_kwh=np.bincount(cell, wanted, n_counties * 2).reshape(shape),
        rebate_cny=_rebates(homes, market, lived_in),
    )


def _rebates(homes: Table, market: HeatMarket, lived_in: np.ndarray) -> np.ndarray:
    """(n_counties,) CNY of running support on the heat that was used."""
    paid_on = market.rebate_cny_per_kwh.max(axis=0) > 0
    rows = np.flatnonzero(paid_on[homes.heater])
    columns = homes.columns
    heater, county = columns["heater"][rows], columns["county"][rows]
    need = columns["need_kwh"][rows] * columns["warmth"][rows] * (1.0 - columns["coal_share"][rows])
    paid = np.minimum(need, market.rebate_limit_kwh[heater]) * market.rebate_cny_per_kwh[county, heater]
    return np.bincount(county, paid * lived_in[rows], len(market.district_cny_per_m2))


@dataclass(frozen=True)
class Plugs:
    """Electricity without heating, kWh of the year, (n_counties, 2), and what moves."""

    off_tou_kwh: np.ndarray
    on_tou_kwh: np.ndarray
    flexible_kwh: np.ndarray  # (2,) of that on time of use, times flexibility
    bill_cny: np.ndarray  # (n_counties,)


def plugs_used(
    homes: Table, kwh: np.ndarray, bill_cny: np.ndarray, cell: np.ndarray, n_counties: int
) -> Plugs:
    """Add up the use and the bills of all homes."""
    weight = homes.weight
    used = kwh * weight
    on = used * homes.on_tou
    total = np.bincount(cell, used, n_counties * 2).reshape(n_counties, 2)
    on_tou = np.bincount(cell, on, n_counties * 2).reshape(n_counties, 2)
    return Plugs(
        off_tou_kwh=total - on_tou,
        on_tou_kwh=on_tou,
        flexible_kwh=np.bincount(homes.is_urban.view(np.uint8), on * homes.flexibility, 2),
        bill_cny=np.bincount(homes.county, bill_cny * weight, n_counties),
    )


def is_back(homes: Table, above: float) -> np.ndarray:
    """Return (n,) bool: heats clean by its main heater, yet takes more than ``above`` of its heat from coal."""
    return ~IS_COAL[homes.heater] & (homes.coal_share > above)
