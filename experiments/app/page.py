"""The exploring page: one component for the bar, one for the levers, one for the charts; JSON in, events out."""

import json
from typing import Any
from uuid import uuid4

import solara
from solara.lab.utils.cookies import cookies
from solara.lab.utils.headers import headers
from solara.server.kernel_context import get_current_context

from abm.region import Region
from experiments.app import panel, share, shelf
from experiments.app.boards import COMPARE, SHARE, board, choose
from experiments.app.explorer import LAW, MOVE, Explorer
from experiments.app.hands import BoardHands, LeverHands, obey
from experiments.chinese import worded
from experiments.language import Lang, Speech
from experiments.web import words
from experiments.web.link import read_query
from experiments.web.shared import the_pool, the_region

LANGUAGES = "tanfeng-languages"  # the cookie of them, in the order of preference


@solara.component_vue("../web/vue/bar.vue", vuetify=False)
def Bar(words: dict, state: dict, kept: str | None, event_press: Any = None, event_restore: Any = None) -> None:
    """Headline and buttons."""


@solara.component_vue("../web/vue/levers.vue", vuetify=False)
def Levers(words: dict, catalogue: str, paths: str, state: dict, event_tell: Any = None) -> None:
    """All levers in one component; ``catalogue`` and ``paths`` are JSON, since Solara walks through lists."""


@solara.component_vue("../web/vue/charts.vue", vuetify=False)
def Charts(words: dict, board: dict, state: dict, charts: str, event_tell: Any = None) -> None:
    """All charts of a board in one component: the tabs, what is told beside them, and ``charts`` as JSON."""


@solara.component_vue("../web/vue/share.vue", vuetify=False)
def Share(
    words: dict,
    state: dict,
    event_make: Any = None,
    event_upload: Any = None,
    event_origin: Any = None,
) -> None:
    """Link, QR code, files."""


@solara.component
def Layout(children: list) -> Any:
    """Leave the whole window to the page."""
    return solara.Div(children=children, classes=["tf-root"])


@solara.component
def Page() -> None:
    """Draw the page of one session."""
    version, set_version = solara.use_state(0)
    query = solara.use_router().search or ""
    explorer = solara.use_memo(lambda: _begin(set_version, query), [])
    solara.use_effect(lambda: explorer.close, [])
    say = Speech(explorer.view.lang)
    region = the_region()
    with solara.Div(classes=["tf-app"]):
        Bar(
            words=words.spoken(words.BAR, say),
            state=panel.bar_state(explorer, region, say),
            kept=shelf.kept_text(explorer),
            event_press=lambda key: panel.press(explorer, key),
            event_restore=lambda text: shelf.restore(explorer, text, region, say),
        )
        lever_hands = _lever_hands(explorer, region)
        Levers(
            words=words.lever_words(say),
            catalogue=panel.all_there_is(explorer.scenario.storyline, say.lang),
            paths=panel.paths_of(explorer.scenario.package),
            state=panel.lever_state(explorer, region, say),
            event_tell=lambda told: obey(lever_hands, told),
        )
        shown = board(explorer, region, say)
        charts = json.dumps(shown.pop("charts"), allow_nan=False)
        board_hands = _board_hands(explorer, region, say)
        with solara.v.Html(tag="main", class_="tf-right"):
            Charts(
                words=words.spoken(words.CHARTS, say),
                board=shown,
                state=_board_state(explorer, version, say),
                charts=charts,
                event_tell=lambda told: obey(board_hands, told),
            )
            if explorer.view.tab == SHARE:
                Share(
                    words=words.spoken(share.WORDS, say),
                    state=share.share_state(explorer, region, say),
                    event_make=lambda kind: share.make_file(explorer, kind, region, say),
                    event_upload=lambda text: shelf.bring(explorer, text, region, say),
                    event_origin=lambda origin: explorer.live_at(str(origin)),
                )


def _lever_hands(explorer: Explorer, region: Region) -> LeverHands:
    return LeverHands(
        move=lambda told: panel.move(explorer, told),
        reset=lambda told: panel.reset(explorer, told),
        reset_levers=lambda _: explorer.move(explorer.scenario.without_levers()),
        reset_assumptions=lambda _: explorer.move(explorer.scenario.without_assumptions()),
        choose_package=lambda name: panel.choose_package(explorer, name, region),
        choose_storyline=lambda name: panel.choose_storyline(explorer, name, region),
        choose_seed=lambda seed: panel.choose_seed(explorer, seed),
        assume=lambda told: panel.assume(explorer, told),
    )


def _board_hands(explorer: Explorer, region: Region, say: Speech) -> BoardHands:
    return BoardHands(
        open_tab=lambda name: explorer.show(tab=str(name)),
        choose=lambda told: choose(explorer, told),
        upload=lambda text: shelf.bring(explorer, text, region, say),
        dismiss=lambda _: explorer.dismiss(),
    )


def _board_state(explorer: Explorer, serial: int, say: Speech) -> dict[str, Any]:
    """Return what is told beside the charts; ``serial`` counts the drawings."""
    return {
        "problem": worded(explorer.problem, say),
        "busy": explorer.is_busy,
        "serial": serial,
        "notices": list(explorer.notices),
        "kept": shelf.kept_text(explorer) if explorer.view.tab == COMPARE else None,
    }


def _begin(set_version: Any, query: str) -> Explorer:
    context = get_current_context()
    count = iter(range(1, 1 << 62))

    def changed() -> None:
        if not context.closed_event.is_set():
            with context:
                set_version(next(count))

    explorer = Explorer(the_pool(), uuid4().hex, list(the_region().storylines), changed)
    lang = _language()
    read = read_query(query, the_region(), Speech(lang))
    shared = read.scenario != read.scenario.plain()  # who opens a link has made no move to compare with
    explorer.show(lang=lang, is_tce=lang == "zh", against=LAW if shared else MOVE)
    explorer.start(read.scenario, read.problems)
    return explorer


def _language() -> Lang:
    """Return the language that the page's own browser asks for first, or that was chosen in it before.

    The websocket's header is the browser's, not the page's: ``custom.js`` says the page's in a cookie.
    """
    told = (cookies.value or {}).get(LANGUAGES, "")
    asked = (told or (headers.value or {}).get("accept-language", [""])[0]).lower()
    return "zh" if asked.startswith("zh") or "en" not in asked else "en"
