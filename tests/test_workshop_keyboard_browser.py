"""Without a mouse, and with an address that was copied badly: the room's pages go on."""

import pytest

from tests.test_workshop_browser import Seat, join
from tests.web_browser import DESKTOP, LOADED, chromium
from tests.workshop_room import room

pytestmark = pytest.mark.slow


def test_a_lever_and_an_assumption_are_moved_by_the_keyboard_alone(tmp_path):
    with chromium() as browser, room(tmp_path) as (address, secret, code, _):
        for page in ("facilitator#%E0%", "facilitator#%", "screen#%E0%"):  # half of an address that was copied
            lost = Seat(browser, address + page, DESKTOP, "zh-CN")
            lost.page.locator("#enter input").wait_for(timeout=LOADED)
            assert not lost.wrong and "%" not in lost.page.url
            lost.context.close()
        host = Seat(browser, f"{address}facilitator#{secret}", DESKTOP, "zh-CN")
        host.page.locator('[data-part="code"]', has_text=code).wait_for(timeout=LOADED)
        one = join(browser, address, code, 0)
        host.press("next")
        one.phase("explore")
        one.page.locator("details.contest summary").press("Enter")
        for slider in ("[data-lever] input[type=range]", "[data-assumption] input[type=range]"):
            found = one.page.locator(slider).first
            before = float(found.input_value())
            found.focus()
            for _ in range(2):  # the focus stays where it was: the second key moves on
                one.page.keyboard.press("ArrowRight")
                one.page.wait_for_timeout(800)
            step = float(found.get_attribute("step"))
            assert float(found.input_value()) == pytest.approx(before + 2 * step)
        assert not one.wrong
