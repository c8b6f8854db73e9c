"""What a long command says while it works where nobody watches a terminal: at once what, then now and then how long."""

from argparse import Namespace
from itertools import count

import pytest

import experiments.progress as progress
from experiments.batch.progress import Ticker
from experiments.batch.progress import ticker as batch_ticker
from experiments.batch.working import Count
from experiments.cli import main
from experiments.language import Speech
from experiments.progress import EVERY_S, Paced, steps, ticker
from experiments.requests import Request

SAY = Speech("en")
QUIET = Namespace(progress=False)


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test sets."""
    at = [0.0]
    monkeypatch.setattr(progress, "perf_counter", lambda: at[0])
    monkeypatch.setattr("experiments.batch.progress.perf_counter", lambda: at[0])
    return at


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


@pytest.fixture
def told(capsys):
    """The lines on the error stream, which is no terminal here."""
    return lambda: capsys.readouterr().err.splitlines()


def test_the_time_left_is_said_as_soon_as_it_is_known_and_then_once_per_some_seconds(clock, told):
    tick = batch_ticker(QUIET, SAY)
    for seen in range(1, 101):
        clock[0] = 2.0 * seen
        tick(Count(100, seen, 0), seen)
    lines = told()
    assert lines[0] == "[2/100]  2.00 s a run, 3:16 left"
    assert len(lines) == 1 + 196 // EVERY_S


def test_the_first_run_which_waits_for_the_workers_is_no_measure_of_the_time_left(clock, told):
    tick = batch_ticker(QUIET, SAY)
    for seen in range(1, 4):
        clock[0] = 30.0 + 2.0 * seen
        tick(Count(100, seen, 0), seen)
    assert told()[0] == "[2/100]  2.00 s a run, 3:16 left"


def test_what_is_over_soon_says_no_more_than_what_it_is(clock, told):
    tick = batch_ticker(QUIET, SAY)
    for seen in range(1, 9):
        clock[0] = 1.0 * seen
        tick(Count(8, seen, 0), seen)
    assert told() == []


def test_every_step_is_said_where_it_is_asked_for(clock, told):
    tick = batch_ticker(Namespace(progress=True), SAY)
    for seen in range(1, 9):
        tick(Count(8, seen, 0), seen)
    assert len(told()) == 8
    assert isinstance(tick, Ticker)


def test_a_long_run_says_its_year_and_the_time_left(clock, told):
    request = Request("plan", "tiny", "steady", 2060, 1.0, 1)
    tick = ticker(QUIET, SAY, 2)
    for year in range(2021, 2061):
        clock[0] += 1.0
        tick(request, year)
    lines = told()
    assert lines[0] == "[1/2] plan seed 1  2030  10.0 s, about 1:10 left"
    assert len(lines) == 4


def test_an_analysis_tells_its_steps(clock, told):
    tell = steps(SAY, "analyses")
    for done in range(1, 5):
        clock[0] += 15.0
        tell(done, 4)
    lines = told()
    assert lines[0] == "[1/4] analyses  15 s, about 0:45 left"
    assert len(lines) == 3


def test_the_first_line_waits_until_it_is_worth_it(clock):
    paced, due = Paced(10.0), []
    for second in count(1):
        clock[0] = float(second)
        due.append(paced.is_due(left_s=0.0))
        if second == 25:
            break
    assert [second for second, is_due in enumerate(due, start=1) if is_due] == [10, 20]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("replicates", "current", "plan", "--region", "tiny", "--until", "2022", "--seeds", "2"),
         "pilot of plan minus current: 4 runs in 1 processes"),
        (("attribute", "current", "plan", "--region", "tiny", "--until", "2027", "--seeds", "1", "--permutations", "2",
          "--by", "section"), "attributing plan minus current: "),
    ],
)  # fmt: skip
def test_a_long_command_says_what_it_does_before_it_does_it(words, said, capsys):
    assert main(list(words)) == 0
    out, err = capsys.readouterr()
    assert said in err and said not in out
