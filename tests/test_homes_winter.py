"""Coal again, or cold: who goes first, what an end of support does, what enforcement without money leaves."""

from dataclasses import replace

import numpy as np
import pytest

from agents.household.heaters import GAS, RAW_COAL, RESISTIVE, WinterTaste, burns_coal
from agents.household.winter import coal_share, cut_short
from agents.signals import change
from tests.home_world import home_world, homes_of, live, recorded, signals_of, supported, whole_zone

TASTE = WinterTaste(cost=45.0, comfort=2.5, habit=0.6, attitude=0.8, least_share=0.07, least_warmth=0.45)


def one(saving, income=30000.0, old=False, attitude=0.0):
    return float(coal_share(*(np.array([x]) for x in (saving, income, old, attitude)), TASTE)[0])


def test_share_of_coal_is_logistic_in_what_it_saves_of_income():
    # 45 x 1,500 / 30,000 - 2.5 = -0.25; 1 / (1 + e^0.25) = 0.438
    assert one(1500.0) == pytest.approx(1 / (1 + np.exp(0.25)))


def test_the_poor_and_the_old_go_back_first():
    assert one(1000.0, income=15000.0) > one(1000.0, income=45000.0)
    assert one(1000.0, old=True) > one(1000.0)


def test_a_cold_stove_stays_cold_below_the_least_share():
    assert one(0.0) == pytest.approx(1 / (1 + np.exp(2.5)))  # 0.076
    assert one(-200.0) == 0.0


def test_attitude_and_the_fine_hold_against_coal():
    assert one(1000.0, attitude=1.0) < one(1000.0)
    assert one(1000.0 - 300.0) < one(1000.0)


def test_a_home_pays_up_to_the_share_of_income_that_it_bears():
    bill, bearable = np.array([2000.0, 4000.0, 9000.0]), np.full(3, 3000.0)
    cut, warm = cut_short(bill, bearable, 0.45)
    assert cut.tolist() == [1, 2]  # 3,000 / 2,000 > 1
    assert warm == pytest.approx([0.75, 0.45])  # 3,000 / 4,000; never below 0.45


def converted_world(heater=RESISTIVE, n=3000):
    """Every rural home with an electric or gas heater and its stove kept."""
    world = home_world(n)
    columns = world.population.households
    rural = ~columns["is_urban"]
    return home_world(
        n,
        heater=np.where(rural, heater, columns["heater"]).astype(np.uint8),
        heater_year=np.full(n, 2020, dtype=np.int16),
        has_stove=rural.copy(),
    )


def back(homes):
    lived = homes.now.scene.lived_in > 0
    return float((homes.table.coal_share[lived & ~homes.table.is_urban] > homes.heating.back_above).mean())


def test_the_end_of_support_is_followed_by_a_jump_then_by_decay():
    homes = homes_of(converted_world())
    path = []
    for year in range(2021, 2031):
        running = 0.2 if year < 2024 else 0.0
        live(homes, supported(signals_of(homes, year), running=running))
        path.append(back(homes))
    assert path[3] > path[2] + 0.05  # the winter without support
    assert path[3] > path[2] * 1.5
    assert path[9] < 0.7 * path[3]  # stoves are gone, incomes have grown


def test_those_who_go_back_are_poorer_and_older():
    homes = homes_of(converted_world())
    live(homes, signals_of(homes, 2021))
    table = homes.table
    rural = ~table.is_urban & (homes.now.scene.lived_in > 0)
    again = table.coal_share > homes.heating.back_above
    assert np.median(table.income_cny[rural & again]) < 0.8 * np.median(table.income_cny[rural & ~again])
    assert (table.elders[rural & again] == 2).mean() > (table.elders[rural & ~again] == 2).mean()


def test_gas_users_go_back_and_more_so_at_a_higher_price():
    shares = []
    for price in (1.5, 2.6, 4.0):
        homes = homes_of(converted_world(GAS))
        signals = signals_of(homes, 2021)
        fuels = replace(signals.fuels, gas_household_cny_per_m3=np.full(2, price))
        live(homes, replace(signals, fuels=fuels))
        shares.append(back(homes))
    assert shares == sorted(shares) and shares[2] > shares[0]


