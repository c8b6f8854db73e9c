"""Money, work and assessment: what the city can pay, who works where, what follows when a corridor is left."""

import numpy as np
import pytest

from abm import simulate
from abm.accounts.checks import AccountsError, check_money
from abm.accounts.ledger import Ledger
from abm.accounts.money import Money
from abm.accounts.payments import Payments
from abm.accounts.programmes import BUDGETS, by_programme, programmes
from abm.assessment import Assessment, read_corridors
from abm.budget import Budget
from abm.errors import UserError
from abm.record import Record
from abm.region import load_region
from policies.registry import all_levers

YEARS = range(2020, 2031)


def _run(package="plan", until=2030, **words):
    return simulate(package, "tiny", scale=1.0, until=until, **words)


@pytest.fixture(scope="module")
def plan():
    return _run()


def test_what_budgets_pay_is_the_sum_of_their_programmes(plan):
    for budget in ("City Budget", "Upper Budget"):
        parts = [name for name in plan.record.written if name.startswith(f"Money|{budget}|")]
        total = np.nansum([plan.record.series_by_county(name) for name in parts], axis=0)
        assert total == pytest.approx(plan.record.series_by_county(f"Money|{budget}"), rel=1e-9, abs=1e-12)


def test_every_payment_of_a_budget_has_a_row_of_its_own(monkeypatch):
    paid = set()

    def spy(payments):
        paid.update(item for item, payer, _, _ in payments if payer in BUDGETS)
        return by_programme(payments)

    monkeypatch.setattr("abm.accounts.books.by_programme", spy)
    _run("plan_plus", until=2028)
    assert paid - set(programmes()) == set()


def test_every_programme_names_levers_that_exist_and_a_project():
    for programme in programmes().values():
        assert set(programme.levers) <= set(all_levers())
        assert programme.projects or not programme.levers


def test_money_that_arrives_without_being_paid_is_refused():
    ledger = Ledger(2)
    ledger.pay("x", "firms", "grid", np.array([2.0, 1.0]))
    good = Money.of(Payments.of(ledger))
    check_money(good, 2030)
    received = good.received.copy()
    received[0, 0] += 1.0
    with pytest.raises(AccountsError, match=r"CNY paid 3\.0, received 4\.0"):
        check_money(Money(good.paid, received, good.flows, good.pairs), 2030)


def _record(region, city_paid, heaters):
    record = Record(region, YEARS)
    record.start(2030)
    for name, value in (("Money|City Budget", city_paid), ("Money|City Budget|Heaters", heaters)):
        record.put(name, by_county=np.full(region.n_counties, value / region.n_counties))
    return record


def test_programmes_that_ask_for_twice_the_envelope_are_paid_by_half_next_year():
    region = load_region("tiny")
    budget = Budget(region)
    envelope = budget.envelope_cny / 1e8
    values = {"coal_to_electricity_purchase_subsidy": 8000.0, "scattered_coal_ban": 0.5}
    assert budget.cut(values) == values
    budget.report(_record(region, city_paid=2.0 * envelope, heaters=2.0 * envelope))
    assert budget.cut(values)["coal_to_electricity_purchase_subsidy"] == pytest.approx(4000.0)
    assert budget.cut(values)["scattered_coal_ban"] == 0.5  # a ban costs the budget nothing
    record = _record(region, city_paid=envelope, heaters=envelope)
    budget.report(record)  # half is paid, so twice the envelope is still asked
    assert record.value("Budget|Asked", 2030) == pytest.approx(2.0 * envelope)
    assert record.value("Budget|Share Paid", 2030) == pytest.approx(0.5)


def test_roads_and_waste_are_paid_beside_the_envelope_and_each_has_a_name(plan):
    region = load_region("tiny")
    budget = Budget(region)
    envelope = budget.envelope_cny / 1e8
    record = _record(region, city_paid=3.0 * envelope, heaters=envelope)
    record.put("Money|City Budget|Main Roads", by_county=np.array([1.5, 0.5]) * envelope)
    budget.report(record)
    assert record.value("Budget|Asked", 2030) == pytest.approx(envelope)
    assert budget.cut({"road_and_airport_building": 0.02}) == {"road_and_airport_building": 0.02}
    assert {p.name for p in programmes().values() if p.beside} > {"Main Roads", "Waste Burnt"}
    for budget in BUDGETS.values():
        assert plan.series(f"Money|{budget}|Main Roads")[2027] > 0


