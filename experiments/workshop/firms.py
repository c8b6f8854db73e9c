"""The firms that a team speaks for, under pseudonyms unless the facilitator wants their names."""

from string import ascii_uppercase

from abm.region import Region
from experiments.language import Lang, Speech
from experiments.text import number
from experiments.units import reader_unit

FILES = {"coke_steel": (("coke", "焦化厂", "Coke plant"), ("steel", "钢铁厂", "Steel works"))}
MOST = 12  # of each product, the largest first


def firms_of(role: str, region: Region, lang: Lang, *, pseudonyms: bool) -> list[tuple[str, str]]:
    """Return (name, capacity) of the firms of a role. A pseudonym says the product and the size, never the place."""
    say, found = Speech(lang), []
    for product, zh, en in FILES.get(role, ()):
        rows = [row for row in region.table(f"facilities/{product}.csv") if row["product"] == product]
        rows = [row for row in rows if float(row["capacity"] or 0.0) > 0.0]  # of many no capacity has been found
        rows.sort(key=lambda row: -float(row["capacity"]))
        for letter, row in zip(ascii_uppercase, rows[:MOST], strict=False):
            name = f"{say(zh, en)} {letter}" if pseudonyms else say(row["name_zh"], row["name_en"] or row["name_zh"])
            unit, factor = reader_unit(row["unit"], say)
            found.append((name, f"{number(float(row['capacity']) * factor, 2)} {unit}"))
    return found
