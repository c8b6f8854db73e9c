"""A room is what its events say: replayed, scored, and refused in any other shape. No server, no browser."""

import re
import sqlite3
import unicodedata

import pytest

from abm.errors import UserError
from abm.region import load_region
from experiments.language import Speech
from experiments.workshop import contradictions, debrief, luck, roster, rounds, score, views
from experiments.workshop.assumptions import NOTHING, Assumptions, short_list
from experiments.workshop.events import BODIES, LONGEST_NAME, MOST_MARKS, Refused, checked
from experiments.workshop.hall import default_settings
from experiments.workshop.room import AFTER, Room, replay
from experiments.workshop.store import FILE, Store
from policies.registry import all_levers

ONE = {
    "climate": 600.0,
    "economy": 900.0,
    "height": 60.0,
    "targets": 20.0,
    "households": 300.0,
    "budget": 10.0,
    "cuts": 0.0,
}
OTHER = {
    "climate": 500.0,
    "economy": 1000.0,
    "height": 56.0,
    "targets": 30.0,
    "households": 320.0,
    "budget": 30.0,
    "cuts": 0.0,
}


@pytest.fixture
def store(tmp_path):
    store = Store(tmp_path)
    yield store
    store.close()


def fill(store):
    """A short session: two people, a round with a proposal and a prediction."""
    add = store.add
    add("configured", "facilitator", default_settings())
    add("code", "facilitator", {"code": "ABC234", "until": 9e9})
    for name, team in (("Ann", "energy"), ("Ben", "residents")):
        add("joined", "facilitator", {"name": name, "team": team, "token": roster.hashed(name)})
    add("phase", "facilitator", {"phase": "explore", "round": 1})
    add("moved", "p3", {"levers": {"publicity": 0.5}, "contested": {}})
    add("moved", "p4", {"levers": {"publicity": 0.9}, "contested": {"demand.steel": -1.0}})
    add("proposed", "p3", {"note": "now", "levers": {"publicity": 0.5}, "contested": {}})
    add("scored", "facilitator", {"proposal": 8, "figures": {"scored": ONE}})
    add("phase", "facilitator", {"phase": "predict", "round": 1})
    add("predicted", "p4", {"peak": 2030, "emissions": 55.0})
    return replay(store.events())


def test_a_room_is_the_same_after_it_was_closed_and_opened(tmp_path):
    first = Store(tmp_path)
    room = fill(first)
    secret = first.key("facilitator")
    first.close()
    second = Store(tmp_path)
    assert replay(second.events()) == room
    assert second.key("facilitator") == secret
    second.close()


def test_replaying_in_two_parts_gives_the_same_as_at_once(store):
    room = fill(store)
    events = store.events()
    for cut in range(len(events)):
        assert replay(events[cut:], replay(events[:cut])) == room


def test_a_session_is_told_as_it_was(store):
    room = fill(store)
    assert [person.name for person in room.present] == ["Ann", "Ben"]
    assert room.phase == "predict" and room.round == 1
    assert room.predictions[1, "p4"].emissions == 55.0
    assert views.spread(room)["publicity"] == [0.5, pytest.approx(0.7), 0.9, 2]
    assert views.joint_levers(room)["publicity"] == pytest.approx(0.7)


def test_what_is_sent_twice_is_done_once(store):
    assert store.add("locked", "facilitator", {"locked": True}, "one") is not None
    assert store.add("locked", "facilitator", {"locked": True}, "one") is None
    assert len(store.events()) == 1


def test_events_can_be_neither_changed_nor_taken_away(store, tmp_path):
    fill(store)
    store.close()
    with sqlite3.connect(tmp_path / FILE) as database:
        for sentence in ("UPDATE events SET body = '{}'", "DELETE FROM events"):
            with pytest.raises(sqlite3.Error, match="events stay"):
                database.execute(sentence)
    database.close()
    assert oct((tmp_path / FILE).stat().st_mode)[-3:] == "600"


def test_a_file_that_is_something_else_is_named(tmp_path):
    (tmp_path / FILE).write_text("this is no database, and long enough to be looked at as one " * 20)
    with pytest.raises(UserError, match="--data"):
        Store(tmp_path)


