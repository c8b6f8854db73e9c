"""Reads a command line, finds its command, and says a user's mistake in one or a few lines."""

import errno
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from types import ModuleType

from experiments.arguments import UsageError, build_parser, read
from experiments.chinese import in_chinese
from experiments.foreign import foreign_packages
from experiments.language import Speech

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)  # of a disk, a share of it, a file
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def prepared(words: list[str], say: Speech) -> Callable[[], int]:
    """Return what carries a command line out, with everything loaded that it begins with; it returns the exit code."""
    try:
        args = read(words, say)
    except UsageError as error:
        return _failing(str(error), say)
    if args.version:
        return _printing(f"tanfeng {version('tanfeng')}", say)
    if args.command is None:
        return _printing(build_parser(say).format_help().rstrip("\n"), say)
    shadows = foreign_packages()
    if shadows:
        return _failing("\n".join(_shadow(say, *shadow) for shadow in shadows), say)
    for name in ONE_THREAD:  # the same sums in the same order, whatever the machine
        os.environ.setdefault(name, "1")
    command = import_module(f"experiments.commands.{args.command}")
    return lambda: _written_out(lambda: _carry_out(command, args, say), say)


def _carry_out(command: ModuleType, args: Namespace, say: Speech) -> int:
    from abm.errors import RunFailed, UserError
    from abm.parameters import UnknownParameter
    from abm.region import UnknownRegion
    from experiments.places import BrokenRegion
    from policies.package import PackageError

    try:
        return command.main(args, say)
    except BrokenRegion as error:
        return _fail(error.told(say.lang), say)
    except (UserError, UnknownRegion, UnknownParameter, PackageError, RunFailed) as error:
        return _fail(str(error), say)


def _written_out(command: Callable[[], int], say: Speech) -> int:
    """Carry a command out until all that it prints has left: a disk may be full, a reader gone.

    What has no room is told in a line wherever the command met it, by the name of its file.
    """
    try:
        code = command()
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # `tanfeng data | head`
        _print_no_more()
        return 0
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        _print_no_more()
        return _fail(f"{error.filename or 'standard output'}: {error.strerror}", say)


def _print_no_more() -> None:
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - the last thing we do


def _printing(text: str, say: Speech) -> Callable[[], int]:
    def command() -> int:
        print(text)
        return 0

    return lambda: _written_out(command, say)


def _failing(message: str, say: Speech) -> Callable[[], int]:
    return lambda: _fail(message, say)


def _shadow(say: Speech, name: str, there: object, ours: object) -> str:
    return say(
        f"另一个名为 {name} 的包挡在前面：{there}\n  碳峰需要的是 {ours}；请换一个文件夹运行，或把前者移出 PYTHONPATH",
        f"another package called {name} stands in the way: {there}\n"
        f"  Tanfeng needs {ours}; run from another folder, or take the former off PYTHONPATH",
    )


def _fail(message: str, say: Speech) -> int:
    if say.lang == "zh":
        message = in_chinese(message)
    for i, line in enumerate(message.splitlines() or ["?"]):
        print(f"tanfeng: {line}" if i == 0 else f"  {line.strip()}", file=sys.stderr)
    return 2
