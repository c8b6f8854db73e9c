"""People who mean no good, at a room's real server: forged calls, others' sessions, huge and wrong bodies."""

import json
import threading
import time

import pytest

from experiments.language import Speech
from experiments.lever_values import range_text
from experiments.workshop.playing import MOVES
from experiments.workshop.views import joint_levers
from policies.registry import all_levers
from tests.workshop_calls import FIGURES, begin, client, joined, lever_of, the_host

websockets = pytest.importorskip("websockets.sync.client")


def test_a_person_plays_and_everybody_is_told(room):
    begin(room)
    one = joined(room)
    lever = lever_of(one)
    found = one.post("/api/move", json={"levers": {lever["id"]: lever["high"]}, "contested": {}})
    assert {key: found.json()[key] for key in FIGURES} == FIGURES
    assert one.post("/api/propose", json={"note": "x", "levers": {}, "contested": {}}).status_code == 200
    assert [p.levers for p in room[0].room.present] == [{lever["id"]: lever["high"]}]


def test_cookies_cannot_be_read_by_scripts_and_hold_no_id(room):
    one = client(room[1])
    answer = one.post("/api/join", json={"code": room[0].room.code, "name": "A", "team": "energy"})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie
    secret = one.cookies["tanfeng_person"]
    assert len(secret) >= 32 and room[0].room.present[0].id not in secret.split(".")


@pytest.mark.parametrize("cookie", ["", "p3", "tanfeng", "x" * 3000])
def test_nobody_is_somebody_else_by_an_id(room, cookie):
    joined(room)
    forged = client(room[1])
    for path in ("move", "propose", "predict"):
        told = forged.post(f"/api/{path}", json={}, headers={"cookie": f"tanfeng_person={cookie}"})
        assert told.status_code == 401
    assert forged.get("/api/outcome", headers={"cookie": f"tanfeng_person={cookie}"}).status_code == 401


def test_the_stored_hash_of_a_token_opens_nothing(room):
    joined(room)
    stored = room[0].room.present[0].token
    forged = client(room[1])
    assert forged.get("/api/outcome", headers={"cookie": f"tanfeng_person={stored}"}).status_code == 401


def test_a_body_cannot_name_another_person(room):
    begin(room)
    one, _ = joined(room), joined(room, "Ben", "residents")
    ben = room[0].room.present[1]
    for more in ({"person": ben.id}, {"actor": ben.id}):
        told = one.post("/api/move", json={"levers": {}, "contested": {}} | more)
        assert told.status_code == 409
    assert room[0].room.present[1] == ben


def test_another_roles_lever_and_values_out_of_bounds_are_refused(room):
    begin(room)
    one = joined(room)
    lever, own = lever_of(one), {card["id"] for card in one.get("/api/boot").json()["levers"]}
    theirs = joined(room, "Ben", "residents").get("/api/boot").json()["levers"]
    others = next(card for card in theirs if card["id"] not in own)
    for name, value in ((others["id"], others["low"]), (lever["id"], lever["high"] + 1), ("horse", 1.0)):
        assert one.post("/api/move", json={"levers": {name: value}, "contested": {}}).status_code == 409
    assert one.post("/api/move", json={"levers": {}, "contested": {"horse": 0.5}}).status_code == 409
    assert not room[0].room.present[0].levers
    share = next(card for card in one.get("/api/boot").json()["levers"] if card["per"] == 100.0)
    told = one.post("/api/move", json={"levers": {share["id"]: share["high"] + 1}, "contested": {}}).text
    assert range_text(all_levers()[share["id"]], Speech("en")) in told and "%" in told  # as the page reads them


@pytest.mark.parametrize("secret", ["", "wrong", None, 5, ["x"], {"a": 1}, "é" * 50])
def test_a_wrong_secret_opens_nothing(room, secret):
    one = client(room[1])
    assert one.post("/api/enter", json={"secret": secret}).status_code == 401
    assert one.post("/api/host", json={"kind": "next", "body": {}}).status_code == 401
    assert room[0].room.phase == "lobby"


