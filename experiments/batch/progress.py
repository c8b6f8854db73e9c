"""Progress of a batch with the time left, on the error stream: on a terminal, or when asked for."""

import sys
from argparse import Namespace
from time import perf_counter

from experiments.batch.working import Count
from experiments.language import Speech


class Ticker:
    """Prints a line after each commit; on a terminal over the line before."""

    def __init__(self, say: Speech, *, terminal: bool) -> None:
        self.say, self.terminal = say, terminal
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
            print(line, file=sys.stderr, flush=True)

    def end(self) -> None:
        """End the line."""
        if self.open_line:
            print(file=sys.stderr, flush=True)
            self.open_line = False


def ticker(args: Namespace, say: Speech) -> Ticker | None:
    """Return what is called after each commit, or None where nobody looks."""
    terminal = sys.stderr.isatty()
    return Ticker(say, terminal=terminal) if args.progress or terminal else None


def clock(seconds: float) -> str:
    """Return a time as h:mm:ss or m:ss."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"
