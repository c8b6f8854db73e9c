"""The words that all commands which make runs understand. Imports nothing heavy, so that help is instant."""

import argparse

from experiments.language import Speech


def add_region(parser: argparse.ArgumentParser, say: Speech) -> None:
    """Add which region the runs are of."""
    help_ = say("地区名或其数据文件夹（默认 luliang）", "a region's name or folder (default: luliang)")
    parser.add_argument("--region", default="luliang", help=help_)


def add_world(parser: argparse.ArgumentParser, say: Speech) -> None:
    """Add what a run needs besides its package."""
    add_region(parser, say)
    add = parser.add_argument
    add("--storyline", help=say("外部情景（默认为地区的第一个）", "context (default: the region's first)"))
    add("--until", type=int, metavar="YEAR", help=say("末年（默认到地区的远景年）", "last year (default: the horizon)"))
    add(
        "--scale",
        type=float,
        default=0.02,
        help=say("模拟的家庭比例，0到1（默认0.02）", "share of homes simulated (default: 0.02)"),
    )
    add("--seed", type=int, default=1, help=say("首个随机种子（默认1）", "first seed (default: 1)"))
    add(
        "--population-seed",
        type=int,
        default=0,
        metavar="N",
        help=say("合成人口的种子（默认0）", "population seed (default: 0)"),
    )
    add_workers(parser, say)
    add_progress(parser, say)


def add_workers(parser: argparse.ArgumentParser, say: Speech) -> None:
    """Add how many processes make the runs."""
    told = say("并行进程数（默认1）", "processes (default: 1)")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help=told)


def add_progress(parser: argparse.ArgumentParser, say: Speech) -> None:
    """Add whether each step is told where no terminal is."""
    told = say(
        "不在终端上时也逐步显示进度（否则每10秒一行）",
        "every step, also where no terminal is (else one line in 10 s)",
    )
    parser.add_argument("--progress", action="store_true", help=told)
