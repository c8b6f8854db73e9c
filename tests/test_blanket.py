"""The alarm of blanket measures: it stands where cuts or closures help a target, and nowhere else."""

from dataclasses import replace

import numpy as np
import pytest

from abm.region import load_region
from abm.simulation import simulate
from abm.tables import read_rows
from abm.targets import read_targets, score_targets
from abm.targets.blanket import FILE, is_helped, moves
from abm.variables import all_variables
from tests.made_up_runs import record_with

NOTICED = 0.01  # of an indicator: less is what any change does through budgets and luck
BLANKET = {
    "power_cuts": {"power_rationing": 0.2},
    "closures": {"alumina_capacity_cap": 0.5, "steel_replacement_ratio": 2.0, "coke_replacement_ratio": 2.0},
}

MIXED = {
    "T24",  # works renewed at 2 : 1 leave as much good capacity as bad at first: it helps later
    "T29",  # kilns cut short are not enlarged, so the good ones are more of all; a year later those close, too
}


def _notes(region, target):
    """Notes on a made-up run that meets what ``target`` asks, in a year of cuts and of closures."""
    values = {"Power|Unserved": 1.0, "Final Energy|Electricity": 10.0, "Emissions|CO2|Energy": 50.0}
    values |= {"Leakage|CO2|Capacity": 5.0}
    good = {"+": np.linspace(1.0, 90.0, 41), "-": np.linspace(90.0, 1.0, 41)}
    way = "+" if target.rule == "growth" or (target.relation and target.relation.sign == ">=") else "-"
    scores = score_targets(region, record_with(region, values | dict.fromkeys(target.variables, good[way])))
    return scores.set_index("id").loc[target.id, ["state", "note"]]


@pytest.mark.parametrize(
    ("target_id", "rings"),
    [("T05", True), ("T55", True), ("T57", True), ("T54", True), ("T53", False), ("T58", False), ("T48", False)],
)
def test_the_alarm_rings_for_energy_and_not_for_forests_or_rail(target_id, rings):
    region = load_region("luliang")
    target = next(t for t in read_targets(region) if t.id == target_id)
    state, note = _notes(region, target)
    assert state == "met"
    assert ("alarm: closed plants" in note, "alarm: 1 TWh" in note) == (rings, rings)


def test_a_measure_that_moves_an_indicator_the_wrong_way_gives_no_alarm():
    targets = {t.id: t for t in read_targets(load_region("luliang"))}
    assert moves("Share|Clean Generation", "power_cuts") == "-"  # gas of mines and furnaces generates less
    assert not is_helped(targets["T03"], "power_cuts")


def test_a_target_that_asks_for_no_direction_is_helped_by_nothing():
    """A pumped-hydro plant to be begun, or coal that is to be "strictly controlled", can neither be met nor helped."""
    targets = {t.id: t for t in read_targets(load_region("luliang"))}
    assert targets["T56"].rule == "unquantified" and moves("Energy Use|Coal", "closures") == "-"
    for told in ("T56", "T17"):
        assert not is_helped(targets[told], "closures") and not is_helped(targets[told], "power_cuts")
    without_number = replace(targets["T05"], relation=None)
    assert is_helped(targets["T05"], "closures") and not is_helped(without_number, "closures")


def test_the_cost_of_cuts_is_told_without_powers_of_ten():
    region = load_region("luliang")
    target = next(t for t in read_targets(region) if t.id == "T55")
    values = {"Power|Unserved": 20.0, "Final Energy|Electricity": 30.0, "GDP": 2345.0, "Emissions|CO2|Energy": 50.0}
    record = record_with(region, values | dict.fromkeys(target.variables, np.linspace(90.0, 1.0, 41)))
    note = score_targets(region, record).set_index("id").loc[target.id, "note"]
    assert note.endswith("alarm: 20 TWh of demand were cut off in 2030, at a cost of 1563 x 10^8 CNY")


def test_what_is_declared_names_variables_or_what_stands_above_them():
    above = {"|".join(name.split("|")[:n]) for name in all_variables() for n in range(1, 7)}
    declared = {row["variable"] for row in read_rows(FILE)}
    assert declared - above == set()
    assert moves("Energy Use|Coal", "closures") == "-" and moves("Energy Use|Non-Fossil|Calorific", "closures") == ""


@pytest.mark.slow
@pytest.mark.parametrize("measure", BLANKET)
def test_what_is_declared_is_what_cuts_and_closures_do(measure):
    """A target that a blanket measure brings nearer is declared, and no target is declared that it takes away from."""
    plain, blanket = (simulate("plan", until=2030, settings=s) for s in ({}, BLANKET[measure]))
    for target in read_targets(load_region("luliang")):
        if target.rule in ("", "unquantified") or target.id in MIXED:
            continue
        change = [_change(plain, blanket, name) * _sense(target) for name in target.variables]
        if is_helped(target, measure):
            assert max(change) > -NOTICED, (target.id, change)
        else:
            assert max(change) < NOTICED, (target.id, change)


def _sense(target):
    """Return 1 where a target asks for more, -1 where it asks for less."""
    return 1 if target.rule == "growth" or (target.rule == "value" and target.relation.sign[0] == ">") else -1


def _change(plain, blanket, name):
    before, after = (float(run.series(name).loc[2030]) for run in (plain, blanket))
    return (after - before) / max(abs(before), 1e-9)
