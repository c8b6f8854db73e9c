"""Progress on the error stream: on a terminal each step; elsewhere a line now and then, each step when asked for."""

import sys
from argparse import Namespace
from collections.abc import Callable
from time import perf_counter

from experiments.language import Speech
from experiments.requests import Request, Tick

EVERY_S = 10.0  # between two lines where nobody watches a terminal: a log stays short, and nobody waits in the dark


class Paced:
    """Says which of many steps are told: all, or the first that is worth it and then one each ``every_s``."""

    def __init__(self, every_s: float) -> None:
        self.every_s = every_s
        self.last, self.has_told = perf_counter(), False

    def is_due(self, left_s: float = 0.0) -> bool:
        """Return whether a step is told; the first at once if more than ``every_s`` are left after it."""
        now = perf_counter()
        if now - self.last < self.every_s and (self.has_told or left_s <= self.every_s):
            return False
        self.last, self.has_told = now, True
        return True


class Pace:
    """Tells from the runs that came how long one more takes, with so many made at the same time.

    The first run of each worker is left out, since it waited until that worker had loaded everything; until they are
    there only what all has taken so far is known, which is too much rather than too little.
    """

    def __init__(self, workers: int = 1) -> None:
        self.workers = workers
        self.started = self.since = perf_counter()

    def seconds(self, seen: int) -> float:
        """Return the time from one run to the next; to be called with each that comes, ``seen`` of them by now."""
        now = perf_counter()
        if seen <= self.workers:
            self.since = now
            return (now - self.started) / self.workers
        under_way = (self.workers - 1) / 2  # the others are half through theirs, on average
        return (now - self.since) / (seen - self.workers + under_way)


def pace_s(args: Namespace) -> float:
    """Return the least time between two lines: none where each step is watched on a terminal or asked for."""
    return 0.0 if args.progress or sys.stderr.isatty() else EVERY_S


def announce(text: str) -> None:
    """Say on the error stream what is being done, before it takes its time."""
    print(text, file=sys.stderr, flush=True)


def clock(seconds: float) -> str:
    """Return a time as h:mm:ss or m:ss."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


def ticker(args: Namespace, say: Speech, n_runs: int, *, n_kept: int = 0) -> Tick:
    """Return what is called with each finished year of a run; in several processes with its last one.

    ``n_kept`` of the ``n_runs`` are there already.
    """
    terminal, workers = sys.stderr.isatty(), min(getattr(args, "workers", 1), max(n_runs - n_kept, 1))
    pace = Pace(workers)
    paced = Paced(pace_s(args))
    first_years: dict[int, int] = {}  # of the runs so far, in their order
    started = perf_counter()

    def tick(request: Request, year: int) -> None:
        first = first_years.setdefault(id(request), year)
        spent = perf_counter() - started
        made = len(first_years) - 1 + (year - first + 1) / (request.until - first + 1)
        each = spent / made if workers == 1 else pace.seconds(len(first_years))
        left = each * (n_runs - n_kept - made)
        last = year == request.until
        if not paced.is_due(left if last or made > 1 else 0.0):
            return
        name = say(f"{request.package} 种子{request.seed}", f"{request.package} seed {request.seed}")
        line = f"[{n_kept + len(first_years)}/{n_runs}] {name}  {year}  {spent:.1f} s"
        if made < n_runs - n_kept:
            line += say(f"，剩余约 {clock(left)}", f", about {clock(left)} left")
        if terminal:
            end = "\n" if last and n_kept + len(first_years) == n_runs else ""
            print("\r\033[K" + line, end=end, file=sys.stderr, flush=True)
        else:
            announce(line)

    return tick


def steps(say: Speech, what: str) -> Callable[[int, int], None]:
    """Return what is called with how many of so many steps of an analysis are done; ``what`` names them."""
    paced, started = Paced(EVERY_S), perf_counter()

    def tell(done: int, of: int) -> None:
        spent = perf_counter() - started
        left = spent / done * (of - done)
        if done < of and paced.is_due(left):
            announce(
                f"[{done}/{of}] {what}  {spent:.0f} s" + say(f"，剩余约 {clock(left)}", f", about {clock(left)} left")
            )

    return tell
