"""Runs that share their past and go on from it in copies of a worker: the same bytes, whatever happens to them."""

import gc
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import Pipe
from pathlib import Path

import numpy as np
import pytest

from abm.model import City
from abm.region import load_region
from abm.simulation import begin, build_world, go_on, lever_paths, live
from experiments.batch import pasts
from experiments.batch.design_file import read_design
from experiments.batch.engine import carry_out_with
from experiments.batch.outcome import PASTS_KEPT, Finished
from experiments.batch.pasts import PASTS, can_copy
from experiments.batch.processes import Processes, Team, next_place
from experiments.batch.trial import Keep, Sampled, Trial, work
from experiments.seeking.question import Question, SeekRun, run_apart
from experiments.seeking.question import work as seek
from policies.registry import all_levers
from tests.batch_jobs import tables
from tests.batch_kills import KilledOnce

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="copies are made on Linux alone")
TRIAL = Trial(
    number=0,
    point=0,
    package="plan",
    region="tiny",
    storyline="steady",
    until=2031,
    scale=1.0,
    seed=1,
    population_seed=0,
    history="observed",
    settings=(),
    sampled=Sampled(),
    keep=Keep(),
)
SETTINGS = [
    (),
    (("publicity", None, 0.9), ("straw_subsidy", 2030, 100.0)),
    (("efficient_equipment_subsidy", None, 0.0), ("export_carbon_price", 2029, 300.0)),
    (("wind_pv_quota", None, 3.0),),
]
DESIGN = """
[design]
region = "tiny"
packages = ["plan"]
storylines = ["steady", "slump"]
until = 2028
scale = 1.0
[sampler]
method = "latin_hypercube"
points = 6
[[factor]]
lever = "publicity"
[[factor]]
lever = "straw_subsidy"
[keep]
variables = "all"
counties = true
sectors = true
"""


def stood(trial: Trial) -> City:
    """Return a city at the end of the trial's past."""
    city = trial.begin()
    trial.live_past(city)
    return city


@pytest.fixture(autouse=True)
def _no_pasts():
    PASTS.clear()
    yield
    PASTS.clear()


def written(city: City) -> dict[str, bytes]:
    """All that a city has recorded."""
    record = city.record
    return {name: record.series_by_county(name).tobytes() for name in record.written}


# what a run may know of its future: nothing


@pytest.mark.parametrize(("region", "scale"), [("tiny", 1.0), ("luliang", 0.004)])
def test_no_year_sees_a_lever_of_a_later_one(region, scale):
    """Every lever at its lowest from the first decision on, and every one at its highest: the same past."""
    place = load_region(region)
    world = build_world(place, scale=scale)
    eve = place.first_decision_year - 1
    after = np.array(world.years) > eve
    found = []
    for end in ("low", "high"):
        paths = {lever: path.copy() for lever, path in lever_paths("plan", place).items()}
        for lever, path in paths.items():
            path[after] = getattr(all_levers()[lever], end)
        city = City(world, paths)
        live(city, eve)
        found.append(written(city))
        live(city, eve + 1)
        found.append(written(city))
    assert found[0] == found[2]
    assert found[1] != found[3]


# the same bytes


@pytest.mark.parametrize(
    ("trial", "settings"),
    [(TRIAL, SETTINGS), (replace(TRIAL, region="luliang", scale=0.004, until=2029, storyline="slump"), SETTINGS[1:3])],
    ids=["tiny", "luliang"],
)
def test_a_run_that_goes_on_from_a_shared_past_is_the_whole_run(trial, settings):
    for chosen in settings:
        job = replace(trial, settings=chosen)
        whole = work(job)
        PASTS.put(trial.past, stood(trial))
        assert PASTS.has(job.past)
        assert work(job) == whole
        assert not PASTS.has(job.past)  # it was gone on with


def test_numbers_and_drivers_are_those_of_the_past():
    sampled = Sampled((("heating.subsidy_city_share", 0.4),), (), (("demand.coke", 0.7),))
    job = replace(TRIAL, sampled=sampled, settings=SETTINGS[1])
    whole = work(job)
    assert whole != work(replace(job, sampled=Sampled()))
    PASTS.put(job.past, stood(replace(job, settings=())))
    assert work(job) == whole


@pytest.mark.parametrize(
    "other",
    [
        {"package": "plan_plus"},
        {"region": "luliang"},
        {"storyline": "slump"},
        {"until": 2032},
        {"scale": 0.5},
        {"seed": 2},
        {"population_seed": 1},
        {"history": "free"},
        {"sampled": Sampled(values=(("heating.subsidy_city_share", 0.4),))},
        {"sampled": Sampled(positions=(("output.other", 0.5),))},
        {"sampled": Sampled(drivers=(("demand.coke", 0.5),))},
    ],
    ids=str,
)
def test_no_past_is_shared_by_runs_that_differ_in_more_than_settings(other):
    assert replace(TRIAL, **other).past != TRIAL.past
    assert replace(TRIAL, number=7, point=3, settings=SETTINGS[1]).past == TRIAL.past


def test_a_run_of_a_search_goes_on_from_the_past_of_its_trial():
    question = Question(by=2030, non_fossil=0.18, share=0.8, span=(2027, 2031), objectives=())
    job = SeekRun(0, replace(TRIAL, settings=SETTINGS[1]), question)
    whole = seek(job)
    other = run_apart(TRIAL, question)
    city = other.begin()
    other.live_past(city)
    PASTS.put(other.past, city)
    assert seek(job) == whole
    assert not PASTS.has(job.past)


def test_nobody_goes_on_from_a_past_with_other_levers():
    city = begin("current", "tiny", scale=1.0)
    live(city, 2026)
    with pytest.raises(ValueError, match="'plan' has other levers before 2027"):
        go_on(city, "plan", (), scale=1.0, seed=1, population_seed=0)


