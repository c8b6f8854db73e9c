"""The EMA Workbench (3 and later) at the wheel: a design's model, uncertainties, levers and outcomes in its words.

>>> from ema_workbench import perform_experiments
>>> experiments, outcomes = perform_experiments(ema_model(design, ["Emissions|CO2|Energy@2030"]), 100, 4)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from abm.errors import UserError
from experiments.batch.clusters import needed
from experiments.batch.design import Design, placed
from experiments.batch.factors import Factor
from experiments.batch.outcome import swept
from experiments.batch.reading import Made
from experiments.batch.trial import simulate_trial
from experiments.indicators import PEAKS, indicator_values, read_indicator


def identifier(label: str) -> str:
    """Return a label as the Workbench wants names: letters, digits and underscores."""
    name = "".join(letter if letter.isalnum() and letter.isascii() else "_" for letter in label)
    return name if not name[:1].isdigit() else f"_{name}"


@dataclass(frozen=True)
class Driven:
    """The model as a function of named factors; each outcome is a list, one value per seed."""

    design: Design
    package: str
    storyline: str
    wanted: tuple[tuple[str, str, int], ...]  # outcome, variable, year

    def __call__(self, **values: float) -> dict[str, list[float]]:
        """Make the runs of one point and return outcome -> values over the seeds."""
        order = [float(values[identifier(factor.label)]) for factor in self.design.factors]
        settings, sampled = placed(self.design.factors, order)
        first = self.design.trials[0]
        found: dict[str, list[float]] = {identifier(name): [] for name, _, _ in self.wanted}
        for seed in self.design.seeds:
            trial = replace(
                first,
                package=self.package,
                storyline=self.storyline,
                seed=seed,
                sampled=sampled,
                settings=(*self.design.settings, *settings),
            )
            with swept():
                run = simulate_trial(trial)
            for name, variable, year in self.wanted:
                peak = {"peak_year": run.peak.year, "peak_mt": run.peak.value} if not variable else {}
                found[identifier(name)].append(float(peak[name] if peak else run.series(variable).loc[year]))
        return found


def ema_model(
    design: Design,
    outcomes: Sequence[str],
    *,
    package: str | None = None,
    storyline: str | None = None,
    reduce: Callable[[Sequence[float]], float] = np.mean,
) -> Any:
    """Return the Workbench's model of a design: its levers are levers, its numbers and drivers uncertainties.

    Args:
        design: which factors, seeds, scale and years.
        outcomes: ``VARIABLE@YEAR``, ``peak_year`` or ``peak_mt``.
        package: one of the design's packages, the last by default.
        storyline: one of its storylines, the first by default.
        reduce: what makes one number of the values over the seeds (the Workbench refuses lists).
    """
    workbench = needed("ema_workbench", "lab")
    wanted = tuple(_wanted(word, design) for word in outcomes)
    driven = Driven(design, package or design.packages[-1], storyline or design.storylines[0], wanted)
    model = workbench.Model(identifier(f"tanfeng_{design.region.id}"), function=driven)
    parameters = [(factor, _parameter(workbench, factor)) for factor in design.factors]
    model.levers = [parameter for factor, parameter in parameters if factor.kind == "lever"]
    model.uncertainties = [parameter for factor, parameter in parameters if factor.kind != "lever"]
    model.outcomes = [workbench.ScalarOutcome(identifier(name), function=reduce) for name, _, _ in wanted]
    return model


def _parameter(workbench: Any, factor: Factor) -> Any:
    return workbench.RealParameter(identifier(factor.label), factor.low, factor.high)


def _wanted(word: str, design: Design) -> tuple[str, str, int]:
    from abm.variables import UnknownVariable, variable

    if word in PEAKS:
        return word, "", 0
    name, _, when = word.partition("@")
    try:
        variable(name)
    except UnknownVariable as error:
        raise UserError(str(error)) from None
    year = int(when) if when.isdigit() else design.until
    if not design.region.first_year <= year <= design.until:
        raise UserError(f"{word}: got {year}, the design runs from {design.region.first_year} to {design.until}")
    return word, name, year


def as_experiments(made: Made, outcomes: Sequence[str]) -> tuple[pd.DataFrame, dict[str, np.ndarray]]:
    """Return a finished batch as the Workbench's tools read results: experiments, and an array per outcome."""
    columns = ["package", "storyline", "seed", "population_seed", *(factor.label for factor in made.factors)]
    experiments = made.runs[columns].rename(columns={factor.label: identifier(factor.label) for factor in made.factors})
    indicators = [read_indicator(word, made) for word in outcomes]
    values = indicator_values(made, indicators)
    return experiments.copy(), {identifier(i.name): values[i.name].to_numpy() for i in indicators}
