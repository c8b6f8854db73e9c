"""Where and how the answers' runs are made: place, workers, sizes; and the commands, as anybody would type them."""

import re
import sys
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any

from abm.errors import UserError
from abm.region import Region
from experiments.batch.design import Design
from experiments.batch.design_file import find_design, place_of, read_design, read_text_of
from experiments.batch.engine import carry_out_batch
from experiments.batch.processes import Processes
from experiments.batch.progress import Ticker
from experiments.batch.trial import loaded_region
from experiments.laboratory.version import Version, version_now
from experiments.language import Lang, Speech
from experiments.loading import INTERRUPTED
from experiments.progress import EVERY_S

ENGLISH = Speech("en")
PICTURES = Path(__file__).parent.parent.parent / "docs" / "pictures"
SECONDS = {2036: 0.55, 2040: 0.7, 2060: 1.4}  # of a run at scale 0.02 on a quiet core, by its last year
AFRESH = 1.1  # seconds more where a run's numbers are its own, so that its people are made anew


@dataclass(frozen=True)
class Sizes:
    """How many runs the answers are made of."""

    points: int = 24  # of the assumptions, each in every storyline
    trajectories: int = 8
    seeds: int = 4  # of the attribution and of the levers one by one
    sought: int = 180  # runs of the search for 18 %
    near: int = 700  # runs of the search for 13 %
    population: int = 0  # packages of a generation; 0: the usual number
    fresh: int = 3
    coins: int = 240  # runs in which all assumed numbers are moved at once
    pilot: int = 24  # seeds of the two packages' difference
    pilot_made_up: int = 84  # the same on the made-up region, whose run is short


SMALL = Sizes(
    points=3, trajectories=2, seeds=2, sought=90, near=90, population=6, fresh=1, coins=24, pilot=8, pilot_made_up=12
)


@dataclass(frozen=True)
class Setup:
    """How the runs are made, and where they are kept; ``place`` holds a folder for each version."""

    place: Path
    region_name: str = "luliang"
    scale: float = 0.02
    workers: int = 1
    sizes: Sizes = Sizes()
    pictures: Path = PICTURES

    @cached_property
    def region(self) -> Region:
        """The city."""
        return loaded_region(self.region_name)

    @cached_property
    def version(self) -> Version:
        """What the runs are made with."""
        return version_now(self.region)

    @property
    def backend(self) -> Processes:
        """Who makes the runs."""
        return Processes(self.workers)

    def folder(self, name: str) -> Path:
        """Return where an answer's runs are kept: runs of another version or size lie elsewhere."""
        size = "" if self.sizes == Sizes() else "-small"
        return self.place / f"{self.region_name}-{self.scale:g}{size}-{self.version.stamp}" / name

    def seconds(self, n_runs: int, until: int, *, afresh: bool = False) -> float:
        """Return how long so many runs take on quiet cores, at the scale that was measured."""
        return n_runs * (SECONDS[until] + AFRESH * afresh) / self.workers

    def design(self, name: str, **changes: Any) -> tuple[Design, str]:
        """Return a design that ships with the package, at this place and scale, with lines of its file changed."""
        file = find_design(name)
        text = changed(read_text_of(file), region=self.region_name, scale=self.scale, **changes)
        return read_design(text, source=str(file), place=place_of(file)), text

    def run(self, *words: object, lang: Lang = "en", allowed: tuple[int, ...] = (0,)) -> str:
        """Carry a command of ``tanfeng`` out and return what it prints.

        Raises:
            UserError: it fails; it has said why.
            KeyboardInterrupt: it was interrupted; it has said what is kept.
        """
        from experiments.cli import main

        told = [str(word) for word in words]
        told += ["--workers", str(self.workers)] if told[0] in ("batch", "attribute", "seek", "replicates") else []
        out = StringIO()
        with redirect_stdout(out):
            code = main([*told, "--lang", lang])
        if code >= INTERRUPTED:
            raise KeyboardInterrupt
        if code not in allowed:
            raise UserError(f"tanfeng {told[0]} ended with {code}")
        return out.getvalue()

    def tick(self) -> Ticker:
        """Return what says the progress of runs."""
        return Ticker(ENGLISH, terminal=sys.stderr.isatty(), every_s=EVERY_S, workers=self.workers)

    def batch(self, design: str, answer: str, **changes: Any) -> None:
        """Make the runs of a design that ships with the package, with lines of its file changed."""
        made, text = self.design(design, **changes)
        tick = self.tick()
        try:
            found = carry_out_batch(made, text, self.folder(answer), self.backend, rerun_failed=True, notify=tick)
        finally:
            tick.end()
        if found.failed:
            raise UserError(f"{found.failed} of {found.runs} runs failed: tanfeng batch status {self.folder(answer)}")

    def show(self, name: str, made: Path, say: Speech) -> None:
        """Take over a picture that a command has left."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        (self.pictures / f"laboratory_{name}.{say.lang}.png").write_bytes(made.read_bytes())


def changed(text: str, **values: Any) -> str:
    """Return the text of a design with other values of some of its words; strings are quoted."""
    for word, value in values.items():
        told = f'"{value}"' if isinstance(value, str) else str(value)
        text, n = re.subn(rf"^{word} = [^\n#]*", f"{word} = {told} ", text, flags=re.M)
        if n != 1:
            raise ValueError(f"the design has {word!r} {n} times")
    return text
