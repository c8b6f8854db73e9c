"""What a reader must be told of a run before its figures: levers at odds, a budget or a sample that runs out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np

from abm.region import Region
from abm.results import Run
from experiments.citations import where
from experiments.language import Speech
from experiments.lever_values import lever_text
from experiments.text import number
from policies.contradictions import Contradiction, contradictions, line_of
from policies.package import Package, PackageError, load_package
from policies.registry import all_levers

PAID = "Budget|Share Paid"
HEATING_PAID = "Budget|Heating Programme Paid"
SHORT = 0.995  # a share below it is told
UNPLACED = {  # what may outgrow the rows kept for it -> its name
    "Households|Without Place": ("家庭户", "households"),
    "Stocks|Transportation|Light-Duty Vehicle|Without Place": ("私人小客车", "private cars"),
}


@dataclass(frozen=True)
class Origin:
    """Where a lever's value comes from: a package (None where it cannot be read), or what the user has ``set``.

    ``is_typed``: told where commands are typed, which take levers by their ids.
    """

    package: Package | None
    folders: tuple[Path, ...]
    set: frozenset[str] = frozenset()
    is_typed: bool = True

    def of(self, lever: str, say: Speech) -> str:
        """Return document and article of a lever's line, or that it was set."""
        if lever in self.set:
            return "--set" if self.is_typed else say("自行设定", "set by hand")
        entry = line_of(self.package, lever, self.folders) if self.package else None
        return where(entry, say) if entry else ""


def notices(runs: Sequence[Run], say: Speech, *, package: str = "", is_typed: bool = True) -> list[str]:
    """Return the warnings of a package's runs, one or a few lines each; the first seed speaks for all.

    Args:
        runs: seeds of one package.
        say: the language.
        package: its id, where the runs carry another name.
        is_typed: told where commands are typed, which take levers by their ids.
    """
    run = runs[0]
    folders = (run.region.folder / "packages",)
    try:
        found = load_package(package or run.package, folders)
    except PackageError:
        found = None
    origin = Origin(found, folders, frozenset(lever for lever, _, _ in run.settings), is_typed)
    years = [int(year) for year in run.years]
    return at_odds_lines(run.levers, years, run.region, origin, say) + budget_lines(runs, say) + room_lines(runs, say)


def at_odds_lines(
    paths: Mapping[str, np.ndarray], years: Sequence[int], region: Region, origin: Origin, say: Speech
) -> list[str]:
    """Return a warning per pair of contradictory levers, with both lines of the package."""
    found = contradictions(paths, years, region.first_decision_year)
    return [_at_odds(one, origin, say) for one in found]


def budget_lines(runs: Sequence[Run], say: Speech) -> list[str]:
    """Return a warning for each purse that runs out, with the years and the least share paid."""
    return [
        words(_spans(short, say), f"{share.min():.0%}", int(runs[0].years[int(np.argmin(share))]), say)
        for name, words in ((PAID, _city_words), (HEATING_PAID, _heating_words))
        for share in _shares(runs, name)
        if (short := [int(year) for year, paid in zip(runs[0].years, share, strict=True) if paid < SHORT])
    ]


def room_lines(runs: Sequence[Run], say: Speech) -> list[str]:
    """Return a warning for each kind of agent that outgrows its rows: such a run leaves some of them out."""
    found = []
    for name, (zh, en) in UNPLACED.items():
        for out in _shares(runs, name):
            years = [int(year) for year, left in zip(runs[0].years, out, strict=True) if left > 0.0]
            if years:
                when, most, at = _spans(years, say), float(out.max()), int(runs[0].years[int(np.argmax(out))])
                found.append(
                    say(
                        f"样本容量不足：{when} 年有{zh}放不下而未计入，最多 {number(most)} 万（{at} 年）",
                        f"sample runs out of rows: in {when} {en} are left out, at most {1e4 * most:,.0f} ({at})",
                    )
                )
    return found


def _shares(runs: Sequence[Run], name: str) -> list[np.ndarray]:
    """The mean (n_years,) of an indicator over seeds, none where runs do not tell it."""
    if name not in runs[0].record.written:
        return []
    return [np.mean([run.record.series(name) for run in runs], axis=0)]


def _city_words(when: str, least: str, worst: int, say: Speech) -> str:
    return say(
        f"资金不足：{when} 年方案补贴超出市县资金盘子，按比例兑付，最低 {least}（{worst} 年）",
        f"budget runs out: in {when} programmes ask for more than the city's envelope and are paid in part, "
        f"{least} at the least ({worst})",
    )


def _heating_words(when: str, least: str, worst: int, say: Speech) -> str:
    return say(
        f"资金不足：{when} 年清洁取暖资金付完运行补贴后不够改造计划所需，最低只能完成计划的 {least}（{worst} 年）",
        f"heating purse runs out: in {when} what is left after running support pays for part of the planned "
        f"conversions, {least} at the least ({worst})",
    )


def _at_odds(one: Contradiction, origin: Origin, say: Speech) -> str:
    sides = zip((one.pair.first, one.pair.second), one.values, strict=True)
    lines = [_line(side.lever, value, origin, say) for side, value in sides]
    why = say(one.pair.why.zh, one.pair.why.en)
    when = _spans(one.years, say)
    head = say(f"措施矛盾（{when}）：{why}", f"levers at odds ({when}): {why}")
    return "\n".join((head, *(f"    {line}" for line in lines)))


def _line(lever: str, value: float, origin: Origin, say: Speech) -> str:
    label, source = all_levers()[lever].label, origin.of(lever, say)
    named = f"  ({lever})" if origin.is_typed else ""
    told = f"  [{source}]" if source else ""
    return f"{say(label.zh, label.en)} {lever_text(all_levers()[lever], value, say)}{named}{told}"


def _spans(years: Sequence[int], say: Speech) -> str:
    """Return years as spans: 2027-2030, 2041."""
    parts = []
    for _, group in groupby(enumerate(years), key=lambda pair: pair[1] - pair[0]):
        span = [year for _, year in group]
        parts.append(str(span[0]) if len(span) == 1 else f"{span[0]}-{span[-1]}")
    return say("、", ", ").join(parts)
