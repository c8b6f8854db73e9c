"""The table of the model against evidence tells figures in the unit that it names."""

from dataclasses import replace

import pytest

from experiments.validate import Comparison, as_markdown


@pytest.mark.parametrize(
    ("language", "unit", "figures"),
    [
        ("en", "thousand persons", "3,370 (3,350 to 3,390)"),
        ("zh", "万人", "337 (335 至 339)"),
    ],
)
def test_figures_are_in_the_unit_that_is_named(language, unit, figures):
    row = as_markdown([population()], language).splitlines()[-1]
    assert unit in row
    assert figures.replace(",", "") in row.replace(",", "")


def test_a_difference_is_a_share_of_the_evidence_whatever_the_unit():
    assert "| +0% | yes |" in as_markdown([population()], "en")
    assert "| -12% | no |" in as_markdown([replace(population(), modelled=0.88 * 337.0)], "en")


def population() -> Comparison:
    """The city's population of 2022, 10^4 persons, where the free run has just what is counted."""
    return Comparison("Population", 2022, "10^4 persons", 337.0, 337.0, 335.0, 339.0, "bulletin", "A", False)