def test_a_participant_is_no_facilitator(room):
    one = joined(room)
    before = room[0].room
    for kind in ("next", "kicked", "locked", "clock", "pushed", "configured", "new_code", "scored", "joint", "joined"):
        assert one.post("/api/host", json={"kind": kind, "body": {}}).status_code == 401
    for path in ("/export.json", "/export.csv", "/export.xlsx", "/api/qr.svg"):
        assert one.get(path).status_code == 401
    assert one.get("/print").status_code == 307
    for page in ("host", "screen"):
        address = room[1].replace("http", "ws") + f"/api/live?{page}=1"
        with pytest.raises(Exception, match="403"), websockets.connect(address):
            pass
        assert one.get(f"/api/boot?{page}=1").status_code == 401
    assert room[0].room == before


def test_secrets_cannot_be_guessed_fast(room):
    one = client(room[1])
    found = [one.post("/api/enter", json={"secret": f"guess {i}"}).status_code for i in range(12)]
    assert 409 in found
    assert one.post("/api/enter", json={"secret": room[0].secret}).status_code == 409


def test_the_facilitator_cannot_forge_results_or_do_nonsense(room):
    host = begin(room)
    for kind in ("scored", "joint", "joined", "moved", "__class__"):
        assert host.post("/api/host", json={"kind": kind, "body": {}}).status_code == 409
    for body in (None, [], {"kind": "next"}, {"kind": 5, "body": {}}, {"kind": "kicked", "body": {"person": "p999"}}):
        assert host.post("/api/host", json=body).status_code == 409


def test_huge_wrong_and_deep_bodies_are_refused(room):
    one = joined(room)
    assert one.post("/api/move", content=b"x" * 600_000).status_code == 413
    kind = {"content-type": "application/json"}
    for content in (b"[" * 50_000, b"\xff\xfe", b"", b"nul", b'{"levers": NaN}'):
        assert one.post("/api/move", content=content, headers=kind).status_code == 409
    assert one.post("/api/move", content=b"a=1", headers={"content-type": "text/plain"}).status_code == 409
    assert one.get("/static/../hall.py").status_code == 404
    assert one.get("/static/%2e%2e%2fhall.py").status_code == 404


HALF, ENDLESS = r'"\ud800"', "9" * 400  # half a letter, and a whole number that is no float


def test_half_letters_and_endless_numbers_are_refused_with_a_word(room):
    begin(room)
    host, one = the_host(room), joined(room)
    bodies = {
        "enter": f'{{"secret": {HALF}}}',
        "show": f'{{"key": {HALF}}}',
        "join": f'{{"code": {HALF}, "name": "A", "team": {HALF}}}',
        "move": f'{{"levers": {{"wind_pv_quota": {ENDLESS}}}, "contested": {{}}}}',
        "predict": f'{{"peak": {ENDLESS}, "emissions": {ENDLESS}}}',
        "host": f'{{"kind": "clock", "body": {{"minute": {ENDLESS}}}}}',
    }
    for path, body in bodies.items():
        asker = host if path == "host" else one
        told = asker.post(f"/api/{path}", content=body, headers={"content-type": "application/json"})
        assert told.status_code in (401, 409) and told.json()["zh"], path


def test_script_in_a_name_is_text_on_every_page(room):
    begin(room)
    one = joined(room, "<script>alert(1)</script>"[:24])
    one.post("/api/propose", json={"note": "=1+1", "levers": {}, "contested": {}})
    host = the_host(room)
    host.post(
        "/api/host",
        json={"kind": "configured", "body": settings_with(room[0], "<img src=x onerror=alert(1)>")},
    )
    for path in ("/print?lang=en", "/debrief?lang=zh"):
        text = host.get(path).text
        assert "<script" not in text and "<img" not in text
    assert "'=1+1" in host.get("/export.csv").text
    assert host.get("/export.xlsx").content[:2] == b"PK"


def settings_with(hall, name):
    from experiments.workshop.hall import default_settings

    told = default_settings()
    told["teams"][0]["name"] = name[:24]
    return told | {"title": "<script>x</script>"}


def test_an_export_holds_no_tokens(room):
    joined(room)
    text = the_host(room).get("/export.json").text
    assert room[0].room.present[0].token not in text and room[0].secret not in text
    assert {row["kind"] for row in json.loads(text)} >= {"configured", "joined"}


def test_one_person_cannot_keep_the_workers_busy(room):
    begin(room)
    one = joined(room)
    lever = lever_of(one)
    found, began = [], time.monotonic()
    for i in range(30):
        value = lever["low"] + (lever["high"] - lever["low"]) * i / 40
        found.append(one.post("/api/move", json={"levers": {lever["id"]: value}, "contested": {}}).status_code)
    allowed = MOVES[1] + MOVES[0] * (time.monotonic() - began) + 1.0  # on a busy machine each call takes its time
    assert found[:5] == [200] * 5 and set(found) <= {200, 409} and found.count(200) <= allowed
    assert joined(room, "Ben").get("/api/outcome").status_code == 200


