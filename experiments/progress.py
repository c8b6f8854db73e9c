"""Progress by year on the error stream: on a terminal, or when asked for."""

import sys
from argparse import Namespace
from time import perf_counter

from experiments.language import Speech
from experiments.requests import Request, Tick


def ticker(args: Namespace, say: Speech, n_runs: int) -> Tick | None:
    """Return what is called with each finished year, or None where nobody looks."""
    terminal = sys.stderr.isatty()
    if not (args.progress or terminal):
        return None
    done: list[Request] = []
    started = perf_counter()

    def tick(request: Request, year: int) -> None:
        if not done or done[-1] is not request:
            done.append(request)
        name = say(f"{request.package} 种子{request.seed}", f"{request.package} seed {request.seed}")
        line = f"[{len(done)}/{n_runs}] {name}  {year}  {perf_counter() - started:.1f} s"
        last = year == request.until
        if terminal:
            print("\r\033[K" + line, end="\n" if last and len(done) == n_runs else "", file=sys.stderr, flush=True)
        else:
            print(line, file=sys.stderr, flush=True)

    return tick
