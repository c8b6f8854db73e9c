"""The region that a command line names: data of the user's own are checked first, so that all problems are said."""

from collections.abc import Sequence
from pathlib import Path

from abm.check import check_region
from abm.check.problem import Problem
from abm.errors import UserError
from abm.region import Region, UnknownRegion, region_names
from experiments.batch.trial import loaded_region

SHOWN = 12  # problems said before the rest is counted


class BrokenRegion(UserError):
    """Data of a region that have problems; the message has the first of them, one a line."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        self.name = name
        self.problems = tuple(problems)
        super().__init__(self.told("en"))

    def told(self, lang: str) -> str:
        """Return the message in one of the two languages."""
        n_all, rest = len(self.problems), len(self.problems) - SHOWN
        if lang == "zh":
            first, more = f"地区 {self.name}：数据中有 {n_all} 个问题", f"……另有 {rest} 个：tanfeng check {self.name}"
        else:
            first = f"region {self.name}: {n_all} problem{'s' if n_all > 1 else ''} in its data"
            more = f"... {rest} more: tanfeng check {self.name}"
        lines = [problem.text(lang) for problem in self.problems[:SHOWN]]
        return "\n".join([first, *lines, *([more] if rest > 0 else [])])


def chosen_region(name: str) -> Region:
    """Return a region by name or folder, read once per process.

    Raises:
        UnknownRegion: no such name or folder.
        BrokenRegion: its data have problems.
    """
    own = bool(name) and ((Path(name) / "region.toml").exists() or name not in region_names())
    try:
        region = loaded_region(name)
    except UnknownRegion:
        raise
    except Exception as error:
        raise _broken(name) or UserError(f"region {name}: {error}") from error
    if own and (broken := _broken(name)):
        raise broken
    return region


def _broken(name: str) -> BrokenRegion | None:
    try:
        problems = check_region(name)
    except FileNotFoundError:
        return None
    return BrokenRegion(name, problems) if problems else None
