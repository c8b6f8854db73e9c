"""The peak year: the maximum of the 3-year centred mean, with five later years and a fall of 1 %."""

import numpy as np
import pytest

from abm.peak import find_peak, smooth

YEARS = np.arange(2020, 2061)


def _hill(top: int, rise: float, fall: float) -> np.ndarray:
    """100 in the top year, falling by ``rise`` a year before it and ``fall`` a year after it."""
    return 100.0 - np.where(top > YEARS, rise * (top - YEARS), fall * (YEARS - top))


def test_the_mean_of_three_years_is_centred():
    assert smooth(np.array([3.0, 6.0, 9.0, 0.0])).tolist() == [6.0, 5.0]  # (3+6+9)/3, (6+9+0)/3


def test_a_hill_peaks_at_its_top_and_the_fall_is_that_of_five_years():
    peak = find_peak(YEARS, _hill(2030, 2.0, 1.0))
    top = (98.0 + 100.0 + 99.0) / 3  # 99.0
    assert (peak.state, peak.year, peak.at_start) == ("peaked", 2030, False)
    assert peak.value == pytest.approx(top)
    assert peak.fall_share == pytest.approx(1 - 95.0 / top)  # (96 + 95 + 94) / 3 in 2035


def test_one_high_year_does_not_make_the_peak():
    values = _hill(2035, 1.0, 1.0)
    values[5] = values[15] + 1.0  # 2025, for a single year
    assert find_peak(YEARS, values).year == 2035


def test_what_only_rises_has_not_yet_peaked():
    peak = find_peak(YEARS, np.linspace(50.0, 100.0, len(YEARS)))
    assert (peak.state, peak.year) == ("not yet peaked", 2059)
    assert np.isnan(peak.fall_share)


@pytest.mark.parametrize(("last_year", "state"), [(2035, "not yet peaked"), (2036, "peaked")])
def test_five_later_years_must_have_a_smoothed_value(last_year, state):
    n = last_year - 2020 + 1  # the mean of 2035 needs 2036
    assert find_peak(YEARS[:n], _hill(2030, 3.0, 3.0)[:n]).state == state


@pytest.mark.parametrize(("after", "state"), [(99.0, "peaked"), (99.1, "plateau"), (97.0, "peaked")])
def test_the_smoothed_series_must_lie_one_per_cent_lower_five_years_on(after, state):
    values = np.where(YEARS <= 2030, 100.0, after)
    values[:8] = 80.0  # three years of 100: the mean of 2029 is 100
    assert find_peak(YEARS, values).state == state  # 1 - 99.0 / 100 = 1 %; 1 - 99.1 / 100 = 0.9 %


def test_five_years_within_two_per_cent_are_a_plateau_even_if_the_run_ends_there():
    values = np.concatenate([np.linspace(50.0, 98.5, 35), np.full(6, 100.0)])
    assert find_peak(YEARS, values).state == "plateau"


@pytest.mark.parametrize(("level_years", "state"), [(6, "not yet peaked"), (7, "plateau")])
def test_a_plateau_has_five_means_of_three_years_and_not_four(level_years, state):
    values = np.full(len(YEARS), 60.0)
    values[-level_years:] = 100.0  # the mean of the first of them holds a year before, the last has no mean
    assert find_peak(YEARS, values).state == state


def test_a_dip_that_recovers_is_neither_peak_nor_plateau():
    values = np.full(len(YEARS), 90.0)
    values[10:13] = 100.0  # 2030-2032: the maximum
    values[13:15] = 95.0
    values[15:18] = 99.8  # back within 1 % five years on
    peak = find_peak(YEARS, values)
    assert (peak.year, peak.state) == (2031, "not yet peaked")


def test_a_peak_in_the_first_year_may_be_older():
    peak = find_peak(YEARS, np.linspace(100.0, 20.0, len(YEARS)))
    assert (peak.state, peak.year, peak.at_start) == ("peaked", 2021, True)


def test_the_first_of_equal_maxima_counts():
    values = np.full(len(YEARS), 100.0)
    peak = find_peak(YEARS, values)
    assert (peak.state, peak.year) == ("plateau", 2021)


def test_a_series_of_sinks_has_no_peak():
    assert find_peak(YEARS, np.full(len(YEARS), -1.0)).state == "not yet peaked"


def test_a_missing_year_or_too_few_years_are_errors():
    values = np.ones(len(YEARS))
    values[3] = np.nan
    with pytest.raises(ValueError, match="no value in 2023"):
        find_peak(YEARS, values)
    with pytest.raises(ValueError, match="at least three years, got 2"):
        find_peak(YEARS[:2], np.ones(2))
