"""What the page tells in Chinese: the signs of Chinese beside its letters, no English sentence; and none in English."""

import json
import re

import pytest

from experiments.app import panel, share
from experiments.app.boards import choose
from experiments.language import Speech
from experiments.web import shared, words
from experiments.web.follow import KINDS
from tests.app_explorer import CHINESE, drawn
from tests.web_browser import TABS

HALF_WIDTH = re.compile("[\u4e00-\u9fff] ?[,;:!?()] ?|[,;:!?()] ?[\u4e00-\u9fff]")
BESIDE_WIDE = re.compile("[，。；：）] (?!·)|(?<!·) [，。；：（]")
SENTENCE = re.compile(r"[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}")
NOT_READ = ("id", "key", "d", "color", "box", "value", "packages", "commands", "lines", "quote")  # by people
COMMANDS = ("tanfeng ", "import ")
BOARDS = ("emissions", *(tab for tab in TABS if tab != "share"))


def texts(told):
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for key, value in told.items():
            if key not in NOT_READ:
                yield from texts(value)
    elif isinstance(told, list | tuple):
        for value in told:
            yield from texts(value)


def wrong(told):
    """Return the texts with signs of a keyboard, gaps beside wide signs, or sentences of English."""
    marks = (HALF_WIDTH, BESIDE_WIDE, SENTENCE)
    return sorted({t for t in texts(told) if any(m.search(t) for m in marks) and not any(c in t for c in COMMANDS)})


@pytest.mark.parametrize("tab", BOARDS)
def test_a_board_is_written_as_its_readers_write(explorer, tab):
    assert wrong(drawn(explorer, tab, "zh")) == []
    assert [text for text in texts(drawn(explorer, tab, "en")) if CHINESE.search(text)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_life_is_written_as_its_readers_write(explorer, kind):
    choose(explorer, {"key": "life", "value": kind})
    assert wrong(drawn(explorer, "lives", "zh")) == []


def test_levers_buttons_and_links_are_written_as_their_readers_write(explorer):
    say, region = Speech("zh"), shared.the_region()
    told = [
        panel.bar_state(explorer, region, say),
        json.loads(panel.all_there_is("", "zh")),
        panel.lever_state(explorer, region, say),
        share.share_state(explorer, region, say),
        *(words.spoken(part, say) for part in (words.CHARTS, words.BAR)),
        words.lever_words(say),
    ]
    assert wrong(told) == []
