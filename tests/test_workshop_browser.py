"""A facilitator and five participants, three rounds, a lost connection and a restart, in a real Chromium."""

import os
import signal
from pathlib import Path

import pytest

from tests.web_browser import DESKTOP, LOADED, PHONE, chromium
from tests.workshop_room import room

pytestmark = pytest.mark.slow
SHOTS = os.environ.get("TANFENG_SHOTS")
TEAMS = ("energy", "industry", "transport", "residents", "coke_steel")
NAMES = ("王芳", "Li Wei", "<b>Bob</b><script>alert(1)</script>", "赵六", "Eve")


class Seat:
    """One browser of one person."""

    def __init__(self, browser, url, size, lang):
        self.context = browser.new_context(viewport=size, locale=lang, has_touch=size is PHONE)
        self.page = self.context.new_page()
        self.wrong = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.goto(url, timeout=LOADED)

    def press(self, action):
        self.page.locator(f'[data-action="{action}"]').first.click()

    def phase(self, name):
        self.page.locator(f'[data-phase="{name}"]').wait_for(timeout=LOADED)

    def fits(self):
        assert self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0

    def shot(self, name):
        self.fits()
        if SHOTS:
            self.page.screenshot(path=str(Path(SHOTS) / f"workshop.{name}.png"), full_page=True)


def join(browser, address, code, i):
    seat = Seat(browser, f"{address}j/{code}", PHONE, "zh-CN" if i % 2 == 0 else "en-GB")
    seat.page.locator("#name").fill(NAMES[i])
    seat.page.locator("#team").select_option(TEAMS[i])
    seat.press("join")
    seat.page.locator("[data-lever]").first.wait_for(timeout=LOADED)
    return seat


def move(seat, share):
    slider = seat.page.locator("[data-lever] input[type=range]").nth(1)
    slider.evaluate(
        """(e, share) => { e.value = Number(e.min) + share * (Number(e.max) - Number(e.min));
        e.dispatchEvent(new Event("input")); e.dispatchEvent(new Event("change")); }""",
        share,
    )
    seat.page.locator('[data-part="result"][data-busy="0"] path').first.wait_for(timeout=LOADED)


def play_round(host, seats, number):
    host.press("next")
    for i, seat in enumerate(seats):
        seat.phase("explore")
        move(seat, 0.2 + 0.1 * i + 0.1 * number)
        seat.page.locator("#note").fill(f"round {number} <i>{i}</i>")
        seat.press("propose")
    host.page.locator('[data-part="leaderboard"] tr').nth(2).wait_for(timeout=LOADED)
    host.press("next")
    for i, seat in enumerate(seats):
        seat.phase("predict")
        seat.page.locator("#peak").fill(str(2026 + i))
        seat.page.locator("#tons").fill(str(1 + i))
        seat.press("predict")
        seat.page.locator('[data-part="predicted"]').wait_for(timeout=LOADED)


def reveal(host, seats):
    for _ in range(20):
        host.press("next")
        host.page.wait_for_timeout(700)
        if host.page.locator('[data-phase="reveal"]').count():
            break
    for seat in seats:
        seat.page.locator('[data-part="reveal"] path').first.wait_for(timeout=LOADED)


def test_three_rounds_with_a_reconnect_and_a_restart(tmp_path):
    with chromium() as browser:
        with room(tmp_path) as (address, secret, code, process):
            host = Seat(browser, f"{address}facilitator#{secret}", DESKTOP, "zh-CN")
            host.page.locator('[data-part="code"]', has_text=code).wait_for(timeout=LOADED)
            seats = [join(browser, address, code, i) for i in range(5)]
            host.page.locator('[data-part="people"]', has_text="5").wait_for(timeout=LOADED)
            play_round(host, seats, 1)
            reveal(host, seats)
            host.shot("host.reveal")
            host.press("next")
            seats[0].context.set_offline(True)  # a phone that leaves the network in the middle of a round
            seats[1].phase("explore")
            seats[0].context.set_offline(False)
            seats[0].phase("explore")
            move(seats[0], 0.9)
            before = seats[0].page.locator("[data-lever].changed output").all_inner_texts()
            seats[0].page.locator("[data-lever]").first.scroll_into_view_if_needed()
            seats[0].shot("play.zh")
            seats[1].shot("play.en")
            port = int(address.rsplit(":", 1)[1].strip("/"))
            process.send_signal(signal.SIGKILL)
            process.wait(10)
        with room(tmp_path, port) as (address, again, same_code, _):
            assert (again, same_code) == (secret, code)
            for seat in seats:
                seat.phase("explore")
            seats[0].page.reload()
            seats[0].page.locator("[data-lever].changed").first.wait_for(timeout=LOADED)
            assert seats[0].page.locator("[data-lever].changed output").all_inner_texts() == before
            for i, seat in enumerate(seats):
                move(seat, 0.3 + 0.1 * i)
                seat.press("propose")
            host.press("next")
            for seat in seats:
                seat.phase("predict")
            reveal(host, seats)
            play_round(host, seats, 3)
            reveal(host, seats)
            screen = host.context.new_page()
            screen.goto(f"{address}screen")
            screen.locator('[data-part="reveal"] path').first.wait_for(timeout=LOADED)
            if SHOTS:
                screen.screenshot(path=str(Path(SHOTS) / "workshop.screen.png"), full_page=True)
            host.press("next")
            seats[2].phase("debrief")
            seats[2].shot("play.debrief")
            for path in ("debrief?lang=zh", "print?lang=en"):
                screen.goto(address + path)
                assert screen.locator("table").count() >= 2
                if SHOTS:
                    screen.screenshot(path=str(Path(SHOTS) / f"workshop.{path[:5]}.png"), full_page=True)
            assert host.page.locator("script", has_text="alert").count() == 0
            host.page.locator('[data-action="kick"]').nth(4).click()
            seats[4].page.locator("#name").wait_for(timeout=LOADED)
            for seat in [host, *seats]:
                assert seat.wrong == []
