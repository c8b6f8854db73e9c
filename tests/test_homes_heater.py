"""Which heater a home takes: arithmetic, monotone answers, and the patterns of the evidence."""

from dataclasses import replace

import numpy as np
import pytest

from agents.choice import annuity
from agents.household import Household
from agents.household.heater import (
    Chooser,
    annual_cost,
    choose,
    is_able,
    is_aware,
    keeps_stove,
    loses_stove,
    utility,
)
from agents.household.heaters import (
    BIOMASS,
    CLEAN_COAL,
    DISTRICT,
    GAS,
    HEAT_PUMP_WATER,
    HEAT_PUMPS,
    IS_CLEAN,
    IS_COAL,
    N_HEATERS,
    RAW_COAL,
    RESISTIVE,
    hazard_table,
)
from agents.household.market import running_cost
from tests.home_world import home_world, homes_of, live, signals_of, supported, whole_zone


@pytest.fixture(scope="module")
def homes():
    return homes_of(home_world())


def chooser(n=1, **changed):
    base = {
        "heater": np.zeros(n, dtype=np.uint8),
        "income_cny": np.full(n, 30000.0),
        "running_cny": np.full((n, N_HEATERS), 2000.0),
        "fine_cny": np.zeros(n),
        "yearly_cost_of_one": np.full((n, N_HEATERS), 0.25),
        "net_price_cny": np.full((n, N_HEATERS), 8000.0),
        "reach": np.ones((n, N_HEATERS), dtype=bool),
        "has_roof": np.ones(n, dtype=bool),
        "only_elders": np.zeros(n, dtype=bool),
        "around": np.zeros(n),
        "attitude": np.zeros(n),
        "offered": np.zeros(n, dtype=bool),
        "caught": np.zeros(n, dtype=bool),
        "works": np.zeros(n, dtype=bool),
        "is_first": np.zeros(n, dtype=bool),
    }
    return Chooser(**{**base, **changed})


def test_annual_cost_is_annualised_purchase_plus_running_plus_the_fine_with_coal():
    cost = annual_cost(chooser(fine_cny=np.array([120.0])))
    assert cost[0, HEAT_PUMP_WATER] == pytest.approx(0.25 * 8000 + 2000)  # 4,000
    assert cost[0, RAW_COAL] == pytest.approx(0.25 * 8000 + 2000 + 120)  # 4,120


def test_a_heater_that_works_has_been_paid_for():
    cost = annual_cost(chooser(works=np.array([True])))
    assert cost[0, RAW_COAL] == pytest.approx(2000)
    assert cost[0, GAS] == pytest.approx(0.25 * 8000 + 2000)


def test_running_cost_takes_the_rebate_up_to_its_limit(homes):
    market = homes.heat_market(supported(signals_of(homes, 2021), running=0.1), np.zeros(6), heats(homes))
    rate, limit = market.rebate_cny_per_kwh[0, HEAT_PUMP_WATER], market.rebate_limit_kwh[HEAT_PUMP_WATER]
    assert rate * limit == pytest.approx(0.1 * 10400, rel=1e-5)  # 1,040 CNY a winter at most
    gross = market.heat_cny_per_kwh[0, HEAT_PUMP_WATER]
    for need in (0.5 * limit, 2.0 * limit):
        cost = running_cost(market, np.array([need]), np.array([100.0]), np.array([0]))[0, HEAT_PUMP_WATER]
        assert cost == pytest.approx(need * gross - min(need, limit) * rate, rel=1e-5)


def heats(homes, year=2021):
    return homes.shapes_of(signals_of(homes, year))[1]


def test_electric_heating_costs_three_to_five_times_coal_without_support(homes):
    market = homes.heat_market(signals_of(homes, 2021), np.zeros(6), heats(homes))
    rural = homes.table.select(lambda home: ~home.is_urban)
    cost = np.median(Household.annual_costs(rural, market), axis=0)
    assert 3.0 <= cost[HEAT_PUMP_WATER] / cost[RAW_COAL] <= 5.0
    assert 1.5 <= cost[GAS] / cost[RAW_COAL] <= 5.0