def test_a_smaller_envelope_pays_less_and_says_so():
    region = load_region("tiny")
    poor = region.with_values({"budget.programmes": 20_000.0})  # 0.224 x 10^8 CNY a year
    rich, short = _run("plan_plus"), simulate("plan_plus", poor, scale=1.0, until=2030)
    assert (rich.series("Budget|Share Paid") == 1.0).all()
    assert short.series("Budget|Share Paid")[2030] < 0.9
    assert short.series("Money|City Budget").loc[2027:].sum() < 0.7 * rich.series("Money|City Budget").loc[2027:].sum()


def test_jobs_follow_output_over_what_a_worker_makes(plan):
    mines = plan.by_sector("Jobs")["coal_mining"]
    tonnes = plan.series("Production|Raw Coal")
    per_mt = plan.region.parameters.value("jobs.per_output.coal_mining", "persons/Mt")
    assert mines[2022] == pytest.approx(tonnes[2022] * per_mt / 1e4)
    assert mines[2030] / tonnes[2030] < mines[2022] / tonnes[2022]
    assert plan.by_sector("Jobs").sum(axis=1).to_numpy() == pytest.approx(plan.series("Jobs").to_numpy())


def test_the_burden_in_villages_and_towns_frames_that_of_the_city(plan):
    low, city, high = (plan.series(f"Homes|Energy Burden{kind}")[2025] for kind in ("|Urban", "", "|Rural"))
    assert low < city < high


def test_a_corridor_that_is_left_tightens_a_step_and_one_that_is_kept_eases_it():
    region = load_region("tiny")
    assessment = Assessment(region)
    assert assessment.start_year == region.first_decision_year - 1
    record = Record(region, range(2020, 2041))
    coal = {2026: 100.0, 2027: 100.0, 2028: 100.0, 2029: 0.0}  # corridor: 75 in 2027, 50 in 2028, 25 in 2029
    for year in range(2020, 2031):
        record.start(year)
        record.put("Homes|Scattered Coal", by_county=np.full(2, coal.get(year, 0.0) / 2))
        record.put("Share|Non-Fossil Energy", city=0.5)
        assessment.report(record)
        if year == 2029:  # the assessments of 2028 and 2029 saw 2027 and 2028
            assessment.told(0.5)
            tightened = assessment.tighten({"clean_heating_programme": 0.1, **dict.fromkeys(_others(region), 0.0)})
            assert tightened["clean_heating_programme"] == pytest.approx(0.1 + 0.5 * 0.5 * (0.3 - 0.1))
    assert assessment.levels.max() == pytest.approx(0.25)  # 2030 saw 2029: one step back


def _others(region):
    return {lever for corridor in read_corridors(region) for lever in corridor.bounds} - {"clean_heating_programme"}


def test_officials_who_may_correct_burn_less_coal():
    free = _run("current", until=2036)
    strict = _run("current", until=2036, settings=[("adaptive_tightening", None, 1.0)])
    assert strict.series("Assessment|Tightening")[2036] > 0.0
    assert strict.series("Homes|Scattered Coal")[2036] < free.series("Homes|Scattered Coal")[2036]
    assert free.series("Assessment|Tightening").max() == 0.0
    assert free.series("Assessment|Outside Corridor").max() > 0.0


def test_a_corridor_of_an_unknown_target_is_named(tmp_path, monkeypatch):
    region = load_region("tiny")
    rows = [{"target": "T99", "lever": "wind_pv_quota", "bound": "9"}]
    monkeypatch.setattr(type(region), "table", lambda self, name: rows if name == "corridors.csv" else [])
    monkeypatch.setattr("abm.assessment.read_targets", lambda region: [])
    with pytest.raises(UserError, match=r"corridors.csv:2: unknown target 'T99'\n.*wind_pv_quota: got 9, allowed 0.0"):
        read_corridors(region)


def test_the_support_of_income_groups_is_what_budgets_pay_for_heaters(plan):
    groups = [name for name in plan.record.written if name.startswith("Homes|Heater Support|")]
    paid = plan.series("Money|City Budget|Heaters") + plan.series("Money|Upper Budget|Heaters")
    assert len(groups) == 5
    assert sum(plan.series(name) for name in groups).to_numpy() == pytest.approx(paid.to_numpy(), rel=1e-6, abs=1e-12)
