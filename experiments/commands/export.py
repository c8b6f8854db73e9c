"""``tanfeng export``: a run or a batch in the IAMC format, or its long table, as CSV, Excel or Parquet."""

import sys
from argparse import Namespace
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

from abm.errors import UserError
from abm.iamc import variables_frame, write_iamc
from abm.workbook import MOST_ROWS
from experiments.batch.reading import Made, read_batch, refuse_none
from experiments.batch.trial import loaded_region
from experiments.batch.version import older_than_now, run_older_than_now
from experiments.batch_iamc import batch_iamc, batch_meta, write_book
from experiments.effects import write_frame
from experiments.language import Speech
from experiments.places import chosen_region
from experiments.results_folder import load_results, read_facts, read_table, refuse_own_file

SUFFIXES = (".csv", ".xlsx", ".parquet")


def main(args: Namespace, say: Speech) -> int:
    """Write the file: IAMC (a scenario per package, or per seed of several; of a batch the means), or all rows."""
    target, folder = Path(args.file), Path(args.folder)
    kind = args.format or ("long" if target.suffix == ".parquet" else "iamc")
    _check(target, kind)
    is_batch = not (folder / "run.json").exists() and (folder / "batch.json").exists()
    if args.quantiles and not (is_batch and kind == "iamc"):
        raise UserError("--quantiles: are those of a batch in the IAMC format")
    try:
        if kind == "long":
            _write_long(folder, target, is_batch=is_batch)
        elif is_batch:
            made = _with_results(folder)
            region = chosen_region(args.region) if args.region else loaded_region(made.told["region"])
            wide = batch_iamc(made, region.name_en, quantiles=args.quantiles)
            write_book(
                {"data": wide, "meta": batch_meta(made, quantiles=args.quantiles), "variables": variables_frame(wide)},
                target,
            )
        else:
            results = load_results(folder, chosen_region(args.region) if args.region else None)
            write_iamc(results, target, counties=args.counties)
    except OSError as error:
        raise UserError(f"{target}: {error.strerror or error}") from None
    print(say(f"已写入 {target}", f"written to {target}"))
    if told := _older(folder, args, say, is_batch=is_batch):
        print(told, file=sys.stderr)
    return 0


def _with_results(folder: Path) -> Made:
    """Return a batch of which a run has a result."""
    made = read_batch(folder)
    refuse_none(made)
    return made


def _older(folder: Path, args: Namespace, say: Speech, *, is_batch: bool) -> str:
    """Return a note where another version made what is exported."""
    if is_batch:
        return older_than_now(read_batch(folder), say)
    return run_older_than_now(read_facts(folder), chosen_region(args.region) if args.region else None, say)


def _check(target: Path, kind: str) -> None:
    if target.suffix not in SUFFIXES:
        raise UserError(f"{target}: ends in {target.suffix or 'nothing'!r}, allowed {', '.join(SUFFIXES)}")
    if target.suffix == ".parquet" and kind == "iamc":
        raise UserError(f"{target}: the IAMC format is CSV or Excel; allowed .csv, .xlsx")
    refuse_own_file(target)
    if target.suffix == ".xlsx" and find_spec("xlsxwriter") is None:
        raise UserError("writing .xlsx needs XlsxWriter (the extra 'lab'); .csv works without")


def _write_long(folder: Path, target: Path, *, is_batch: bool) -> None:
    """Write every row; of a batch with package, storyline and factors of its run beside it."""
    if is_batch:
        made = _with_results(folder)
        about = made.runs.set_index("run").drop(columns=["seed", "state", "error"])
        frame = pd.read_parquet(folder / "results.parquet").join(about, on="run")
    else:
        read_facts(folder)
        frame = read_table(folder)
    if target.suffix != ".xlsx":
        write_frame(frame, target)
        return
    if len(frame) > MOST_ROWS:
        raise UserError(f"{target}: {len(frame)} rows, a sheet of Excel holds {MOST_ROWS}; allowed .csv, .parquet")
    write_book({"data": frame}, target)
