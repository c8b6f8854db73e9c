"""Existing clusters as backends: Dask and Ray. Both are imported only when asked for.

One job at a time is handed to each worker thread or core, so that a worker that dies takes no other job along.
"""

from collections import deque
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from warnings import catch_warnings, simplefilter

from abm.errors import UserError
from experiments.batch.outcome import Job, Outcome, Work, attempt, died


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


@dataclass(frozen=True)
class Dask:
    """A Dask cluster: the one at ``address``, or a local one of so many workers."""

    workers: int
    address: str | None = None

    def carry_out(self, work: Work, jobs: Iterable[Job]) -> Generator[Outcome]:
        """Yield outcomes as they come; see :class:`experiments.batch.outcome.Backend`."""
        distributed = needed("distributed", "lab")
        with self._cluster(distributed) as cluster, distributed.Client(cluster) as client:
            yield from _dask_outcomes(distributed, client, work, deque(jobs))

    def _cluster(self, distributed: Any) -> Any:
        from contextlib import nullcontext

        import dask

        if self.address:
            return nullcontext(self.address)
        dask.config.set({"distributed.scheduler.allowed-failures": 0})  # we repeat a lost run ourselves, once
        return distributed.LocalCluster(
            n_workers=self.workers, threads_per_worker=1, processes=True, dashboard_address=None
        )


def _dask_outcomes(distributed: Any, client: Any, work: Work, waiting: deque[Job]) -> Generator[Outcome]:
    """Yield outcomes; a run under which a worker died is repeated alone, so that no neighbour is blamed."""
    threads = max(1, sum(client.nthreads().values()))
    under_way: dict[Any, Job] = {}
    suspects: deque[Job] = deque()
    repeated: set[int] = set()
    coming = distributed.as_completed()

    def give(job: Job) -> None:
        future = client.submit(attempt, work, job, pure=False)
        under_way[future] = job
        coming.add(future)

    def fill() -> None:
        while waiting and len(under_way) < threads:
            give(waiting.popleft())
        if suspects and not under_way:
            give(suspects.popleft())

    fill()
    while under_way:
        future = next(coming)
        job = under_way.pop(future)
        outcome = _dask_outcome(distributed, future, job)
        future.release()
        if outcome is None and job.number not in repeated:
            repeated.add(job.number)
            suspects.append(job)
        else:
            yield outcome or died(job, "KilledWorker")
        fill()


def _dask_outcome(distributed: Any, future: Any, job: Job) -> Outcome | None:
    """Return what became of a run, None when its worker died, before or after it was made."""
    try:
        outcome: Outcome = future.result()
        return outcome
    except distributed.KilledWorker:
        return None
    except Exception as error:  # whatever the cluster says of one run must not cost the others
        return died(job, type(error).__name__)


@dataclass(frozen=True)
class Ray:
    """A Ray cluster: the one at ``address``, or a local one of so many cores."""

    workers: int
    address: str | None = None

    def carry_out(self, work: Work, jobs: Iterable[Job]) -> Generator[Outcome]:
        """Yield outcomes as they come; see :class:`experiments.batch.outcome.Backend`."""
        ray = needed("ray", "ray")
        how = {"address": self.address} if self.address else {"num_cpus": self.workers, "include_dashboard": False}
        ray.init(**how, log_to_driver=False, configure_logging=False)
        try:
            yield from _ray_outcomes(ray, work, deque(jobs))
        finally:
            ray.shutdown()


def _ray_outcomes(ray: Any, work: Work, waiting: deque[Job]) -> Generator[Outcome]:
    task = ray.remote(max_retries=0, num_cpus=1)(attempt)
    under_way: dict[Any, Job] = {}
    repeated: set[int] = set()
    cores = max(1, int(ray.cluster_resources().get("CPU", 1)))
    while waiting or under_way:
        while waiting and len(under_way) < cores:
            job = waiting.popleft()
            under_way[task.remote(work, job)] = job
        (ready,), _ = ray.wait(list(under_way), num_returns=1)
        job = under_way.pop(ready)
        try:
            yield ray.get(ready)
        except ray.exceptions.WorkerCrashedError as error:
            if job.number in repeated:
                yield died(job, type(error).__name__)
            else:
                repeated.add(job.number)
                waiting.appendleft(job)
