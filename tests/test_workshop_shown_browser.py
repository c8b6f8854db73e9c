"""What a room's pages show is of the levers as they stand, of every team, and fills the paper that it is printed on."""

import time

import pytest

from tests.test_workshop_browser import Seat
from tests.web_browser import LOADED, PHONE, chromium
from tests.workshop_calls import begin, joined, lever_of

pytestmark = pytest.mark.slow
TEAMS = ("energy", "industry", "transport", "farming", "finance", "coke_steel", "residents")
WALL = {"width": 1920, "height": 1080}
SHEET_MM, PIXELS_A_MM = 271.0, 96 / 25.4  # of A4 between its margins
# Moves a lever as a hand does that has not let go, and returns whether the result is marked as an older one.
HAND = """([share, done]) => { const e = document.querySelector("[data-lever] input[type=range]");
  e.value = Number(e.min) + share * (e.max - e.min);
  e.dispatchEvent(new Event("input")); if (done) e.dispatchEvent(new Event("change"));
  return [document.querySelector("[data-part=result]").dataset.busy, document.getElementById("computing").hidden]; }"""
WATCH = """() => { window.marks = []; const see = () => window.marks.push(
    document.querySelector("[data-part=result]").dataset.busy);
  new MutationObserver(see).observe(document.getElementById("result"),
    { childList: true, subtree: true, attributes: true }); }"""
RESULT = '[data-part="result"][data-busy="{}"]'


def test_an_answer_to_levers_that_have_been_moved_on_is_not_shown_as_that_of_the_new_ones(room):
    hall, address = room
    begin(room)
    with chromium() as browser:
        one = Seat(browser, f"{address}/j/{hall.room.code}", PHONE, "en-GB")
        one.page.locator("#name").fill("Ann")
        one.press("join")
        one.page.locator(RESULT.format(0)).wait_for(timeout=LOADED)
        hall.pool.hold()
        assert one.page.evaluate(HAND, [0.5, False]) == ["1", False]  # in the same moment, before anything is asked
        with one.page.expect_request("**/api/move", timeout=LOADED):
            one.page.evaluate(HAND, [0.6, True])
        one.page.evaluate(WATCH)
        with one.page.expect_response("**/api/move", timeout=LOADED):
            one.page.evaluate(HAND, [0.9, False])  # on its way again when the answer to 0.6 comes
            while not hall.pool.held:
                one.page.wait_for_timeout(20)
            hall.pool.let_go(1)
        one.page.wait_for_function("window.marks.length > 0", timeout=LOADED)
        assert set(one.page.evaluate("window.marks")) == {"1"}
        hall.pool.let_go()
        one.page.locator(RESULT.format(0)).wait_for(timeout=LOADED)
        assert one.page.locator("#computing").is_hidden()
        assert not one.wrong


def test_a_lever_on_a_phone_says_where_it_stands_today_and_in_the_plan(room):
    one = joined(room)
    cards = one.get("/api/boot?lang=en").json()["levers"]
    hall = room[0]
    for card in cards:
        assert card["plan"] == hall.plan_values()[card["id"]]
        assert card["law"] == hall.values_of("current", 2035)[card["id"]]
    assert any(card["plan"] != card["law"] for card in cards)
    with chromium() as browser:
        phone = Seat(browser, f"{room[1]}/j/{hall.room.code}", PHONE, "zh-CN")
        phone.page.locator("#name").fill("王芳")
        phone.press("join")
        lever = phone.page.locator("[data-lever]").first
        lever.locator("summary").click()
        told = lever.locator('[data-part="stands"]').inner_text()
        assert told.startswith("现行政策 ") and "方案2035年 " in told


def test_the_big_screen_shows_the_newest_proposal_of_every_team_in_turn(room):
    hall, address = room
    begin(room)
    for n, team in enumerate(TEAMS):
        one = joined(room, f"person {n}", team)
        own = lever_of(one)
        for word in ("first", "second"):
            body = {"levers": {own["id"]: own["high"]}, "contested": {}, "note": f"{word} of {team}"}
            assert one.post("/api/propose", json=body).status_code == 200
    with chromium() as browser:
        screen = Seat(browser, f"{address}/screen#{hall.screen_key}", WALL, "en-GB")
        card = screen.page.locator('[data-part="proposed"]')
        card.wait_for(timeout=LOADED)
        assert "Proposals of this round (14)" in card.inner_text()
        assert "1/2" in card.inner_text() or "2/2" in card.inner_text()
        seen, until = set(), time.monotonic() + LOADED / 1000
        while len(seen) < len(TEAMS) and time.monotonic() < until:
            told = card.locator(".note").all_inner_texts()
            assert len(told) < len(TEAMS)
            seen |= set(told)
            assert screen.page.evaluate("document.documentElement.scrollHeight - window.innerHeight") <= 0
            screen.page.wait_for_timeout(500)
        assert len(seen) == len(TEAMS)
        assert all(any(f"second of {team}" in note for note in seen) for team in TEAMS)
        assert not any("first of" in note for note in seen)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_role_sheet_is_filled_with_a_row_of_notes_for_each_round(room, lang):
    hall, address = room
    with chromium() as browser:
        host = Seat(browser, f"{address}/facilitator#{hall.secret}", WALL, "zh-CN")
        host.page.locator('[data-part="code"]').wait_for(timeout=LOADED)
        paper = host.tab(f"{address}/print?lang={lang}")
        paper.emulate_media(media="print")
        sheets = paper.locator("section.filled")
        assert sheets.count() == len(hall.room.settings.teams)
        filled = 0
        for sheet in sheets.all():
            assert sheet.locator(".notes tbody tr").count() == hall.room.settings.rounds
            whole, notes = sheet.bounding_box(), sheet.locator(".notes").bounding_box()
            assert whole["height"] > 0.98 * SHEET_MM * PIXELS_A_MM
            if notes:  # else there is no room, and they are not printed
                assert abs(notes["y"] + notes["height"] - whole["y"] - whole["height"]) < 2  # they end where it does
                filled += 1
        assert filled == sheets.count()  # at the depth that a room begins with
        pages = paper.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
        paper.evaluate("document.querySelectorAll('.rest').forEach((e) => e.remove())")
        assert (
            pages == paper.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") >= sheets.count()
        )  # none for notes alone
