"""Files of one future, made by a worker from a run of its own at the detail of the command line."""

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from experiments.language import Lang, Speech
from experiments.web.ask import Ask

if TYPE_CHECKING:
    import pandas as pd

    from abm.results import Run
    from experiments.web.desk import Desk

SCALE = 0.02  # of the files, as on the command line
Format = Literal[
    "csv", "xlsx", "iamc.csv", "iamc.xlsx", "report.html", "projects.xlsx", "compared.xlsx", "compared.iamc.xlsx"
]
FORMATS: tuple[Format, ...] = ("csv", "xlsx", "iamc.csv", "iamc.xlsx", "report.html", "projects.xlsx")
TOGETHER: tuple[Format, ...] = ("compared.xlsx", "compared.iamc.xlsx")  # several scenarios in one file


@dataclass(frozen=True)
class File:
    """Make a file; ``name`` is what the scenario is called in it.

    A report is made against ``base``, called ``base_name``; current law where that is None. A file of
    ``TOGETHER`` holds also ``others``, by name.
    """

    ask: Ask
    format: Format
    lang: Lang
    name: str
    base: Ask | None = None
    base_name: str = ""
    others: tuple[tuple[str, Ask], ...] = ()

    def work(self, desk: "Desk") -> bytes:
        """Simulate in full detail and return the file."""
        from abm.results import Results

        run = replace(desk.detailed(self.ask, SCALE), package=self.name)
        if self.format in ("report.html", "projects.xlsx"):
            return self._report(desk, run)
        others = (replace(desk.detailed(ask, SCALE), package=name) for name, ask in self.others)
        results = Results((run, *others))
        if "iamc" in self.format:
            from abm.iamc import write_iamc

            with TemporaryDirectory() as folder:
                path = write_iamc(results, Path(folder) / self.format)
                return path.read_bytes()
        frame = results.to_frame().drop(columns=["seed"] if self.others else ["run", "seed"])
        frame = frame.astype({name: str for name in frame.columns if frame[name].dtype == "category"})
        if self.format == "csv":
            return b"\xef\xbb\xbf" + frame.to_csv(index=False).encode()  # the mark lets Excel read Chinese
        from abm.workbook import workbook

        return workbook({"data": sheet_of(frame[frame["county"] == run.region.code], Speech(self.lang))})

    def _report(self, desk: "Desk", run: "Run") -> bytes:
        from abm.results import Results
        from experiments.report import report_files

        say = Speech(self.lang)
        name = self.base_name or say("现行政策", "Current law")
        ask = self.base or self.ask.plain()  # with the assumptions of the scenario
        base = replace(desk.detailed(ask, SCALE), package=name if name != self.name else ask.package)
        both = Results((run, base))
        return report_files(both, say, base=base.package, main=run.package, package=self.ask.package)[self.format]


@dataclass(frozen=True)
class Detailed:
    """The same future in the detail of the command line, for the error of the page's own."""

    ask: Ask
    names: tuple[str, ...]
    scale: float = SCALE

    def work(self, desk: "Desk") -> dict[str, object]:
        """Return name -> (n_years,) values."""
        run = desk.detailed(self.ask, self.scale)
        return {name: run.record.series(name).astype(float) for name in self.names}


@dataclass(frozen=True)
class Hindcast:
    """The model run free from its first year against the evidence."""

    scale: float = SCALE

    def work(self, desk: "Desk") -> list[dict[str, object]]:
        """Return a row per piece of evidence, in the order of ``validation.csv``."""
        from abm.region import load_region
        from experiments.validate import compare_with_evidence

        region = load_region(desk.place.region)
        found = compare_with_evidence(region, self.scale, seeds=(1, 2))
        return [{**vars(one), "is_inside": one.is_inside} for one in found]


def sheet_of(frame: "pd.DataFrame", say: Speech) -> "pd.DataFrame":
    """Return the city's values for a reader: a row per variable and sector with its label, in the reader's units."""
    from abm.variables import variable
    from experiments.plots.words import sector_name
    from experiments.units import reader_unit

    keys = ["variable", "unit", "sector", *(["run"] if "run" in frame else [])]
    wide = frame.fillna({"sector": ""}).pivot_table(index=keys, columns="year", values="value").reset_index()
    units = [reader_unit(unit, say) for unit in wide["unit"]]
    years = [name for name in wide.columns if name not in keys]
    wide[years] = wide[years].mul([factor for _, factor in units], axis=0)
    abouts = [variable(name) for name in wide["variable"]]
    labels = [say(about.label_zh, about.label_en) for about in abouts]
    sectors = [sector_name(name, say) if name else "" for name in wide["sector"]]
    told = {say("指标", "label"): labels, say("单位", "unit"): [u for u, _ in units], say("部门", "sector"): sectors}
    if "run" in wide:  # scenarios of one variable stand below each other
        told[say("情景", "scenario")] = list(wide["run"])
    heads = wide[["variable"]].assign(**told)
    return heads.join(wide[years]).rename(columns={"variable": say("变量", "variable")})


def file_name(stem: str, kind: Format) -> str:
    """Return the name under which a browser saves a file."""
    return f"tanfeng-{stem}.{kind}" if kind != "report.html" else f"tanfeng-{stem}.html"
