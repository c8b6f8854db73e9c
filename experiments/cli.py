"""The command ``tanfeng``: finds the command, runs it, and says a user's mistake in one or a few lines.

Exit codes: 0 done, 1 a check that failed, 2 a wrong input, 130 interrupted.
"""

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from experiments.arguments import UsageError, build_parser, read
from experiments.chinese import in_chinese
from experiments.foreign import foreign_packages
from experiments.language import Speech, choose

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    say = choose(words, os.environ)
    try:
        args = read(words, say)
    except UsageError as error:
        return _fail(str(error), say)
    if args.version:
        from importlib.metadata import version

        print(f"tanfeng {version('tanfeng')}")
        return 0
    if args.command is None:
        build_parser(say).print_help()
        return 0
    shadows = foreign_packages()
    if shadows:
        return _fail("\n".join(_shadow(say, *shadow) for shadow in shadows), say)
    for name in ONE_THREAD:  # the same sums in the same order, whatever the machine
        os.environ.setdefault(name, "1")
    return _call(args, say)


def _call(args: object, say: Speech) -> int:
    try:
        return _carry_out(args, say)
    except KeyboardInterrupt as interrupt:
        saved = str(interrupt) or say("未保存任何结果", "nothing was saved")
        print(say(f"\n已中断：{saved}", f"\ninterrupted: {saved}"), file=sys.stderr)
        return 130
    except BrokenPipeError:  # `tanfeng data | head`
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - the last thing we do
        return 0


def _carry_out(args: object, say: Speech) -> int:
    from abm.errors import RunFailed, UserError
    from abm.parameters import UnknownParameter
    from abm.region import UnknownRegion
    from experiments.places import BrokenRegion
    from policies.package import PackageError

    command = getattr(args, "command", "")
    try:
        return import_module(f"experiments.commands.{command}").main(args, say)
    except BrokenRegion as error:
        return _fail(error.told(say.lang), say)
    except (UserError, UnknownRegion, UnknownParameter, PackageError, RunFailed) as error:
        return _fail(str(error), say)


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


if __name__ == "__main__":
    sys.exit(main())
