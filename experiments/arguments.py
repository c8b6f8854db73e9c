"""The words that each command understands. Imports nothing heavy, so that help is instant."""

import argparse
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any, NoReturn

from experiments.arguments_batch import BATCHES
from experiments.arguments_examples import examples
from experiments.arguments_lab import LABORATORY
from experiments.arguments_words import name_in_chinese, shown, widened
from experiments.arguments_world import add_region as _add_region
from experiments.arguments_world import add_world as _add_world
from experiments.language import Speech


class UsageError(Exception):
    """A command line that cannot be understood."""


class Parser(argparse.ArgumentParser):
    """A parser that raises instead of printing its usage."""

    say = Speech("en")

    def error(self, message: str) -> NoReturn:
        """Raise what is wrong, with the nearest option where one is unknown."""
        raise UsageError(shown(f"{message}\n{self.prog} --help"))

    def add_argument(self, *args: Any, **kwargs: Any) -> argparse.Action:
        """Add an argument, its help in columns as wide as Chinese letters are."""
        action = super().add_argument(*args, **kwargs)
        if self.say.lang == "zh":
            name_in_chinese(action)
            action.help = widened(action.help or "")
        return action

    def speak(self, say: Speech) -> None:
        """Word the help in the user's language, what argparse says of itself included."""
        self.say = say
        self._positionals.title = say("参数", "arguments")
        self._optionals.title = say("选项", "options")
        self._actions[0].help = say("显示本帮助", "show this help")

    def format_help(self) -> str:
        """Return the help."""
        text = super().format_help()
        return shown("用法：" + text.removeprefix("usage: ")) if self.say.lang == "zh" else text


def add_common(parser: argparse.ArgumentParser, say: Speech, *, json: bool = True) -> None:
    """Add the options that every command has."""
    if json:
        parser.add_argument("--json", action="store_true", help=say("以JSON输出", "print JSON"))
    parser.add_argument(
        "--lang", choices=("zh", "en"), help=say("语言（默认随系统）", "language (default: the locale's)")
    )


def _add_output(parser: argparse.ArgumentParser, say: Speech) -> None:
    """Add where the results of runs go."""
    add = parser.add_argument
    out = say(
        "结果文件夹；每次运行完成即存，再次启动即续算",
        "folder for the results; each finished run is kept, start again and it goes on",
    )
    add("--out", metavar="DIR", help=out)
    add("--profile", action="store_true", help=say("打印每年各阶段毫秒数", "print milliseconds a year by phase"))


def _run(parser: argparse.ArgumentParser, say: Speech) -> None:
    parser.add_argument("package", metavar="PACKAGE", help=say("政策包", "a package of policies: id or TOML file"))
    _add_world(parser, say)
    _add_output(parser, say)
    add = parser.add_argument
    add("--seeds", type=int, default=1, metavar="N", help=say("种子个数（默认1）", "number of seeds (default: 1)"))
    add(
        "--set",
        nargs="+",
        action="extend",
        default=[],
        metavar="LEVER[@YEAR]=VALUE",
        help=say("设定杠杆：自首个决策年（或该年）起", "set a lever from the first decision year (or YEAR) on"),
    )
    add("--counterfactual", action="store_true", help=say("允许改变过去年份", "allow settings in the past"))
    free = say("2020年起自由运行，不跟随观测", "let the past run free instead of following observation")
    add("--free", action="store_true", help=free)


def _compare(parser: argparse.ArgumentParser, say: Speech) -> None:
    parser.add_argument("base", metavar="BASE", help=say("对照政策包", "the package to compare with"))
    parser.add_argument("other", metavar="OTHER", help=say("被比较的政策包", "the package that is compared"))
    _add_world(parser, say)
    _add_output(parser, say)
    parser.add_argument(
        "--seeds", type=int, default=4, metavar="N", help=say("种子个数（默认4）", "number of seeds (default: 4)")
    )
    also = say("报告中另外显示的政策包", "further packages shown in the report")
    parser.add_argument("--also", nargs="+", default=[], metavar="PACKAGE", help=also)
    effects = say("把全部差值及区间写入 .csv 或 .parquet", "write all differences with intervals: .csv or .parquet")
    parser.add_argument("--effects", metavar="FILE", help=effects)
    kinds = ("year", "sector", "county", "group")
    by = say("--effects 含哪些行（默认全部）", "rows of --effects (default: all)")
    parser.add_argument("--by", nargs="+", choices=kinds, help=by)


def _design(parser: argparse.ArgumentParser, say: Speech) -> None:
    parser.add_argument("action", choices=("new", "check"), help=say("新建或检查", "write a new one, or check one"))
    parser.add_argument("file", metavar="FILE", help=say("设计文件", "the design's file"))
    untimed = say("检查时不试算用时", "check: do not time a run")
    parser.add_argument("--untimed", action="store_true", help=untimed)
    _add_region(parser, say)


