"""Fills the generated sections of the documents: ``make docs``.

A section stands between ``<!-- generated:NAME -->`` and ``<!-- end -->``; a file whose name ends in
``.zh.md`` is in Chinese. Figures come from real runs of this code. The answers of the laboratory's page take longer and
are made by ``python -m experiments.docs laboratory``; what else is made says which of them stand on another version.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path

from abm.power.calibrate import Hindcast
from abm.region import Region, load_region
from abm.results import Results
from abm.variables import all_variables
from experiments import docs_actions, docs_coverage, docs_prices, docs_questions, scale_error
from experiments.curves import ResponseCurve
from experiments.figures import command as figures
from experiments.headlines import estimate, label, over_seeds, years_of
from experiments.laboratory import command as laboratory
from experiments.language import Speech
from experiments.lever_values import file_number
from experiments.plots import case_of, emissions, png, styled
from experiments.provenance_words import about
from experiments.requests import Request, carry_out
from experiments.scores import peak_sentence
from experiments.text import markdown, number, with_interval
from experiments.units import reader_unit, unit_name
from policies.lever import AUTHORITIES
from policies.registry import all_levers

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
FILES = (
    "README.md",
    "README.zh.md",
    "docs/coverage.md",
    "docs/coverage.zh.md",
    "docs/levers.md",
    "docs/levers.zh.md",
    "docs/indicators.md",
    "docs/indicators.zh.md",
    "docs/responses.md",
    "docs/responses.zh.md",
    "docs/actions.md",
    "docs/actions.zh.md",
    "docs/scale.md",
    "docs/scale.zh.md",
    "abm/odd/power.md",
    "abm/odd/power.zh.md",
)
SECTION = re.compile(r"(<!-- generated:(\w+) -->\n).*?(<!-- end -->)", re.S)
PACKAGES = ("frozen", "current", "plan")
SEEDS = (1, 2, 3, 4)
SHORT = (  # what the README shows of the headlines
    "Emissions|CO2|Energy",
    "Emissions|CO2|Energy with Net Electricity Imports",
    "Emissions|CH4",
    "Share|Non-Fossil Energy",
    "Share|Clean Capacity",
    "Homes|Scattered Coal",
    "Share|Return to Coal",
    "Share|New Energy Car Sales",
    "Stocks|Transportation|Truck|Battery-Electric",
    "Share|Straw Utilization",
    "Money|City Budget",
)


@cache
def region() -> Region:
    """Return the city of the documents."""
    return load_region("luliang")


@cache
def runs() -> Results:
    """Return the runs behind the figures of the README."""
    place = region()
    storyline = next(iter(place.storylines))
    wanted = [Request(p, place.id, storyline, place.horizon, 0.02, seed) for p in PACKAGES for seed in SEEDS]
    return carry_out(wanted, workers=1)


@cache
def curves(theme: str) -> tuple[ResponseCurve, ...]:
    """Return the response curves of a theme's levers, and draw them: once for both languages."""
    from experiments.docs_curves import curves_of, draw

    found = curves_of(region(), theme)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with styled():
        (PICTURES / f"responses.{theme}.png").write_bytes(png(draw(found)))
    return found


@cache
def hours() -> docs_questions.RunsOfHours:
    """Return the runs with each set of tariff hours: once for both languages."""
    return docs_questions.runs_of_hours(region())


@cache
def hindcast() -> Hindcast:
    """Return the prices that the model makes in the years with evidence: once for both languages."""
    return Hindcast(region())


def headlines(say: Speech) -> str:
    """Return when CO2 peaks under each package, and the headlines of the plan less those of current law."""
    results = runs()
    groups = {package: [run for run in results.runs if run.package == package] for package in PACKAGES}
    with styled():
        PICTURES.mkdir(parents=True, exist_ok=True)
        picture = png(emissions.packages(case_of(results, say, "plan", "current")))
    (PICTURES / f"emissions.{say.lang}.png").write_bytes(picture)
    lines = [f"- `{package}`: {peak_sentence(group, say)}" for package, group in groups.items()]
    years = years_of(groups["plan"])
    at = [year - int(results.runs[0].years[0]) for year in years]
    rows = []
    for name in SHORT:
        unit, factor = reader_unit(all_variables()[name].unit, say)
        base, plan = (factor * over_seeds(groups[package], name)[:, at] for package in ("current", "plan"))
        change = estimate(plan - base)
        cells = [
            number(level) + (f" ({with_interval(mean, half)})" if mean else "")
            for level, mean, half in zip(plan.mean(axis=0), change.mean, change.half_width, strict=True)
        ]
        rows.append([label(name, say), unit, *cells])
    title = say(
        f"方案的取值，括号内为与现行政策之差（± 为{len(SEEDS)}个种子的95%区间），规模0.02：",
        f"The plan; in brackets its difference from current law (± 95 % interval, {len(SEEDS)} seeds); scale 0.02:",
    )
    header = [say("指标", "indicator"), say("单位", "unit"), *map(str, years)]
    return "\n".join(lines) + f"\n\n{title}\n\n" + markdown(header, rows)


def trust(say: Speech) -> str:
    """Return the model run free beside the evidence."""
    from experiments.validate import as_markdown, compare_with_evidence

    return as_markdown(compare_with_evidence(region(), language=say.lang), say.lang) + "\n"