def test_every_kind_of_event_has_a_shape_and_an_effect():
    assert set(BODIES) == set(AFTER)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("moved", {"levers": {"publicity": True}, "contested": {}}),
        ("moved", {"levers": {"publicity": float("nan")}, "contested": {}}),
        ("moved", {"levers": {"publicity": "0.5"}, "contested": {}}),
        ("moved", {"levers": {f"lever_{i}": 1.0 for i in range(500)}, "contested": {}}),
        ("moved", {"levers": [], "contested": {}}),
        ("moved", {"levers": {}, "contested": {"demand.steel": 1.5}}),
        ("moved", {"levers": {}, "contested": {}, "person": "p1"}),
        ("moved", {"levers": {"__proto__": 1.0}, "contested": {}}),
        ("predicted", {"peak": 2030.5, "emissions": 1.0}),
        ("predicted", {"peak": 2030, "emissions": float("inf")}),
        ("phase", {"phase": "win", "round": 1}),
        ("joined", {"name": " \x00\n ", "team": "energy", "token": "x"}),
        ("configured", default_settings() | {"weights": dict.fromkeys(score.SIGNS, 0.0)}),
        ("configured", default_settings() | {"teams": []}),
        ("locked", None),
        ("locked", {"locked": 1}),
    ],
)
def test_bodies_of_another_shape_are_refused(kind, body):
    with pytest.raises(Refused):
        checked(kind, body)


def test_names_are_plain_and_short():
    told = checked("joined", {"name": "  A\u202eb\x07" + "c" * 60, "team": "energy", "token": ""})
    assert told["name"].startswith("Abccc") and len(told["name"]) == LONGEST_NAME


def test_a_name_carries_no_tower_of_accents():
    tower = "Z" + "\u0300\u0489\u200d" * 40
    told = checked("joined", {"name": tower + "o\u0302\u0323", "team": "energy", "token": ""})["name"]
    assert sum(unicodedata.category(letter) in ("Mn", "Me") for letter in told.split("o")[0]) == MOST_MARKS
    family, thai, vietnamese = "\U0001f468\u200d\U0001f469\u200d\U0001f467\ufe0f!", "ที่นี่", "Nguye\u0302\u0303n"
    for name in (family, thai, vietnamese):  # what people write stands as it is
        assert checked("joined", {"name": name, "team": "energy", "token": ""})["name"] == name


def test_the_score_is_shown_arithmetic():
    # climate and households halfway, GDP and height at the better end, targets a quarter, budget at the worse end;
    # height counts for nothing unless the facilitator gives it a weight
    found = {"climate": 550.0, "economy": 1000.0, "height": 56.0, "targets": 22.5, "households": 310.0, "budget": 30.0}
    points = score.parts(found, ONE, OTHER)
    assert points == {
        "climate": 50.0,
        "economy": 100.0,
        "height": 100.0,
        "targets": 25.0,
        "households": 50.0,
        "budget": 0.0,
    }
    hundred = 40 * 50 + 15 * (100 + 25 + 50 + 0)
    assert score.total(points, score.DEFAULT_WEIGHTS) == pytest.approx(hundred / 100)


def test_driving_output_away_does_not_win():
    """``climate`` is what is emitted here and what is made elsewhere instead: moving 50 Mt gains nothing."""
    here = score.parts(ONE, ONE, OTHER)["climate"]
    assert score.parts(ONE | {"climate": 550.0 + 50.0}, ONE, OTHER)["climate"] == here == 0.0


def seen(emissions, climate, budget=10.0):
    scored = ONE | {"climate": climate, "targets": 5.0, "households": 1.0, "budget": budget}
    return {"emissions": emissions, "moved": 0.0, "paid": {"city": 4.0}, "peak": {"year": 2030}, "scored": scored}


def test_what_luck_makes_of_a_figure_is_shown_arithmetic():
    changes = (2.0, 4.0, 3.0)  # what the third future saves, seed by seed: 3 on average, spread 1
    trios = [
        (seen(100.0 + s, 100.0), seen(90.0 + s, 80.0), seen(100.0 + s - c, 100.0 - c)) for s, c in enumerate(changes)
    ]
    assert luck.spread(trios[:2], {"climate": 1.0}) is None  # too few to say
    told = luck.spread(trios, {"climate": 1.0})
    half = 4.303 * 1.0 * (1 + 1 / 3) ** 0.5  # t of two degrees of freedom, one more seed
    assert told["emissions"] == pytest.approx(half, rel=2e-3)  # that all seeds rise together is no luck
    assert told["score"] == pytest.approx(half * 100 / 20, rel=2e-3)  # 20 Mt are a hundred points
    assert (told["targets"], told["city"], told["seeds"]) == (0.0, 0.0, 3.0)
    alike = luck.like_a_proposal("current", load_region("tiny"))
    assert len(alike) == 8 and alike["publicity"] > 0


