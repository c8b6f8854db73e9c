"""Makes the answers of the laboratory's page anew: ``python -m experiments.laboratory [ANSWER ...] --workers 2``.

Says beforehand how long it takes. Runs are kept in the work folder, one folder for each version of code, data and
packages, so a call that was killed goes on where it ended; ``--check`` says which answers stand on another version.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from abm.errors import RunFailed, UserError, nearest
from abm.region import UnknownRegion
from experiments.laboratory.actions import ACTIONS
from experiments.laboratory.answer import Answer
from experiments.laboratory.failing import FAILING_ANSWER
from experiments.laboratory.levers import LEVERS
from experiments.laboratory.numbers import NUMBERS
from experiments.laboratory.page import DOCS, PAGES, stale, write
from experiments.laboratory.peak import PEAK
from experiments.laboratory.screened import SCREENED
from experiments.laboratory.seeds import SEEDS
from experiments.laboratory.setup import PICTURES, SMALL, Setup, Sizes
from experiments.laboratory.sought import NEAR, SOUGHT
from experiments.language import Speech
from experiments.loading import INTERRUPTED
from experiments.progress import announce, clock
from experiments.text import counted

ANSWERS = {one.name: one for one in (PEAK, FAILING_ANSWER, NUMBERS, ACTIONS, SOUGHT, LEVERS, SEEDS, NEAR, SCREENED)}

REGION = "luliang"  # of the page in docs


def main(words: Sequence[str] | None = None) -> int:
    """Make the answers that are asked for, or all; 0 done, 1 some are out of date (``--check``), 2 a wrong input."""
    given = _arguments().parse_args(words)
    sizes = SMALL if given.small else Sizes()
    pictures = given.page / "pictures" if given.page else PICTURES
    setup = Setup(given.out, given.region, given.scale, given.workers, sizes, pictures)
    try:
        answers = _chosen(given.answers)
        _refuse(given)
        if given.check:
            return _check(answers, setup, given.page or DOCS)
        _carry_out(answers, setup, given)
    except (UserError, UnknownRegion, RunFailed) as error:
        print(f"laboratory: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("laboratory: interrupted; what is made is kept, start again and it goes on", file=sys.stderr)
        return INTERRUPTED
    return 0


def _refuse(given: argparse.Namespace) -> None:
    """Refuse before an hour of runs what could not be written after it, or what is no answer."""
    if given.workers < 1:
        raise UserError(f"--workers: got {given.workers}, allowed 1 and more")
    if not 0.0 < given.scale <= 1.0:
        raise UserError(f"--scale: got {given.scale:g}, allowed above 0 to 1")
    if given.small and not given.page:
        raise UserError("--small: so few runs answer nothing; name another page with --page DIR")
    if given.region != REGION and not given.page:
        raise UserError(f"--region: the page is of {REGION}, got {given.region}; name another page with --page DIR")
    for name in PAGES.values():
        if given.page and not (given.page / name).is_file():
            raise UserError(f"--page: {given.page} has no {name}; copy it there from docs")


def _chosen(names: Sequence[str]) -> list[Answer]:
    """Return the answers that are asked for, with those whose runs they need, in the order in which they are made."""
    unknown = [name for name in names if name not in ANSWERS]
    if unknown:
        hint = nearest(unknown[0], ANSWERS)
        raise UserError(f"unknown answer {', '.join(unknown)}, there are {', '.join(ANSWERS)}{hint}")
    wanted = set(names or ANSWERS)
    wanted |= {needed for name in wanted for needed in ANSWERS[name].needs}
    return [one for name, one in ANSWERS.items() if name in wanted]


def _carry_out(answers: Sequence[Answer], setup: Setup, given: argparse.Namespace) -> None:
    runs = {one.name: one.runs(setup) for one in answers}
    for one in answers:
        announce(f"{one.name}: {one.en}, {runs[one.name].n} runs, about {clock(runs[one.name].seconds)}")
    total = sum(told.seconds for told in runs.values())
    announce(f"in all about {clock(total)} on {counted(setup.workers, 'quiet core')}, less what is made already; "
             f"kept in {setup.folder('.')}")  # fmt: skip
    if given.dry_run:
        return
    for one in answers:
        started = perf_counter()
        announce(f"== {one.name}: {one.en}")
        one.make(setup)
        texts = {lang: one.sections(setup, Speech(lang)) for lang in PAGES}
        write(one, texts, runs[one.name].n, setup, given.page or DOCS)
        announce(f"== {one.name} done in {clock(perf_counter() - started)}")


def _check(answers: Sequence[Answer], setup: Setup, place: Path) -> int:
    found = stale({one.name: one for one in answers}, setup.version, place)
    for name, differ in found.items():
        print(f"{name} ({ANSWERS[name].en}): other {', '.join(differ) or 'version, or never made'}")
    if found:
        print(f"make them anew: python -m experiments.laboratory {' '.join(found)} --workers 2")
    return 1 if found else 0


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("answers", nargs="*", help=f"of {', '.join(ANSWERS)}; all if none is named")
    add("--out", type=Path, default=Path("out/laboratory"), help="work folder (default: out/laboratory)")
    add("--workers", type=int, default=1)
    add("--region", default=REGION)
    add("--scale", type=float, default=0.02)
    add("--page", type=Path, help="another folder that holds the two pages (default: docs)")
    add("--small", action="store_true", help="few runs: tries the way, answers nothing; needs --page")
    add("--dry-run", action="store_true", help="only say how long it takes")
    add("--check", action="store_true", help="only say which answers stand on another version; 1 if one does")
    return parser
