"""A county delivers what its capacity allows, less what else presses on it."""

import mesa
import numpy as np
import pytest

from abm import simulate
from abm.counties import Counties
from abm.region import load_region
from agents.county import CHANNELS, Learning, delivered_share, eased_burden, next_skill, trained_capacity
from agents.signals import GovernanceSignals


def test_what_is_delivered_is_capacity_less_the_part_that_burdens_take():
    assert delivered_share(np.array(0.9), np.array(0.05)) == pytest.approx(0.855)  # 0.9 * (1 - 0.05)
    assert delivered_share(np.array(1.4), np.array(-0.2)) == 1.0  # never more than the whole
    assert delivered_share(np.array(0.5), np.array(1.0)) == 0.0


@pytest.mark.parametrize("name", ["tiny", "luliang"])
def test_every_county_delivers_a_share_of_every_channel_and_prices_need_no_delivery(name):
    region = load_region(name)
    delivery = Counties(region, mesa.Model(rng=1)).delivery()
    for channel in CHANNELS:
        assert delivery[channel].shape == (region.n_counties,)
        assert ((delivery[channel] > 0) & (delivery[channel] <= 1)).all()
    assert (delivery[""] == 1.0).all()


def test_the_agents_word_and_the_array_agree():
    region = load_region("tiny")
    counties = Counties(region, mesa.Model(rng=1))
    delivery = counties.delivery()
    for i, county in enumerate(counties.agents):
        assert county.delivery == {channel: pytest.approx(delivery[channel][i]) for channel in CHANNELS}


def test_a_poor_mountain_county_delivers_less_than_a_rich_one_on_the_plain():
    region = load_region("luliang")
    delivery = Counties(region, mesa.Model(rng=1)).delivery()["subsidy"]
    at = region.county_by_name
    assert delivery[at["石楼县"]] < 0.7 * delivery[at["孝义市"]]


LEARNING = Learning(training_gain=0.3, training_fade=0.15, programme_relief=0.4)


def test_training_adds_to_what_is_known_and_what_is_not_repeated_fades():
    skill = next_skill(np.array([0.0]), np.array([0.5]), LEARNING)
    assert skill == pytest.approx([0.5])
    assert next_skill(skill, np.array([0.5]), LEARNING) == pytest.approx([0.425 + 0.5 * 0.575])  # 0.5 * 0.85 kept
    assert next_skill(skill, np.zeros(1), LEARNING) == pytest.approx([0.425])


def test_trained_officials_close_a_part_of_the_gap_and_never_more():
    capacity = np.array([0.5, 1.0])
    assert trained_capacity(capacity, np.ones(2), LEARNING) == pytest.approx([0.65, 1.0])  # 0.5 + 0.5 * 0.3
    assert trained_capacity(capacity, np.zeros(2), LEARNING) == pytest.approx(capacity)


def test_a_county_with_a_programme_of_its_own_puts_less_off():
    assert eased_burden(np.array([0.2]), 1.0, LEARNING) == pytest.approx([0.12])  # 0.2 * (1 - 0.4)


def test_what_is_learnt_is_delivered_from_the_next_year_on():
    region = load_region("tiny")
    counties = Counties(region, mesa.Model(rng=1))
    before = counties.delivery()
    quiet = GovernanceSignals.quiet(region.n_counties)
    counties.learn(quiet.changed(trained_share=np.ones(region.n_counties), programme_share=1.0))
    after = counties.delivery()
    assert all((after[channel] > before[channel]).all() for channel in CHANNELS)
    assert (after[""] == 1.0).all()
    for i, county in enumerate(counties.agents):
        assert county.delivery == {channel: pytest.approx(after[channel][i]) for channel in CHANNELS}


def test_a_blanket_cut_takes_the_same_from_the_best_and_the_worst_and_says_what_it_costs():
    plain = simulate("current", "tiny", scale=1.0, until=2028)
    cut = simulate("current", "tiny", scale=1.0, until=2028, settings={"power_rationing": 0.2})
    assert plain.series("Power|Rationed").eq(0.0).all()
    ratio = cut.series("Production|Coke").loc[2027] / plain.series("Production|Coke").loc[2027]
    assert ratio == pytest.approx(0.8)
    cost = load_region("tiny").parameters.value("governance.outage_cost", "CNY/kWh")
    lost = cut.series("Power|Rationed").loc[2028] + cut.series("Power|Unserved").loc[2028]
    assert cut.series("Welfare Loss|Power Cuts").loc[2028] == pytest.approx(10.0 * cost * lost)
    gone = cut.series("Leakage|Goods").loc[2027] - plain.series("Leakage|Goods").loc[2027]
    made = {v: plain.series(f"Production|{v}").loc[2027] for v in ("Coke", "Steel", "Cement", "Raw Coal")}
    assert gone >= 0.2 * sum(made.values())  # who asked for it buys elsewhere
    assert cut.series("Leakage|CO2|Capacity").loc[2027] > 0.0
    told = " ".join(cut.targets["note"].astype(str))
    assert "alarm" in told or "met" not in set(cut.targets["state"])
