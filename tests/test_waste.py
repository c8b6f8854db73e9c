"""Waste: what people throw away, burn before bury, and the slow gas of the heaps."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from abm import load_region
from abm.accounts.ledger import Ledger
from abm.accounts.words import GASES, SECTORS
from abm.flows import Flows
from abm.waste import Waste, collected_t, decayed, old_heap_t_c, split
from agents.household.sorting import next_sorting
from agents.signals import SupplySignals, WasteSignals

WASTE = SECTORS.index("waste")


def waste_of(name: str = "luliang", persons: float = 100_000.0, until: int = 2060) -> Waste:
    region = load_region(name)
    people = SimpleNamespace(people=np.full((region.n_counties, 2), persons))
    world = SimpleNamespace(region=region, years=tuple(range(2020, until + 1)))
    return Waste(world, SimpleNamespace(people=people))


def test_new_plants_are_paid_for_once_and_kept_every_year():
    waste, built, kept = waste_of(), {}, {}
    for year in range(2020, 2036):
        (ledger,), _ = run(waste, [year], planned=float(year >= 2027))
        paid = {item: cny.sum() for item, payer, _, cny in ledger.payments if payer == "firms"}
        built[year], kept[year] = paid["incinerators built"], paid["incinerators kept"]
    n = waste.numbers
    named = n.planned_t_per_day.sum() * n.capital_cny
    assert built[2029] == pytest.approx(named / 2) and built[2030] == pytest.approx(named / 2)
    all_of_it = (n.capacity_t_per_day[-1] + n.planned_t_per_day).sum() * n.capital_cny
    assert sum(built.values()) == pytest.approx(all_of_it)
    assert kept[2035] == pytest.approx(all_of_it * n.kept_share)


def test_a_named_plant_burns_waste_two_years_after_it_is_decided():
    waste, share = waste_of(), {}
    for year in range(2020, 2031):
        run(waste, [year], planned=float(year >= 2027))
        share[year] = waste.planned_share
    assert [share[year] for year in range(2026, 2031)] == pytest.approx([0.0, 0.0, 0.0, 0.5, 1.0])


def run(waste: Waste, years, planned: float = 0.0, **rules) -> tuple[list[Ledger], list[Flows]]:
    n = waste.numbers.capacity_t_per_day.shape[1]
    ledgers, flows = [], []
    for year in years:
        ledgers.append(Ledger(n))
        flows.append(Flows(n))
        supply = replace(SupplySignals.quiet(n), waste_plants_share=planned)
        signals = SimpleNamespace(year=year, supply=supply, waste=WasteSignals.quiet(n).changed(**rules))
        waste.act(signals, flows[-1], ledgers[-1], None)
    return ledgers, flows


def test_waste_is_people_times_kilograms_a_day():
    # 1,000 rural at 0.5 and 2,000 urban at 1.0 kg: 2,500 kg a day
    assert collected_t(np.array([[1000.0, 2000.0]]), np.array([0.5, 1.0]))[0] == pytest.approx(2.5 * 365)


def test_sorting_comes_first_then_fire_then_the_heap():
    year = split(np.array([600.0, 400.0]), 0.1, np.array([0.0, 450.0]))
    assert year.sorted_out.sum() == pytest.approx(100.0)
    assert year.incinerated.sum() == pytest.approx(450.0)
    assert year.buried.sum() == pytest.approx(450.0)
    assert year.burnt_here == pytest.approx([0.0, 450.0])  # at the plant, wherever it came from
    assert year.incinerated == pytest.approx([270.0, 180.0])


def test_plants_burn_no_more_than_there_is():
    year = split(np.array([100.0]), 0.2, np.array([500.0]))
    assert year.burnt_here == pytest.approx([80.0])
    assert year.buried == pytest.approx([0.0])


def test_what_is_collected_goes_somewhere():
    waste = waste_of()
    run(waste, range(2020, 2031))
    year = waste.last
    assert year.sorted_out + year.incinerated + year.buried == pytest.approx(year.collected)
    assert year.burnt_here.sum() == pytest.approx(year.incinerated.sum())


def test_a_heap_loses_the_same_share_each_year():
    # 1 - exp(-0.06) = 0.0582
    assert decayed(np.array([1000.0]), 0.06)[0] == pytest.approx(58.24, abs=0.01)


def test_the_old_heap_is_thirty_years_of_burying():
    numbers = waste_of().numbers
    flat = SimpleNamespace(past_growth=0.0, decay_per_year=numbers.decay_per_year)
    k = numbers.decay_per_year
    assert old_heap_t_c(np.array([1.0]), flat)[0] == pytest.approx((1 - np.exp(-30 * k)) / (1 - np.exp(-k)))


def test_the_heap_is_what_it_was_less_what_decayed_and_what_is_buried():
    waste = waste_of()
    run(waste, [2020])
    before = waste.heap_t_c
    run(waste, [2021])
    left = before * np.exp(-waste.numbers.decay_per_year)
    assert waste.last.buried.sum() > 0.0
    assert waste.heap_t_c == pytest.approx(left + waste.last.buried * waste.numbers.carbon_decaying)


def test_methane_goes_on_after_burying_stops():
    waste = waste_of()
    run(waste, [2020])
    waste.numbers.capacity_t_per_day[:] = 1e6
    ledgers, _ = run(waste, range(2021, 2026))
    methane = [ledger.gas_t[GASES.index("ch4"), WASTE].sum() for ledger in ledgers]
    assert waste.last.buried.sum() == pytest.approx(0.0, abs=1e-6)
    ratio = np.array(methane[1:]) / np.array(methane[:-1])
    assert ratio == pytest.approx(np.exp(-waste.numbers.decay_per_year))


def test_all_the_carbon_of_a_tonne_makes_about_45_kg_of_methane():
    n = waste_of().numbers
    per_t = n.carbon_decaying * n.methane_share * 16 / 12 * n.not_caught_share
    assert per_t == pytest.approx(0.045, abs=0.002)


def test_incineration_gives_power_and_burns_the_fossil_part():
    waste = waste_of()
    (ledger,), (flows,) = run(waste, [2024])
    burnt = waste.last.burnt_here
    assert burnt.sum() > 0
    assert flows.waste_power_kwh == pytest.approx(burnt * waste.numbers.power_kwh_per_t)
    assert ledger.flow("burnt", "waste_fossil")[WASTE] == pytest.approx(burnt * waste.numbers.fossil_gj_per_t)
    for fuel in ("waste_fossil", "biomass"):
        assert ledger.flow("burnt", fuel).sum() == pytest.approx(ledger.flow("produced", fuel).sum())


def test_named_plants_bury_less_and_give_power():
    kwh, burnt = [], []
    for planned in (0.0, 1.0):
        waste = waste_of(persons=400_000.0, until=2027)
        _, flows = run(waste, range(2020, 2028), planned)
        kwh.append(flows[-1].waste_power_kwh.sum())
        burnt.append(waste.last.incinerated.sum())
    more = waste.numbers.planned_t_per_day.sum() * 365 * waste.numbers.incinerator_use
    assert burnt[1] - burnt[0] == pytest.approx(more)
    assert kwh[1] - kwh[0] == pytest.approx(more * waste.numbers.power_kwh_per_t)


def test_without_a_service_the_willing_cannot_sort():
    taste = waste_of().numbers.sorting
    now, rule = np.full((1, 2), 0.1), np.array([1.0])
    alone = next_sorting(now, rule, np.array([0.0]), replace(taste, speed=1.0))
    served = next_sorting(now, rule, np.array([1.0]), replace(taste, speed=1.0))
    assert alone / served == pytest.approx(taste.self_help[None, :])
    logit = taste.base + taste.rule * taste.rule_reach + taste.norm * 0.1
    assert served[0] == pytest.approx(1 / (1 + np.exp(-logit)))


def test_rule_and_service_together_do_more_than_each_alone():
    taken = {}
    for name, rule, served in (("none", 0, 0.3), ("rule", 1, 0.3), ("service", 0, 1), ("both", 1, 1)):
        waste = waste_of()
        run(waste, range(2020, 2031), rule_share=np.full(13, float(rule)), served_share=np.full(13, float(served)))
        taken[name] = waste.last.sorted_out.sum()
    assert taken["both"] - taken["none"] > taken["rule"] - taken["none"] + taken["service"] - taken["none"]


def test_more_plants_stand_two_years_after_they_are_decided():
    """Decided in 2027: none in 2028, half in 2029, all from 2030; what is given up closes at once."""
    waste, found = waste_of("tiny"), {}
    for year in range(2020, 2033):
        run(waste, [year], more_t_per_day_per_10k=np.full(2, 1.0 if 2027 <= year < 2032 else 0.0))
        found[year] = waste.more.stands.copy()
    for year, stands in {2026: 0.0, 2027: 0.0, 2028: 0.0, 2029: 0.5, 2030: 1.0, 2031: 1.0, 2032: 0.0}.items():
        assert found[year] == pytest.approx(stands), year


def test_more_plants_burn_what_was_buried():
    plain, more = waste_of("tiny"), waste_of("tiny")
    run(plain, [2020])
    run(more, [2020], more_t_per_day_per_10k=np.full(2, 1.0))
    days = 365 * more.numbers.incinerator_use
    assert more.last.burnt_here.sum() - plain.last.burnt_here.sum() == pytest.approx(400_000 / 1e4 * days)
    assert more.last.buried.sum() < plain.last.buried.sum()
