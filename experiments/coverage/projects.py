"""The rows of the plan as data: what each project needs in order to be called fully covered."""

from dataclasses import dataclass

from abm.errors import UserError
from abm.region import Region
from policies.lever import Text


@dataclass(frozen=True)
class Project:
    """One project or guarantee of the plan.

    ``levers`` are the instruments that it names or needs, ``indicators`` the variables in which it must show,
    ``missing`` what of it the model leaves out, empty where nothing.
    """

    id: str
    section: Text
    name: Text
    levers: tuple[str, ...]
    responders: Text
    indicators: tuple[str, ...]
    missing: Text


def read_projects(region: Region) -> list[Project]:
    """Return the rows of ``projects.csv`` in their order.

    Raises:
        UserError: the region has none, or rows that are doubled or without a name, all at once.
    """
    rows = region.table("projects.csv")
    problems, seen = [], set()
    for line, row in enumerate(rows, start=2):
        if row["id"] in seen:
            problems.append(f"projects.csv:{line}: project {row['id']!r} is listed twice")
        if not (row["name_zh"] and row["name_en"]):
            problems.append(f"projects.csv:{line}: project {row['id']!r} needs name_zh and name_en")
        seen.add(row["id"])
    if problems:
        raise UserError("\n".join(problems))
    return [
        Project(
            id=row["id"],
            section=Text(row["section_zh"], row["section_en"]),
            name=Text(row["name_zh"], row["name_en"]),
            levers=_names(row["levers"]),
            responders=Text(row["responders_zh"], row["responders_en"]),
            indicators=_names(row["indicators"]),
            missing=Text(row["missing_zh"], row["missing_en"]),
        )
        for row in rows
    ]


def _names(cell: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in cell.split(";") if name.strip())
