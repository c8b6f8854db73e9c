"""Take the pictures of the two pages that the guides and the README show: ``python -m tests.page_pictures``."""

import sys
import tempfile
from pathlib import Path

from tests.test_workshop_browser import Seat
from tests.web_browser import LOADED, PHONE, ROOT, Visit, chromium, serving
from tests.workshop_room import room

PICTURES = ROOT / "docs" / "pictures"
PAGE, WALL = {"width": 1366, "height": 860}, {"width": 1280, "height": 720}
LULIANG = ("--region", "luliang")
PROPOSALS = (  # name, team, what they move, what they predict in 10^4 t
    ("王芳", "energy", {"wind_pv_quota": 2.0, "independent_storage": 2.0}, 4850),
    ("Li Wei", "coke_steel", {"efficiency_standard": 0.5}, 4990),
    ("陈静", "finance", {"technical_renovation_grant": 0.3}, 4600),
    ("赵六", "residents", {"clean_heating_programme": 0.2}, 5080),
)


def exploring(browser: object) -> None:
    """The plan with faster clean heating against current law, and other hours of the tariff."""
    with serving("app", *LULIANG) as address:
        one = Visit(browser, address, lang="zh-CN", size=PAGE)
        _plan(one)
        one.press("against")
        one.lever("clean_heating_programme", 40)
        _shot(one.page, "app.zh")
        one = Visit(browser, address, lang="en-GB", size=PAGE)
        _plan(one)
        one.tab("power")
        one.lever("tou_period_set", 2)
        one.chart("hours_moved")
        one.page.locator('[data-lever="tou_period_set"]').scroll_into_view_if_needed()
        _shot(one.page, "app.en")


def _plan(one: Visit) -> None:
    one.chart("sectors")
    one.page.locator("[data-select=package]").select_option("plan")
    one.settled()


def workshop(browser: object) -> None:
    """The big screen when the first round is revealed, in both languages."""
    with tempfile.TemporaryDirectory() as folder, room(Path(folder), words=LULIANG) as (address, secret, code, _):
        host = Seat(browser, f"{address}facilitator#{secret}", PAGE, "zh-CN")
        shown = host.page.get_by_role("link", name="大屏").get_attribute("href")
        seats = [_joined(browser, address, code, *one) for one in PROPOSALS]
        host.press("clock")
        host.press("next")
        for seat, (_, _, levers, _) in zip(seats, PROPOSALS, strict=True):
            seat.phase("explore")
            for lever, value in levers.items():
                _set(seat.page, lever, value)
            seat.page.wait_for_timeout(4000)
            seat.press("propose")
        host.page.locator('[data-part="leaderboard"] tr').nth(len(seats)).wait_for(timeout=LOADED)
        host.press("next")
        for seat, (*_, tons) in zip(seats, PROPOSALS, strict=True):
            seat.phase("predict")
            seat.page.locator("#tons").fill(str(tons))
            seat.press("predict")
            seat.page.locator('[data-part="predicted"]').wait_for(timeout=LOADED)
        while not host.page.locator('[data-phase="reveal"]').count():
            host.press("next")
            host.page.wait_for_timeout(1000)
        host.page.locator('[data-part="drivers"] td').first.wait_for(timeout=2 * LOADED)
        for lang, name in (("zh-CN", "workshop.zh"), ("en-GB", "workshop.en")):
            screen = Seat(browser, address + shown[1:], WALL, lang)
            screen.page.locator('[data-part="drivers"] td').first.wait_for(timeout=LOADED)
            screen.page.locator('[data-part="luck"]').first.wait_for(timeout=2 * LOADED)
            _shot(screen.page, name)


def _joined(browser: object, address: str, code: str, name: str, team: str, *_: object) -> Seat:
    seat = Seat(browser, f"{address}j/{code}", PHONE, "zh-CN")
    seat.page.locator("#name").fill(name)
    seat.page.locator("#team").select_option(team)
    seat.press("join")
    seat.page.locator("[data-lever]").first.wait_for(timeout=LOADED)
    return seat


def _set(page: object, lever: str, value: float) -> None:
    page.locator(f'[data-lever="{lever}"] input[type=range]').evaluate(
        """(e, value) => { e.value = value;
        e.dispatchEvent(new Event("input")); e.dispatchEvent(new Event("change")); }""",
        value,
    )


def _shot(page: object, name: str) -> None:
    page.wait_for_timeout(6000)  # what fills in behind
    page.mouse.move(0, 0)
    page.screenshot(path=str(PICTURES / f"{name}.png"))
    print(PICTURES / f"{name}.png")


if __name__ == "__main__":
    with chromium() as found:
        for take in (exploring, workshop) if len(sys.argv) < 2 else [globals()[name] for name in sys.argv[1:]]:
            take(found)