# batches


def batch(folder: Path, workers: int, do=work) -> dict[str, bytes]:
    folder.mkdir()
    found = carry_out_with(do, read_design(DESIGN), DESIGN, folder, Processes(workers))
    assert (found.done, found.failed) == (12, 0)
    return tables(folder)


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> dict[str, bytes]:
    """The tables of a batch that makes every run from its first year."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("experiments.batch.processes.ENOUGH", 1_000)
        return batch(tmp_path_factory.mktemp("whole") / "out", 1)


def noted(folder: Path, trial: Trial) -> Finished:
    """Do the work and note in which process, and in a copy of which."""
    with (folder / "noted").open("a") as notes:
        notes.write(f"{trial.number} {os.getpid()} {os.getppid()} {PASTS.has(trial.past)}\n")
    return work(trial)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_batch_makes_its_runs_in_copies_and_writes_the_same_bytes(workers, tmp_path, whole):
    assert batch(tmp_path / "out", workers, partial(noted, tmp_path)) == whole
    notes = [line.split() for line in (tmp_path / "noted").read_text().splitlines()]
    assert {int(line[0]) for line in notes} == set(range(12))
    in_copies = [line for line in notes if line[3] == "True"]
    assert len(in_copies) >= 10  # but for the last, where nobody is left to share a past with
    assert len({line[1] for line in in_copies}) == len(in_copies)  # a process each
    assert {int(line[2]) for line in in_copies}.isdisjoint({os.getpid()})


@pytest.mark.parametrize("moment", ["run", "packing", "sending"])
def test_a_copy_killed_costs_its_own_run_alone(moment, tmp_path, whole):
    assert batch(tmp_path / "out", 2, KilledOnce(work, tmp_path, 2, moment)) == whole
    begun = [int(number) for number in (tmp_path / "made").read_text().split()]
    assert begun.count(2) == 2 and len(begun) == 13


def fails_at_2(trial: Trial) -> Finished:
    if trial.number == 2:
        raise ValueError("this one cannot be")
    return work(trial)


def test_a_copy_that_raises_fails_alone(tmp_path):
    found = carry_out_with(fails_at_2, read_design(DESIGN), DESIGN, tmp_path, Processes(1))
    assert (found.done, found.failed) == (11, 1)


# a worker's end


@dataclass(frozen=True)
class Slow:
    """A job that shares a past that nothing depends on."""

    folder: Path
    number: int = 0
    past: str = "the same"

    def begin(self) -> City:
        return begin("current", "tiny", scale=1.0, until=2020)

    def live_past(self, city: City) -> None:
        pass


def sleeps(job: Slow) -> Finished:
    (job.folder / f"pid-{os.getpid()}").write_text("")
    time.sleep(600)
    return Finished(b"", "")


def is_alive(process_id: int) -> bool:
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(holds, seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while not (found := holds()) and time.monotonic() < end:
        time.sleep(0.02)
    return bool(found)


@pytest.mark.parametrize("how", ["worker killed", "parent gone"])
def test_a_copy_ends_with_its_worker_and_with_who_waits_for_it(how, tmp_path):
    team = Team(1)
    team._gather(sleeps, 1)
    worker = team.members[0]
    worker.hear()
    worker.give(Slow(tmp_path), "the same")
    assert until(lambda: list(tmp_path.glob("pid-*")))
    copy = int(next(tmp_path.glob("pid-*")).name[4:])
    assert copy != worker.process.pid and is_alive(copy)
    if how == "worker killed":
        os.kill(worker.process.pid, signal.SIGKILL)
    else:
        worker.connection.close()  # as when this process is killed
    assert until(lambda: not is_alive(copy)) and until(lambda: not is_alive(worker.process.pid))
    worker.process.join()


def test_where_a_process_has_other_threads_the_job_is_done_on_the_spot(monkeypatch):
    go = threading.Event()
    other = threading.Thread(target=go.wait)
    other.start()
    try:
        assert not can_copy()
        job, (ours, _) = Slow(Path()), Pipe()
        outcome = pasts.attempt_in_copy(lambda job: Finished(b"", str(os.getpid())), job, ours)
        assert outcome.finished.facts == str(os.getpid())
    finally:
        go.set()
        other.join()


# what is kept


def test_few_pasts_are_kept_and_the_others_leave_nothing_behind():
    for seed in range(1, PASTS_KEPT + 3):
        trial = replace(TRIAL, seed=seed, until=2020)
        PASTS.put(trial.past, stood(trial))
    kept = [seed for seed in range(1, PASTS_KEPT + 3) if PASTS.has(replace(TRIAL, seed=seed, until=2020).past)]
    assert kept == [3, 4, 5, 6]
    gc.unfreeze()
    gc.collect()
    assert sum(isinstance(thing, City) for thing in gc.get_objects()) == PASTS_KEPT


def test_a_city_of_too_many_agents_is_not_kept(monkeypatch):
    monkeypatch.setattr(pasts, "can_copy", lambda: True)
    monkeypatch.setattr(pasts, "MOST_AGENTS", 100)
    (ours, _), trial = Pipe(), replace(TRIAL, until=2020)
    outcome = pasts.attempt_in_copy(work, trial, ours)
    assert outcome.finished == work(trial)
    assert not PASTS.has(trial.past)


# who is given what


def test_a_worker_is_given_what_goes_on_from_its_own_past_then_what_is_nobodys():
    assert next_place("abab", ["b"], {"a"}) == 1
    assert next_place("aabb", [], {"a"}) == 2
    assert next_place("aaaa", [], {"a"}) == 0  # better twice than to wait
    assert next_place([None, "a"], ["c"], {"a"}) == 0  # no past at all: in their order
