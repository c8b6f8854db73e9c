"""Progress of a batch with the time left, on the error stream: each run, or where nobody looks now and then."""

import sys
from argparse import Namespace
from time import perf_counter

from experiments.batch.working import Count
from experiments.language import Speech
from experiments.progress import Paced, announce, clock, pace_s


class Ticker:
    """Prints a line after each commit, on a terminal over the line before; or one each ``every_s``."""

    def __init__(self, say: Speech, *, terminal: bool, every_s: float = 0.0) -> None:
        self.say, self.terminal, self.paced = say, terminal, Paced(every_s)
        self.started = perf_counter()
        self.first = self.started
        self.open_line = False

    def __call__(self, found: Count, seen: int) -> None:
        """Say how far the batch is; ``seen`` outcomes came in this session."""
        now = perf_counter()
        if seen == 1:
            self.first = now
        # without the start of the workers, which only the first run waits for
        pace = (now - self.first) / (seen - 1) if seen > 1 else now - self.started
        is_first = seen == 1 and found.missing > 0
        if self.paced.every_s and is_first:
            return  # its time is that of starting the workers
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
    return Ticker(say, terminal=sys.stderr.isatty(), every_s=pace_s(args))