def _levers(parser: argparse.ArgumentParser, say: Speech) -> None:
    _add_region(parser, say)
    parser.add_argument(
        "prefix", metavar="PREFIX", nargs="?", default="", help=say("只列出以此开头的杠杆", "only levers that start so")
    )


def _packages(parser: argparse.ArgumentParser, say: Speech) -> None:
    _add_region(parser, say)
    parser.add_argument(
        "package", metavar="PACKAGE", nargs="?", help=say("显示其全部条目", "show all entries of this one")
    )


def _targets(parser: argparse.ArgumentParser, say: Speech) -> None:
    _add_region(parser, say)
    help_ = say(
        "不模拟行为，仅以算术检验各目标能否同时成立", "test by arithmetic whether the targets can hold together"
    )
    parser.add_argument("--feasibility", action="store_true", help=help_)


def _coverage(parser: argparse.ArgumentParser, say: Speech) -> None:
    _add_region(parser, say)
    help_ = say("先以成对运行逐一测量各杠杆（数分钟）", "measure every lever by paired runs first (some minutes)")
    parser.add_argument("--measure", action="store_true", help=help_)


def _projects(parser: argparse.ArgumentParser, say: Speech) -> None:
    add = parser.add_argument
    add("folder", metavar="DIR", help=say("一次运行的结果文件夹", "the folder of a run"))
    add("--package", metavar="PACKAGE", help=say("其中哪个政策包（默认plan）", "which of its packages (default: plan)"))
    add(
        "--year",
        type=int,
        help=say("指标年份（默认2030，或运行的末年）", "year of the indicators (default: 2030, or the last)"),
    )
    add("--xlsx", metavar="FILE", help=say("写入Excel表", "write it as a sheet of Excel"))
    own = say("运行所用的自有地区数据文件夹", "the folder of the run's region, if it does not come with Tanfeng")
    add("--region", metavar="DIR", help=own)


def _data(parser: argparse.ArgumentParser, say: Speech) -> None:
    parser.add_argument(
        "prefix",
        metavar="PREFIX",
        nargs="?",
        default="",
        help=say("只列出以此开头的数", "only numbers whose key starts so"),
    )
    _add_region(parser, say)


def _indicators(parser: argparse.ArgumentParser, say: Speech) -> None:
    help_ = say("只列出以此开头的变量", "only variables that start so")
    parser.add_argument("prefix", nargs="?", default="", metavar="VARIABLE", help=help_)


def _check(parser: argparse.ArgumentParser, say: Speech) -> None:
    parser.add_argument("folder", metavar="DIR", help=say("地区数据文件夹", "a region's folder"))


def _export(parser: argparse.ArgumentParser, say: Speech) -> None:
    parser.add_argument(
        "folder", metavar="DIR", help=say("一次运行或一个批次的结果文件夹", "the folder of a run or a batch")
    )
    file = say("写入的 .csv、.xlsx 或 .parquet", "the .csv, .xlsx or .parquet to write")
    parser.add_argument("file", metavar="FILE", help=file)
    kind = say("iamc（默认；批次为均值）或 long（全部行）", "iamc (default; of a batch the means) or long (every row)")
    parser.add_argument("--format", choices=("iamc", "long"), help=kind)
    quantiles = say("批次：另以情景写出分位数", "of a batch: quantiles too, as scenarios of their own")
    parser.add_argument("--quantiles", action="store_true", help=quantiles)
    parser.add_argument("--counties", action="store_true", help=say("包括各县区", "the counties too"))
    own = say("运行所用的自有地区数据文件夹", "the folder of the run's region, if it does not come with Tanfeng")
    parser.add_argument("--region", metavar="DIR", help=own)


def add_server(parser: argparse.ArgumentParser, say: Speech, port: int) -> None:
    """Add where a page is served, and what its runs have in common."""
    _add_region(parser, say)
    add = parser.add_argument
    host = say("监听地址（默认仅本机）", "address to listen on (default: this computer only)")
    add("--host", default="127.0.0.1", help=host)
    add("--port", type=int, default=port, help=say(f"端口（默认{port}）", f"port (default: {port})"))
    add("--no-browser", action="store_true", help=say("不打开浏览器", "open no browser"))
    scale = say("模拟的家庭比例，0到1（默认0.004）", "share of homes simulated (default: 0.004)")
    add("--scale", type=float, default=0.004, help=scale)
    add("--days", type=int, default=6, metavar="N", help=say("代表日个数（默认6）", "representative days (default: 6)"))


def _app(parser: argparse.ArgumentParser, say: Speech) -> None:
    add_server(parser, say, 8765)


