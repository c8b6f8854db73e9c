"""Existing clusters as backends: Dask and Ray. Both are imported only when asked for.

One job at a time is handed to each worker thread or core, so that a worker that dies takes no other job along.
"""

import asyncio
import atexit
import logging
import pickle
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import dataclass, replace
from importlib import import_module
from socket import create_connection
from threading import Thread
from time import monotonic
from typing import Any
from warnings import catch_warnings, simplefilter

from abm.errors import RunFailed, UserError
from experiments.batch.outcome import Cluster, Job, Outcome, Work, attempt, died, not_taken

SECONDS_A_LOOK = 2.0  # between looks at whether the cluster is still there
SECONDS_TO_ANSWER = 10.0  # of an address that is dialled
SECONDS_ALONE = 60.0  # without any worker; a nanny starts a new one in a few
SECONDS_SILENT = 60.0  # of a scheduler that is asked how it is and says nothing: stopped, or its machine swaps
GONE = "the cluster {}; every run finished before is kept: start again and it goes on"
SILENT = GONE.format("does not answer any more")


def needed(module: str, extra: str) -> Any:
    """Import a module of an extra; what it warns of while it loads is its own business.

    Raises:
        UserError: it is not installed; the message names the extra.
    """
    try:
        with catch_warnings():
            simplefilter("ignore")
            return import_module(module)
    except ImportError:
        raise UserError(f"{module} is not installed, it comes with the extra {extra!r}") from None


@contextmanager
def quiet() -> Iterator[None]:
    """Keep Dask's own log of lost workers off the screen: what it means for the batch is said by the batch."""
    names = [name for name in logging.root.manager.loggerDict if name.split(".")[0] == "distributed"]
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:  # each has a level of its own
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


@dataclass(frozen=True)
class Dask(Cluster):
    """A Dask cluster: the one at ``address``, or a local one of so many workers."""

    workers: int
    address: str | None = None

    @contextmanager
    def opened(self) -> Iterator["OpenDask"]:
        """Start the cluster, or find it.

        Raises:
            UserError: there is no cluster at the address.
        """
        distributed = needed("distributed", "lab")
        with quiet(), self._cluster(distributed) as cluster, _closed(self._client(distributed, cluster)) as client:
            yield OpenDask(distributed, client)

    def _cluster(self, distributed: Any) -> Any:
        import dask

        if self.address:
            return nullcontext(self.address)
        dask.config.set({"distributed.scheduler.allowed-failures": 0})  # we repeat a lost run ourselves, once
        return distributed.LocalCluster(
            n_workers=self.workers, threads_per_worker=1, processes=True, dashboard_address=None
        )

    def _client(self, distributed: Any, cluster: Any) -> Any:
        try:
            if self.address:
                asyncio.run(_greet(distributed, self.address))
            return distributed.Client(cluster)
        except (OSError, ValueError) as error:
            raise UserError(f"--scheduler: no Dask scheduler answers at {self.address}: {error}") from None


async def _greet(distributed: Any, address: str) -> None:
    """Exchange a greeting with a scheduler: Dask itself waits for that of a stopped one without end.

    Raises:
        OSError: it does not answer.
    """
    try:
        there = await asyncio.wait_for(distributed.comm.connect(address), SECONDS_SILENT)
    except TimeoutError:
        raise OSError(f"silent for {SECONDS_SILENT:g} s") from None
    await there.close()


@contextmanager
def _closed(client: Any) -> Iterator[Any]:
    """Close a connection at the end; a scheduler that does not answer is not waited for."""
    try:
        yield client
    finally:
        with suppress(TimeoutError):
            client.close()


@dataclass(frozen=True)
class OpenDask:
    """A Dask cluster that one is connected with."""

    distributed: Any
    client: Any

    def carry_out(self, work: Work, jobs: Iterable[Job]) -> Generator[Outcome]:
        """Yield outcomes as they come."""
        return _dask_outcomes(self.distributed, self.client, work, deque(jobs))


