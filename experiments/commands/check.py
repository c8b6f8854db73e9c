"""``tanfeng check``: everything that is wrong with a region's data, at once."""

from argparse import Namespace
from pathlib import Path

from abm.check import check_packages, check_region
from abm.errors import UserError
from abm.region import REGIONS, region_names
from experiments.chinese import in_chinese
from experiments.language import Speech
from experiments.text import as_json


def main(args: Namespace, say: Speech) -> int:
    """Validate a region's folder, or a region that ships, by name; exit code 2 if anything is wrong."""
    folder = Path(args.folder)
    if not folder.exists() and args.folder in region_names():
        folder = REGIONS / args.folder
    try:
        problems = check_region(folder)
        problems += check_packages(folder / "packages")  # apart: a run is stopped by its own package alone
    except FileNotFoundError as error:
        raise UserError(str(error)) from None
    if args.json:
        print(as_json([vars(problem) for problem in problems]))
    else:
        for problem in problems:
            print(say(in_chinese(problem.text("zh")), problem.text()))
        n = len(problems)
        print(say(f"{n} 个问题", f"{n} problem{'' if n == 1 else 's'}") if n else say("没有问题", "no problems"))
    return 2 if problems else 0
