"""A facilitator, five phones and a big screen in a real Chromium: three rounds, a lost connection, a restart."""

import os
import re
import signal
from pathlib import Path

import pytest

from tests.alone import ran_alone
from tests.web_browser import DESKTOP, LOADED, PHONE, chromium
from tests.workshop_room import room

pytestmark = pytest.mark.slow
SHOTS = os.environ.get("TANFENG_SHOTS")
WALL = {"width": 1920, "height": 1080}
TEAMS = ("energy", "industry", "transport", "residents", "coke_steel")
NAMES = ("王芳", "Li Wei", "<b>Bob</b><script>alert(1)</script>", "赵六", "Eve")
ENGLISH = 1  # the one phone that is not set to Chinese


class Seat:
    """One browser of one person, with all that went wrong in it and all that it asked of others."""

    def __init__(self, browser, url, size, lang):
        self.context = browser.new_context(viewport=size, locale=lang, has_touch=size is PHONE)
        self.wrong, self.outside = [], []
        self.page = self.tab(url)

    def tab(self, url):
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        page.on(
            "request", lambda r: None if "//127.0.0.1:" in r.url or r.url[:5] == "data:" else self.outside.append(r)
        )
        page.goto(url, timeout=LOADED)
        return page

    def press(self, action):
        self.page.locator(f'[data-action="{action}"]').first.click()

    def phase(self, name):
        self.page.locator(f'[data-phase="{name}"]').wait_for(timeout=LOADED)

    def sees(self, words):
        self.page.get_by_text(words).first.wait_for(timeout=LOADED)

    def values(self):
        return self.page.locator("[data-lever].changed output").all_inner_texts()

    def fits(self):
        assert self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0

    def whole(self):
        """Nobody can scroll a projector's picture: all of it is seen, and the axis says where it begins."""
        assert self.page.evaluate("document.documentElement.scrollHeight - window.innerHeight") <= 0
        lowest, *others = self.page.locator(".chart svg").first.locator("text").all_text_contents()
        assert float(lowest.replace(",", "")) == 0 or any(f"纵轴从 {lowest} 起，不从 0 起" in words for words in others)

    def shot(self, name):
        self.fits()
        if SHOTS:
            self.page.screenshot(path=str(Path(SHOTS) / f"workshop.{name}.png"), full_page=True)


def join(browser, address, code, i):
    seat = Seat(browser, f"{address}j/{code}", PHONE, "en-GB" if i == ENGLISH else "zh-CN")
    title = "Carbon-peak workshop" if i == ENGLISH else "碳达峰研讨"
    seat.page.locator("#join h1", has_text=re.compile(f"^{title}$")).wait_for(timeout=LOADED)
    seat.page.locator("#name").fill(NAMES[i])
    seat.page.locator("#team").select_option(TEAMS[i])
    seat.press("join")
    seat.page.locator("[data-lever]").first.wait_for(timeout=LOADED)
    return seat


def slide(page, slider, share):
    page.locator(slider).first.evaluate(
        """(e, share) => { e.value = Number(e.min) + share * (Number(e.max) - Number(e.min));
        e.dispatchEvent(new Event("input")); e.dispatchEvent(new Event("change")); }""",
        share,
    )


def move(seat, share):
    slide(seat.page, "[data-lever]:nth-of-type(2) input[type=range]", share)
    seat.page.wait_for_timeout(100)
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
        unit = "Mt" if i == ENGLISH else "万吨"  # each reads and writes as their language counts
        told = seat.page.locator('[data-part="predict"] .quiet').first.inner_text()
        start = float(re.search(rf"([\d.,]+) {unit}", told)[1].replace(",", ""))
        seat.page.locator("#peak").fill(str(2026 + i))
        if i == 0:  # nothing written is no prediction of zero
            seat.press("predict")
            seat.page.locator("#error", has_text="请填写").wait_for(timeout=LOADED)
        if i < 2:  # who thinks in another unit is told so
            seat.page.locator("#tons").fill(str(100 * start if i else start / 100))
            seat.press("predict")
            seat.page.locator("#error", has_text=unit).wait_for(timeout=LOADED)
        seat.page.locator("#tons").fill(f"{start * (0.8 + 0.1 * i):.3f}")
        seat.press("predict")
        seat.page.locator('[data-part="predicted"]', has_text=unit).wait_for(timeout=LOADED)


def reveal(host, seats):
    for _ in range(200):  # until what they chose together has been computed
        host.press("next")
        host.page.wait_for_timeout(700)
        if host.page.locator('[data-phase="reveal"]').count():
            break
    for seat in seats:
        seat.page.locator('[data-part="reveal"] path').first.wait_for(timeout=LOADED)


def contest(seat):
    """Doubt a number, see what that changes, and find another one by a word."""
    seat.page.locator("details.contest summary").click()
    above, below = (seat.page.locator(of).first.bounding_box()["y"] for of in ("#seek", "[data-assumption]"))
    assert above < below  # not at the end of some forty sliders
    slide(seat.page, "[data-assumption] input[type=range]", 1.0)
    table = seat.page.locator('[data-part="changes"] tr')
    table.nth(3).wait_for(timeout=LOADED)
    seat.page.locator('[data-part="doubted"]', has_text="同样看法下的起点").wait_for(timeout=LOADED)
    alone = (
        table.nth(3).locator("td").nth(2).inner_text()
    )  # what the levers do: the doubt itself is no effect of theirs
    shown = seat.page.locator("#result .figures > div").nth(1).locator("small").last.inner_text()
    assert shown.split(" ")[0] == alone
    seat.page.locator("#seek").fill("取暖")
    seat.press("seek")
    seat.page.locator('#contest [data-assumption^="heating"]').first.wait_for(timeout=LOADED)


