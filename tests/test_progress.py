"""What a long command says while it works where nobody watches a terminal: at once what, then now and then how long."""

import re
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
from experiments.text import in_processes, kept_line

SAY = Speech("en")
QUIET = Namespace(progress=False)


@pytest.fixture
def clock(monkeypatch):
    """A clock that a test sets."""
    at = [0.0]
    monkeypatch.setattr(progress, "perf_counter", lambda: at[0])
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


def arrivals(workers: int, run_s: float, offset_s: float = 0.0, loading_s: float = 12.0) -> list[float]:
    """When runs come of workers that load, then take ``run_s`` each, the second ``offset_s`` later than the first."""
    return sorted(loading_s + offset_s * worker + run_s * k for worker in range(workers) for k in range(1, 101))


@pytest.mark.parametrize("offset_s", [0.0, 0.05, 0.7, 1.4])
def test_the_time_left_is_near_the_truth_from_the_first_line_on_with_two_workers(offset_s, clock, told):
    """Results of both come at once, or in turns; the true pace is 1.5 s a run."""
    for make in (batch_line, run_line):
        say = make(clock)
        for seen, at in enumerate(arrivals(2, 3.0, offset_s), start=1):
            clock[0] = at
            say(seen)
        paces = [pace_told(line) for line in told()[2:189]]  # the first of each worker waited until all was loaded
        assert len(paces) > 100
        assert all(0.5 * 1.5 <= pace <= 1.5 * 1.5 for pace in paces), paces[:4]
        assert paces[20] == pytest.approx(1.5, rel=0.1)


def batch_line(clock):
    clock[0] = 0.0
    tick = batch_ticker(Namespace(progress=True, workers=2), SAY)
    return lambda seen: tick(Count(200, seen, 0), seen)


def run_line(clock):
    clock[0] = 0.0
    tick = ticker(Namespace(progress=True, workers=2), SAY, 200)
    wanted = [Request("plan", "tiny", "steady", 2060, 1.0, seed) for seed in range(1, 201)]
    return lambda seen: tick(wanted[seen - 1], 2060)


def pace_told(line: str) -> float:
    """Return the seconds a run that a line tells by what is left of 200 runs."""
    seen = int(re.search(r"\[(\d+)/", line)[1])
    *hours, minutes, seconds = map(int, re.search(r"([\d:]+) left", line)[1].split(":"))
    return (3600 * sum(hours) + 60 * minutes + seconds) / (200 - seen)


def test_with_two_workers_the_first_two_runs_are_no_measure(clock, told):
    tick = batch_ticker(Namespace(progress=False, workers=2), SAY)
    for seen, at in enumerate([40.0, 40.01, 52.0, 52.1], start=1):
        clock[0] = at
        tick(Count(100, seen, 0), seen)
    assert told()[0].startswith("[3/100]")


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
         "pilot of plan minus current: 4 runs in 1 process"),
        (("attribute", "current", "plan", "--region", "tiny", "--until", "2027", "--seeds", "1", "--permutations", "2",
          "--by", "section"), "attributing plan minus current: "),
    ],
)  # fmt: skip
def test_a_long_command_says_what_it_does_before_it_does_it(words, said, capsys):
    assert main(list(words)) == 0
    out, err = capsys.readouterr()
    assert said in err and said not in out


@pytest.mark.parametrize(
    ("n", "en", "zh"),
    [
        (0, "0 runs are kept; start again and it goes on", "0 次运行已保存，再次启动即续算"),
        (1, "1 run is kept; start again and it goes on", "1 次运行已保存，再次启动即续算"),
        (2, "2 runs are kept; start again and it goes on", "2 次运行已保存，再次启动即续算"),
    ],
)
def test_what_is_kept_is_counted_as_the_language_counts(n, en, zh):
    assert (kept_line(n, Speech("en")), kept_line(n, Speech("zh"))) == (en, zh)


def test_processes_and_runs_are_counted_each_by_itself():
    assert in_processes(1, 1) == "1 run in 1 process"
    assert in_processes(4, 2) == "4 runs in 2 processes"