def test_one_agent_and_the_table_give_the_same_cost(homes):
    market = homes.heat_market(signals_of(homes, 2021), np.zeros(6), heats(homes))
    assert Household.annual_costs(homes.table, market)[7] == pytest.approx(homes.table.agent(7).annual_costs(market))


def test_nobody_on_coal_is_able_to_keep_it_once_caught(homes):
    able = is_able(chooser(2, caught=np.array([True, False])), homes.heating.taste)
    assert not able[0, IS_COAL].any()
    assert able[1, IS_COAL].all()


def test_what_cannot_be_paid_at_once_is_closed_but_electric_heaters_stay_open(homes):
    founder = chooser(income_cny=np.array([5000.0]), is_first=np.array([True]))  # 0.4 x 5,000 < 8,000
    able = is_able(founder, homes.heating.taste)
    assert able[0, RESISTIVE]
    assert able[0].sum() == 1


def test_what_one_has_can_be_mended_however_poor(homes):
    """Else a home that could not pay a new coal stove at once would be left with electric heaters alone."""
    poor, heater = np.full(2, 2000.0), np.array([RAW_COAL, GAS], dtype=np.uint8)
    able = is_able(chooser(2, income_cny=poor, heater=heater), homes.heating.taste)
    assert able[0].nonzero()[0].tolist() == [RAW_COAL, RESISTIVE]
    assert able[1].nonzero()[0].tolist() == [GAS, RESISTIVE]
    sealed = is_able(chooser(2, income_cny=poor, heater=heater, caught=np.ones(2, dtype=bool)), homes.heating.taste)
    assert sealed[0].nonzero()[0].tolist() == [RESISTIVE]


def test_the_same_kind_anew_costs_the_boiler_without_pipe_and_radiators():
    homes = homes_of(home_world(4000))
    live(homes, signals_of(homes, 2024))
    market, changes = homes.now.market, homes.now.changes
    listed, net = market.purchase(np.zeros(2, dtype=int), np.array([GAS, GAS]), np.array([False, True]))
    assert listed == pytest.approx([8500.0, 0.42 * 8500.0])
    assert net == pytest.approx(listed)  # no subsidy
    assert (changes.again == (changes.before == changes.after)).all()
    assert changes.again.any() and not changes.again.all()


def test_a_home_without_pipe_or_roof_has_fewer_ways(homes):
    reach = np.ones((1, N_HEATERS), dtype=bool)
    reach[0, [GAS, DISTRICT]] = False
    able = is_able(chooser(reach=reach, has_roof=np.array([False])), homes.heating.taste)
    assert not able[0, [GAS, DISTRICT, BIOMASS]].any()


def test_more_of_the_same_needs_no_works_and_a_programme_takes_most_of_the_trouble(homes):
    """All else equal, what parts two heaters is comfort and hassle, which one's own spares."""
    traits, taste = homes.heating.traits, replace(homes.heating.taste, peers=0.0, attitude=0.0, habit=0.0)
    gas = np.array([GAS], dtype=np.uint8)
    own, founder, offered = (
        utility(chooser(heater=gas, **words), traits, taste)[0]
        for words in ({}, {"is_first": np.ones(1, dtype=bool)}, {"offered": np.ones(1, dtype=bool)})
    )
    assert own[GAS] - founder[GAS] == pytest.approx(traits.hassle[GAS])
    pump = HEAT_PUMP_WATER
    assert own[pump] - own[GAS] == pytest.approx(traits.comfort[pump] - traits.comfort[GAS] - traits.hassle[pump])
    assert offered[pump] - own[pump] == pytest.approx(taste.programme_help * traits.hassle[pump])


def test_cost_weighs_by_the_share_of_income(homes):
    """1,000 CNY more are 1 / 30 of an income of 30,000 and 1 / 15 of one of 15,000."""
    traits, taste = homes.heating.traits, homes.heating.taste
    for income in (30000.0, 15000.0):
        plain = chooser(income_cny=np.array([income]))
        dear = replace(plain, running_cny=plain.running_cny + 1000.0)
        fall = utility(plain, traits, taste) - utility(dear, traits, taste)
        assert fall == pytest.approx(np.full((1, N_HEATERS), taste.cost * 1000.0 / income))


