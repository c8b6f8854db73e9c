"""``tanfeng compare``: what one package changes against another, seed by seed, with intervals."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from abm.errors import UserError
from experiments.differences import Difference, by_county, by_sector, by_year, cumulative
from experiments.effects import KINDS, check_file, effects, write_frame
from experiments.folder import held
from experiments.headlines import CUMULATIVE, SCORED, label, shown, years_of
from experiments.kept_runs import results_of
from experiments.language import Speech
from experiments.notices import notices
from experiments.places import chosen_region
from experiments.plots.words import sector_name
from experiments.requests import requests
from experiments.scores import peak_sentence, target_sentence
from experiments.text import as_json, counted, number, table, with_interval
from experiments.units import reader_unit


def main(args: Namespace, say: Speech) -> int:
    """Make the runs of both packages with the same seeds and print their paired differences."""
    wanted = requests(args, [args.base, args.other, *args.also])
    table_file = check_file(args.effects) if args.effects else None
    if args.by and table_file is None:
        raise UserError("--by: says which rows --effects FILE has; give that too")
    with held(args.out, "comparison", wanted, chosen_region(args.region), say) as folder:
        results = results_of(wanted, folder, args, say)
        if folder:
            from experiments.report import report_files  # brings what draws pictures

            folder.write(results, report_files(results, say, base=_id(args.base), main=_id(args.other)))
    base = [run for run in results.runs if run.package == _id(args.base)]
    other = [run for run in results.runs if run.package == _id(args.other)]
    if table_file:
        write_frame(effects(base, other, args.by or KINDS), table_file)
    years = years_of(base)
    found = [*by_year(base, other, shown(base), years), *cumulative(base, other, CUMULATIVE)]
    sectors = by_sector(base, other, SCORED, years)
    counties = by_county(base, other, SCORED, years)
    if args.json:
        print(as_json({"base": args.base, "other": args.other, "seeds": [run.seed for run in base],
                       "notices": {runs[0].package: notices(runs, Speech("en")) for runs in (base, other)},
                       "differences": [vars(d) for d in (*found, *sectors, *counties)]}))  # fmt: skip
        return 0
    title = say(f"{args.other} 减 {args.base}，", f"{args.other} minus {args.base}, ") + (
        say(f"{len(base)} 个种子，± 为95%区间", f"{counted(len(base), 'seed')}, ± 95 % interval")
        if len(base) > 1
        else say("一个种子，没有区间", "one seed, so no interval")
    )
    print(title + "\n")
    print(_pivot(found, years, say("指标", "indicator"), lambda d: label(d.variable, say), say))
    unit = reader_unit(found[0].unit, say)[0] if found else ""
    name = label(SCORED, say)
    print("\n" + say(f"{name}（{unit}），按部门", f"{name} ({unit}) by sector"))
    print(_pivot(sectors, years, say("部门", "sector"), lambda d: sector_name(d.sector, say), say))
    print("\n" + say(f"{name}（{unit}），按县区", f"{name} ({unit}) by county"))
    names = {county.code: say(county.name_zh, county.name_en) for county in base[0].region.counties}
    print(_pivot(counties, years, say("县区", "county"), lambda d: names[d.county], say))
    print()
    for runs in (base, other):
        print(f"{runs[0].package}: {peak_sentence(runs, say)}")
        print(f"{runs[0].package}: {target_sentence(runs, say)}")
        for line in notices(runs, say):
            print(f"! {runs[0].package}: {line}")
    if args.out:
        print("\n" + say(f"结果在 {args.out}", f"results in {args.out}"))
        print(say("报告：", "report: ") + f"{args.out}/report.html")
    if table_file:
        print(say(f"全部差值在 {table_file}", f"all differences in {table_file}"))
    return 0


def _pivot(found: list[Difference], years: list[int], what: str, name: Callable[[Difference], str], say: Speech) -> str:
    """Return differences, one row a thing and one column a year: the base's value and what the other adds to it."""
    rows: dict[str, list[Difference]] = {}
    for difference in found:
        rows.setdefault(name(difference), []).append(difference)
    periods = (*map(str, years), "cumulative")
    body = []
    for row, differences in rows.items():
        unit, factor = reader_unit(differences[0].unit, say)
        cells = {d.period: _cell(d, factor) for d in differences}
        body.append((row, unit, *(cells.get(period, "") for period in periods)))
    header = (what, say("单位", "unit"), *map(str, years), say("累计", "cumulative"))
    return table(header, body, right=range(2, len(header)))


def _cell(d: Difference, factor: float) -> str:
    change = with_interval(factor * d.difference, factor * d.half_width) if d.difference else "+0"
    return change if d.period == "cumulative" else f"{number(factor * d.base)} {change}"


def _id(package: str) -> str:
    return Path(package).stem if package.endswith(".toml") else package
