"""``tanfeng attribute``: which actions of a package do the work, and which only together."""

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from abm.accounts.words import SECTORS
from abm.errors import UserError
from abm.output import write_whole
from abm.region import Region, load_region
from abm.simulation import lever_paths, simulated_years
from abm.variables import UnknownVariable, variable
from experiments.attribution.actions import (
    CoalitionRun,
    Paths,
    action_names,
    actions_of,
    changed_levers,
    runs_of,
    sections_of,
    settings_of,
)
from experiments.attribution.chart import FROZEN, Chart, frozen_runs, wedge_files
from experiments.attribution.files import plain, table_files
from experiments.attribution.keeping import evaluate, facts_of_runs, kept_runs, left_behind
from experiments.attribution.question import Found, Question, sectors_of, series_of
from experiments.attribution.sectors import CO2, FACTORS, SERIES, Change, changes
from experiments.attribution.shapley import Attribution, orders
from experiments.attribution.words import how_text
from experiments.batch.backends import backend_of
from experiments.batch.outcome import Backend
from experiments.batch.progress import ticker
from experiments.headlines import SCORED, estimate, label
from experiments.language import Speech
from experiments.plots.attribution import attribution_picture
from experiments.plots.laboratory import spoken
from experiments.plots.words import sector_name
from experiments.progress import announce
from experiments.requests import requests
from experiments.text import as_json, in_processes, number, table
from experiments.units import reader_unit
from policies.registry import all_levers

SHOWN = 4  # levers of an action in the table
EXACT = 6  # so many actions or fewer: 2^6 sets


def main(args: Namespace, say: Speech) -> int:
    """Make the runs and print what each action does, beside the simple numbers."""
    first = requests(args, [args.base, args.other])[0]
    _check_pictures(args)
    backend = backend_of(args)
    region = load_region(args.region)
    question, (base, other) = _question(args, region, first.until)
    years = list(simulated_years(region, first.until))
    variables = tuple(dict.fromkeys((*args.variable, *((SCORED,) if args.wedges else ()))))
    jobs = runs_of(
        first,
        question,
        lambda chosen: settings_of(chosen, question.actions, other, years),
        variables,
    )
    n_attributed = len(jobs)
    jobs += frozen_runs(first, n_attributed, question.seeds) if args.wedges and args.base != FROZEN else []
    _refuse_many(len(jobs), args)
    found = _made(args, jobs, facts_of_runs(jobs, base, region), backend, say)
    results = {name: _attribute(question, found, name, years) for name in args.variable}
    by_sector = _sectors(question, found, years)
    if args.out:
        write_whole(Path(args.out), table_files(question, results, by_sector))
    _draw(args, question, results, Chart(found, n_attributed, years, region), spoken(say))
    if args.json:
        attributed = [plain(question, name, result) for name, result in results.items()]
        print(as_json({"attributed": attributed, "sectors": [vars(row) for row in by_sector]}))
        return 0
    words = action_names(question.actions, region, say)
    print("\n\n".join(_table(args, question, name, results[name], words, say) for name in results))
    print("\n" + _sector_table(args, question, by_sector, say))
    print("\n" + how_text(question, n_attributed, say))
    return 0


def _made(args: Namespace, jobs: Sequence[CoalitionRun], facts: dict[str, str], backend: Backend, say: Speech) -> Found:
    """Make the runs, or find them in the folder."""
    folder = Path(args.out) if args.out else None
    tick = ticker(args, say)
    announce(_what(args, jobs, say))
    with kept_runs(folder, facts) as store:
        try:
            return evaluate(jobs, store, backend, load_region(args.region), tick)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(left_behind(store, folder, say)) from None
        finally:
            tick.end()


def _what(args: Namespace, jobs: Sequence[CoalitionRun], say: Speech) -> str:
    """Return what is about to be done."""
    return say(
        f"归因 {args.other} 减 {args.base}：{len(jobs)} 次运行，{args.workers} 个进程",
        f"attributing {args.other} minus {args.base}: {in_processes(len(jobs), args.workers)}",
    )


def _check_pictures(args: Namespace) -> None:
    for option in ("picture", "wedges"):
        name = getattr(args, option)
        if not name:
            continue
        if Path(name).suffix != ".png":
            raise UserError(f"--{option}: {name} ends in {Path(name).suffix or 'nothing'!r}, allowed .png")
        if not Path(name).parent.is_dir():
            raise UserError(f"--{option}: no folder {Path(name).parent}")


def _draw(args: Namespace, question: Question, results: dict[str, Attribution], chart: Chart, say: Speech) -> None:
    """Write the pictures that are asked for."""
    if args.picture:
        titles = {name: _title(args, question, name, say) for name in results}
        shown = {name: found.times(_unit(question, name, say)[1]) for name, found in results.items()}
        words = action_names(question.actions, chart.region, say)
        picture = Path(args.picture)
        write_whole(picture.parent, {picture.name: attribution_picture(shown, titles, words, say)})
    if args.wedges:
        picture = Path(args.wedges)
        write_whole(picture.parent, wedge_files(picture.name, chart, question, (args.base, args.other), say))


def _refuse_many(n: int, args: Namespace, least: str = "") -> None:
    if n > args.max_runs:
        raise UserError(
            f"{least}{n} runs are needed, --max-runs allows {args.max_runs}: "
            "fewer --permutations or --seeds, or --by section"
        )