def test_three_rounds_with_a_reconnect_and_a_restart(tmp_path):
    if ran_alone(__file__):
        return
    with chromium() as browser:
        with room(tmp_path) as (address, secret, code, process):
            host = Seat(browser, f"{address}facilitator#{secret}", DESKTOP, "zh-CN")
            host.page.locator('[data-part="code"]', has_text=code).wait_for(timeout=LOADED)
            shown = host.page.get_by_role("link", name="大屏").get_attribute("href")
            screen = Seat(browser, address + shown[1:], WALL, "zh-CN")
            screen.page.locator('[data-part="code"]', has_text=code).wait_for(timeout=LOADED)
            screen.shot("screen.lobby")
            for page in (host.page, screen.page):  # a room that no phone can reach says so, and what to do
                page.locator('[data-part="loopback"]', has_text="--host 0.0.0.0").wait_for(timeout=LOADED)
            assert host.page.locator('ol[data-part="told"] li').count() == 4
            host.page.locator('[data-tab="settings"]').click()
            host.page.locator('[data-set="goal"]').fill("2030")
            host.press("save")
            host.page.locator("#notice", has_text="已保存").wait_for(timeout=LOADED)
            host.page.wait_for_timeout(1500)  # the news of it comes back: it is no other page's
            assert "另一个页面" not in host.page.locator("#notice").inner_text()
            host.page.locator('[data-tab="run"]').click()
            seats = [join(browser, address, code, i) for i in range(5)]
            host.page.locator('[data-part="people"]', has_text="5").wait_for(timeout=LOADED)
            play_round(host, seats, 1)
            reveal(host, [*seats, screen])
            for page in (host.page, screen.page):  # what another seed alone would make of the numbers
                page.locator('[data-part="luck"]', has_text="4 个种子").wait_for(timeout=2 * LOADED)
            assert "±" in host.page.locator('[data-part="leaderboard"] td small').first.inner_text()
            for page in (host.page, screen.page, seats[0].page):  # which lever did it
                page.locator('[data-part="drivers"] td').first.wait_for(timeout=2 * LOADED)
            host.shot("host.reveal")
            screen.shot("screen.reveal")
            screen.whole()
            host.press("next")
            seats[0].context.set_offline(True)  # a phone that leaves the network in the middle of a round
            seats[1].phase("explore")
            seats[0].context.set_offline(False)
            seats[0].phase("explore")
            late = Seat(browser, f"{address}j/{code}", PHONE, "zh-CN")  # who comes late is told what to do
            late.page.locator("#name").fill("王芳")
            late.press("join")
            late.page.locator('[data-part="todo"]', has_text="提出方案").wait_for(timeout=LOADED)
            late.sees("第1轮的共同方案")
            assert "王芳 2" in late.page.locator("#top").inner_text()
            late.context.close()
            move(seats[0], 0.9)
            contest(seats[2])
            second = seats[0].tab(address)  # the same person in another tab sees the same levers, and moves them
            second.locator("[data-lever].changed").first.wait_for(timeout=LOADED)
            slide(second, "[data-lever]:nth-of-type(3) input[type=range]", 0.5)
            seats[0].page.locator("[data-lever]:nth-of-type(3).changed").wait_for(timeout=LOADED)
            second.close()
            before = seats[0].values()
            seats[0].shot("play.zh")
            seats[ENGLISH].sees("Contest an assumption")
            seats[ENGLISH].shot("play.en")
            port = int(address.rsplit(":", 1)[1].strip("/"))
            process.send_signal(signal.SIGKILL)
            process.wait(60)
        with room(tmp_path, port) as (address, again, same_code, _):
            assert (again, same_code) == (secret, code)
            for seat in seats:
                seat.phase("explore")
            seats[0].page.reload()
            seats[0].page.locator("[data-lever].changed").first.wait_for(timeout=LOADED)
            assert seats[0].values() == before
            for i, seat in enumerate(seats):
                move(seat, 0.3 + 0.1 * i)
                seat.press("propose")
            host.press("clock")
            host.page.locator('[data-part="clock"]').wait_for(timeout=LOADED)
            host.press("push-proposal")
            seats[ENGLISH].sees("The facilitator has pushed a common start.")
            host.press("next")
            for seat in seats:
                seat.phase("predict")
            reveal(host, seats)
            play_round(host, seats, 3)
            reveal(host, seats)
            host.press("next")
            for seat in [*seats, screen]:
                seat.phase("debrief")
            seats[2].shot("play.debrief")
            screen.page.locator('[data-part="payers"]').wait_for(timeout=LOADED)
            screen.page.locator('[data-part="drivers"]').wait_for(timeout=2 * LOADED)
            screen.whole()
            screen.shot("screen.debrief")
            key = screen.page.locator(".legend span").first  # its mark stands beside its name, not above it
            assert key.evaluate("e => e.offsetHeight < 1.7 * parseFloat(getComputedStyle(e).fontSize)")
            paper = host.tab(f"{address}debrief?lang=en")
            assert "What the room believed" in paper.content() and "What divided the room" in paper.content()
            assert "What sets the proposals apart" in paper.content() and "Which lever did it" in paper.content()
            assert not paper.locator("td", has_text="None").count()
            paper.goto(f"{address}print?lang=zh")
            assert paper.locator(".card").count() >= 20 and paper.locator("section").count() >= 9
            assert host.page.locator("script", has_text="alert").count() == 0
            host.page.locator('[data-action="kick"]').nth(4).click()
            seats[4].page.locator("#name").wait_for(timeout=LOADED)
            for seat in [host, screen, *seats]:
                assert (seat.wrong, seat.outside) == ([], [])
