"""Ctrl-C while a command is being loaded. Imports nothing heavy: it is the first thing that the command loads."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from experiments.language import Speech


@contextmanager
def ending_at_once(say: Speech, exit_code: int, *, is_own_process: bool) -> Iterator[None]:
    """End the process on Ctrl-C with one line, wherever it is: nothing is computed, held or written yet.

    An exception would not do: raised in the midst of an import it may be swallowed or told as something else.
    Where Ctrl-C is ignored, as in a job of the background, it stays so.
    """

    def end(*_: Any) -> None:
        os.write(2, (interrupted_line(say) + "\n").encode())
        os._exit(exit_code)

    if not is_own_process or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield
        return
    signal.signal(signal.SIGINT, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def interrupted_line(say: Speech, saved: str = "") -> str:
    """Return what an interrupted command says; on a terminal below the ^C that was typed."""
    saved = saved or say("未保存任何结果", "nothing was saved")
    return ("\n" if sys.stderr.isatty() else "") + say(f"已中断：{saved}", f"interrupted: {saved}")
