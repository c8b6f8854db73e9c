"""``tanfeng export``: a run in the IAMC format, for the tools of the scenario community."""

from argparse import Namespace
from importlib.util import find_spec
from pathlib import Path

from abm.errors import UserError
from abm.iamc import write_iamc
from experiments.language import Speech
from experiments.places import chosen_region
from experiments.results_folder import load_results


def main(args: Namespace, say: Speech) -> int:
    """Write the variables that have an IAMC name: one scenario per package, or per seed of several."""
    target = Path(args.file)
    if target.suffix not in (".csv", ".xlsx"):
        raise UserError(f"{target}: ends in {target.suffix or 'nothing'!r}, allowed .csv, .xlsx")
    if target.suffix == ".xlsx" and find_spec("openpyxl") is None:
        raise UserError("writing .xlsx needs openpyxl (the extra 'lab'); .csv works without")
    results = load_results(args.folder, chosen_region(args.region) if args.region else None)
    try:
        write_iamc(results, target, counties=args.counties)
    except OSError as error:
        raise UserError(f"{target}: {error.strerror or error}") from None
    print(say(f"已写入 {target}", f"written to {target}"))
    return 0
