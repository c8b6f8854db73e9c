"""Gas fields: wells give less each year, and new ones are drilled as far as they pay back."""

import numpy as np
import pytest

from abm.region import load_region
from agents.firm.wells import given, well_payback_years
from agents.firm.words import GAS
from agents.signals import change
from tests.industry_world import FirmYear, firm_signals, firm_world, new_industry


class TestRules:
    def test_a_well_earns_its_capital_by_what_it_gives_from_year_to_year(self):
        """271 of capital at 100 a year falling by a tenth: 100 + 90 + 81 = 271 in three years."""
        assert well_payback_years(271.0, np.array([100.0]), 0.1) == pytest.approx([3.0])

    def test_what_a_well_never_earns_takes_for_ever(self):
        """All that it will ever give is ten times its first year's: 1,000 of 100 a year."""
        assert well_payback_years(1001.0, np.array([100.0, 0.0, -5.0]), 0.1).tolist() == [np.inf] * 3
        assert np.isfinite(well_payback_years(999.0, np.array([100.0]), 0.1)).all()

    def test_fields_give_what_old_wells_have_left_and_the_part_of_the_rest_that_pays(self):
        asked, left = np.array([100.0, 100.0, 50.0]), np.array([90.0, 90.0, 90.0])
        assert given(asked, left, np.array([0.5, 0.0, 1.0])) == pytest.approx([95.0, 90.0, 50.0])


def run(beyond, until=2035):
    """(n_years, 2) 10^3 m3 that fields of Lüliang give and CNY for wells; gas leaves so much beyond a mean year."""
    industry, seen = new_industry(firm_world(load_region("luliang"), until=until)), []
    gas = industry.book.product == GAS
    for year in range(2020, until + 1):
        signals = firm_signals(industry, year)
        more = np.where(np.arange(len(signals.industry.demand_t)) == GAS, beyond, 0.0)
        done = FirmYear(industry, change(signals, "industry", beyond_mean_cny_per_t=more))
        paid = sum(cny.sum() for item, _, _, cny in done.ledger.payments if item == "wells of gas fields")
        seen.append((industry.book.output_t[gas].sum(), paid))
    return np.array(seen)


class TestFields:
    @pytest.mark.parametrize("beyond", (-300.0, 300.0))
    def test_until_2025_fields_give_what_was_reported_whatever_gas_costs(self, beyond):
        assert run(beyond, until=2025)[:, 0] == pytest.approx(run(0.0, until=2025)[:, 0])

    def test_dear_gas_brings_wells_and_cheap_gas_none(self):
        cheap, dear = run(-1000.0), run(1000.0)
        assert cheap[6:, 0] == pytest.approx(cheap[5, 0] * 0.9 ** np.arange(1, 11))
        assert not cheap[6:, 1].any()
        assert dear[10, 0] > 1.05 * dear[5, 0]
        assert (dear[6:, 1] > 0.0).all()