def test_a_part_in_which_nothing_differs_says_nothing():
    points = score.parts(ONE, ONE, OTHER | {"targets": 20.0})
    assert points["targets"] is None
    assert score.total(points, dict.fromkeys(score.SIGNS, 0.0) | {"targets": 1.0}) == 0.0


def test_one_target_more_counts_twenty_points_at_most():
    """Two futures that differ by two targets: a target at the edge of its tolerance must not make a lottery of it."""
    one, other = ONE | {"targets": 15.0}, OTHER | {"targets": 17.0}
    told = [score.parts(ONE | {"targets": met}, one, other)["targets"] for met in (14.0, 15.0, 16.0, 17.0)]
    assert told == [-20.0, 0.0, 20.0, 40.0]
    apart = [score.parts(ONE | {"targets": met}, ONE, OTHER)["targets"] for met in (20.0, 21.0, 30.0)]
    assert apart == [0.0, 10.0, 100.0]  # ten targets between the two: each is a tenth


def test_who_contests_an_assumption_is_not_ranked(store):
    fill(store)
    store.add("proposed", "p4", {"note": "", "levers": {}, "contested": {"demand.steel": -1.0}})
    store.add("scored", "facilitator", {"proposal": 12, "figures": {"scored": OTHER}})
    board = score.leaderboard(replay(store.events()), (ONE, OTHER))
    assert [row["team"] for row in board] == ["energy"]


def test_who_cuts_power_off_is_shown_and_not_ranked_however_good_the_figures(store):
    fill(store)
    splendid = OTHER | {"climate": 100.0, "targets": 60.0, "cuts": 0.01}
    store.add("proposed", "p4", {"note": "", "levers": {"power_rationing": 0.3}, "contested": {}})
    store.add("scored", "facilitator", {"proposal": 12, "figures": {"scored": splendid}})
    room = replay(store.events())
    assert [row["team"] for row in score.leaderboard(room, (ONE, OTHER))] == ["energy"]
    found = score.of_proposal(room.proposals[12], room, (ONE, OTHER))
    assert found["barred"] and found["total"] is None and found["parts"]["climate"] == score.HIGHEST
    assert views.proposal_row(room, 12, (ONE, OTHER))["cuts"] == 0.01
    # of a storyline whose plants do not suffice nobody is blamed, but for who adds as much again
    start = ONE | {"cuts": 0.01}
    assert not score.is_barred(splendid, start) and score.is_barred(splendid | {"cuts": 0.02}, start)


def test_a_room_of_before_keeps_its_weights_and_gets_those_that_are_new(store):
    add = store.add("configured", "facilitator", default_settings() | {"weights": {"climate": 70.0, "peak": 30.0}})
    assert add is not None
    weights = score.weights_of(replay(store.events()))
    assert weights == score.DEFAULT_WEIGHTS | {"climate": 70.0}


def test_codes_expire_and_rooms_fill(store):
    room = fill(store)
    roster.may_join(room, " abc234 ", 1.0)
    for code, now in (("ABC235", 1.0), ("", 1.0), ("ABC234", 9.1e9)):
        with pytest.raises(Refused):
            roster.may_join(room, code, now)
    with pytest.raises(Refused):
        roster.may_join(Room(), "", 0.0)


def test_two_people_of_one_name_can_be_told_apart(store):
    assert roster.free_name(fill(store), "Ann") == "Ann 2"


def test_every_lever_is_of_some_role_and_every_role_has_levers():
    assert all(roster.roles_of(lever) for lever in all_levers().values())
    for role in (*roster.roles(), roster.EVERYBODY):
        for depth in (1, 2, 3):
            assert len(roster.levers_of(role, depth)) >= roster.FEWEST


def test_a_round_goes_its_way_and_ends():
    room, seen = Room(), []
    while room.phase != "debrief":
        step = rounds.next_step(room)
        room = Room(phase=step["phase"], round=step["round"])
        seen.append((room.phase, room.round))
    assert seen == [(p, r) for r in (1, 2, 3) for p in ("explore", "predict", "reveal")] + [("debrief", 3)]
    with pytest.raises(Refused):
        rounds.next_step(room)