def _dask_outcomes(distributed: Any, client: Any, work: Work, waiting: deque[Job]) -> Generator[Outcome]:
    """Yield outcomes; a run under which a worker died is repeated alone, so that no neighbour is blamed."""
    under_way: dict[Any, Job] = {}
    suspects: deque[Job] = deque()
    repeated: set[int] = set()

    def give(job: Job) -> None:
        under_way[client.submit(_packed, work, job, pure=False)] = job

    def fill(threads: int) -> None:
        while waiting and len(under_way) < max(1, threads):
            give(waiting.popleft())
        if suspects and not under_way:
            give(suspects.popleft())

    fill(_threads(client))
    while under_way:
        for future in _finished(distributed, client, list(under_way)):
            job = under_way.pop(future)
            outcome = _dask_outcome(distributed, client, future, job)
            future.release()
            fill(_threads(client))
            if outcome is None and job.number not in repeated:
                repeated.add(job.number)
                suspects.append(job)
                continue
            outcome = outcome or died(job, "KilledWorker")
            yield replace(outcome, attempts=2) if job.number in repeated else outcome
        fill(_threads(client))


def _packed(work: Work, job: Job) -> bytes:
    """Do a job and pack its outcome within the task: a worker that dies of the packing is blamed for it.

    What dies later, with the result in its memory, Dask makes again by itself, however often.
    """
    return pickle.dumps(attempt(work, job))


def _threads(client: Any) -> int:
    """Return how many jobs the cluster takes at once now; workers may come and go.

    Raises:
        RunFailed: the scheduler is gone, or says nothing for a while, though its connection stands.
    """
    try:
        told = client.sync(client.scheduler.identity, n_workers=-1, callback_timeout=SECONDS_SILENT)
    except (OSError, CancelledError, AttributeError):  # none left to ask; a time that is over is an OSError
        raise RunFailed(SILENT) from None
    return sum(worker["nthreads"] for worker in told["workers"].values())


def _finished(distributed: Any, client: Any, futures: list[Any]) -> list[Any]:
    """Wait until some futures are finished, well or not.

    Raises:
        RunFailed: the scheduler is gone, or there has been no worker for a while.
    """
    alone_since: float | None = None
    while True:
        try:
            return list(distributed.wait(futures, timeout=SECONDS_A_LOOK, return_when="FIRST_COMPLETED").done)
        except TimeoutError:
            alone_since = None if _threads(client) else alone_since or monotonic()
            if alone_since and monotonic() - alone_since > SECONDS_ALONE:
                raise RunFailed(GONE.format("has no workers left")) from None
        except CancelledError:
            raise RunFailed(SILENT) from None


def _fetched(client: Any, future: Any) -> bytes:
    """Return what a finished run handed back, however long it takes as long as the scheduler answers."""
    while True:
        try:
            packed: bytes = future.result(timeout=SECONDS_SILENT)
            return packed
        except TimeoutError:
            if future.status == "error":  # the run's own
                raise
            _threads(client)


def _dask_outcome(distributed: Any, client: Any, future: Any, job: Job) -> Outcome | None:
    """Return what became of a run, None when its worker died, before or after it was made."""
    try:
        outcome: Outcome = pickle.loads(_fetched(client, future))
        return outcome
    except distributed.KilledWorker:
        return None
    except CancelledError:
        raise RunFailed(SILENT) from None
    except RunFailed:
        raise
    except Exception as error:  # whatever the cluster says of one run must not cost the others
        return not_taken(job, error)


@dataclass(frozen=True)
class Ray(Cluster):
    """A Ray cluster: the one at ``address``, or a local one of so many cores."""

    workers: int
    address: str | None = None

    @contextmanager
    def opened(self) -> Iterator["OpenRay"]:
        """Start the cluster, or find it.

        Raises:
            UserError: there is no cluster at the address.
        """
        ray = needed("ray", "ray")
        how = {"address": self.address} if self.address else {"num_cpus": self.workers, "include_dashboard": False}
        try:
            _knock(self.address or "")
            ray.init(**how, log_to_driver=False, configure_logging=False)
        except (OSError, ValueError) as error:
            raise UserError(f"--scheduler: no Ray cluster answers at {self.address}: {error}") from None
        try:
            yield OpenRay(ray)
        finally:
            if not _answered(ray.shutdown):
                atexit.unregister(ray.shutdown)  # nor does the end of this process wait for it


