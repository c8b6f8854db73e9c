"""``tanfeng replicates``: how many seeds the interval of a paired difference needs, from a pilot."""

import math
from argparse import Namespace

from abm.errors import UserError
from abm.variables import UnknownVariable, variable
from experiments.headlines import label
from experiments.language import Speech
from experiments.pilot import Pilot, pilot_of
from experiments.places import chosen_region
from experiments.progress import announce
from experiments.replicates import Needed, count_text, needed
from experiments.requests import requests
from experiments.target_words import reader_scale
from experiments.text import as_json, counted, in_processes, number, table
from experiments.units import unit_name


def main(args: Namespace, say: Speech) -> int:
    """Make the pilot with the same seeds under both packages and say how many are enough."""
    _check(args)
    wanted = requests(args, [args.base, args.other])
    years = [args.year] if args.year else None
    _check_year(args, wanted[0].until)
    announce(_what(args, len(wanted), say))
    pilot = pilot_of(wanted, args.variable, args, say)
    found = [
        _needed(name, year, pilot, args.width)
        for name in pilot.differences
        for year in years or sorted({*({2030} & set(pilot.years)), pilot.years[-1]})
    ]
    found = [one for one in found if args.variable or one.deviation > 0]
    if args.json:
        print(as_json({"pilot_seeds": args.seeds, "needed": [vars(one) for one in found]}))
        return 0
    print(_text(args, found, say))
    return 0


def _what(args: Namespace, n_runs: int, say: Speech) -> str:
    return say(
        f"试算 {args.other} 减 {args.base}：{n_runs} 次运行，{args.workers} 个进程",
        f"pilot of {args.other} minus {args.base}: {in_processes(n_runs, args.workers)}",
    )


def _check(args: Namespace) -> None:
    if args.seeds < 2:
        raise UserError(f"--seeds: got {args.seeds}, allowed 2 and more: a spread needs two runs")
    if args.base == args.other:
        raise UserError(f"{args.base} and {args.other}: name two different packages")
    if args.width is not None and not (math.isfinite(args.width) and args.width > 0):
        raise UserError(f"--width: got {args.width:g}, allowed above 0")
    if args.width is not None and len(args.variable) != 1:
        raise UserError("--width: is in the unit of one variable; name it with --variable")
    for name in args.variable:
        try:
            variable(name)
        except UnknownVariable as error:
            raise UserError(f"--variable: {error}") from None


def _check_year(args: Namespace, until: int) -> None:
    first = chosen_region(args.region).first_year
    if args.year is not None and args.year > until:
        raise UserError(f"--year: got {args.year}, the runs end in {until}")
    if args.year is not None and args.year < first:
        raise UserError(f"--year: got {args.year}, the runs begin in {first}")


def _needed(name: str, year: int, pilot: Pilot, width: float | None) -> Needed:
    at = year - pilot.years[0]
    return needed(name, year, variable(name).unit, pilot.differences[name][:, at], width)


def _text(args: Namespace, found: list[Needed], say: Speech) -> str:
    header = say("指标|年|单位|差值|±|标准差|区间宽度|所需种子数（九成把握）|对半把握|其范围",
                 "indicator|year|unit|difference|±|deviation|width|seeds enough, 9 in 10|even odds|range")  # fmt: skip
    # A width is typed in the variable's own unit: then everything beside it stands in that.
    scale = (lambda unit: (unit_name(unit, say), 1.0)) if args.width is not None else reader_scale(say)
    rows = [
        (
            label(one.variable, say),
            str(one.year),
            unit,
            number(factor * one.difference),
            number(factor * one.half_width, 2),
            number(factor * one.deviation, 2),
            number(factor * one.width, 2),
            count_text(one.n_surely),
            count_text(one.n),
            f"{count_text(one.n_low)}–{count_text(one.n_high)}",
        )
        for one in found
        for unit, factor in (scale(one.unit),)
    ]
    title = say(
        f"{args.other} 减 {args.base}，试算 {args.seeds} 个种子；宽度为95%区间两端之距",
        f"{args.other} minus {args.base}, pilot of {counted(args.seeds, 'seed')}; "
        "width of the 95 % interval, end to end",
    )
    if args.width is None:
        title += say("；未给 --width 时为差值的一半", "; without --width it is half of the difference")
    title += say(
        f"；区间只含种子的运气，合成人口同为 {args.population_seed} 号",
        f"; the interval is over the luck of seeds, with the one synthetic population {args.population_seed}",
    )
    if not rows:
        return (
            title
            + "\n\n"
            + say(
                "主要指标在所列年份都没有差别：请另选 --year 或 --variable",
                "none of the main indicators differs in these years: name another --year or --variable",
            )
        )
    told = title + "\n\n" + table(header.split("|"), rows, right=range(3, 10))
    return "\n".join([told, *(_rare(one, args.seeds, say) for one in found if one.n_far)])


def _rare(one: Needed, seeds: int, say: Speech) -> str:
    """Say that something rare makes the spread, which few seeds may miss."""
    name = label(one.variable, say)
    return say(
        f"注意：{name}（{one.year} 年）在 {seeds} 个种子中有 {one.n_far} 个远离其余：那里发生了少见的事；"
        f"没有遇到它的少数种子，区间会过窄。{one.n_meeting} 个种子有95%的把握遇到它",
        f"note: {name} ({one.year}) lies far off the others in {one.n_far} of {seeds} seeds: something rare happens "
        f"there, and the interval of a few seeds that miss it is too narrow; {one.n_meeting} seeds meet it with 95 %",
    )
