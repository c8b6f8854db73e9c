"""The line that stays in sight of who moves a lever on a narrow screen."""

import re

import numpy as np

from experiments.app.explorer import LAW
from experiments.app.trace import HEIGHT, WIDTH, trace
from experiments.headlines import SCORED
from experiments.language import Speech


def points(path):
    return np.array([[float(v) for v in pair.split(",")] for pair in re.findall(r"[\d.]+,[\d.]+", path)])


def test_the_line_and_its_change_are_those_of_the_answer(explorer):
    told = trace(explorer, Speech("en"))
    now, was = explorer.answer.series(SCORED), explorer.before.series(SCORED)
    drawn = points(told["now"])
    assert len(drawn) == len(now) and drawn[0, 0] == 0.0 and drawn[-1, 0] == WIDTH
    assert (drawn[:, 1] >= 0.0).all() and (drawn[:, 1] <= HEIGHT).all()
    assert np.argmin(drawn[:, 1]) == np.argmax(now)  # the highest year is drawn highest
    change = points(told["change"])[: len(now), 1]
    assert np.argmin(change) == np.argmax(now - was) and np.argmax(change) == np.argmin(now - was)
    year = explorer.answer.years[np.argmax(np.abs(now - was))]
    assert told["than"].startswith("vs before: at most ") and told["than"].endswith(f"({year})")


def test_what_it_is_compared_with_is_said_and_nothing_is_no_change(explorer):
    kept, view = explorer.before, explorer.view
    try:
        explorer.show(against=LAW)
        assert trace(explorer, Speech("zh"))["than"].startswith("较现行政策：最多")
        explorer.show(against=view.against)
        explorer.before = None
        told = trace(explorer, Speech("zh"))
        assert (told["than"], told["before"], told["change"]) == ("未改动", "", "")
    finally:
        explorer.before, explorer.view = kept, view