def test_neighbours_pull_to_clean_heat_and_habit_holds_old_people_at_coal(homes):
    traits, taste = homes.heating.traits, homes.heating.taste
    alone, among, old = (
        utility(chooser(**words), traits, taste)[0]
        for words in ({}, {"around": np.ones(1)}, {"only_elders": np.ones(1, dtype=bool)})
    )
    assert among - alone == pytest.approx(np.where(IS_CLEAN, taste.peers, 0.0))
    assert old - alone == pytest.approx(np.where(IS_CLEAN, -taste.habit, 0.0))


def test_a_stove_is_kept_by_choice_rarely_in_a_programme_and_never_once_sealed(homes):
    taste, draw = homes.heating.taste, (np.arange(1000) + 0.5) / 1000
    no, yes = np.zeros(1000, dtype=bool), np.ones(1000, dtype=bool)
    assert keeps_stove(draw, no, no, taste).mean() == pytest.approx(taste.stove_kept_by_choice, abs=1e-3)
    assert keeps_stove(draw, yes, no, taste).mean() == pytest.approx(taste.stove_kept_in_programme, abs=1e-3)
    assert taste.stove_kept_in_programme < taste.stove_kept_by_choice
    assert not keeps_stove(draw, no, yes, taste).any()


def test_kept_stoves_wear_out_or_are_taken_at_visits(homes):
    """Who escapes both keeps it: with 0.1 lost a year and half taken at a certain visit, 1 - 0.9 x 0.5 = 0.55 go."""
    taste = replace(homes.heating.taste, stove_lost_per_year=0.1, stove_taken_per_visit=0.5)
    draw = (np.arange(1000) + 0.5) / 1000
    for visits, gone in ((0.0, 0.1), (1.0, 0.55), (0.5, 1.0 - 0.9 * 0.75)):
        assert loses_stove(draw, np.full(1000, visits), taste).mean() == pytest.approx(gone, abs=1e-3)


def test_the_unaware_take_their_old_heater_again(homes):
    heating = replace(homes.heating, taste=replace(homes.heating.taste, aware_base=0, aware_peers=0, aware_attitude=0))
    unaware = homes_of(home_world(1500))
    unaware.heating = heating
    live(unaware, signals_of(unaware, 2021))
    changes = unaware.now.changes
    assert len(changes.rows) > 20
    assert not (changes.offered | changes.caught).any()
    assert (changes.after == changes.before).all()


def test_who_is_aware_takes_a_heater_that_is_open(homes):
    reach = np.ones((50, N_HEATERS), dtype=bool)
    reach[:, [GAS, DISTRICT]] = False
    group, draw = chooser(50, reach=reach, caught=np.ones(50, dtype=bool)), np.append(np.linspace(0, 0.999, 49), 1.0)
    taken = choose(group, draw, homes.heating.traits, homes.heating.taste)
    assert not np.isin(taken, [RAW_COAL, CLEAN_COAL, GAS, DISTRICT]).any()
    assert len(np.unique(taken)) > 2


def test_a_programme_makes_all_aware(homes):
    assert is_aware(chooser(3, offered=np.ones(3, dtype=bool)), np.full(3, 0.999), homes.heating.taste).all()


def test_whoever_founds_a_home_looks_at_all_there_is(homes):
    founder = chooser(3, is_first=np.ones(3, dtype=bool))
    assert is_aware(founder, np.full(3, 0.999), homes.heating.taste).all()
    world = home_world(1500, heater_year=np.zeros(1500, dtype=np.int16), heater=np.zeros(1500, dtype=np.uint8))
    new = homes_of(world)
    live(new, signals_of(new, 2027))
    lived = new.now.scene.lived_in > 0
    assert (new.table.heater_year[lived] == 2027).all()
    assert (new.table.heater[lived] != RAW_COAL).mean() > 0.4


def test_neighbours_make_aware(homes):
    draw = np.linspace(0, 1, 1000, endpoint=False)
    alone = is_aware(chooser(1000), draw, homes.heating.taste).mean()
    among = is_aware(chooser(1000, around=np.ones(1000)), draw, homes.heating.taste).mean()
    assert among > alone + 0.2


