"""What the accounts refuse by a hair, and what of its own sun and wind a county may count."""

import numpy as np
import pytest

from abm.accounts.balance import GJ_PER_MWH, GJ_PER_TCE, Balance
from abm.accounts.checks import AccountsError, check_conversions, check_sums
from abm.accounts.emissions import BY_FUEL
from abm.accounts.factors import Factors
from abm.accounts.ledger import Ledger
from tests.test_accounts import closed

N = 2


def gj(*values):
    return np.array(values, dtype=float)


def test_a_county_counts_of_its_wind_what_does_not_leave_it():
    """36 GJ of wind, 10 used at home: 26 leave. The other county uses 20 and makes none; the city counts all 36."""
    ledger = Ledger(N)
    ledger.produce("power", "electricity", gj(36.0, 0.0))
    ledger.use("homes_urban", "electricity", gj(10.0, 20.0))
    balance = Balance.of(ledger)
    assert balance.kept_non_fossil().tolist() == [10.0, 0.0]
    by_coal_rate = 10.0 / GJ_PER_MWH * 0.3 * GJ_PER_TCE  # 300 g/kWh are 0.3 tce a MWh
    assert balance.kept_non_fossil(300.0) == pytest.approx([by_coal_rate, 0.0])
    assert balance.non_fossil().sum() == 36.0


def test_what_comes_in_adds_up_to_energy_use_and_power_sold_is_taken_off_once():
    ledger = Ledger(N)
    ledger.produce("coal_mining", "raw_coal", gj(100.0, 0.0))
    ledger.burn("power", "raw_coal", gj(100.0, 0.0))
    ledger.make("power", "electricity", gj(36.0, 0.0))
    ledger.burn("services", "diesel", gj(0.0, 5.0))
    balance = Balance.of(ledger)
    coal, oil, gas, non_fossil, other, power = balance.taken_in().sum(axis=1)
    assert (coal, oil, gas, non_fossil, power) == (100.0, 5.0, 0.0, 0.0, -36.0)
    assert other == pytest.approx(0.0)
    assert balance.taken_in().sum() == pytest.approx(balance.calorific().sum())


def test_power_may_come_of_gas_that_others_burn_but_not_of_nothing(tiny):
    """Works burn their own gas in boilers that drive a set: the fuel stands with them, the power with power."""
    factors, ledger = Factors.of(tiny), Ledger(N)
    ledger.burn("steel", "blast_furnace_gas", gj(100.0, 0.0))
    ledger.make("power", "electricity", gj(35.0, 0.0))
    check_conversions(ledger, factors, 2020)
    ledger.make("power", "electricity", gj(70.0, 0.0))
    with pytest.raises(AccountsError, match=r"2020: power makes energy \(GJ\) 105 out of 100"):
        check_conversions(ledger, factors, 2020)


def test_a_millionth_too_much_of_one_fuel_ends_the_year(tiny):
    ledger = Ledger(N)
    ledger.burn("steel", "raw_coal", gj(3e8, 2e8))
    ledger.burn("services", "diesel", gj(1e6, 0.0))
    record = closed(tiny, ledger)
    check_sums(record, 2020)
    name = BY_FUEL["raw_coal"]
    record.put(name, by_county=record.counties(name, 2020) * (1.0 + 1e-6))
    with pytest.raises(AccountsError, match=r"2020: energy CO2 \(Mt\) by sectors .*, by fuels .*, by counties"):
        check_sums(record, 2020)