def test_frozen_levers_do_not_move_and_sending_again_changes_nothing(room):
    host = begin(room)
    one = joined(room)
    body, once = {"note": "", "levers": {}, "contested": {}}, {"x-once": "same"}
    for _ in range(3):
        assert one.post("/api/propose", json=body, headers=once).status_code == 200
    assert len(room[0].room.proposals) == 1
    host.post("/api/host", json={"kind": "locked", "body": {"locked": True}})
    assert one.post("/api/move", json={"levers": {}, "contested": {}}).status_code == 409


def test_a_person_sees_the_state_and_their_own_only(room):
    one, _ = joined(room), joined(room, "Ben", "residents")
    headers = {"Cookie": f"tanfeng_person={one.cookies['tanfeng_person']}"}
    with websockets.connect(room[1].replace("http", "ws") + "/api/live", additional_headers=headers) as line:
        told = json.loads(line.recv(10))
        assert told["me"]["name"] == "Ann" and set(told) == {"room", "me", "now"}
        assert "token" not in json.dumps(told) and room[0].secret not in json.dumps(told)
        assert room[0].room.code not in json.dumps(told)
        line.send("x" * 10_000)  # says something where nothing is to be said
        threading.Event().wait(0.1)
    assert one.get("/api/boot").status_code == 200


def test_a_code_that_was_changed_or_has_expired_lets_nobody_in(room):
    hall, address = room
    old = hall.room.code
    begin(room).post("/api/host", json={"kind": "new_code", "body": {}})
    body = {"code": old, "name": "Late", "team": "energy"}
    assert client(address).post("/api/join", json=body).status_code == 409


def test_firms_stand_under_pseudonyms_unless_asked_for_by_name(room):
    host = the_host(room)
    assert "Coke plant A" in host.get("/print?lang=en").text and "Tall Oven" not in host.get("/print?lang=en").text
    told = settings_with(room[0], "Energy") | {"pseudonyms": False}
    assert host.post("/api/host", json={"kind": "configured", "body": told}).status_code == 200
    assert "Tall Oven" in host.get("/print?lang=en").text


def test_the_big_screen_has_a_key_that_opens_nothing_else(room):
    hall, address = room
    screen = client(address)
    assert screen.post("/api/show", json={"key": hall.secret + "x"}).status_code == 401
    assert screen.post("/api/show", json={"key": hall.screen_key}).status_code == 200
    assert screen.get("/api/boot?screen=1").status_code == 200 and screen.get("/api/qr.svg").status_code == 200
    assert screen.post("/api/enter", json={"secret": hall.screen_key}).status_code == 401
    assert screen.post("/api/host", json={"kind": "next", "body": {}}).status_code == 401
    assert screen.get("/api/boot?host=1").status_code == 401 and screen.get("/export.json").status_code == 401
    assert hall.secret not in screen.get("/api/boot?screen=1").text


def test_a_proposal_of_a_team_becomes_the_start_of_all(room):
    """Its levers hold for everybody; who may not touch them carries them, and the room's mean is not watered down."""
    host = begin(room)
    one, ben = joined(room), joined(room, "Ben", "residents")
    levers = {card["id"]: card["high"] for card in one.get("/api/boot").json()["levers"][:3]}
    assert host.post("/api/host", json={"kind": "pushed", "body": {"levers": levers}}).status_code == 200
    assert [person.levers for person in room[0].room.present] == [levers, levers]
    own = next(card for card in ben.get("/api/boot").json()["levers"] if card["id"] not in levers)
    theirs = levers | {own["id"]: own["high"]}
    assert ben.post("/api/move", json={"levers": theirs, "contested": {}}).status_code == 200
    first = next(iter(levers))
    lower = levers | {first: 0.0}
    assert one.post("/api/move", json={"levers": lower, "contested": {}}).status_code == 200
    assert joint_levers(room[0].room) == levers | {first: 0.0, own["id"]: own["high"]}