def _workshop(parser: argparse.ArgumentParser, say: Speech) -> None:
    add_server(parser, say, 8766)
    help_ = say(
        "存放房间记录的文件夹（默认 out/workshop）", "folder where the room's events lie (default: out/workshop)"
    )
    parser.add_argument("--data", default="out/workshop", metavar="DIR", help=help_)
    anew = say(
        "另开一个房间：沿用设置，旧房间改名留在文件夹里",
        "begin another room with the same settings; the old one stays in the folder under another name",
    )
    parser.add_argument("--new", action="store_true", help=anew)


Build = Callable[[argparse.ArgumentParser, Speech], None]
COMMANDS: dict[str, tuple[Build, str, str]] = {
    "run": (_run, "运行一个政策包", "run a package of policies"),
    "compare": (_compare, "比较两个政策包（成对差值与区间）", "compare two packages: paired differences, intervals"),
    **BATCHES,
    **LABORATORY,
    "app": (_app, "浏览器：移动杠杆，即时重绘未来", "the browser: move a lever, see the future redrawn"),
    "workshop": (
        _workshop,
        "研讨会：三十人用手机共同探索（无需互联网）",
        "a workshop: thirty people explore together from their phones, without internet",
    ),
    "design": (_design, "新建或检查一个实验设计", "write or check a design"),
    "levers": (_levers, "列出政策杠杆", "list the levers"),
    "packages": (_packages, "列出政策包及其依据", "list the packages and what they quote"),
    "targets": (
        _targets,
        "列出方案目标；--feasibility 检验其相容性",
        "list the plan's targets; --feasibility tests them",
    ),
    "coverage": (
        _coverage,
        "方案各项目由哪些杠杆、哪些主体承担，还缺什么",
        "which levers and agents carry each project of the plan, and what is missing",
    ),
    "projects": (
        _projects,
        "按方案项目报告一次运行：指标、目标、财政支出、责任单位",
        "a run project by project: delivered, targets, public money, bureau",
    ),
    "data": (_data, "列出地区数据及来源", "list a region's numbers with their sources"),
    "indicators": (
        _indicators,
        "列出运行结果的各项指标及其口径",
        "list the variables of the results with what is in them",
    ),
    "check": (_check, "校验地区数据", "validate a region's data"),
    "export": (_export, "导出运行或批次（IAMC格式或全部行）", "export a run or a batch: IAMC format or every row"),
}
WITHOUT_JSON = ("export", "app", "workshop")


def build_parser(say: Speech) -> Parser:
    """Return the parser of all commands."""
    parser = Parser(
        prog="tanfeng",
        allow_abbrev=False,
        description=say(
            "碳峰：城市碳达峰方案的主体模拟实验室", "Tanfeng: an agent-based laboratory for a city's carbon-peak plan"
        ),
    )
    parser.add_argument("--version", action="store_true", help=say("版本", "print the version"))
    parser.speak(say)
    add_common(parser, say, json=False)
    commands: Any = parser.add_subparsers(dest="command", metavar=say(widened("命令"), "COMMAND"))
    for name, (build, zh, en) in COMMANDS.items():
        told = widened(zh) if say.lang == "zh" else en
        command = commands.add_parser(
            name,
            help=told,
            description=say(zh, en),
            epilog=examples(name, say),
            formatter_class=argparse.RawDescriptionHelpFormatter,  # the lines of the examples stay lines
            allow_abbrev=False,
        )
        command.speak(say)
        build(command, say)
        add_common(command, say, json=name not in WITHOUT_JSON)
    return parser


def read(words: list[str], say: Speech) -> argparse.Namespace:
    """Return what the words of a command line mean.

    Raises:
        UsageError: they mean nothing; the message names the nearest command or option.
    """
    parser = build_parser(say)
    command = next((word for word in words if not word.startswith("-") and word not in ("zh", "en")), None)
    if command is not None and command not in COMMANDS:
        hint = nearest(command, COMMANDS, say)
        listed = ", ".join(COMMANDS)
        raise UsageError(
            say(f"没有命令 {command!r}，有 {listed}{hint}", f"no command {command!r}, there are {listed}{hint}")
        )
    args, unknown = parser.parse_known_args(words)
    if unknown:
        options = [word for action in _options(parser, args.command) for word in action.option_strings]
        parts = [word + nearest(word.split("=")[0], options, say) for word in unknown]
        raise UsageError(say("不认识：", "not understood: ") + "; ".join(parts))
    if getattr(args, "out", None) is not None and not args.out.strip():
        raise UsageError("--out: got an empty name, allowed the name of a folder")
    return args


def nearest(word: str, known: Any, say: Speech) -> str:
    """Return a hint at the nearest known word, or nothing."""
    near = get_close_matches(word, list(known), n=1)
    return say(f"；是否指 {near[0]!r}？", f"; did you mean {near[0]!r}?") if near else ""


def _options(parser: argparse.ArgumentParser, command: str | None) -> list[argparse.Action]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction) and command:
            return list(action.choices[command]._actions)
    return list(parser._actions)
