"""What all sessions of this process share: the pool of workers and the region that is shown.

A module of its own, because Solara imports the page by name and hands it nothing.
"""

from functools import cache

from abm.region import Region, load_region
from experiments.web.workers import Pool

_pool: Pool | None = None


def share(pool: Pool) -> None:
    """Make this the pool of the process."""
    global _pool
    _pool = pool


def the_pool() -> Pool:
    """Return the pool of the process.

    Raises:
        RuntimeError: none was started.
    """
    if _pool is None:
        raise RuntimeError("no pool of workers was started")
    return _pool


@cache
def the_region() -> Region:
    """Return the region that is shown."""
    return load_region(the_pool().place.region)
