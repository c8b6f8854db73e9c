"""The command ``tanfeng``: loads little by itself, so that Ctrl-C ends quietly while everything else is being loaded.

Exit codes: 0 done, 1 a check that failed, 2 a wrong input, 130 interrupted, 143 ended by SIGTERM.
"""

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line, by default that of this process, and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if argv is None and isinstance(sys.stdout, TextIOWrapper):  # a pipe may know fewer letters than we say
        sys.stdout.reconfigure(errors="replace")
    try:
        return _loaded_and_run(words, is_own_process=argv is None)
    except KeyboardInterrupt as interrupt:
        return _interrupted(words, str(interrupt), is_own_process=argv is None)


def _loaded_and_run(words: list[str], *, is_own_process: bool) -> int:
    from experiments.language import choose
    from experiments.loading import ENDING, ending_at_once

    say = choose(words, os.environ)
    with ending_at_once(say, is_own_process=is_own_process):
        from experiments.command_line import prepared

        command = prepared(words, say)
    if is_own_process:
        ENDING.heed_sigterm()
    return command()


def _interrupted(words: list[str], saved: str, *, is_own_process: bool) -> int:
    """Say what an interrupted command has saved; a second Ctrl-C does not break into that."""
    if is_own_process:
        import signal

        signal.signal(signal.SIGINT, signal.SIG_IGN)
    from experiments.language import choose
    from experiments.loading import ENDING, interrupted_line

    print(interrupted_line(choose(words, os.environ), saved, ENDING.code), file=sys.stderr, flush=True)
    return ENDING.code


if __name__ == "__main__":
    sys.exit(main())
