"""Which sections of the plan do the work: Shapley values here, elsewhere and in money."""

import pandas as pd

from abm.variables import variable
from experiments.attribution.actions import action_names
from experiments.headlines import SCORED, label
from experiments.laboratory.answer import Answer, Runs, Sections
from experiments.laboratory.setup import Setup
from experiments.language import Lang, Speech
from experiments.text import decimals, markdown
from experiments.units import reader_unit

UNTIL = 2040
ELSEWHERE, LEAKAGE, BUDGET = "Power|Redispatch CO2", "Leakage|CO2", "Money|City Budget"
VARIABLES = (SCORED, ELSEWHERE, LEAKAGE, BUDGET)
SETS = 56  # of a seed: an order of fifteen sections, its reverse, each alone and left out; and a run of frozen law


def _runs(setup: Setup) -> Runs:
    n = setup.sizes.seeds * (SETS + 1)
    return Runs(n, setup.seconds(n, UNTIL))


def _make(setup: Setup) -> None:
    _attribute(setup, "en")


def _attribute(setup: Setup, lang: Lang) -> None:
    folder = setup.folder("actions")
    folder.mkdir(parents=True, exist_ok=True)
    setup.run(
        "attribute", "current", "plan", "--by", "section", "--region", setup.region_name, "--scale", setup.scale,
        "--until", UNTIL, "--seeds", setup.sizes.seeds, "--variable", *VARIABLES, "--out", folder,
        "--picture", folder / "actions.png", "--wedges", folder / "wedges.png", lang=lang,
    )  # fmt: skip


def _sections(setup: Setup, say: Speech) -> Sections:
    folder = setup.folder("actions")
    _attribute(setup, say.lang)  # its runs are kept: only the pictures are made
    for name in ("actions", "wedges"):
        setup.show(name, folder / f"{name}.png", say)
    found = pd.read_csv(folder / "actions.csv")
    by = {name: rows.set_index("action") for name, rows in found.groupby("variable", sort=False)}
    co2 = by[SCORED]
    sections = [name for name in co2.index if name not in ("interaction", "total")]
    sections.sort(key=lambda name: -abs(co2.loc[name, "shapley"]))
    words = action_names(sections, setup.region, say)
    unit, factor = reader_unit(variable(SCORED).unit.removesuffix("/yr"), say)
    money, per = reader_unit(variable(BUDGET).unit.removesuffix("/yr"), say)
    columns = {SCORED: factor, ELSEWHERE: factor, LEAKAGE: factor, BUDGET: per}
    places = {
        name: decimals(float(by[name].loc[sections, "shapley"].abs().max()) * f, 3) for name, f in columns.items()
    }
    rows = []
    for name in [*sections, "total"]:
        shapley = [_cell(by[of].loc[name], f, places[of]) for of, f in columns.items()]
        alone = ["", ""]
        if name != "total":
            alone = [_told(factor * co2.loc[name, column], places[SCORED]) for column in ("alone", "last")]
        rows.append([words.get(name, say("合计", "in all")), shapley[0], *alone, *shapley[1:]])
    together = _cell(co2.loc["interaction"], factor, places[SCORED], "alone", "alone_half_width")
    rows.append([say("相互作用", "interaction"), "", together, "", "", "", ""])
    span = f"{int(co2.iloc[0]['from'])}–{int(co2.iloc[0]['to'])}"
    header = [
        say("章节", "section"),
        f"{label(SCORED, say)}, {unit}, {span}" if say.lang == "en" else f"{label(SCORED, say)}，{unit}，{span}",
        say("单独实施", "alone"),
        say("最后加入", "last"),
        say(f"省内其他电厂，{unit}", f"power plants elsewhere in the province, {unit}"),
        say(f"外地企业，{unit}", f"firms elsewhere, {unit}"),
        say(f"市县财政，{money}", f"the city's budget, {money}"),
    ]
    return {"actions": markdown(header, rows)}


def _cell(row: pd.Series, factor: float, places: int, mean: str = "shapley", half: str = "half_width") -> str:
    return f"{_told(factor * row[mean], places)} ±{factor * row[half]:.{places}f}"


def _told(value: float, places: int) -> str:
    """Return a number with so many decimals, never minus nought."""
    return f"{round(value, places) + 0.0:.{places}f}"


ACTIONS = Answer("actions", "方案各章节的作用", "what the plan's sections do", _runs, _make, _sections)
