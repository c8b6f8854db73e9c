"""What must be true of every year's ledger; a year in which it is not ends the run."""

from collections.abc import Sequence

import numpy as np

from abm.accounts.balance import CLOSED, Balance
from abm.accounts.emissions import BY_FUEL, OTHER
from abm.accounts.factors import CARRIERS, Factors
from abm.accounts.ledger import Ledger
from abm.accounts.money import Money
from abm.accounts.words import FLOWS, FUELS, PURSES, SECTORS
from abm.record import Record

CLOSE = 1e-9  # sums of the same numbers in another order
BALANCED = 1e-6  # of the supply of a fuel that is never traded
CONSERVED = 1e-3  # what rounded yields of a conversion may overshoot

_CARRIERS, _CLOSED = ([FUELS.index(fuel) for fuel in fuels] for fuels in (CARRIERS, CLOSED))
_POWER = SECTORS.index("power")
_BY_FUEL = (*BY_FUEL.values(), OTHER)


class AccountsError(AssertionError):
    """The accounts of a year do not close; the message says what, where and by how much."""


def check_ledger(ledger: Ledger, year: int, counties: Sequence[str]) -> None:
    """Check what modules wrote: finite, not negative, and burnt only what can burn.

    Raises:
        AccountsError: everything that is wrong, one problem a line.
    """
    problems = []
    energy = ledger.energy_gj
    if not _is_finite(energy) or energy.min() < 0.0:
        bad = np.argwhere(~np.isfinite(energy) | (energy < -CLOSE * max(1.0, np.nanmax(energy))))
        problems += [
            f"{year}: {FLOWS[f]} {FUELS[u]} by {SECTORS[s]} in {counties[c]}: {energy[f, s, u, c]:.6g} GJ"
            for f, s, u, c in bad[:10]
        ]
    if not _is_finite(ledger.gas_t):
        problems.append(f"{year}: a release is not a finite number")
    burnt = energy[FLOWS.index("burnt"), :, _CARRIERS]
    if burnt.any():
        for c, s in np.argwhere(burnt.any(axis=2)):
            problems.append(f"{year}: {SECTORS[s]} burns {CARRIERS[c]}; electricity and heat are used, not burnt")
    _raise(problems)


def check_closed_fuels(balance: Balance, year: int, counties: Sequence[str]) -> None:
    """Check that heat and process gases are made where, and as much as, they are used.

    Raises:
        AccountsError: fuel, county, supply and demand of each that is open.
    """
    supplied, demanded = balance.supplied[_CLOSED], balance.demanded[_CLOSED]
    allowed = BALANCED * np.maximum(supplied.sum(axis=1, keepdims=True), 1.0)
    is_open = np.abs(supplied - demanded) > allowed
    if is_open.any():
        _raise(
            [
                f"{year}: {CLOSED[f]} in {counties[c]}: supply {supplied[f, c]:.6g} GJ, use {demanded[f, c]:.6g} GJ"
                for f, c in np.argwhere(is_open)
            ]
        )


def check_conversions(ledger: Ledger, factors: Factors, year: int) -> None:
    """Check that no sector makes carbon, or energy, out of nothing.

    Power also comes from process gas, waste heat and waste that other sectors burn, so for power their fuel counts.

    Raises:
        AccountsError: the sectors whose products hold more than went in.
    """
    n_counties = ledger.energy_gj.shape[-1]
    gj = ledger.energy_gj @ np.ones(n_counties)  # by flow, sector and fuel
    flow = dict(zip(FLOWS, gj, strict=True))
    carbon_in, carbon_out = flow["turned"] @ factors.carbon_t_per_gj, flow["made"] @ factors.carbon_t_per_gj
    by_sector = dict(zip(FLOWS, gj.sum(axis=2), strict=True))
    gj_in, gj_out = by_sector["turned"] + by_sector["burnt"] + by_sector["used"], by_sector["made"]
    gj_in[_POWER] = by_sector["burnt"].sum() + by_sector["used"][_POWER]
    problems = []
    for name, into, out in (("carbon (t)", carbon_in, carbon_out), ("energy (GJ)", gj_in, gj_out)):
        too_much = out > into * (1.0 + CONSERVED) + 1.0
        if too_much.any():
            for s in np.flatnonzero(too_much):
                problems.append(f"{year}: {SECTORS[s]} makes {name} {out[s]:.6g} out of {into[s]:.6g}")
    _raise(problems)


def check_money(money: Money, year: int) -> None:
    """Check that what all purses pay is what all receive, and that nobody pays less than nothing.

    Raises:
        AccountsError: the sums that differ, or the purses that are below zero.
    """
    paid, received = float(money.paid.sum()), float(money.received.sum())
    problems = []
    if not abs(paid - received) <= CLOSE * max(1.0, abs(paid)):  # NaN fails this too
        problems.append(f"{year}: CNY paid {paid!r}, received {received!r}")
    least = -CLOSE * max(1.0, abs(paid))
    for name, sums in (("pays", money.paid), ("receives", money.received)):
        if sums.min() >= least:
            continue
        for i in np.flatnonzero(sums.min(axis=1) < least):
            problems.append(f"{year}: {PURSES[i]} {name} {sums[i].min():.6g} CNY")
    _raise(problems)


def check_sums(record: Record, year: int) -> None:
    """Check that energy CO2 by sector, by fuel and by county are the same sum.

    Raises:
        AccountsError: the sums that differ.
    """
    counties = record.counties("Emissions|CO2|Energy", year)
    sums = {
        "sectors": float(record.sectors_now("Emissions|CO2|Energy").sum()),
        "fuels": float(record.city_values(_BY_FUEL, year).sum()),
        "counties": float(counties.sum()),
        "city": record.value("Emissions|CO2|Energy", year),
    }
    low, high = min(sums.values()), max(sums.values())
    if high - low > CLOSE * max(1.0, abs(high)):
        _raise([f"{year}: energy CO2 (Mt) " + ", ".join(f"by {name} {value!r}" for name, value in sums.items())])


def _is_finite(values: np.ndarray) -> bool:
    """Say whether all are finite numbers: then so is the sum of their squares, which is quicker than any other."""
    return bool(np.isfinite(np.vdot(values, values)) or np.isfinite(values).all())


def _raise(problems: list[str]) -> None:
    if problems:
        raise AccountsError("\n".join(problems))