def test_a_kicked_person_is_nobody(store):
    fill(store)
    store.add("kicked", "facilitator", {"person": "p3"})
    room = replay(store.events())
    assert room.by_token(roster.hashed("Ann")) is None
    assert room.by_token(roster.hashed("Ben")).name == "Ben"


def test_what_was_computed_of_an_unfrozen_round_is_worth_nothing(store):
    room = fill(store)
    assert room.choices[1] == {"p3": {"publicity": 0.5}, "p4": {"publicity": 0.9}}
    assert debrief.divided(room) == [("publicity", (0.5, 0.7, 0.9), 2)]
    store.add("joint", "facilitator", {"round": 1, "levers": {"publicity": 0.7}, "figures": {"emissions": 1.0}})
    assert set(replay(store.events()).joints) == {1}
    store.add("phase", "facilitator", {"phase": "explore", "round": 1})
    assert not replay(store.events()).joints


def test_the_clock_is_put_to_a_minute_of_the_script(store):
    event = store.add("clock", "facilitator", {"minute": 25.0})
    assert replay(store.events()).began_at == pytest.approx(event.at - 25 * 60)


def test_only_who_moved_on_from_a_pushed_start_counts(store):
    fill(store)
    store.add("pushed", "facilitator", {"levers": {"publicity": 0.2, "inspection_rate": 1.0}})
    store.add("moved", "p3", {"levers": {"publicity": 0.8, "inspection_rate": 1.0}, "contested": {}})
    room = replay(store.events())
    assert views.spread(room) == {"inspection_rate": [1.0, 1.0, 1.0, 0], "publicity": [0.8, 0.8, 0.8, 1]}
    assert views.joint_levers(room) == {"inspection_rate": 1.0, "publicity": 0.8}


@pytest.mark.parametrize("region", ["luliang", "tiny"])
def test_every_assumption_offered_is_a_number_of_the_region_with_a_range(region):
    found = Assumptions(load_region(region), 2035)
    for lang in ("zh", "en"):
        offered = found.offered("", Speech(lang))
        assert {card["id"] for card in offered} >= set(short_list())
        assert all(card["values"][0] < card["values"][2] and card["label"] and card["about"] for card in offered)
        units = {card["unit"] for card in offered}  # a number that has none is not told as "2 none"
        assert "" in units and not units & {"none", "ratio", "\u65e0\u91cf\u7eb2", "\u6bd4\u503c"}
    assert found.found("取暖", "", Speech("zh")) and found.found("output steel", "", Speech("en"))
    assert found.resolved({"output.steel": 0.0, "demand.steel": 0.0}) == NOTHING
    county = {key for key, _ in found.resolved({"county.capacity": 1.0}).positions}
    assert {key.partition("@")[0] for key in county} >= {"county.capacity.subsidy", "county.capacity.inspection"}


@pytest.mark.parametrize("region", ["luliang", "tiny"])
def test_every_number_that_can_be_searched_has_a_chinese_label(region):
    known, zh = Assumptions(load_region(region), 2035), Speech("zh")
    labels = {name: known.label(name, zh) for name in known._rows}
    bare = [name for name, label in labels.items() if re.search("[a-z]{2,}", label)]
    assert bare == []  # a new number's words go into key_words.csv
    assert labels["heating.comfort.resistive"] == "\u53d6\u6696 · \u8212\u9002 · \u7535\u963b"
    assert any(card["id"] == "heating.comfort.resistive" for card in known.found("\u53d6\u6696 \u8212\u9002", "", zh))
    assert known.label("somebodys.own_horse", zh) == "somebodys  · 自有 horse"


def test_contradictions_name_levers_that_can_stand_like_that():
    for one in contradictions.contradictions():
        assert one.when and one.words["zh"] and one.words["en"]
        for lever, is_least, bound in one.when:
            known = all_levers()[lever]
            assert known.low <= bound <= known.high
            assert bound > known.low or not is_least


def test_a_contradiction_is_said_of_what_was_moved_and_not_of_the_package():
    base = {lever.id: lever.low for lever in all_levers().values()}
    assert contradictions.among(base | {"power_rationing": 0.2}, {}) == []
    assert contradictions.among(base, {"power_rationing": 0.2}) == ["blanket_cut"]
    assert "limit_unchecked" in contradictions.among(base, {"efficiency_standard": 1.0})
    assert "limit_unchecked" not in contradictions.among(base, {"efficiency_standard": 1.0, "inspection_rate": 0.9})
