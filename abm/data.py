"""Where the numbers of a region come from: each with its range, source and grade."""

from dataclasses import dataclass

from abm.parameters import Row
from abm.region import Region
from abm.tables import read_rows


@dataclass(frozen=True)
class Source:
    """A document or data set that numbers are taken from."""

    id: str
    title: str
    url: str
    grade: str
    licence: str
    note: str
    title_zh: str  # blank where the title is Chinese already, or nobody has said it in Chinese
    note_zh: str


def sources(region: Region) -> dict[str, Source]:
    """Return the sources of a region and of the folders it builds on, by id."""
    found: dict[str, Source] = {}
    for folder in (*region.included, region.folder):
        for path in sorted((folder / "sources").glob("*.csv")):
            for row in read_rows(path):
                found[row["id"]] = Source(**{name: row.get(name, "") for name in Source.__dataclass_fields__})
    return found


def grades(rows: list[Row]) -> dict[str, int]:
    """Return how many numbers have each grade: A official, B press, C weak, M assumed."""
    return {grade: sum(row.grade == grade for row in rows) for grade in "ABCM"}
