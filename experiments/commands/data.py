"""``tanfeng data``: a region's numbers with range, source, grade and note."""

from argparse import Namespace

from abm.check.numbers import ASSUMPTION
from abm.data import grades, sources
from abm.errors import UserError, nearest_start
from experiments.language import Speech
from experiments.places import chosen_region
from experiments.provenance_words import note_of, title_of
from experiments.text import as_json, number, table
from experiments.units import unit_name

COLUMNS = (
    ("键", "key"),
    ("年", "year"),
    ("值", "value"),
    ("单位", "unit"),
    ("低", "low"),
    ("高", "high"),
    ("等级", "grade"),
    ("来源", "source"),
    ("说明", "note"),
)
FIELDS = ("key", "year", "value", "unit", "low", "high", "source", "grade", "note", "note_zh")


def main(args: Namespace, say: Speech) -> int:
    """List the numbers whose key starts with the prefix."""
    region = chosen_region(args.region)
    rows = region.parameters.rows(args.prefix)
    if not rows:
        raise UserError(
            f"no number of {region.id} starts with {args.prefix!r}{nearest_start(args.prefix, region.parameters.keys)}"
        )
    known = sources(region)
    if args.json:
        listed = [{name: getattr(row, name) for name in FIELDS} for row in rows]
        used = {row.source for row in rows} & set(known)
        print(
            as_json({"region": region.id, "numbers": listed, "sources": [vars(known[name]) for name in sorted(used)]})
        )
        return 0
    header = (say(zh, en) for zh, en in COLUMNS)
    lines = [
        (
            row.key,
            str(row.year or ""),
            number(row.value, 4),
            unit_name(row.unit, say),
            number(row.low, 4),
            number(row.high, 4),
            row.grade,
            say("假设", ASSUMPTION) if row.source == ASSUMPTION else row.source,
            note_of(row, say),
        )
        for row in rows
    ]
    print(table(tuple(header), lines, right=(2, 4, 5), is_open=True))
    print("\n" + say("来源", "Sources"))
    for name in sorted({row.source for row in rows} & set(known)):
        print(f"  {name}: {title_of(known[name], say)} {known[name].url}".rstrip())
    counts = ", ".join(f"{grade} {n}" for grade, n in grades(rows).items())
    print(
        "\n"
        + say(f"{len(rows)} 个数；等级 {counts}", f"{len(rows)} numbers; grades {counts}")
        + say("（A 官方或论文，B 报道，C 弱，M 假设）", " (A official or paper, B press, C weak, M assumed)")
    )
    return 0
