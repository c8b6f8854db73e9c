"""Long names and many teams on small pictures: no projector cuts anything off, no narrow phone lets it run out."""

import re

import pytest

from experiments.workshop.events import MOST_TEAMS
from tests.test_workshop_browser import Seat, move, reveal
from tests.web_browser import LOADED, chromium
from tests.workshop_room import room

pytestmark = pytest.mark.slow
EVERY = ("全部杠杆", "every lever")
NARROW, PICTURES = {"width": 320, "height": 640}, ((1280, 720), (1024, 768))
WALL = {"width": 1920, "height": 1080}
CUT = """[...document.querySelectorAll("#stage .card")].filter((e) => e.scrollWidth > e.clientWidth + 1)
    .map((e) => e.textContent)"""
LONG = "吕梁市某某县与某某区联合代表队第{}组居民与企业"


def test_many_teams_of_long_names_fit_a_small_projector_and_a_narrow_phone(tmp_path):
    with chromium() as browser, room(tmp_path) as (address, secret, code, _):
        host = Seat(browser, f"{address}facilitator#{secret}", {"width": 720, "height": 450}, "zh-CN")  # zoom 200 %
        host.page.locator('[data-part="code"]', has_text=code).wait_for(timeout=LOADED)
        shown = host.page.get_by_role("link", name="大屏").get_attribute("href")
        screens = [
            Seat(browser, address + shown[1:], {"width": w, "height": h}, lang)
            for w, h in PICTURES
            for lang in ("zh-CN", "en-GB")
        ]
        host.page.locator('[data-tab="settings"]').click()
        for i in range(host.page.locator("[data-team]").count(), MOST_TEAMS):
            host.press("add-team")
            host.page.locator("[data-team] input").nth(i).fill(LONG.format(i))
            host.page.wait_for_timeout(3)  # a team's id is the time at which it was made
        host.fits()
        host.press("save")
        host.page.locator('[data-tab="run"]').click()  # whoever goes on while it is being saved is not called back
        host.page.locator("#notice", has_text="已保存").wait_for(timeout=LOADED)
        host.page.wait_for_timeout(300)
        assert host.page.locator('[data-action="next"]').is_visible()
        assert not host.page.locator('[data-action="save"]').is_visible()
        seats = [Seat(browser, f"{address}j/{code}", NARROW, lang) for lang in ("zh-CN", "en-GB")]
        for seat, name in zip(
            seats, ("阿卜杜勒·热合曼·买买提明江·司马义\U0001f31f", "Wolfeschlegelsteinhausenb"), strict=True
        ):
            seat.page.locator("#name").fill(name)
            seat.page.locator("#team").select_option(
                label=f"{LONG.format(MOST_TEAMS - 1)[:24]} · {EVERY[seat is seats[1]]}"
            )
            seat.page.locator("#name").dispatch_event("keydown", {"key": "Enter", "isComposing": True})
            assert seat.page.locator("#name").is_visible()  # that Enter only ended a word
            seat.page.locator("#name").press("Enter")  # as a phone's own key does
            seat.page.locator("[data-lever]").first.wait_for(timeout=LOADED)
        wide = host.page.locator("#roster .who small", has_text=LONG.format(MOST_TEAMS - 1)[:24])
        wide.first.wait_for(timeout=LOADED)  # wider than its field, so it is told below

        def all_fit(phase):
            for seat in (*seats, host, *screens):
                seat.phase(phase)
                seat.page.wait_for_timeout(200)
                seat.fits()
            for screen in screens:
                assert screen.page.evaluate("document.documentElement.scrollHeight - window.innerHeight") <= 0
                # in one go: the clock draws the head anew each second
                code_lines = screen.page.evaluate("document.querySelector('.code').getClientRects().length")
                assert code_lines == 1

        all_fit("lobby")
        host.press("next")
        for seat in seats:
            seat.phase("explore")
            move(seat, 0.6)
            seat.page.locator("#note").fill("理由" * 60)
            seat.page.locator("#note").press("Enter")
        host.page.locator('[data-part="leaderboard"] tr').nth(1).wait_for(timeout=LOADED)
        all_fit("explore")
        host.press("next")
        for seat in seats:
            seat.phase("predict")
            told = seat.page.locator('[data-part="predict"] .quiet').first.inner_text()
            seat.page.locator("#tons").fill(re.search(r"([\d.,]+) (?:Mt|万吨)", told)[1].replace(",", ""))
            seat.page.locator("#tons").press("Enter")
            seat.page.locator('[data-part="predicted"]').wait_for(timeout=LOADED)
        all_fit("predict")
        reveal(host, seats)
        host.page.locator('[data-part="drivers"] td').first.wait_for(timeout=2 * LOADED)
        all_fit("reveal")
        word = screens[1].page.locator('[data-part="drivers"] th').last
        assert word.evaluate("e => e.scrollWidth - e.clientWidth") <= 0
        for seat in [host, *screens, *seats]:
            assert (seat.wrong, seat.outside) == ([], [])


def test_a_large_projector_is_filled_and_a_code_is_read_under_high_contrast(tmp_path):
    with chromium() as browser, room(tmp_path) as (address, secret, code, _):
        host = Seat(browser, f"{address}facilitator#{secret}", {"width": 1366, "height": 768}, "zh-CN")
        host.page.locator('[data-part="code"]', has_text=code).wait_for(timeout=LOADED)
        shown = host.page.get_by_role("link", name="大屏").get_attribute("href")
        screen = Seat(browser, address + shown[1:], WALL, "zh-CN")
        screen.page.locator("#stage .code").wait_for(timeout=LOADED)
        screen.page.wait_for_timeout(500)
        assert float(screen.page.evaluate("document.getElementById('stage').style.zoom")) > 1
        screen.fits()
        assert screen.page.evaluate(CUT) == []
        host.press("next")
        line = screen.page.locator("#stage .chart svg")
        line.wait_for(timeout=LOADED)
        screen.page.wait_for_timeout(500)
        assert line.bounding_box()["height"] > WALL["height"] / 2  # nobody has moved a lever: it has the picture alone
        screen.whole()
        dark = browser.new_page(forced_colors="active", color_scheme="dark", locale="zh-CN")
        dark.goto(f"{address}facilitator#{secret}", timeout=LOADED)
        dark.locator("img.qr").wait_for(timeout=LOADED)
        paper = dark.locator("img.qr").evaluate("e => getComputedStyle(e).backgroundColor")
        assert paper == "rgb(255, 255, 255)"  # black on black is no code
        dark.close()
