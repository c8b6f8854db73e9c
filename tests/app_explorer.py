"""The page's state in the tiny region, and what its boards draw."""

import re

from experiments.app import panel
from experiments.app.boards import board
from experiments.app.explorer import Explorer
from experiments.language import Speech
from experiments.web import shared
from experiments.web.ask import Place
from experiments.web.scenario import Curve
from tests.web_pool import InlinePool

PLACE = Place("tiny", 0.02, n_days=6, until=2036)
CHINESE = re.compile("[\u4e00-\u9fff]")


def opened():
    """Return an explorer that answers in this process, with two levers moved after a first save."""
    pool = InlinePool(PLACE)
    shared.share(pool)
    _forget_the_region()
    explorer = Explorer(pool, "me", list(pool.desk.region.storylines), lambda: None)
    explorer.start()
    explorer.save("plain")
    explorer.set_lever("publicity", Curve(((2027, 1.0),)))
    explorer.set_lever("tou_period_set", Curve(((2027, 2.0),)))
    return explorer


def closed():
    """Let go of the pool and of the cities that it keeps."""
    shared.share(None)
    _forget_the_region()


def _forget_the_region():
    known = (panel.levers, panel.packages, panel.storylines, panel.quotes, panel.assumptions, panel.all_there_is)
    for cached in (shared.the_region, *known, panel._known_paths, panel._values_of):
        cached.cache_clear()


def drawn(explorer, tab, lang):
    explorer.show(tab=tab, lang=lang, is_tce=lang == "zh")
    return board(explorer, shared.the_region(), Speech(lang))["charts"]
