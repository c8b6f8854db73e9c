"""Which assumed numbers matter most: all numbers of a grade at once, ``python -m experiments.screening --out DIR``.

A Morris design of some two thousand numbers would take tens of thousands of runs; here every number of every run
stands half-way to its low or its high end, as a coin says, and a few hundred runs name those that matter
(``experiments/analysis/random_balance.py``). A call that was killed goes on, and more ``--runs`` add to those made.
"""

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np

from abm.errors import UserError
from abm.output import output_folder, write_whole
from abm.region import Region, load_region
from experiments.analysis.random_balance import coins, effects
from experiments.batch.engine import version_facts
from experiments.batch.outcome import Finished
from experiments.batch.processes import Processes
from experiments.batch.progress import Ticker
from experiments.batch.trial import Keep, Sampled, Trial, work
from experiments.batch.working import Count
from experiments.headlines import SCORED
from experiments.indicators import PEAKS, Indicator
from experiments.language import Speech
from experiments.loading import INTERRUPTED
from experiments.progress import EVERY_S, announce
from experiments.text import counted, kept_line, signed, table

REACH = 0.5  # of the way to an end: all numbers at their ends at once would be no city that anybody believes in
BALANCED = ("coal.", "coke.", "fuel.", "industry.washing.")  # of one mass balance: no coin may move one without another
YEARS = (2030, 2060)
VARIABLES = (
    SCORED,
    "Emissions|CO2",
    "Emissions|CH4",
    "Share|Non-Fossil Energy",
    "Money|City Budget",
    "Homes|Scattered Coal",
    "Share|Clean Heating|Rural",
    "Homes|Energy Burden|Poorest Fifth",
    "Homes|Missing Warmth|Poorest Fifth",
    "Homes|Electricity",
    "Share|New Energy Car Sales",
    "Stocks|Transportation|Truck|Battery-Electric",
    "Capacity|Electricity|Solar|Rooftop",
    "Share|Straw Utilization",
    "Land|Sink",
    "Jobs",
)
ABOUT, RUNS, FOUND = "screening.json", "runs.jsonl", "numbers.csv"


def numbers_of(region: Region, grade: str) -> dict[str, tuple[str, ...]]:
    """Return the numbers that have a row of this grade and a range: the name without a county, and its keys."""
    rows = [row for row in region.parameters.rows() if not row.key.startswith(BALANCED)]
    keys: dict[str, set[str]] = {}
    for row in rows:
        keys.setdefault(row.key.partition("@")[0], set()).add(row.key)
    graded = {row.key.partition("@")[0] for row in rows if row.grade == grade}
    ranged = {row.key.partition("@")[0] for row in rows if row.low < row.high}
    return {name: tuple(sorted(keys[name])) for name in sorted(graded & ranged)}


def trials(given: argparse.Namespace, numbers: dict[str, tuple[str, ...]], wanted: Sequence[int]) -> Iterator[Trial]:
    """Yield the runs: one luck and one population for all, so that they differ in the numbers alone."""
    region = load_region(given.region)
    same = trial_of(region, given.region, given.scale, given.package, given.storyline)
    for run in wanted:
        at = coins(tuple(numbers), run) * REACH
        moved = tuple((key, float(at[i])) for i, keys in enumerate(numbers.values()) for key in keys)
        yield replace(same, number=run, point=run, sampled=Sampled(positions=moved))


def trial_of(region: Region, name: str, scale: float, package: str = "plan", storyline: str | None = None) -> Trial:
    """Return the run from which those of a screening differ in the numbers alone; ``name`` is that of the region."""
    return Trial(
        number=0,
        point=0,
        package=package,
        region=name,
        storyline=storyline or next(iter(region.storylines)),
        until=region.horizon,
        scale=scale,
        seed=1,
        population_seed=0,
        history="observed",
        settings=(),
        sampled=Sampled(positions=()),
        keep=Keep(VARIABLES, YEARS, counties=False, sectors=False),
    )


def values_of(finished: Finished) -> dict[str, float]:
    """Return the indicators of a finished run."""
    import pyarrow as pa

    rows = pa.ipc.open_stream(BytesIO(finished.rows)).read_all().to_pylist()
    peak = json.loads(finished.facts)["peak"]
    found = {f"{row['variable']}@{row['year']}": float(row["value"]) for row in rows}
    return {"peak_year": float(peak["year"]), "peak_mt": float(peak["value"])} | found


def main(words: Sequence[str] | None = None) -> None:
    """Make the runs that are missing, and print what moves each indicator."""
    given = _arguments().parse_args(words)
    say, numbers = Speech(given.lang), numbers_of(load_region(given.region), given.grade)
    try:
        with output_folder(given.out):
            _keep_or_refuse(given)
            _main(given, numbers, say)
    except UserError as error:
        sys.exit(f"screening: {error}")
    except OSError as error:  # a full disk
        sys.exit(f"screening: {given.out}: {error.strerror or error}; {_kept(given.out, say)}")
    except KeyboardInterrupt:
        print(_kept(given.out, say), file=sys.stderr)
        sys.exit(INTERRUPTED)


