"""The words of the laboratory's commands. Imports nothing heavy, so that help is instant."""

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


def _replicates(parser: argparse.ArgumentParser, say: Speech) -> None:
    add = parser.add_argument
    add("base", help=say("对照政策包", "the package to compare with"))
    add("other", help=say("被比较的政策包", "the package that is compared"))
    add_world(parser, say)
    add("--seeds", type=int, default=8, metavar="N", help=say("试算的种子数（默认8）", "seeds of the pilot (8)"))
    width = say("想要的95%区间宽度（指标单位）", "wanted width of the 95 %% interval, in the variable's unit")
    add("--width", type=float, metavar="W", help=width)
    names = say("指标（默认主要指标）", "variables (the main ones)")
    add("--variable", nargs="+", default=[], metavar="VARIABLE", help=names)
    add("--year", type=int, help=say("年份（默认2030与末年）", "a year (2030 and the last)"))


def _diff(parser: argparse.ArgumentParser, say: Speech) -> None:
    add = parser.add_argument
    folder = say("运行或批次的文件夹", "the folder of a run or batch")
    add("a", metavar="DIR_A", help=folder)
    add("b", metavar="DIR_B", help=folder)
    add("--top", type=int, default=20, metavar="N", help=say("列出的指标数（默认20）", "variables listed (20)"))
    add("--csv", metavar="FILE", help=say("全部比较写入 .csv 或 .parquet", "write all of it: .csv or .parquet"))


def _discover(parser: argparse.ArgumentParser, say: Speech) -> None:
    _folder(parser, say)
    add = parser.add_argument
    fails = say(
        "何为失败：“指标 < 数”、目标编号（未达到）或 'no peak by 2030'，任一成立即失败",
        "what failing is: 'INDICATOR < NUMBER', a target's id (missed) or 'no peak by 2030'; any of them",
    )
    add("--fails", nargs="+", default=[], metavar="CONDITION", help=fails)
    add("--package", help=say("政策包（默认最后一个）", "the package (the last)"))
    add("--boxes", type=int, default=3, metavar="N", help=say("最多几个区域（默认3）", "boxes at most (3)"))


def _seek(parser: argparse.ArgumentParser, say: Speech) -> None:
    add = parser.add_argument
    design = say(
        "实验设计：杠杆因素为可动用的杠杆，其余因素为不确定的假设",
        "a design: its levers may be set, its other factors are the assumptions that a package must stand",
    )
    add("design", metavar="DESIGN", help=design)
    add("--out", metavar="DIR", required=True, help=say("文件夹；再次启动即续算", "folder; start again and it goes on"))
    add("--runs", type=int, default=600, metavar="N", help=say("运行次数预算（默认600）", "budget of runs (600)"))
    add(
        "--population",
        type=int,
        default=16,
        metavar="N",
        help=say("每代政策包数（默认16）", "packages a generation (16)"),
    )
    add("--search-seed", type=int, default=1, metavar="N", help=say("搜索的种子（默认1）", "seed of the search (1)"))
    add("--workers", type=int, default=1, metavar="N", help=say("并行进程数（默认1）", "processes (1)"))
    add("--by", type=int, default=2030, metavar="YEAR", help=say("达峰年限（默认2030）", "peak by this year (2030)"))
    non_fossil = say("该年非化石能源占比（默认0.18）", "non-fossil share of energy in that year (0.18)")
    add("--non-fossil", type=float, default=0.18, metavar="SHARE", help=non_fossil)
    share = say("每个情景达标的运行比例（默认0.8）", "share of the runs of every storyline that reach it (0.8)")
    add("--share", type=float, default=0.8, metavar="SHARE", help=share)
    objectives = say(
        "减小或增大什么，首个用于排序；可选 public_money city_money society_cost co2 poor_burden jobs non_fossil",
        "what is made small (or large), the front is sorted by the first: public_money city_money society_cost co2 "
        "poor_burden jobs non_fossil",
    )
    usual = ["public_money", "society_cost", "co2", "poor_burden", "jobs"]
    add("--objectives", nargs="+", default=usual, metavar="OBJECTIVE", help=objectives)
    limit = say(
        "限制：“变量@年份 <= 数”（>= 亦可；@decisions 为首个决策年起累计），须在每个情景平均成立",
        "'VARIABLE@YEAR <= NUMBER' (or >=; @decisions adds up), kept on average in every storyline",
    )
    add("--limit", nargs="+", action="extend", default=[], metavar="LIMIT", help=limit)
    add("--dry-run", action="store_true", help=say("只说明所需时间", "only say how long it takes"))
    add("--progress", action="store_true", help=say("显示进度", "show progress even when not on a terminal"))


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
    "seek": (
        _seek,
        "寻找在各情景下都达标的最省政策包",
        "the cheapest packages that reach the goal in every storyline",
    ),
}
