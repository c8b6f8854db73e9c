"""Which of twenty numbers matter most: Morris's mean elementary effects, with intervals over the trajectories."""

import pandas as pd

from experiments.analysis.sensitivity import has_settled, sensitivity
from experiments.batch.reading import read_batch
from experiments.factor_words import short_factor
from experiments.indicators import chosen_indicators
from experiments.laboratory.answer import Answer, Runs, Sections, between
from experiments.laboratory.setup import Setup
from experiments.language import Speech
from experiments.text import markdown

UNTIL, MEASURE, SHOWN = 2036, "mu_star", 6


def _runs(setup: Setup) -> Runs:
    design, _ = setup.design("screening", points=setup.sizes.trajectories)
    return Runs(design.n_runs, setup.seconds(design.n_runs, UNTIL, afresh=True))


def _make(setup: Setup) -> None:
    setup.batch("screening", "numbers", points=setup.sizes.trajectories)


def _sections(setup: Setup, say: Speech) -> Sections:
    folder = setup.folder("numbers")
    made = read_batch(folder)
    indicators = chosen_indicators((), made)
    setup.run("sensitivity", folder, lang=say.lang)
    setup.show("sensitivity", folder / "sensitivity.png", say)
    found = sensitivity(made, indicators)
    rows = []
    for one in indicators:
        unit, factor = one.unit(say)
        own = found[found["indicator"] == one.name]
        whole = own[(own["base_points"] == own["base_points"].max()) & (own["measure"] == MEASURE)]
        cells = [_cell(row, factor, say) for _, row in whole.nlargest(SHOWN, "value").iterrows()]
        settled = {None: "-", True: say("是", "yes"), False: say("否", "no")}[has_settled(own, MEASURE)]
        rows.append([say("，", ", ").join(filter(None, (one.label(say), unit))), *cells, settled])
    places = [f"{place}" for place in range(1, SHOWN + 1)]
    head = say("指标", "indicator"), say("前五名与一半样本时相同", "first five the same on half the sample")
    return {"numbers": markdown([head[0], *places, head[1]], rows)}


def _cell(row: pd.Series, factor: float, say: Speech) -> str:
    name = short_factor(str(row["factor"]), say)
    told = between(factor * float(row["value"]), factor * float(row["half_width"]), 2)
    return f"{say(name, f'`{name}`')} {told}"


NUMBERS = Answer("numbers", "二十个数中的前几名", "the first of twenty numbers", _runs, _make, _sections)
