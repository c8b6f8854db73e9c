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


class AccountsError(AssertionError):
    """The accounts of a year do not close; the message says what, where and by how much."""


def check_ledger(ledger: Ledger, year: int, counties: Sequence[str]) -> None:
    """Check what modules wrote: finite, not negative, and burnt only what can burn.

    Raises:
        AccountsError: everything that is wrong, one problem a line.
    """
    problems = []
    energy = ledger.energy_gj
    if not np.isfinite(energy.sum()) or energy.min() < 0.0:
        bad = np.argwhere(~np.isfinite(energy) | (energy < -CLOSE * max(1.0, np.nanmax(energy))))
        problems += [
            f"{year}: {FLOWS[f]} {FUELS[u]} by {SECTORS[s]} in {counties[c]}: {energy[f, s, u, c]:.6g} GJ"
            for f, s, u, c in bad[:10]
        ]
    if not np.isfinite(ledger.gas_t.sum()):
        problems.append(f"{year}: a release is not a finite number")
    burnt = energy[FLOWS.index("burnt")]
    for carrier in CARRIERS:
        for s in np.flatnonzero(burnt[:, FUELS.index(carrier)].sum(axis=1)):
            problems.append(f"{year}: {SECTORS[s]} burns {carrier}; electricity and heat are used, not burnt")
    _raise(problems)


def check_closed_fuels(balance: Balance, year: int, counties: Sequence[str]) -> None:
    """Check that heat and process gases are made where, and as much as, they are used.

    Raises:
        AccountsError: fuel, county, supply and demand of each that is open.
    """
    problems = []
    for fuel in CLOSED:
        i = FUELS.index(fuel)
        supplied, demanded = balance.supplied[i], balance.demanded[i]
        for c in np.flatnonzero(np.abs(supplied - demanded) > BALANCED * max(supplied.sum(), 1.0)).tolist():
            problems.append(f"{year}: {fuel} in {counties[c]}: supply {supplied[c]:.6g} GJ, use {demanded[c]:.6g} GJ")
    _raise(problems)


def check_conversions(ledger: Ledger, factors: Factors, year: int) -> None:
    """Check that no sector makes carbon, or energy, out of nothing.

    Power also comes from process gas, waste heat and waste that other sectors burn, so for power their fuel counts.

    Raises:
        AccountsError: the sectors whose products hold more than went in.
    """
    by_sector = ledger.energy_gj.sum(axis=3)
    flow = {name: by_sector[i] for i, name in enumerate(FLOWS)}
    carbon_in, carbon_out = (flow[name] @ factors.carbon_t_per_gj for name in ("turned", "made"))
    gj_in, gj_out = sum(flow[name].sum(axis=1) for name in ("turned", "burnt", "used")), flow["made"].sum(axis=1)
    gj_in[SECTORS.index("power")] = flow["burnt"].sum() + flow["used"][SECTORS.index("power")].sum()
    problems = []
    for name, into, out in (("carbon (t)", carbon_in, carbon_out), ("energy (GJ)", gj_in, gj_out)):
        for s in np.flatnonzero(out > into * (1.0 + CONSERVED) + 1.0):
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
    for name, sums in (("pays", money.paid), ("receives", money.received)):
        for i in np.flatnonzero(sums.min(axis=1) < -CLOSE * max(1.0, abs(paid))):
            problems.append(f"{year}: {PURSES[i]} {name} {sums[i].min():.6g} CNY")
    _raise(problems)


def check_sums(record: Record, year: int) -> None:
    """Check that energy CO2 by sector, by fuel and by county are the same sum.

    Raises:
        AccountsError: the sums that differ.
    """
    at = int(np.flatnonzero(record.years == year)[0])
    counties = record.counties("Emissions|CO2|Energy", year)
    sums = {
        "sectors": float(record.sectors("Emissions|CO2|Energy")[at].sum()),
        "fuels": sum(record.value(name, year) for name in (*BY_FUEL.values(), OTHER)),
        "counties": float(counties.sum()),
        "city": record.value("Emissions|CO2|Energy", year),
    }
    low, high = min(sums.values()), max(sums.values())
    if high - low > CLOSE * max(1.0, abs(high)):
        _raise([f"{year}: energy CO2 (Mt) " + ", ".join(f"by {name} {value!r}" for name, value in sums.items())])


def _raise(problems: list[str]) -> None:
    if problems:
        raise AccountsError("\n".join(problems))
