"""The backend that a command line asks for."""

from argparse import Namespace

from abm.errors import UserError
from experiments.batch.clusters import Dask, Ray, needed
from experiments.batch.outcome import Cluster
from experiments.batch.processes import Processes

CLUSTERS: dict[str, tuple[type[Dask] | type[Ray], str, str]] = {
    "dask": (Dask, "distributed", "lab"),
    "ray": (Ray, "ray", "ray"),
}


def backend_of(args: Namespace) -> Cluster:
    """Return who does the work.

    Raises:
        UserError: a number of workers that cannot be, an address without a cluster, or a cluster's library that is
            not installed.
    """
    if args.workers < 1:
        raise UserError(f"--workers: got {args.workers}, allowed 1 and more")
    if args.backend == "processes":
        if args.scheduler:
            raise UserError("--scheduler: needs --backend dask or ray")
        return Processes(args.workers)
    kind, module, extra = CLUSTERS[args.backend]
    needed(module, extra)
    return kind(args.workers, args.scheduler)