def test_hazard_grows_with_age_and_the_pipe_never_fails(homes):
    hazard = hazard_table(homes.heating.traits, 40)
    assert (np.diff(hazard[RAW_COAL]) >= 0).all()
    assert hazard[DISTRICT].max() == 0
    # S(12)/S(11) at scale 12, shape 4: exp((11/12)^4 - 1) = 0.745
    assert hazard[RAW_COAL, 11] == pytest.approx(1 - np.exp((11 / 12) ** 4 - 1), rel=1e-5)


def test_an_annuity_of_24_per_cent_over_ten_years_is_27_per_cent():
    assert annuity(0.24, 10) == pytest.approx(0.24 / (1 - 1.24**-10))  # 0.2716


def converted_share(visits=0.0, zone=False, **support):
    """Share of rural homes on coal that heat clean after one year."""
    homes = homes_of(home_world())
    signals = supported(signals_of(homes, 2021), visits=visits, **support)
    before = homes.table.heater.copy()
    live(homes, whole_zone(signals) if zone else signals)
    on_coal = IS_COAL[before] & ~homes.table.is_absent & ~homes.table.is_urban
    return float(IS_CLEAN[homes.table.heater[on_coal]].mean())


def test_hardly_anyone_moves_by_choice_without_support():
    assert converted_share() < 0.05  # Beijing's untreated, richer villages: about 8 % a year


def test_purchase_and_running_support_in_a_programme_move_most():
    assert converted_share(programme=1.0, purchase=12000.0, running=0.2) > 0.6  # Beijing: 90 % with more money


def test_more_support_moves_more():
    shares = [converted_share(programme=1.0, purchase=p) for p in (0.0, 3000.0, 6500.0, 12000.0)]
    assert shares == sorted(shares)
    assert shares[-1] > shares[0] + 0.1
    running = [converted_share(programme=1.0, purchase=6500.0, running=r) for r in (0.0, 0.1, 0.2)]
    assert running == sorted(running)


def test_a_wider_programme_converts_more_at_the_same_support():
    shares = [converted_share(programme=s, purchase=6500.0) for s in (0.0, 0.2, 0.5)]
    assert shares == sorted(shares) and shares[2] > 2 * shares[1] * 0.8


def test_a_ban_without_money_sends_homes_to_straw_and_wood():
    def biomass(**support):
        homes = homes_of(home_world())
        was = IS_COAL[homes.table.heater] & homes.table.has_roof & ~homes.table.is_absent
        live(homes, whole_zone(supported(signals_of(homes, 2021), visits=1.0, **support)))
        return (homes.table.heater[was] == BIOMASS).mean()

    assert biomass() > 1.1 * biomass(purchase=12000.0, running=0.2)


def test_conversions_follow_the_programmes_quota():
    homes = homes_of(home_world())
    signals = supported(signals_of(homes, 2021), programme=0.2, purchase=12000.0, running=0.2)
    live(homes, signals)
    offered = homes.now.changes.offered.sum() / (IS_COAL[homes.now.changes.before].sum() + 1e-9)
    assert offered > 0.5  # most who leave coal were visited
    coal = homes.now.scene.around.coal_homes.sum() / 50.0
    assert homes.now.changes.offered.sum() <= 0.25 * coal


def test_adoption_clusters_by_village():
    homes = homes_of(home_world())
    for year in range(2021, 2024):
        live(homes, supported(signals_of(homes, year), programme=0.15, purchase=12000.0, running=0.2))
    rural = ~homes.table.is_urban
    share = [IS_CLEAN[homes.table.heater[rural & (homes.table.community == c)]].mean() for c in (2, 4, 5)]
    assert max(share) - min(share) > 0.15


def test_heat_pumps_grow_with_the_subsidy():
    def pumps(purchase):
        homes = homes_of(home_world())
        live(homes, supported(signals_of(homes, 2021), programme=1.0, purchase=purchase))
        return np.isin(homes.table.heater, HEAT_PUMPS).sum()

    assert pumps(0.0) < pumps(6500.0) < pumps(17000.0)