def _knock(address: str) -> None:
    """See whether anybody listens at ``[ray://]HOST:PORT``; Ray itself tries for minutes before it says no.

    Raises:
        OSError: nobody does.
    """
    host, _, port = address.rpartition("/")[2].rpartition(":")
    if host and port.isdigit():  # else it is a word such as ``auto``, for which Ray looks by itself
        create_connection((host.strip("[]"), int(port)), SECONDS_TO_ANSWER).close()


@dataclass(frozen=True)
class OpenRay:
    """A Ray cluster that one is connected with."""

    ray: Any

    def carry_out(self, work: Work, jobs: Iterable[Job]) -> Generator[Outcome]:
        """Yield outcomes as they come."""
        return _ray_outcomes(self.ray, work, deque(jobs))


def _ray_outcomes(ray: Any, work: Work, waiting: deque[Job]) -> Generator[Outcome]:
    task = ray.remote(max_retries=0, num_cpus=1)(_packed)
    under_way: dict[Any, Job] = {}
    repeated: set[int] = set()
    cores = max(1, _cores(ray))
    while waiting or under_way:
        while waiting and len(under_way) < cores:
            job = waiting.popleft()
            under_way[task.remote(work, job)] = job
        ready = _first_ready(ray, list(under_way))
        job = under_way.pop(ready)
        outcome, how = _ray_outcome(ray, ready, job)
        if outcome is None and job.number not in repeated:
            repeated.add(job.number)
            waiting.appendleft(job)
            continue
        outcome = outcome or died(job, how)
        yield replace(outcome, attempts=2) if job.number in repeated else outcome


def _first_ready(ray: Any, under_way: list[Any]) -> Any:
    """Wait until a run is finished, well or not.

    Raises:
        RunFailed: the head does not answer, or there has been no worker for a while: Ray itself waits without end.
    """
    alone_since: float | None = None
    while True:
        ready, _ = ray.wait(under_way, num_returns=1, timeout=SECONDS_A_LOOK)
        if ready:
            return ready[0]
        alone_since = None if _cores(ray) else alone_since or monotonic()
        if alone_since and monotonic() - alone_since > SECONDS_ALONE:
            raise RunFailed(GONE.format("has no workers left"))


def _cores(ray: Any) -> int:
    """Return how many runs the living machines of the cluster take at once."""
    return int(sum(machine["Resources"].get("CPU", 0) for machine in _machines(ray)))


def _machines(ray: Any) -> list[dict[str, Any]]:
    """Return the machines of the cluster that are alive.

    Raises:
        RunFailed: the head does not say.
    """
    told: list[dict[str, Any]] = []
    if not _answered(lambda: told.extend(ray.nodes())):
        raise RunFailed(SILENT)
    return [machine for machine in told if machine["Alive"]]


def _answered(ask: Callable[[], object]) -> bool:
    """Ask something of Ray, which knows no time limit for it; return whether it answered within ours."""
    asked = Thread(target=ask, daemon=True)
    asked.start()
    asked.join(SECONDS_SILENT)
    return not asked.is_alive()


def _ray_outcome(ray: Any, ready: Any, job: Job) -> tuple[Outcome | None, str]:
    """Return what became of a run, None when its worker or its machine died, and how."""
    try:
        return pickle.loads(ray.get(ready)), ""
    except ray.exceptions.RayTaskError as error:  # its result cannot be packed, say: no worker died
        return not_taken(job, error), ""
    except ray.exceptions.RayError as error:
        ours = ray.get_runtime_context().get_node_id()
        if not any(machine["NodeID"] == ours for machine in _machines(ray)):  # by which all runs come and go
            raise RunFailed(SILENT) from None
        return None, type(error).__name__
