"""The wedge chart of an attribution: frozen law, the first package, the second, from runs that are paired."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from abm.accounts.words import SECTORS
from abm.region import Region
from experiments.attribution.actions import CoalitionRun, action_names
from experiments.attribution.question import Found, Question, sectors_of, series_of
from experiments.attribution.wedges import Wedge, action_parts, sector_parts, wedge_frame
from experiments.headlines import SCORED
from experiments.language import Speech
from experiments.plots.wedges import wedge_picture
from experiments.plots.words import sector_name
from policies.package import PackageError, load_package

if TYPE_CHECKING:
    from experiments.requests import Request

FROZEN = "frozen"


@dataclass(frozen=True)
class Chart:
    """What is drawn from: all runs, those of frozen law from number ``first_frozen`` on (there may be none)."""

    found: Found
    first_frozen: int
    years: list[int]
    region: Region


def frozen_runs(base: "Request", first: int, seeds: Sequence[int]) -> list[CoalitionRun]:
    """Return the runs of frozen law, one per seed, numbered from ``first`` on."""
    return [
        CoalitionRun(first + j, replace(base, package=FROZEN, seed=seed), (SCORED,), with_sectors=True)
        for j, seed in enumerate(seeds)
    ]


def wedge_files(
    name: str, chart: Chart, question: Question, packages: tuple[str, str], say: Speech
) -> dict[str, bytes]:
    """Return the picture ``name`` and beside it the table of its numbers."""
    sectors = [sectors_of(question, chart.found, chosen, SCORED) for chosen in question.ends]
    chain = list(packages)
    frozen = [chart.found[i]["sectors"][SCORED] for i in sorted(chart.found) if i >= chart.first_frozen]
    if frozen:
        chain, sectors = [FROZEN, *chain], [np.mean(frozen, axis=0), *sectors]
    steps = zip(chain, chain[1:], sectors, sectors[1:], strict=False)
    wedges = [Wedge(a, b, "sector", sector_parts(SECTORS, before, after)) for a, b, before, after in steps]
    by_action = action_parts(question, series_of(question, chart.found, SCORED))
    wedges.append(Wedge(*packages, "action", by_action))
    words = {
        **{sector: sector_name(sector, say) for sector in SECTORS},
        **action_names(question.actions, chart.region, say),
        **{package: _package_words(package, chart.region, say) for package in chain},
    }
    paths = {package: cells.sum(axis=1) for package, cells in zip(chain, sectors, strict=True)}
    table = wedge_frame(wedges, chart.years).to_csv(index=False, lineterminator="\n")
    picture = wedge_picture(chart.years, paths, wedges, words, say)
    return {name: picture, Path(name).with_suffix(".csv").name: table.encode()}


def _package_words(package: str, region: Region, say: Speech) -> str:
    try:
        text = load_package(package, (region.folder / "packages",)).label
    except PackageError:
        return Path(package).stem
    return say(text.zh, text.en)
