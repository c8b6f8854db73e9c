"""``tanfeng diff``: which indicators moved between two folders, by how much, and by code, data or seed."""

from argparse import Namespace
from typing import Any

import pandas as pd

from abm.errors import UserError
from abm.variables import all_variables
from experiments.effects import check_file, write_frame
from experiments.headlines import HEADLINES
from experiments.language import Speech
from experiments.text import as_json, number, table
from experiments.units import reader_unit
from experiments.versions import LUCK, Side, causes, movements, only_in, other_units, read_side

WORDS = {
    "code": ("代码", "code"),
    "data": ("数据", "data"),
    "seed": ("种子", "seeds"),
    "population": ("合成人口", "synthetic populations"),
    "levers": ("杠杆", "levers"),
    "storyline": ("情景", "storyline"),
    "scale": ("规模", "scale"),
    "years": ("年份", "years"),
    "history": ("历史", "history"),
    "numbers": ("抽样的数值", "sampled numbers"),
}


def main(args: Namespace, say: Speech) -> int:
    """Compare the folders and print what moved, largest first."""
    file = check_file(args.csv, "--csv") if args.csv else None
    if args.top < 1:
        raise UserError(f"--top: got {args.top}, allowed 1 and more")
    a, b = read_side(args.a), read_side(args.b)
    found = movements(a, b)
    if found.empty:
        raise UserError(f"{args.a} and {args.b} have no package, storyline, variable and year in common")
    differ, missing = causes(a, b), only_in(a, b)
    if file:
        write_frame(found, file)
    if args.json:
        moved = found[found["moved"]].to_dict("records")
        told = {"differ": differ, "compared": len(found), "moved": moved, "only_a": missing[0], "only_b": missing[1],
                "other_units": other_units(a, b)}  # fmt: skip
        print(as_json({**told, "versions": {side: _version(s) for side, s in (("a", a), ("b", b))}}))
        return 0
    print(_text(args, (a, b), found, differ, missing, say))
    return 0


def _text(
    args: Namespace, sides: tuple[Side, Side], found: pd.DataFrame, differ: list[str], missing: Any, say: Speech
) -> str:
    moved = found[found["moved"]]
    parts = [_cause(differ, sides, say), _count(found, moved, say)]
    if len(moved):
        parts.append(_table(args, moved, say))
    for names, folder in zip(missing, (args.a, args.b), strict=True):
        if names:
            shown = ", ".join(names[:5]) + (" ..." if len(names) > 5 else "")
            parts.append(say(f"只在 {folder}：{len(names)} 个指标（{shown}）",
                             f"only in {folder}: {len(names)} variables ({shown})"))  # fmt: skip
    if recounted := other_units(*sides):
        shown = ", ".join(f"{name} {before} -> {after}" for name, (before, after) in list(recounted.items())[:5])
        shown += " ..." if len(recounted) > 5 else ""
        parts.append(say(f"单位不同而未比较：{len(recounted)} 个指标（{shown}）",
                         f"in other units, so not compared: {len(recounted)} variables ({shown})"))  # fmt: skip
    return "\n\n".join(parts)


def _cause(differ: list[str], sides: tuple[Side, Side], say: Speech) -> str:
    """Say in what the folders differ, and to which of it a movement can be put down."""
    if not differ:
        return say("两者的代码、数据、种子与设定都相同", "the two have the same code, data, seeds and settings")
    named = say("、", ", ").join(say(*WORDS[cause]) for cause in differ)
    versions = ""
    if "code" in differ:
        versions = "\n" + "  ".join(f"{side.folder}: {_version(side)}" for side in sides)
    if len(differ) == 1:
        only = say(
            f"只有{named}不同，因此变动来自它", f"the only difference is the {named}, so what moved, moved by that"
        )
        if differ[0] in LUCK:
            only += say("（即运气）", " (luck)")
        return only + versions
    advice = say(
        "变动不能归于其中之一：请逐项更换后再比较", "what moved cannot be put down to one of them: change one at a time"
    )
    return say(f"不同之处：{named}；{advice}", f"they differ in {named}; {advice}") + versions


def _version(side: Side) -> str:
    code = side.made["code"] or {}
    return f"{code.get('version', '?')} ({code.get('hash', '?')})"


def _count(found: pd.DataFrame, moved: pd.DataFrame, say: Speech) -> str:
    n_variables, n_moved = found["variable"].nunique(), moved["variable"].nunique()
    return say(
        f"{n_variables} 个指标中 {n_moved} 个有变动（超出区间；{len(found)} 个值中 {len(moved)} 个）",
        f"{n_moved} of {n_variables} variables moved (beyond their intervals; {len(moved)} of {len(found)} values)",
    ) + by_chance(found, say)


def by_chance(found: pd.DataFrame, say: Speech) -> str:
    """Return how many of so many 95 % intervals leave out nought by luck alone, or that no interval is known."""
    if not found["moved"].any():
        return ""
    if found["half_width"].isna().all():
        return say(
            "；每边只有一次运行，没有区间：凡不同者都算变动",
            "; of one run each no interval is known, so all that differs counts",
        )
    n = round(0.05 * int((found["half_width"] > 0).sum()))
    return (
        say(f"；单凭运气约有 {n} 个超出95%区间", f"; by luck alone about {n} would leave their 95 % intervals")
        if n
        else ""
    )


def _table(args: Namespace, moved: pd.DataFrame, say: Speech) -> str:
    """Return the largest movement of each variable, headlines first, then the rest by relative size."""
    order = moved.assign(size=moved["relative"].abs(), late=~moved["variable"].isin(HEADLINES))
    order = order.sort_values(["late", "size"], ascending=[True, False]).drop_duplicates(
        ["package", "storyline", "variable"]
    )
    header = say(
        "政策包|情景|指标|单位|年|前|后|差值|±|相对", "package|storyline|variable|unit|year|a|b|difference|±|relative"
    )
    rows = [
        (
            row.package,
            row.storyline,
            _label(str(row.variable), say),
            unit,
            str(row.year),
            number(factor * row.a),
            number(factor * row.b),
            number(factor * row.difference),
            number(factor * row.half_width, 2),
            f"{row.relative:+.2%}",
        )
        for row in order.head(args.top).itertuples()
        for unit, factor in (reader_unit(str(row.unit), say),)
    ]
    left = len(order) - len(rows)
    more = (
        "\n" + say(f"……另有 {left} 项：--top 或 --csv FILE", f"... {left} more: --top or --csv FILE")
        if left > 0
        else ""
    )
    return table(header.split("|"), rows, right=range(4, 10)) + more


def _label(name: str, say: Speech) -> str:
    about = all_variables().get(name)
    return say(about.label_zh, about.label_en) if about else name
