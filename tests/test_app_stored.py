"""What is kept beside the page: the futures that it would compute, for this code and these data alone."""

from dataclasses import replace

import numpy as np
import pytest

from abm.region import load_region
from experiments.app import stored
from experiments.app.boards import board
from experiments.app.effects import NAMES, Effects
from experiments.app.explorer import Explorer
from experiments.app.splits import ACTION, Splits
from experiments.headlines import SCORED
from experiments.language import Speech
from experiments.web import shared
from experiments.web.ask import Ask, InBrief, Place
from experiments.web.desk import Desk
from experiments.web.scenario import Curve, Scenario
from tests.app_explorer import PLACE, closed
from tests.web_pool import InlinePool

SEEDS = 2
OF_A_CITY = {name: getattr(stored, name) for name in ("BANDS", "SPLIT", "SEEDS")}


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """Return the tiny region's pool and the file of its futures, fewer than are kept of a real one."""
    pool, path = InlinePool(PLACE), tmp_path_factory.mktemp("stored") / "stored.npz"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stored, "BANDS", ("current",))
        patch.setattr(stored, "SPLIT", ("plan",))
        patch.setattr(stored, "SEEDS", SEEDS)
        stored.make(pool, path, told=lambda _: None)
        yield pool, path


@pytest.fixture
def explorer(kept, monkeypatch):
    pool, path = kept
    shared.share(pool)
    shared.the_region.cache_clear()
    monkeypatch.setattr(stored, "stored_for", lambda place: stored.read(place, path))
    found = Explorer(pool, "me", list(pool.desk.region.storylines), lambda: None)
    yield found
    closed()


def test_what_is_stored_is_what_would_be_computed(kept):
    pool, path = kept
    found = stored.read(PLACE, path)
    assert list(found) == stored.futures(load_region("tiny")) and len(found) > 10
    for ask in [*found][:: len(found) // 3]:
        computed = InBrief(ask).work(pool.desk)
        assert computed.peak is not None and found[ask].peak.year == computed.peak.year
        for name in set(NAMES) & set(computed.values):
            np.testing.assert_array_equal(found[ask].values[name], computed.values[name], err_msg=name)


def test_what_other_code_data_or_packages_or_another_scale_made_is_left_out(kept, monkeypatch):
    _, path = kept
    assert stored.read(replace(PLACE, scale=0.01), path) == {}
    assert stored.read(replace(PLACE, n_days=3), path) == {}
    assert stored.read(PLACE, path.with_name("none.npz")) == {}
    others = ("code_version", lambda: {"hash": "0"}), ("data_hash", lambda region: "0"), ("package_hash", lambda: "0")
    for name, other in others:
        with monkeypatch.context() as patch:
            patch.setattr(stored, name, other)
            assert stored.read(PLACE, path) == {}
    assert stored.read(PLACE, path)


def test_the_first_board_says_at_once_which_actions_do_it(explorer):
    explorer.start(Scenario("plan"))
    chart = _charts(explorer)["actions"]
    labels = [row["label"] for row in chart["rows"]]
    assert labels[-2:] == ["interaction", "together"] and len(labels) <= 12
    assert "2 seeds" in chart["foot"] and "without your changes" not in chart["how"]
    split = Splits(Scenario("plan"), shared.the_region()).split(ACTION)
    whole = Effects(split, lambda ask: InBrief(ask).work(explorer.pool.desk), n_seeds=SEEDS)
    at = slice(2027 - 2020, 2035 - 2020 + 1)
    expected = float(whole.together(SCORED, at).mean)
    assert chart["rows"][-1]["parts"][0]["value"] == pytest.approx(expected, rel=1e-4)
    explorer.set_lever("publicity", Curve(((2027, 1.0),)))
    assert "without your changes" in _charts(explorer)["actions"]["how"]


def test_where_nothing_is_stored_the_first_board_does_without(explorer, monkeypatch):
    explorer.start(Scenario())
    assert "actions" not in _charts(explorer)  # current law is what effects are counted from
    explorer.move(Scenario("plan", seed=2))
    assert "actions" not in _charts(explorer)
    monkeypatch.setattr(stored, "stored_for", lambda place: {})
    explorer.move(Scenario("plan"))
    assert {"changed", "spread"} < set(_charts(explorer)) and "actions" not in _charts(explorer)


@pytest.mark.slow
def test_what_is_kept_of_the_city_is_what_is_computed_here_to_a_thousandth(monkeypatch):
    for name, value in OF_A_CITY.items():  # this module keeps less of the tiny region
        monkeypatch.setattr(stored, name, value)
    place = Place()
    found = stored.read(place)
    assert found, "made by other code, data or packages: python -m experiments.app.stored makes it anew"
    ask = Ask("plan", seed=2)
    computed = InBrief(ask).work(Desk(place))
    np.testing.assert_allclose(found[ask].values[SCORED], computed.values[SCORED], rtol=1e-3)


def test_a_wrong_word_makes_nothing(capsys, monkeypatch):
    monkeypatch.setattr(stored, "Pool", None)
    with pytest.raises(SystemExit, match="2"):
        stored.main(["luliang"])
    assert "unrecognized arguments: luliang" in capsys.readouterr().err


def _charts(explorer):
    explorer.show(lang="en", is_tce=False)
    return {chart["id"]: chart for chart in board(explorer, shared.the_region(), Speech("en"))["charts"]}
