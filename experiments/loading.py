"""Ctrl-C, and SIGTERM as ``kill`` sends it, at any moment: one line that says what is kept, and the usual exit code.

Imports nothing heavy: it is the first thing that the command loads.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from experiments.language import Speech

INTERRUPTED, TERMINATED = 130, 143  # 128 and the signal's number, as shells say it


class Ending:
    """How the command of this process ends where a signal ends it."""

    def __init__(self) -> None:
        self.code = INTERRUPTED

    def heed_sigterm(self) -> None:
        """From now on have SIGTERM unwind the command as Ctrl-C does: its workers end, and it says what is kept.

        Where it is ignored, as its starter may have it, it stays so.
        """
        if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, self._unwind)

    def _unwind(self, *_: Any) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one does not break into that
        self.code = TERMINATED
        raise KeyboardInterrupt


ENDING = Ending()


@contextmanager
def ending_at_once(say: Speech, *, is_own_process: bool) -> Iterator[None]:
    """End the process on Ctrl-C or SIGTERM with one line, wherever it is: nothing is computed, held or written yet.

    An exception would not do: raised in the midst of an import it may be swallowed or told as something else.
    Where Ctrl-C is ignored, as in a job of the background, it stays so.
    """

    def end(number: int, _: Any) -> None:
        code = TERMINATED if number == signal.SIGTERM else INTERRUPTED
        os.write(2, (interrupted_line(say, code=code) + "\n").encode())
        os._exit(code)

    usual: dict[signal.Signals, Any] = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: signal.SIG_DFL}
    ours = [one for one, handler in usual.items() if is_own_process and signal.getsignal(one) is handler]
    for one in ours:
        signal.signal(one, end)
    try:
        yield
    finally:
        for one in ours:
            signal.signal(one, usual[one])


def interrupted_line(say: Speech, saved: str = "", code: int = INTERRUPTED) -> str:
    """Return what an interrupted command says; on a terminal below the ^C that was typed."""
    saved = saved or say("未保存任何结果", "nothing was saved")
    if code == TERMINATED:
        return say(f"已被终止（SIGTERM）：{saved}", f"ended by SIGTERM: {saved}")
    return ("\n" if sys.stderr.isatty() else "") + say(f"已中断：{saved}", f"interrupted: {saved}")