def missing_warmth(homes, year, group):
    return recorded(homes, year).value(f"Homes|Missing Warmth|{group}", year)


def test_enforcement_without_money_leaves_cold_homes():
    def year_of(visits, running):
        homes = homes_of(converted_world())
        live(homes, whole_zone(supported(signals_of(homes, 2021), visits=visits, running=running)))
        return homes

    free, forced, helped = year_of(0.0, 0.0), year_of(1.0, 0.0), year_of(1.0, 0.2)
    assert back(forced) < back(free)
    cold = [missing_warmth(homes, 2021, "Poorest Fifth") for homes in (free, forced, helped)]
    assert cold[1] > cold[0]  # the fine keeps them off coal, and they sit in the cold
    assert cold[2] < 0.8 * cold[1]


def test_the_poorest_fifth_is_the_coldest():
    homes = homes_of(converted_world())
    live(homes, signals_of(homes, 2021))
    assert missing_warmth(homes, 2021, "Poorest Fifth") > 3 * missing_warmth(homes, 2021, "Fourth Fifth")


def test_the_warmth_that_a_home_goes_without_is_the_mean_over_homes():
    homes = homes_of(converted_world())
    live(homes, signals_of(homes, 2021))
    record, fifths = recorded(homes, 2021), ("Poorest", "Second", "Middle", "Fourth", "Richest")
    by_group = [record.value(f"Homes|Missing Warmth|{name} Fifth", 2021) for name in fifths]
    lived_in = homes.outcome.heat.homes_by_income.sum(axis=(0, 1, 3))
    assert record.value("Homes|Missing Warmth", 2021) == pytest.approx(np.average(by_group, weights=lived_in))


def test_visits_take_stoves_away():
    kept = []
    for visits in (0.0, 0.5, 1.0):
        homes = homes_of(converted_world())
        live(homes, whole_zone(supported(signals_of(homes, 2021), visits=visits)))
        kept.append(homes.table.has_stove.sum())
    assert kept[0] > kept[1] > kept[2]


def test_coal_of_kept_stoves_is_burnt_as_raw_coal():
    homes = homes_of(converted_world())
    live(homes, signals_of(homes, 2021))
    heat = homes.outcome.heat
    assert heat.stove_kwh.sum() > 0
    useful = heat.main_kwh[:, :, RAW_COAL] + heat.stove_kwh
    assert homes.outcome.bought_kwh[:, :, RAW_COAL] == pytest.approx(useful / homes.heating.traits.efficiency[RAW_COAL])


def test_inspectors_come_only_where_the_zone_is():
    homes = homes_of(home_world(500))
    zone = np.array([0.5, 0.0])
    live(homes, change(supported(signals_of(homes, 2021), visits=0.4), "heating", no_coal_zone_share=zone))
    inside = homes.places.in_zone(zone)
    assert inside.any() and not inside[homes.places.county == 0].all()
    assert homes.now.market.visit_chance == pytest.approx(0.4 * inside)


def test_whoever_burns_coal_in_a_visited_zone_pays_the_fine_that_the_choice_weighs():
    """Homes whose only heater burns coal as well as those that went back to a kept stove."""
    homes = homes_of(converted_world())
    year = live(homes, whole_zone(supported(signals_of(homes, 2021), visits=0.4)))
    now, table = homes.now, homes.table
    lived_in, main = now.scene.lived_in, burns_coal(table.heater)
    kept = np.zeros(len(main), dtype=bool)
    kept[now.winter.on_coal] = True
    assert lived_in[main].sum() > 0 and lived_in[kept].sum() > 0 and not (main & kept).any()
    fine = now.market.fine_cny[now.scene.where.community]
    paid = sum(cny.sum() for item, *_, cny in year.ledger.payments if item == "coal fines")
    assert paid == pytest.approx((lived_in * fine)[main | kept].sum(), rel=1e-5)
    calm = live(homes_of(converted_world()), signals_of(homes, 2021))
    assert sum(cny.sum() for item, *_, cny in calm.ledger.payments if item == "coal fines") == 0
