"""A Ray cluster whose head stands still or dies ends a batch with an error; no run of it is listed as failed.

Ray itself waits without end. How a real one behaves was looked at with SIGSTOP and SIGKILL; here it is made up, so that
the tests need no Ray.
"""

import pickle
from collections.abc import Callable
from socket import socket
from threading import Event
from types import SimpleNamespace

import pytest

from abm.errors import RunFailed, UserError
from experiments.batch import clusters
from experiments.batch.clusters import Ray
from experiments.batch.outcome import Finished, Outcome
from tests.batch_jobs import trials

OURS = "the node that we are on"


class RayError(Exception):
    """What Ray says of a task that it lost."""


class Cluster:
    """Runs what it is given until ``breaks_after`` runs; then ``how`` says what has become of it."""

    exceptions = SimpleNamespace(RayTaskError=KeyError, RayError=RayError)

    def __init__(self, how: str, breaks_after: int = 2) -> None:
        self.how, self.left = how, breaks_after
        self.never = Event()

    def init(self, **_: object) -> None:
        """Be there."""

    def remote(self, **_: object) -> Callable[[Callable], SimpleNamespace]:
        return lambda task: SimpleNamespace(remote=lambda work, job: pickle.loads(task(work, job)))

    def wait(self, under_way: list[Outcome], num_returns: int, timeout: float) -> tuple[list, list]:
        self.left -= 1
        is_lost = self.left < 0 and self.how in ("stands still", "has no machine")
        return ([], under_way) if is_lost else (under_way[:1], under_way[1:])

    def get(self, ready: Outcome) -> bytes:
        if self.left < 0 and self.how in ("lost our machine", "lost another"):
            self.how = "mended" if self.how == "lost another" else self.how
            raise RayError
        return pickle.dumps(ready)

    def nodes(self) -> list[dict]:
        if self.left < 0 and self.how == "stands still":
            self.never.wait()
        is_gone = self.left < 0 and self.how in ("has no machine", "lost our machine")
        return [{"NodeID": OURS, "Alive": not is_gone, "Resources": {"CPU": 1.0}}]

    def get_runtime_context(self) -> SimpleNamespace:
        return SimpleNamespace(get_node_id=lambda: OURS)

    def shutdown(self) -> None:
        if self.how in ("stands still", "stands still at the end"):
            self.never.wait()


@pytest.fixture
def carry_out(monkeypatch):
    """Have six jobs done by a made-up cluster; return what came, and the error at the end."""
    monkeypatch.setattr(clusters, "SECONDS_SILENT", 0.2)
    monkeypatch.setattr(clusters, "SECONDS_ALONE", 0.0)

    def done(how: str) -> tuple[list[Outcome], str]:
        monkeypatch.setattr(clusters, "needed", lambda *_: Cluster(how))
        came: list[Outcome] = []
        try:
            for outcome in Ray(1, "somewhere").carry_out(lambda job: Finished(b"", "{}"), trials(6)):
                came.append(outcome)
        except RunFailed as error:
            return came, str(error)
        return came, ""

    return done


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("stands still", "the cluster does not answer any more; every run finished before is kept"),
        ("has no machine", "the cluster has no workers left; every run finished before is kept"),
        ("lost our machine", "the cluster does not answer any more; every run finished before is kept"),
    ],
)
def test_a_head_that_is_gone_is_no_failure_of_the_runs(how, told, carry_out):
    came, error = carry_out(how)
    assert [outcome.number for outcome in came] == [0, 1] and all(outcome.finished for outcome in came)
    assert told in error


@pytest.mark.parametrize("how", ["lost another", "stands still at the end", "stays"])
def test_what_goes_on_loses_nothing(how, carry_out):
    """One lost run is repeated, and a head that falls silent when all is done is not waited for."""
    came, error = carry_out(how)
    assert error == "" and sorted(outcome.number for outcome in came) == list(range(6))
    assert all(outcome.finished for outcome in came)
    assert [outcome.attempts for outcome in came].count(2) == (how == "lost another")


@pytest.mark.parametrize("form", ["127.0.0.1:{}", "ray://127.0.0.1:{}"])
def test_an_address_at_which_nobody_listens_is_told_at_once(form, monkeypatch):
    """Ray itself tries for minutes; so it is not even asked."""
    with socket() as taken:  # a port that nobody listens at, and nobody takes meanwhile
        taken.bind(("127.0.0.1", 0))
        address = form.format(taken.getsockname()[1])
        monkeypatch.setattr(clusters, "needed", lambda *_: SimpleNamespace(init=lambda **_: pytest.fail("asked Ray")))
        with (
            pytest.raises(UserError, match=f"no Ray cluster answers at {address}: .*refused"),
            Ray(1, address).opened(),
        ):
            pass
