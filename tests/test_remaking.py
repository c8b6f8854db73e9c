"""Machines and parts made good as new: who takes them, what limits them, who pays, and what is spared."""

from types import SimpleNamespace

import numpy as np
import pytest

from abm import load_region, simulate
from abm.accounts.ledger import Ledger
from abm.recovery.remaking import ENGINE, Remaking, Worn
from agents.firm.remaking import lines_built, takers

LAST = 2035
YEARS = (2020, 2021, 2022)


def test_half_of_the_buyers_take_a_part_that_saves_what_they_ask():
    shares = takers(np.array([0.2, 0.45, 0.6]), 0.45, 0.12)
    assert shares[1] == pytest.approx(0.5)
    assert (np.diff(shares) > 0).all()


def test_lines_are_built_for_what_is_lacking_as_far_as_they_pay_back():
    # payback as the hurdle: half are willing, three tenths of it in a year
    built = lines_built(np.array([100.0, 100.0, -5.0]), np.array([4.0, 40.0, 4.0]), 4.0, 0.4, 0.3)
    assert built[0] == pytest.approx(15.0)
    assert built[1] < 0.1 and built[2] == 0.0


def rules(open_share=0.2, trade_in=0.0):
    return SimpleNamespace(
        remade_open_share=np.full(2, open_share), remade_trade_in_share=np.full(2, trade_in), persons=np.full(2, 1e5)
    )


def worn(trucks=1000.0, scrapped=50.0):
    km = np.full((2, 2, 3), 5e7)
    return Worn(np.array([2e7, 0.0]), np.full(2, trucks), np.full(2, scrapped), np.full(2, 1e5), km)


def run(*years):
    """Return the part after some years of rules, and the last ledger."""
    part = Remaking(load_region("tiny").parameters, YEARS, 2)
    for at, rule in enumerate(years):
        ledger = Ledger(2)
        part.act(worn(), rule, at, 0.5, ledger)
    return part, ledger


def test_what_is_replaced_follows_coal_trucks_and_people():
    part, _ = run(rules())
    # 2e7 t x 0.001; 1,000 trucks x 1.35 t x 0.06; 100,000 people x 0.003 t; 3e8 km x 4e-7 t
    assert part.replaced_t[:, 0] == pytest.approx([20000.0, 81.0, 300.0, 120.0])
    assert part.replaced_t[:, 1] == pytest.approx([0.0, 81.0, 300.0, 120.0])


def test_never_more_than_fit_bodies_or_lines_allow():
    part, _ = run(rules(), rules(1.0, 0.3))
    n = part.numbers
    bodies = part.replaced_t.copy()
    bodies[ENGINE] += n.engine_t * 50.0
    assert (part.remade_t <= n.fit_share * bodies + 1e-9).all()
    assert (part.remade_t.sum(axis=1) <= part.lines_t[:, 0] + 1e-9).all()


def test_more_tenders_and_more_trade_in_bring_more_once_lines_are_built():
    remade = [run(rules(), *[rule] * 2)[0].remade_t.sum() for rule in (rules(), rules(0.2, 0.1), rules(0.6, 0.1))]
    assert remade == sorted(remade) and remade[2] > 1.3 * remade[0]


def test_owners_save_what_the_part_costs_less_and_all_payments_close():
    part, ledger = run(rules(0.5, 0.1))
    paid = {item: float(cny.sum()) for item, *_, cny in ledger.payments}
    spared, asked = paid["mining machines not bought new"], paid["mining machines remade"]
    assert asked == pytest.approx(part.numbers.price_ratio * spared)
    assert paid["trade-in of mining machines"] == pytest.approx(0.1 * asked)
    assert paid["car parts remade"] == pytest.approx(part.numbers.price_ratio * paid["car parts not bought new"])
    assert part.kept_t().sum() == pytest.approx(0.7 * part.remade_t.sum())


def test_makers_add_what_sales_leave_over_bought_parts_and_power_beyond_the_first_year():
    part, ledger = run(rules(0.2), rules(0.8), rules(0.8))
    paid = {item: float(cny.sum()) for item, *_, cny in ledger.payments}
    sales = sum(
        paid[f"{what} remade"] for what in ("mining machines", "truck engines", "building machines", "car parts")
    )
    added = sales - paid["parts for remaking"] - paid["recovery power"]
    assert part.value_added_cny.sum() == pytest.approx(added - part.first_value_cny.sum())
    # of 60 for a part, 47 x (1 - 0.33) are bought: with power nearly half of sales is added, wages a quarter
    assert 0.4 < added / sales < 0.48
    assert run(rules(0.8))[0].value_added_cny.sum() == 0.0  # the first year's stands in other industry


@pytest.fixture(scope="module")
def runs():
    words = {"region": "tiny", "scale": 1.0, "until": LAST}
    opened = (("remanufactured_procurement", None, 0.8),)
    both = (*opened, ("remanufacturing_trade_in", None, 0.2))
    return [simulate("current", settings=settings, **words) for settings in ((), opened, both)]


def test_both_levers_bring_more_and_the_city_pays_for_one(runs):
    remade = [found.series("Recycling|Remanufactured")[LAST] for found in runs]
    assert 0.0 < remade[0] < remade[1] < remade[2]
    spared = [found.series("Recycling|CO2 Avoided by Remanufacturing")[LAST] for found in runs]
    assert spared == sorted(spared)
    money = [found.series("Money|City Budget|Remanufacturing")[LAST] for found in runs]
    assert money[0] == money[1] == 0.0 < money[2]


def test_what_is_made_good_as_new_is_no_scrap(runs):
    scrap = [found.series("Recycling|Steel Scrap")[LAST] for found in runs]
    assert scrap[0] > scrap[1] > scrap[2]


def test_what_is_remade_adds_value_and_jobs_and_every_payment_has_a_receiver(runs):
    made, value, jobs = (
        [found.series(name)[LAST] for found in runs] for name in ("Recycling|Remanufactured", "Value Added", "Jobs")
    )
    reported = 1.0 + runs[0].series("Residual|Value Added of Industry")[2020]  # by plants, over what statistics say
    more = [(value[i] - value[0]) * reported / (made[i] - made[0]) * 1e2 for i in (1, 2)]  # 10^6 CNY per kt
    assert all(0.45 * 12.0 < each < 0.48 * 66.0 for each in more)  # of a mining part of 12 and an engine of 66 CNY a kg
    assert jobs[0] < jobs[1] < jobs[2]
    for found in runs:
        at = found.to_frame()
        net = at[at.variable.str.startswith("Money|Net|") & (at.year == LAST)].value.sum()
        assert net == pytest.approx(0.0, abs=1e-6)
