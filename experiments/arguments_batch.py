"""The words of the commands that make many runs. Imports nothing heavy, so that help is instant."""

import argparse
from collections.abc import Callable

from experiments.arguments_world import add_progress, add_workers, add_world
from experiments.language import Speech

Build = Callable[[argparse.ArgumentParser, Speech], None]


def _backend(parser: argparse.ArgumentParser, say: Speech) -> None:
    """Add where the runs are made."""
    add = parser.add_argument
    backend = say("运行方式（默认 processes）", "where the runs are made (default: processes)")
    add("--backend", choices=("processes", "dask", "ray"), default="processes", help=backend)
    add("--scheduler", metavar="ADDRESS", help=say("已有Dask或Ray集群的地址", "address of a Dask or Ray cluster"))


def _peak_by(parser: argparse.ArgumentParser, say: Speech) -> None:
    """Add the year by which emissions have to peak."""
    told = say("达峰年限（默认2030）", "peak by this year (default: 2030)")
    parser.add_argument("--by", type=int, default=2030, metavar="YEAR", help=told)


def _batch(parser: argparse.ArgumentParser, say: Speech) -> None:
    add = parser.add_argument
    design = say(
        "实验设计（文件或自带的名称）；status 文件夹 查看进度；headline 文件夹 查看结论",
        "a design (file or shipped name); or: status DIR, headline DIR",
    )
    add("design", metavar="DESIGN", nargs="?", help=design)
    add("folder", metavar="DIR", nargs="?", help=say("status 与 headline 的文件夹", "folder of status and headline"))
    out = say("批次文件夹；再次启动即续算", "folder of the batch; start again and it goes on")
    add("--out", metavar="DIR", help=out)
    add_workers(parser, say)
    _backend(parser, say)
    most = say("运行次数上限（给出设计时默认10000）", "refuse a design with more runs (default: 10000)")
    add("--max-runs", type=int, metavar="N", help=most)
    add("--rerun", choices=("failed",), help=say("重做失败的运行", "repeat the runs that failed"))
    _peak_by(parser, say)
    pictures = say("headline：另写图与表到文件夹", "headline: also write pictures and tables into the folder")
    add("--pictures", action="store_true", help=pictures)
    spread = say("headline：分解其方差的指标", "headline: indicators whose variance is parted (default: the main ones)")
    add("--indicator", nargs="+", default=[], metavar="INDICATOR", help=spread)
    add_progress(parser, say)


def _attribute(parser: argparse.ArgumentParser, say: Speech) -> None:
    add = parser.add_argument
    add("base", metavar="BASE", help=say("对照政策包", "the package to start from"))
    add("other", metavar="OTHER", help=say("其行动被归因的政策包", "the package whose actions are attributed"))
    add_world(parser, say)
    _backend(parser, say)
    out = say("文件夹：保存运行与表格，再次启动即续算", "folder for runs and tables; start again and it goes on")
    add("--out", metavar="DIR", help=out)
    by = say(
        "行动的划分：方案章节、项目（默认）或杠杆",
        "what counts as one action: a section of the plan, a project, a lever (default: project)",
    )
    add("--by", choices=("section", "project", "lever"), default="project", help=by)
    variables = say(
        "被归因的指标（默认能源二氧化碳与市级财政）", "what is attributed (default: energy CO2, the city's budget)"
    )
    add(
        "--variable",
        nargs="+",
        default=["Emissions|CO2|Energy", "Money|City Budget"],
        metavar="VARIABLE",
        help=variables,
    )
    year = say("年份（默认自首个决策年累计）", "a year (default: all years from the first decision year added up)")
    add("--year", type=int, help=year)
    add("--seeds", type=int, default=4, metavar="N", help=say("种子个数（默认4）", "number of seeds (default: 4)"))
    orders = say(
        "行动多时每个种子的随机次序数（默认2：一个次序及其反序）",
        "random orders of each seed where there are many actions (default: 2, an order and its reverse)",
    )
    add("--permutations", type=int, default=2, metavar="N", help=orders)
    parser.add_argument("--picture", metavar="FILE", help=say("另画图到 .png", "also draw it into a .png"))
    wedges = say(
        "另画逐年楔形图到 .png（现行减冻结、方案减现行；按部门与行动），数值写入同名 .csv",
        "also draw wedges over time into a .png, numbers in the .csv beside it: BASE less frozen law, OTHER less BASE, "
        "by sector and by action",
    )
    parser.add_argument("--wedges", metavar="FILE", help=wedges)
    limit = say("运行次数上限（默认1000）", "refuse more runs (default: 1000)")
    add("--max-runs", type=int, default=1000, metavar="N", help=limit)


