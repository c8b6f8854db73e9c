"""A county delivers what its capacity allows, less what else presses on it."""

import mesa
import numpy as np
import pytest

from abm.counties import Counties
from abm.region import load_region
from agents.county import CHANNELS, delivered_share


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
