"""``tanfeng packages``: what plan and law say, lever by lever, with the sentence each value rests on."""

import re
from argparse import Namespace
from typing import Any

from experiments.citations import where
from experiments.language import Speech
from experiments.lever_values import file_number
from experiments.notices import Origin, at_odds_lines
from experiments.places import chosen_region
from experiments.text import as_json, table
from experiments.units import unit_name
from policies.package import Entry, Package, load_package, package_ids, package_paths
from policies.registry import all_levers

MODES = {"step": ("阶梯", "step"), "linear": ("线性", "linear")}  # between the years that are given
OURS = re.compile(r"^(our reading( of the \w+)?: |our reading of |我们的解读：)", re.I)  # the line says so already


def main(args: Namespace, say: Speech) -> int:
    """List all packages, or the entries of one."""
    region = chosen_region(args.region)
    folders = (region.folder / "packages",)
    if args.package is None:
        return _all([load_package(name, folders) for name in package_ids(folders)], args, say)
    package = load_package(args.package, folders)
    years = range(region.first_year, region.horizon + 1)
    paths = package_paths(package, years, folders)
    if args.json:
        warned = at_odds_lines(paths, years, region, Origin(package, folders), Speech("en"))
        print(as_json({**describe(package, entries=True), "notices": warned}))
        return 0
    print(f"{package.id}: {say(package.label.zh, package.label.en)}")
    print(say(package.description.zh, package.description.en) + "\n")
    levers = all_levers()
    for entry in package.entries:
        lever = levers[entry.lever]
        path = ", ".join(f"{year}: {file_number(lever, value, say)}" for year, value in entry.values)
        about = "; ".join((unit_name(lever.unit, say), say(*MODES[entry.mode])))
        print(f"{entry.lever}  ({say(lever.label.zh, lever.label.en)}, {about})  {path}")
        if origin := " · ".join(filter(None, (where(entry, say), entry.link))):
            print("  " + origin)
        if entry.quote:
            print(f"  “{entry.quote}”")
        if entry.reading:
            print("  " + say("我们的解读：", "our reading: ") + reading_of(entry, say))
    for line in at_odds_lines(paths, years, region, Origin(package, folders), say):
        print("\n! " + line)
    return 0


def reading_of(entry: Entry, say: Speech) -> str:
    """Return how we read the document, without the words that say that it is our reading."""
    return OURS.sub("", say(entry.reading_zh or entry.reading, entry.reading))


def _all(packages: list[Package], args: Namespace, say: Speech) -> int:
    if args.json:
        print(as_json([describe(package) for package in packages]))
        return 0
    header = ("id", say("名称", "label"), say("基于", "on top of"), say("条目", "entries"), say("说明", "description"))
    rows = [
        (
            package.id,
            say(package.label.zh, package.label.en),
            package.base or "-",
            str(len(package.entries)),
            say(package.description.zh, package.description.en),
        )
        for package in packages
    ]
    print(table(header, rows, right=(3,)))
    return 0


def describe(package: Package, *, entries: bool = False) -> dict[str, Any]:
    """Return a package as plain data."""
    content: dict[str, Any] = {
        "id": package.id,
        "label": {"zh": package.label.zh, "en": package.label.en},
        "description": {"zh": package.description.zh, "en": package.description.en},
        "base": package.base,
        "hold_from": package.hold_from,
        "n_entries": len(package.entries),
    }
    if entries:
        content["entries"] = [
            {
                "lever": entry.lever,
                "path": dict(entry.values),
                "mode": entry.mode,
                "document": entry.document,
                "article": entry.article,
                "link": entry.link,
                "quote": entry.quote,
                "reading": entry.reading,
                "reading_zh": entry.reading_zh,
            }
            for entry in package.entries
        ]
    return content