def _seek(parser: argparse.ArgumentParser, say: Speech) -> None:
    add = parser.add_argument
    design = say(
        "实验设计：杠杆因素为可动用的杠杆，其余因素为不确定的假设",
        "a design: its levers may be set, its other factors are the assumptions that a package must stand",
    )
    add("design", metavar="DESIGN", help=design)
    add("--out", metavar="DIR", required=True, help=say("文件夹；再次启动即续算", "folder; start again and it goes on"))
    _effort(parser, say)
    add_workers(parser, say)
    _backend(parser, say)
    _goal(parser, say)
    add(
        "--dry-run",
        action="store_true",
        help=say("只说明所需时间，不留文件", "only say how long it takes, and leave nothing"),
    )
    add_progress(parser, say)


def _effort(parser: argparse.ArgumentParser, say: Speech) -> None:
    """Add how many runs a search makes, and what it begins with."""
    add = parser.add_argument
    add(
        "--runs",
        type=int,
        default=600,
        metavar="N",
        help=say("运行次数预算（默认600）", "budget of runs (default: 600)"),
    )
    add(
        "--population",
        type=int,
        default=16,
        metavar="N",
        help=say("每代政策包数（默认16）", "packages a generation (default: 16)"),
    )
    start = say(
        "另以这些政策包开始（编号或文件，例如以前搜索的前沿；只取所求杠杆的值）",
        "packages to begin with, by id or file, as the front of an earlier search; their values of the levers sought",
    )
    add("--start", nargs="+", default=[], metavar="PACKAGE", help=start)
    fresh = say(
        "每个情景中用多少次搜索未用过的运行复核前沿（默认与搜索相同；0 为不复核）",
        "runs in each storyline, unused by the search, on which the front is rechecked "
        "(default: as many as it had; 0: none)",
    )
    add("--fresh", type=int, metavar="N", help=fresh)
    add(
        "--search-seed",
        type=int,
        default=1,
        metavar="N",
        help=say("搜索的种子（默认1）", "seed of the search (default: 1)"),
    )


def _goal(parser: argparse.ArgumentParser, say: Speech) -> None:
    """Add what a package must reach, what is made small, and what it must keep to."""
    add = parser.add_argument
    _peak_by(parser, say)
    non_fossil = say("该年非化石能源占比（默认0.18）", "non-fossil share of energy in that year (default: 0.18)")
    add("--non-fossil", type=float, default=0.18, metavar="SHARE", help=non_fossil)
    share = say(
        "每个情景达标的运行比例（默认0.8）", "share of the runs of every storyline that reach it (default: 0.8)"
    )
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


BATCHES: dict[str, tuple[Build, str, str]] = {
    "batch": (
        _batch,
        "按设计做成批运行，可随时中断续算",
        "make the runs of a design; killed at any moment, it goes on",
    ),
    "attribute": (
        _attribute,
        "归因：哪些行动起作用，哪些只有合在一起才起作用",
        "which actions do the work, and which only together",
    ),
    "seek": (
        _seek,
        "寻找在各情景下都达标的最省政策包",
        "the cheapest packages that reach the goal in every storyline",
    ),
}
