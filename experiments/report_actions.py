"""What the report asks to be done: the list of actions by project, each with its bureau and authority."""

from collections.abc import Sequence
from html import escape

import numpy as np

from experiments.citations import article_name
from experiments.lever_values import lever_number, typed_unit
from experiments.plots.case import Case, names_of
from experiments.report_tables import html_table
from experiments.web.catalogue import plan_projects, project_title
from policies.lever import AUTHORITIES, Lever
from policies.registry import all_levers

YEAR = 2030
WIDTHS = (29, 11, 9, 10, 16, 16, 9)  # of the list of actions, per cent


def actions_table(case: Case, year: int = YEAR) -> str:
    """Return what is done differently from the reference, by project: each lever with its bureau and authority."""
    if not case.base:
        return ""
    say, at = case.say, case.year_at(year)
    year = int(case.years[at])
    projects = plan_projects(case.runs[0].region)
    own, base = case.runs[0].levers, case.groups[case.base][0].levers
    changed = [
        lever
        for lever in all_levers().values()
        if lever.id in own and lever.id in base and not np.array_equal(own[lever.id], base[lever.id])
    ]
    if not changed:
        return ""
    order = {name: place for place, name in enumerate(projects)}
    changed.sort(key=lambda lever: order.get(_project(lever, order), len(order)))
    rows: list[Sequence[str]] = []
    last = None
    for lever in changed:
        project = _project(lever, order)
        if project != last:
            rows.append((escape(project_title(project, projects, say) if project else say("其他", "others")),))
            last = project
        rows.append(
            (
                say(lever.label.zh, lever.label.en) + _also(lever, project, case),
                typed_unit(lever.unit, say)[0],  # a value is read here as on the pages and the command line
                *(
                    f'<td class="n">{lever_number(lever, float(paths[lever.id][at]), say)}</td>'
                    for paths in (base, own)
                ),
                article_name(lever.article, say),
                say(lever.bureau.zh, lever.bureau.en),
                say(*AUTHORITIES[lever.authority]),
            )
        )
    header = (
        say("行动", "action"),
        say("单位", "unit"),
        say(f"对照{year}", f"ref. {year}"),
        say(f"本情景{year}", f"here {year}"),
        say("条款", "article"),
        say("责任单位", "bureau"),
        say("权限", "authority"),
    )
    title = say("行动清单", "List of actions")
    caption = say(
        f"与“{names_of(case, case.base)}”不同的 {len(changed)} 项杠杆，按方案项目排列，附责任单位。",
        f"The {len(changed)} levers that differ from {names_of(case, case.base)!r}, by the plan's project, with the "
        "bureau in charge.",
    )
    return f"<h2>{escape(title)}</h2>\n" + html_table(header, rows, caption, WIDTHS)


def _project(lever: Lever, order: dict[str, int]) -> str:
    """Return the first project that a lever serves, empty where it serves none of the plan."""
    return next((name for name in lever.projects if name in order), "")


def _also(lever: Lever, project: str, case: Case) -> str:
    others = [name for name in lever.projects if name != project]
    if not others:
        return ""
    return case.say(f"（兼项目 {'、'.join(others)}）", f" (also {', '.join(others)})")
