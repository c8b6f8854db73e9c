"""The words of the laboratory's commands. Imports nothing heavy, so that help is instant."""

import argparse
from collections.abc import Callable

from experiments.language import Speech

Build = Callable[[argparse.ArgumentParser, Speech], None]


def _folder(parser: argparse.ArgumentParser, say: Speech) -> None:
    parser.add_argument("folder", metavar="DIR", help=say("已完成批次的文件夹", "the folder of a finished batch"))


def _indicators(parser: argparse.ArgumentParser, say: Speech) -> None:
    words = say(
        "指标：变量@年份、变量@起-止（累计）、peak_year、peak_mt（默认主要指标）",
        "VARIABLE@YEAR, VARIABLE@FROM-TO (added up), peak_year, peak_mt (the main ones)",
    )
    parser.add_argument("--indicator", nargs="+", default=[], metavar="INDICATOR", help=words)


def _sensitivity(parser: argparse.ArgumentParser, say: Speech) -> None:
    _folder(parser, say)
    _indicators(parser, say)
    add = parser.add_argument
    add("--package", help=say("显示的政策包（默认最后一个）", "package shown (the last)"))
    add("--storyline", help=say("显示的情景（默认全部平均）", "storyline shown (the mean over all)"))
    add("--top", type=int, default=10, metavar="N", help=say("列出的因素数（默认10）", "factors listed (10)"))


LABORATORY: dict[str, tuple[Build, str, str]] = {
    "sensitivity": (
        _sensitivity,
        "敏感性：哪些因素重要（Morris 与 Sobol 批次）",
        "which factors matter, of a Morris or Sobol batch",
    ),
}