def _kept(folder: Path, say: Speech) -> str:
    return kept_line(len(_read(folder / RUNS)), say)


def _main(given: argparse.Namespace, numbers: dict[str, tuple[str, ...]], say: Speech) -> None:
    folder: Path = given.out
    made = _read(folder / RUNS)
    missing = [run for run in range(given.runs) if run not in {line["run"] for line in made}]
    announce(
        say(
            f"{len(numbers)} 个参数，待运行 {len(missing)} 次",
            f"{len(numbers)} numbers, {counted(len(missing), 'run')} to make",
        )
    )
    if missing:
        with (folder / RUNS).open("a", encoding="utf-8") as stream:
            tick = Ticker(say, terminal=sys.stderr.isatty(), every_s=EVERY_S, workers=given.workers)
            seen = Count(len(missing), 0, 0)
            for outcome in Processes(given.workers).carry_out(work, trials(given, numbers, missing)):
                told: dict[str, Any] = {"run": outcome.number, "error": outcome.error}
                if outcome.finished:
                    told["values"] = values_of(outcome.finished)
                stream.write(json.dumps(told, ensure_ascii=False) + "\n")
                stream.flush()
                os.fsync(stream.fileno())
                seen = replace(seen, done=seen.done + bool(outcome.finished), failed=seen.failed + bool(outcome.error))
                tick(seen, seen.done + seen.failed)
            tick.end()
        made = _read(folder / RUNS)
    whole = [line for line in made if "values" in line]
    words = report(tuple(numbers), whole, folder / FOUND, say)
    if not given.quiet:
        print(words)
    if len(whole) < len(made):
        print(
            say(f"{len(made) - len(whole)} 次运行失败", f"{counted(len(made) - len(whole), 'run')} failed"),
            file=sys.stderr,
        )


def _keep_or_refuse(given: argparse.Namespace) -> None:
    """Note what the runs of the folder are made with, or refuse a folder whose runs were made with something else."""
    asked = {name: str(getattr(given, name)) for name in ("region", "package", "storyline", "grade", "scale")}
    now = version_facts(load_region(given.region), "screening") | asked
    about = given.out / ABOUT
    if not about.exists() and not (given.out / RUNS).exists():
        write_whole(given.out, {ABOUT: (json.dumps(now, indent=1) + "\n").encode()})
    before = json.loads(about.read_text(encoding="utf-8")) if about.exists() else {}
    if differ := [name for name in now if before.get(name) != now[name]]:
        raise UserError(f"--out: {given.out} holds runs of other {', '.join(differ)}; choose another folder")


def report(names: tuple[str, ...], lines: Sequence[dict[str, Any]], file: Path, say: Speech) -> str:
    """Return what moves each indicator, in words, and write it with its intervals."""
    moved = np.array([coins(names, line["run"]) for line in lines])
    told, csv = [], ["indicator,number,change,half_width"]
    for name in lines[0]["values"] if lines else ():
        values = np.array([line["values"].get(name, np.nan) for line in lines])
        if not np.isfinite(values).all():
            continue
        found, explained = effects(names, moved, values, REACH)
        variable, _, year = name.partition("@")
        shown = Indicator(name) if name in PEAKS else Indicator(name, variable, int(year), int(year))
        unit, factor = shown.unit(say)
        head = (say("参数", "number"), say(f"低至高的变化（{unit}）", f"change, low to high ({unit})"), "±")
        rows = [(e.number, signed(factor * e.change), signed(factor * e.half_width).lstrip("+")) for e in found]
        explains = say(f"解释方差 {explained:.0%}", f"{explained:.0%} of the variance")
        told.append(f"{shown.label(say)}: {explains}\n" + (table(head, rows) if rows else say("无", "none")))
        csv += [f"{name},{e.number},{e.change:.6g},{e.half_width:.6g}" for e in found]
    write_whole(file.parent, {file.name: ("\n".join(csv) + "\n").encode()})
    return "\n\n".join(told)


def _read(file: Path) -> list[dict[str, Any]]:
    """Return the runs that are there; what a kill has left of a line is taken off, so that the next begins anew."""
    if not file.exists():
        return []
    whole = file.read_bytes()
    end = whole.rfind(b"\n") + 1
    if end < len(whole):
        os.truncate(file, end)
    return [json.loads(line) for line in whole[:end].decode().splitlines()]


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--region", default="luliang")
    parser.add_argument("--package", default="plan")
    parser.add_argument("--storyline", default="")
    parser.add_argument("--grade", default="M")
    parser.add_argument("--runs", type=int, default=240)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--scale", type=float, default=0.02)
    parser.add_argument("--quiet", action="store_true", help="only make the runs and their table")
    parser.add_argument("--lang", choices=("zh", "en"), default="en")
    return parser


if __name__ == "__main__":
    main()
