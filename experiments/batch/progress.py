"""Progress of a batch with the time left, on the error stream: each run, or where nobody looks now and then."""

import sys
from argparse import Namespace

from experiments.batch.working import Count
from experiments.language import Speech
from experiments.progress import Pace, Paced, announce, clock, pace_s


class Ticker:
    """Prints a line after each commit, on a terminal over the line before; or one each ``every_s``."""

    def __init__(self, say: Speech, *, terminal: bool, every_s: float = 0.0, workers: int = 1) -> None:
        self.say, self.terminal, self.paced, self.pace = say, terminal, Paced(every_s), Pace(workers)
        self.open_line = False

    def __call__(self, found: Count, seen: int) -> None:
        """Say how far the batch is; ``seen`` outcomes came in this session."""
        pace = self.pace.seconds(seen)
        is_first = seen <= self.pace.workers and found.missing > 0
        if self.paced.every_s and is_first:
            return  # their time is that of starting the workers
        if not self.paced.is_due(pace * found.missing):
            return
        left = clock(pace * found.missing)
        failed = self.say(f"，失败 {found.failed}", f", {found.failed} failed") if found.failed else ""
        line = self.say(
            f"[{found.runs - found.missing}/{found.runs}]{failed}  每次 {pace:.2f} 秒，剩余 {left}",
            f"[{found.runs - found.missing}/{found.runs}]{failed}  {pace:.2f} s a run, {left} left",
        )
        if self.terminal:
            print("\r\033[K" + line, end="", file=sys.stderr, flush=True)
            self.open_line = True
        else:
            announce(line)

    def end(self) -> None:
        """End the line."""
        if self.open_line:
            print(file=sys.stderr, flush=True)
            self.open_line = False


def ticker(args: Namespace, say: Speech) -> Ticker:
    """Return what is called after each commit."""
    workers = getattr(args, "workers", 1)
    return Ticker(say, terminal=sys.stderr.isatty(), every_s=pace_s(args), workers=workers)
