"""The words of the commands that ask finished runs. Imports nothing heavy, so that help is instant."""

import argparse
from collections.abc import Callable

from experiments.arguments_world import add_world
from experiments.language import Speech

Build = Callable[[argparse.ArgumentParser, Speech], None]


def _folder(parser: argparse.ArgumentParser, say: Speech) -> None:
    parser.add_argument("folder", metavar="DIR", help=say("已完成批次的文件夹", "the folder of a finished batch"))


def _indicators(parser: argparse.ArgumentParser, say: Speech) -> None:
    words = say(
        "指标：变量@年份、变量@起-止（累计）、peak_year、peak_mt（默认主要指标）",
        "VARIABLE@YEAR, VARIABLE@FROM-TO (added up), peak_year, peak_mt (default: the main ones)",
    )
    parser.add_argument("--indicator", nargs="+", default=[], metavar="INDICATOR", help=words)


def _sensitivity(parser: argparse.ArgumentParser, say: Speech) -> None:
    _folder(parser, say)
    _indicators(parser, say)
    add = parser.add_argument
    add("--package", help=say("显示的政策包（默认最后一个）", "package shown (default: the last)"))
    add("--storyline", help=say("显示的情景（默认全部平均）", "storyline shown (default: the mean over all)"))
    add("--top", type=int, default=10, metavar="N", help=say("列出的因素数（默认10）", "factors listed (default: 10)"))


def _replicates(parser: argparse.ArgumentParser, say: Speech) -> None:
    add = parser.add_argument
    add("base", metavar="BASE", help=say("对照政策包", "the package to compare with"))
    add("other", metavar="OTHER", help=say("被比较的政策包", "the package that is compared"))
    add_world(parser, say)
    add(
        "--seeds",
        type=int,
        default=8,
        metavar="N",
        help=say("试算的种子数（默认8）", "seeds of the pilot (default: 8)"),
    )
    width = say("想要的95%%区间宽度（指标单位）", "wanted width of the 95 %% interval, in the variable's unit")
    add("--width", type=float, metavar="W", help=width)
    names = say("指标（默认主要指标）", "variables (default: the main ones)")
    add("--variable", nargs="+", default=[], metavar="VARIABLE", help=names)
    add("--year", type=int, help=say("年份（默认2030与末年）", "a year (default: 2030 and the last)"))
    out = say(
        "保存运行的文件夹；再次启动即续算，种子可增加",
        "folder for the runs; start again and it goes on, with more seeds too",
    )
    add("--out", metavar="DIR", help=out)


def _diff(parser: argparse.ArgumentParser, say: Speech) -> None:
    add = parser.add_argument
    folder = say("运行或批次的文件夹", "the folder of a run or batch")
    add("a", metavar="DIR_A", help=folder)
    add("b", metavar="DIR_B", help=folder)
    add(
        "--top", type=int, default=20, metavar="N", help=say("列出的指标数（默认20）", "variables listed (default: 20)")
    )
    add("--csv", metavar="FILE", help=say("全部比较写入 .csv 或 .parquet", "write all of it: .csv or .parquet"))


def _discover(parser: argparse.ArgumentParser, say: Speech) -> None:
    _folder(parser, say)
    add = parser.add_argument
    fails = say(
        "何为失败：“指标 < 数”、目标编号（未达到）或 'no peak by 2030'，任一成立即失败",
        "what failing is: 'INDICATOR < NUMBER', a target's id (missed) or 'no peak by 2030'; any of them",
    )
    add("--fails", nargs="+", default=[], metavar="CONDITION", help=fails)
    add("--package", help=say("政策包（默认最后一个）", "the package (default: the last)"))
    add("--boxes", type=int, default=3, metavar="N", help=say("最多几个区域（默认3）", "boxes at most (default: 3)"))


LABORATORY: dict[str, tuple[Build, str, str]] = {
    "sensitivity": (
        _sensitivity,
        "敏感性：哪些因素重要（Morris 与 Sobol 批次）",
        "which factors matter, of a Morris or Sobol batch",
    ),
    "replicates": (
        _replicates,
        "需要多少个种子，成对差值的区间才足够窄",
        "how many seeds the interval of a paired difference needs",
    ),
    "diff": (
        _diff,
        "两个结果文件夹的差别：由代码、数据还是种子造成",
        "what moved between two folders, by code, data or seed",
    ),
    "discover": (
        _discover,
        "情景发现：方案在哪些假设下失败",
        "under which assumptions a plan fails",
    ),
}
