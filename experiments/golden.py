"""Golden runs: the city's main indicators of a few fixed runs, refreshed only on purpose and with a reason.

``python -m experiments.golden --because "..."`` makes them anew and keeps the reason in the file. Without a
reason the command compares. On the class of machine that made a file values must be equal, elsewhere within 1e-3.
"""

import argparse
import json
import math
import platform
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from abm import simulate
from experiments.headlines import shown

FOLDER = Path(__file__).parent.parent / "tests" / "golden"
PACKAGES = ("frozen", "current", "plan", "plan_plus")
TOLERANCE = 1e-3
YEARS = (2020, 2025, 2030, 2035, 2040, 2050, 2060)


@dataclass(frozen=True)
class Case:
    """One fixed run."""

    package: str
    region: str
    scale: float
    until: int

    @property
    def file(self) -> Path:
        """Where its figures are kept."""
        return FOLDER / f"{self.region}_{self.package}.json"

    def figures(self) -> dict[str, dict[str, float]]:
        """Return variable -> year -> the city's value of a fresh run."""
        run = simulate(self.package, self.region, scale=self.scale, until=self.until, seed=1)
        years = [year for year in YEARS if year <= self.until]
        return {name: {str(y): float(run.record.value(name, y)) for y in years} for name in shown([run])}


CASES = tuple(
    Case(package, region, scale, until)
    for region, scale, until in (("tiny", 1.0, 2060), ("luliang", 0.005, 2030))
    for package in PACKAGES
)


def machine() -> str:
    """Return the class of machine within which figures are equal to the last bit."""
    python = ".".join(platform.python_version_tuple()[:2])
    return f"{platform.system()} {platform.machine()}, Python {python}, numpy {np.__version__}"


def differences(told: Mapping[str, Any], fresh: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Return what differs from a golden file, one line a value; nothing if all is as it was."""
    tolerance = 0.0 if told["machine"] == machine() else TOLERANCE
    kept = told["figures"]
    found = [f"{name}: no longer reported" for name in kept if name not in fresh]
    found += [f"{name}: not in the file" for name in fresh if name not in kept]
    for name in (name for name in kept if name in fresh):
        for year, then in kept[name].items():
            now = fresh[name].get(year, math.nan)
            if not _same(then, now, tolerance):
                found.append(f"{name} in {year}: was {then!r}, is {now!r}")
    return found


def write(case: Case, because: str) -> None:
    """Make a golden run anew and keep the reason with it; earlier reasons stay."""
    reasons = json.loads(case.file.read_text(encoding="utf-8"))["because"] if case.file.exists() else []
    content = {
        "because": [*reasons, because],
        "machine": machine(),
        "scale": case.scale,
        "until": case.until,
        "figures": case.figures(),
    }
    case.file.parent.mkdir(parents=True, exist_ok=True)
    case.file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def compare(case: Case) -> list[str]:
    """Return what differs between a golden file and a fresh run of the same case."""
    return differences(json.loads(case.file.read_text(encoding="utf-8")), case.figures())


def _same(then: float | None, now: float, tolerance: float) -> bool:
    if then is None or math.isnan(then) or math.isnan(now):
        return (then is None or math.isnan(then)) and math.isnan(now)
    return math.isclose(then, now, rel_tol=tolerance, abs_tol=tolerance * 1e-6)


def main(argv: list[str] | None = None) -> int:
    """Refresh the golden runs with a reason, or compare them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--because", help="why the figures may change; with it they are made anew")
    args = parser.parse_args(argv)
    if args.because is not None and len(args.because.split()) < 2:
        parser.error("--because: say in a few words why the figures may change")
    changed = False
    for case in CASES:
        if args.because:
            write(case, args.because)
            print(f"written {case.file.name}")
        elif not case.file.exists():
            print(f"{case.file.name}: none yet; make it with --because '...'")
        else:
            found = compare(case)
            changed = changed or bool(found)
            print(f"{case.file.name}: " + ("as it was" if not found else "\n  ".join(("differs", *found))))
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