def test_an_assumption_is_found_contested_and_compared(room):
    begin(room)
    one = joined(room)
    found = one.get("/api/assumptions?lang=en&words=tolerance median").json()
    assert found[0]["id"] == "heating.tolerance.median" and found[0]["values"][0] < found[0]["values"][2]
    assert one.get("/api/assumptions?words=").json() == []
    assert client(room[1]).get("/api/assumptions?words=heating").status_code == 401
    contested = {"heating.tolerance.median": 1.0, "county.capacity": -1.0}
    assert one.post("/api/move", json={"levers": {}, "contested": contested}).status_code == 200
    asked = room[0].pool.asked[-1][1].ask
    county = room[0].region.counties[0].code
    assert ("heating.tolerance.median", 1.0) in asked.positions
    assert (f"county.capacity.inspection@{county}", -1.0) in asked.positions
    told = one.get("/api/beside").json()
    assert set(told) == {"both", "levers", "assumed", "plain"}
    positions = [job.ask.positions for session, job in room[0].pool.asked if session.endswith("beside")]
    assert [bool(moved) for moved in positions] == [True, False, True, False]


def test_one_person_cannot_keep_the_workers_busy_with_assumptions(room):
    one = joined(room)
    bodies = [{"levers": {}, "contested": {"output.steel": (i + 1) / 20}} for i in range(10)]
    found = [one.post("/api/move", json=body).status_code for body in bodies]
    assert found[:5] == [200] * 5 and found[-1] == 409


def test_nobody_contests_conventions_or_the_size_of_the_computation(room):
    one = joined(room)
    for name in ("power.n_days", "gwp.assessment_report", "feasibility.pv_hours", "output", "horse"):
        assert one.post("/api/move", json={"levers": {}, "contested": {name: 1.0}}).status_code == 409


def test_who_is_put_into_another_team_can_go_on(room):
    """The levers of the old role stay behind; those that a smaller choice of levers hides stay as they are."""
    host = begin(room)
    one = joined(room)
    person = room[0].room.present[0]
    lever = lever_of(one)
    assert one.post("/api/move", json={"levers": {lever["id"]: lever["high"]}, "contested": {}}).status_code == 200
    host.post("/api/host", json={"kind": "moved_team", "body": {"person": person.id, "team": "residents"}})
    assert room[0].room.present[0].levers == {}
    own = one.get("/api/boot").json()["levers"][-1]
    levers = {own["id"]: own["high"]}
    assert one.post("/api/move", json={"levers": levers, "contested": {}}).status_code == 200
    told = settings_with(room[0], "Energy") | {"depth": 1}
    assert host.post("/api/host", json={"kind": "configured", "body": told}).status_code == 200
    first = one.get("/api/boot").json()["levers"][0]
    assert own["id"] not in {card["id"] for card in one.get("/api/boot").json()["levers"]}
    more = levers | {first["id"]: first["high"]}
    assert one.post("/api/move", json={"levers": more, "contested": {}}).status_code == 200
    changed = more | {own["id"]: own["low"]}
    assert one.post("/api/move", json={"levers": changed, "contested": {}}).status_code == 409


def test_a_step_that_is_asked_for_twice_is_taken_once(room):
    host, body = the_host(room), {"kind": "next", "body": {"phase": "lobby", "round": 0}}
    assert [host.post("/api/host", json=body).status_code for _ in range(2)] == [200, 409]
    again = {"kind": "next", "body": {}}
    for _ in range(3):  # a connection that dropped: the same action once more
        host.post("/api/host", json=again, headers={"x-once": "freeze"})
    assert (room[0].room.phase, room[0].room.round) == ("predict", 1)


def test_the_facilitator_sees_who_has_dropped_out(room):
    host, _ = the_host(room), joined(room, "Ben", "residents")
    one, address = joined(room), room[1].replace("http", "ws") + "/api/live"

    def cookies(who):
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in who.cookies.items())}

    def seen(line):
        return {row["name"]: row["here"] for row in json.loads(line.recv(10))["roster"]}

    with websockets.connect(address + "?host=1", additional_headers=cookies(host)) as line:
        assert seen(line) == {"Ben": False, "Ann": False}
        with websockets.connect(address, additional_headers=cookies(one)) as phone:
            phone.recv(10)
            assert seen(line) == {"Ben": False, "Ann": True}
        assert seen(line) == {"Ben": False, "Ann": False}


def test_who_was_sent_out_is_told_so(room):
    one = joined(room)
    the_host(room).post("/api/host", json={"kind": "kicked", "body": {"person": room[0].room.present[0].id}})
    told = one.get("/api/boot").json()
    assert (told["in"], told["out"]) == (False, True)
