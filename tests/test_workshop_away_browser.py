"""Who is there: a phone that is put away is no longer marked as present, and is back at once when it is looked at."""

import pytest

from tests.test_workshop_browser import Seat, join
from tests.web_browser import DESKTOP, LOADED, chromium
from tests.workshop_room import room

pytestmark = pytest.mark.slow
SEEN = """hidden => { Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange")); }"""


def test_the_roster_says_who_has_put_the_phone_away(tmp_path):
    with chromium() as browser, room(tmp_path) as (address, secret, code, _):
        host = Seat(browser, f"{address}facilitator#{secret}", DESKTOP, "zh-CN")
        one = join(browser, address, code, 0)
        here, gone = (host.page.locator(f"#roster td.{kind}") for kind in ("here", "gone"))
        here.wait_for(timeout=LOADED)
        one.page.evaluate("""() => document.dispatchEvent(new Event("freeze"))""")  # the system puts it to sleep
        gone.wait_for(timeout=LOADED)
        one.page.evaluate(SEEN, False)
        here.wait_for(timeout=LOADED)
        one.page.evaluate(SEEN, True)
        one.page.evaluate(SEEN, False)  # only a glance at something else
        host.page.wait_for_timeout(11_000)
        assert here.count() == 1
        one.page.evaluate(SEEN, True)
        gone.wait_for(timeout=LOADED)
        host.press("next")
        one.page.evaluate(SEEN, False)
        one.phase("explore")  # what happened meanwhile is there
        here.wait_for(timeout=LOADED)
        assert not one.wrong and not host.wrong
