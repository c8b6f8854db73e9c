"""A workshop's pages and its paper for whoever cannot see, point or read small print."""

import pytest

from tests.test_workshop_browser import Seat
from tests.web_access import wrongs
from tests.web_browser import DESKTOP, LOADED, PHONE, chromium
from tests.workshop_calls import played

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("lang", ["zh-CN", "en-GB"])
def test_nothing_in_a_workshop_stands_in_the_way(room, lang):
    hall, address = room
    with chromium() as browser:
        host = Seat(browser, f"{address}/facilitator#{hall.secret}", DESKTOP, lang)
        host.page.locator('[data-part="code"]').wait_for(timeout=LOADED)
        one = Seat(browser, f"{address}/j/{hall.room.code}", PHONE, lang)
        one.page.locator("#name").wait_for(timeout=LOADED)
        found = {"join": wrongs(one.page), "lobby": wrongs(host.page)}
        one.page.locator("#name").fill("Eve")
        one.press("join")
        one.page.locator("[data-lever]").first.wait_for(timeout=LOADED)
        found["phone"] = wrongs(one.page)
        played(room)
        one.phase("reveal")
        host.phase("reveal")
        screen = host.tab(f"{address}/screen")
        screen.locator('[data-part="reveal"]').wait_for(timeout=LOADED)
        found |= {"reveal": wrongs(one.page), "steering": wrongs(host.page), "wall": wrongs(screen)}
        picture = one.page.locator('[data-part="reveal"] svg[role=img]').first
        assert "2020 " in picture.get_attribute("aria-label") and "2021 " in picture.get_attribute("aria-label")
        for name in ("print", "debrief"):
            paper = host.tab(f"{address}/{name}?lang={lang[:2]}")
            found[name] = wrongs(paper)
        assert {page: wrong for page, wrong in found.items() if wrong} == {}