def grades(say: Speech) -> str:
    """Return how many numbers of the region have which grade."""
    rows = region().parameters.rows()
    counts = Counter(row.grade for row in rows)
    shares = ", ".join(f"{grade} {counts[grade]}" for grade in "ABCM")
    return say(
        f"吕梁共用 {len(rows)} 个参数，等级：{shares}"
        "（A 官方、数据集或论文，B 报道或转载，C 弱，M 假设，给出宽范围）。\n",
        f"Lüliang runs on {len(rows)} parameters; by grade: {shares} (A official, data set or paper; B press or copy; "
        "C weak; M assumed, with a wide range).\n",
    )


def levers(say: Speech) -> str:
    """Return all levers with bounds, project and authority."""
    rows = [
        [
            f"`{lever.id}`",
            say(lever.label.zh, lever.label.en),
            unit_name(lever.unit, say),
            f"{file_number(lever, lever.low, say)} .. {file_number(lever, lever.high, say)}",
            ", ".join(lever.projects),
            say(*AUTHORITIES[lever.authority]),
            f"{'+' if lever.sign > 0 else '-'} {label(lever.indicator, say)}",
            say(lever.description.zh, lever.description.en),
        ]
        for lever in all_levers().values()
    ]
    header = (
        ["杠杆", "名称", "单位", "范围", "项目", "权限", "使之变动", "说明"]
        if say.lang == "zh"
        else ["lever", "label", "unit", "range", "project", "authority", "moves", "description"]
    )
    return markdown(header, rows)


def indicators(say: Speech) -> str:
    """Return all variables of the results."""
    rows = [
        [f"`{variable.name}`", say(variable.label_zh, variable.label_en), unit_name(variable.unit, say),
         about(variable, say), *(say("是", "yes") if holds else "" for holds in
                                 (variable.additive_counties, variable.additive_sectors)), variable.iamc]
        for variable in all_variables().values()
    ]  # fmt: skip
    header = (
        ["变量", "名称", "单位", "说明", "各县可加", "分部门", "IAMC"]
        if say.lang == "zh"
        else ["variable", "label", "unit", "note", "adds over counties", "by sector", "IAMC"]
    )
    return markdown(header, rows)


def actions(say: Speech) -> str:
    """Return what each of the plan's actions does alone."""
    return markdown(*docs_actions.actions(region(), say))


SECTIONS: dict[str, Callable[[Speech], str]] = {
    "headlines": headlines,
    "actions": actions,
    "trust": trust,
    "grades": grades,
    "covered": lambda say: docs_coverage.counts(region(), say),
    "coverage": lambda say: docs_coverage.rows_of_the_plan(region(), say),
    "effects": lambda say: docs_coverage.effects(region(), say),
    "levers": levers,
    "indicators": indicators,
    "storylines": lambda say: docs_questions.storylines(region(), say),
    "hours": lambda say: docs_questions.hours(hours(), say),
    "named": lambda say: docs_questions.named(region(), runs().runs, say),
    "speed": docs_questions.speed,
    "scale": scale_error.as_markdown,
    "prices": lambda say: docs_prices.as_markdown(hindcast(), PICTURES, say),
}


def generate(name: str, say: Speech) -> str:
    """Return the content of a section; ``curves_THEME`` are the response curves of a theme's levers."""
    if name.startswith("curves_"):
        from experiments.docs_curves import as_markdown

        theme = name.removeprefix("curves_")
        return as_markdown(theme, curves(theme), say)
    return SECTIONS[name](say)


def fill(text: str, say: Speech, only: set[str]) -> str:
    """Return the text with its generated sections made anew."""

    def section(found: re.Match[str]) -> str:
        name = found.group(2)
        return found.group(0) if name not in only else found.group(1) + generate(name, say) + found.group(3)

    return SECTION.sub(section, text)


def main() -> int:
    """Fill all documents, or only some sections; with ``--check`` say which would change.

    ``figures`` as the first word measures what hand-written sentences claim (``experiments/figures``), ``laboratory``
    makes the answers of the laboratory's page (``experiments/laboratory``).
    """
    commands = {"figures": figures.main, "laboratory": laboratory.main}
    if (command := commands.get(" ".join(sys.argv[1:2]))) is not None:
        return command(sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sections", nargs="*", help="only these sections, such as levers; all if none is named")
    parser.add_argument("--check", action="store_true", help="change nothing, end with 1 if something would change")
    args = parser.parse_args()
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in FILES]
    there = {found[1] for text in texts for found in SECTION.findall(text)}
    if unknown := set(args.sections) - there:
        parser.error(f"no section {', '.join(sorted(unknown))}, there are {', '.join(sorted(there))}")
    sections = set(args.sections) or there
    stale = []
    for name in FILES:
        path = ROOT / name
        before = path.read_text(encoding="utf-8")
        after = fill(before, Speech("zh" if name.endswith(".zh.md") else "en"), sections)
        if after != before:
            stale.append(name)
            if not args.check:
                path.write_text(after, encoding="utf-8")
    print(*(stale or ["nothing changed"]), sep="\n")
    laboratory.main(["--check"])
    return 1 if args.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