def _question(args: Namespace, region: Region, until: int) -> tuple[Question, tuple[Paths, Paths]]:
    if problems := _problems(args, region, until):
        raise UserError("\n".join(problems))
    base, other = (lever_paths(package, region, until=until) for package in (args.base, args.other))
    levers = changed_levers(base, other)
    if not levers:
        raise UserError(f"{args.base} and {args.other} do not differ until {until}: there is nothing to attribute")
    actions = actions_of(levers, args.by, sections_of(region))
    _refuse_many(2 * args.seeds, args, "at least ")  # without and with all actions, before so many orders are drawn
    seeds = list(range(args.seed, args.seed + args.seeds))
    joined = [] if len(actions) <= EXACT else orders(list(actions), args.permutations, len(seeds), args.seed)
    return Question(actions, joined, seeds, _span(args.year, region, until)), (base, other)


def _problems(args: Namespace, region: Region, until: int) -> list[str]:
    """Return what is wrong with the question, all of it."""
    found = [problem for name in args.variable for problem in _problems_of(name, args.year)]
    if args.year is not None and not region.first_year <= args.year <= until:
        found.append(f"--year: got {args.year}, allowed {region.first_year} to {until}")
    if not 2 <= args.permutations <= 1000 or args.permutations % 2:
        found.append(f"--permutations: got {args.permutations}, allowed an even number, 2 to 1000")
    return found


def _problems_of(name: str, year: int | None) -> list[str]:
    try:
        unit = variable(name).unit
    except UnknownVariable as error:
        return [f"--variable: {error}"]
    if year is None and not unit.endswith("/yr"):
        return [f"--variable: {name} ({unit}) does not add up over years; name one with --year"]
    return []


def _span(year: int | None, region: Region, until: int) -> tuple[int, int]:
    """Return the year, or the years that are added up: from the first decision year on."""
    if year is None:
        return min(region.first_decision_year, until), until
    return year, year


def _attribute(question: Question, found: Found, name: str, years: list[int]) -> Attribution:
    at = [question.span[0] <= year <= question.span[1] for year in years]
    series = series_of(question, found, name)
    return question.attribution([{chosen: float(of[at].sum()) for chosen, of in own.items()} for own in series])


def _table(
    args: Namespace, question: Question, name: str, found: Attribution, words: dict[str, str], say: Speech
) -> str:
    shapley, factor = found.estimate, _unit(question, name, say)[1]
    header = (
        say("行动", "action"),
        say("夏普利值", "Shapley"),
        "±",
        say("单独实施", "alone"),
        say("最后加入", "last"),
        say("杠杆", "levers"),
    )
    rows = [
        (
            words[action],
            number(factor * shapley.mean[i]),
            number(factor * shapley.half_width[i], 2),
            number(factor * found.alone[:, i].mean()),
            number(factor * found.last[:, i].mean()),
            _few(question.actions[action], say),
        )
        for i, action in sorted(enumerate(found.actions), key=lambda pair: -abs(shapley.mean[pair[0]]))
    ]
    total, together = estimate(factor * found.total), number(factor * found.interaction.mean())
    whole, width = number(float(total.mean)), number(float(total.half_width), 2)
    rows.append((say("相互作用", "interaction"), "", "", together, "", ""))
    rows.append((say("合计", "total"), whole, width, whole, "", ""))
    return f"{_title(args, question, name, say)}\n" + table(header, rows, right=range(1, len(header) - 1))


def _few(levers: Sequence[str], say: Speech) -> str:
    """Return the first levers of an action, and how many more there are; ``--json`` has all."""
    more, known = len(levers) - SHOWN, all_levers()
    first = [say(known[lever].label.zh, lever) for lever in levers[:SHOWN]]
    return say("、", ", ").join(first) + (say(f"等{len(levers)}个", f" and {more} more") if more > 0 else "")


def _title(args: Namespace, question: Question, name: str, say: Speech) -> str:
    """Return variable, unit, years and packages."""
    first, last = question.span
    when = str(first) if first == last else f"{first}–{last}"
    unit, _ = _unit(question, name, say)
    title = say(f"{args.other} 减 {args.base}", f"{args.other} minus {args.base}")
    return say("，", ", ").join((label(name, say), unit, when, title))


def _unit(question: Question, name: str, say: Speech) -> tuple[str, float]:
    """Return the unit that is shown, of a year or of years added up, and the factor to it."""
    first, last = question.span
    unit = variable(name).unit
    return reader_unit(unit if first == last else unit.removesuffix("/yr"), say)


def _sectors(question: Question, found: Found, years: Sequence[int]) -> list[Change]:
    """Return the sectors in the last year of the sum with no action on and with all, the mean over the seeds."""
    at = years.index(question.span[1])  # the runs may go on after a year that was asked for
    nothing, everything = (
        {name: sectors_of(question, found, chosen, name)[at] for name in SERIES} for chosen in question.ends
    )
    return changes(SECTORS, nothing, everything)


def _sector_table(args: Namespace, question: Question, rows: list[Change], say: Speech) -> str:
    words = say("部门|差值|经济活动|能源强度|能源含碳", "sector|difference|activity|energy intensity|carbon of energy")
    unit, factor = reader_unit("Mt", say)

    def shown(*values: float) -> tuple[str, ...]:
        return tuple(number(factor * value) for value in values)

    cells = [(sector_name(row.sector, say), *shown(row.mt, *(row.parts or [np.nan] * len(FACTORS)))) for row in rows]
    parts = np.array([row.parts for row in rows if row.parts]).reshape(-1, len(FACTORS))
    cells.append((say("合计", "total"), *shown(sum(row.mt for row in rows), *parts.sum(axis=0).tolist())))
    title = say(
        f"{label(CO2, say)}，{unit}，{question.span[1]} 年，{args.other} 减 {args.base}（LMDI；- 为不可分解的部门）",
        f"{label(CO2, say)}, {unit}, {question.span[1]}, {args.other} minus {args.base} "
        "(LMDI; - where it has no factors)",
    )
    return title + "\n" + table(words.split("|"), cells, right=range(1, 5))
