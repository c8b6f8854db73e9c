"""Indicators that follow from others: shares, sums and figures per head."""

import numpy as np
import pytest

from abm.indicators import RATIOS, SUMS, derive
from abm.record import Record
from abm.variables import variable
from tests.made_up_runs import record_with


def _derived(tiny, values):
    record = record_with(tiny, values, years=range(2020, 2022))
    derive(record, 2021)
    return record


def test_every_name_is_a_variable_and_every_sum_is_additive():
    for ratio in RATIOS:
        for name in (ratio.name, *ratio.above, *ratio.below):
            variable(name)
        assert not variable(ratio.name).additive_counties
    for total in SUMS:
        assert all(variable(name).additive_counties for name in (total.name, *total.parts))


def test_the_share_of_clean_capacity_with_and_without_pumped_storage(tiny):
    record = _derived(
        tiny,
        {
            "Capacity|Electricity|Coal": 6.5,
            "Capacity|Electricity|Wind": 3.0,
            "Capacity|Electricity|Solar": 4.0,
            "Capacity|Storage|Pumped Hydro": 1.4,
        },
    )
    assert record.value("Share|Clean Capacity", 2021) == pytest.approx(7.0 / 13.5)
    assert record.value("Share|Clean Capacity with Pumped Storage", 2021) == pytest.approx(8.4 / 14.9)
    assert record.value("Capacity|Electricity|Wind and Solar", 2021) == pytest.approx(7.0)


def test_co2_per_head_is_in_tonnes(tiny):
    record = _derived(tiny, {"Emissions|CO2|Energy": 75.0, "Population": 340.0})
    assert record.value("Emissions|CO2 per Head", 2021) == pytest.approx(75e6 / 340e4)  # 22.1 t


def test_what_a_part_has_written_itself_is_left_alone(tiny):
    record = _derived(tiny, {"Capacity|Coke": 10.0, "Capacity|Coke|Large Ovens": 6.0, "Share|Large Ovens": 0.9})
    assert record.value("Share|Large Ovens", 2021) == 0.9


def test_a_share_of_nothing_is_not_a_number_and_not_an_error(tiny):
    record = Record(tiny, range(2020, 2022))
    record.start(2021)
    record.put("Capacity|Coke", by_county=np.array([10.0, 0.0]))
    record.put("Capacity|Coke|Large Ovens", by_county=np.array([6.0, 0.0]))
    derive(record, 2021)
    assert record.value("Share|Large Ovens", 2021) == pytest.approx(0.6)
    assert np.isnan(record.value("Share|Large Ovens", 2021, "990102"))


def test_nothing_is_derived_from_nothing(tiny):
    record = Record(tiny, range(2020, 2022))
    record.start(2021)
    derive(record, 2021)
    assert record.written == []
