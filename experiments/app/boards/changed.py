"""What a move changed, sector by sector, and what stands behind it: why the line went up or down."""

import numpy as np

from experiments.app.boards import luck
from experiments.app.boards.scene import Scene
from experiments.app.explorer import BASES, PACKAGE
from experiments.headlines import SCORED
from experiments.plots.words import sector_name
from experiments.text import UNSEEN, number, signed
from experiments.web.answer import SECTORS, Answer
from experiments.web.charts import Chart, plain

LESS, MORE, OUTSIDE_TINT = "#0072B2", "#D55E00", "#8a8a8a"
MOST_SECTORS = 6  # further ones are one row
WORTH_A_ROW = 0.02  # of the largest change
OUTSIDE = (  # what others emit because of what is done here; only differences mean something
    ("Leakage|CO2", "市外：别处代产的货物", "outside: goods made elsewhere"),
    ("Power|Redispatch CO2", "市外：省内其他电厂", "outside: the province's other plants"),
)
MADE = {  # sector -> what it makes: a change is of how much it makes, or of what it emits for each unit made
    "coal_mining": "Production|Raw Coal",
    "coking": "Production|Coke",
    "steel": "Production|Steel",
    "alumina": "Production|Alumina",
    "aluminium": "Production|Aluminium",
    "cement": "Production|Cement",
    "chemicals": "Production|Chemicals",
    "hydrogen": "Production|Hydrogen",
    "gas_fields": "Production|Natural Gas",
}
BEHIND = {  # sector -> (variable, whether more of it means more or less CO2): what its change is told with
    "power": (
        ("Capacity|Electricity|Coal", 1),
        ("Secondary Energy|Electricity|Coal", 1),
        ("Capacity|Electricity|Wind and Solar", -1),
    ),
    "heat": (("Secondary Energy|Heat", 1),),
    "homes_rural": (("Homes|Scattered Coal", 1), ("Share|Clean Heating", -1)),
    "homes_urban": (("Share|Clean Heating", -1),),
    "transport_passenger": (("Share|New Energy Car Sales", -1),),
    "transport_freight": (
        ("Stocks|Transportation|Truck|Battery-Electric", -1),
        ("Stocks|Transportation|Truck|Diesel", 1),
    ),
}
TOLD_SECTORS, TOLD_CAUSES = 3, 2
SEEN_CAUSE = 0.003  # of a cause's value: what changed less is no reason


def changed(scene: Scene, main_year: int) -> Chart | None:
    """Return the change of CO2 by sector and outside the city; None while there is no answer."""
    before, now, say = _then(scene), scene.explorer.answer, scene.say
    if now is None:
        return None
    if before is None:
        return _nothing_to_compare(scene)
    unit, factor = scene.unit_of(SCORED)
    years = [str(year) for year in (main_year, 2035, 2045, 2060) if year in scene.years]
    if not years:
        return None
    year = int(scene.chosen("changed_year", years))
    change = factor * (now.sectors[SCORED][now.at(year)] - before.sectors[SCORED][before.at(year)]).astype(float)
    total = float(np.nansum(change))
    level = factor * float(now.series(SCORED)[now.at(year)])
    chart: Chart = {
        "id": "changed",
        "kind": "bars",
        "wide": True,
        "title": say(f"{year}年变了什么、为什么", f"What changed in {year}, and why"),
        "how": say(
            f"与{scene.then}之差，{unit}：橙为多排，蓝为少排；灰为市外因此多排或少排的，不计入达峰评分。",
            f"Difference from {scene.then}, {unit}: orange more, blue less; grey is what others emit more or less "
            "because of it, which is not scored.",
        ),
        "selects": [scene.select("changed_year", say("年", "Year"), [(y, y) for y in years], str(year))],
    }
    if np.nanmax(np.abs(change), initial=0.0) <= UNSEEN * abs(level):
        return chart | {"kind": "cards", "cards": [], "foot": _nothing(scene, year)}
    rows = _sector_rows(change, scene)
    rows.append(_row(say("全市合计", "the city"), total, LESS if total < 0 else MORE))
    outside = [(say(zh, en), _difference(now, before, name, year)) for name, zh, en in OUTSIDE if now.has(name)]
    rows += [_row(label, factor * value, OUTSIDE_TINT) for label, value in outside]
    if outside:
        together = total + factor * sum(value for _, value in outside)
        rows.append(_row(say("连同市外", "with outside"), together, OUTSIDE_TINT))
    chart["rows"] = rows
    luck.want(scene, before)
    over_seeds = luck.said(scene, *luck.by_seed(scene, now, before, year), level, factor)
    chart["foot"] = say.together(_reason(scene, now, before, change, year), over_seeds)
    return chart


def _then(scene: Scene) -> Answer | None:
    """Return what is compared with, also while a move is replayed: the board is not to jump meanwhile."""
    explorer = scene.explorer
    then = explorer.compared
    return None if then is None or explorer.answer is None or then.ask == explorer.answer.ask else then


def _nothing_to_compare(scene: Scene) -> Chart:
    """Say what to do first, or why there is no difference: what is compared with is shown, or is being computed."""
    say, is_there = scene.say, scene.explorer.compared is not None
    chart: Chart = {"id": "changed", "kind": "cards", "wide": True, "cards": []}
    if scene.view.against not in BASES:
        return chart | {
            "title": say("变了什么、为什么", "What changed, and why"),
            "foot": say(
                "移动一个杠杆，或选择另一个政策包：曲线随即重绘，这里说明哪些部门变了多少、为什么。"
                "右上方可改与现行政策或未改动的政策包比较。",
                "Move a lever, or choose another package: the line is drawn anew at once, and here stands which "
                "sectors changed by how much, and why. Above to the right it can be set against current law or the "
                "unchanged package instead.",
            ),
        }
    title = say(f"与{scene.then}相比", f"Against {scene.then}")
    return chart | {"title": title, "foot": nothing_to_compare(scene, is_there=is_there)}


def nothing_to_compare(scene: Scene, *, is_there: bool) -> str:
    """Say that what is shown is what it is compared with, or that this is still being computed."""
    say, name = scene.say, scene.base_name
    if not is_there:
        return say(f"正在计算{name}……", f"computing {name} ...")
    if scene.view.against == PACKAGE:
        return say(f"现在显示的就是{name}：先移动一个杠杆。", f"This is {name} itself: move a lever first.")
    return say(
        f"现在显示的就是{name}：先移动一个杠杆，或选择另一个政策包。",
        f"This is {name} itself: move a lever or choose another package first.",
    )


def _sector_rows(change: np.ndarray, scene: Scene) -> list[Chart]:
    order = [int(i) for i in np.argsort(-np.abs(np.nan_to_num(change)))]
    least = WORTH_A_ROW * abs(float(change[order[0]]))
    told = [i for i in order[:MOST_SECTORS] if abs(change[i]) >= least]
    rows = [_row(sector_name(SECTORS[i], scene.say), float(change[i]), LESS if change[i] < 0 else MORE) for i in told]
    rest = float(np.nansum([change[i] for i in order if i not in told]))
    if abs(rest) >= least:
        rows.append(_row(scene.say("其余部门", "other sectors"), rest, LESS if rest < 0 else MORE))
    return rows


def _row(label: str, value: float, color: str) -> Chart:
    return {"label": label, "parts": [{"name": "", "color": color, "value": plain([value])[0]}], "note": signed(value)}


def _difference(now: Answer, before: Answer, name: str, year: int) -> float:
    value = float(now.series(name)[now.at(year)]) - float(before.series(name)[before.at(year)])
    return value if np.isfinite(value) else 0.0


def _reason(scene: Scene, now: Answer, before: Answer, change: np.ndarray, year: int) -> str:
    """Return what stands behind the largest changes, in one line: what is built, made, burnt more or less."""
    told = []
    for i in np.argsort(-np.abs(np.nan_to_num(change)))[:TOLD_SECTORS]:
        causes = _causes(scene, now, before, SECTORS[i], year)
        if causes:
            told.append(
                f"{sector_name(SECTORS[i], scene.say)} {signed(float(change[i]))}{scene.say('：', ': ')}{causes}"
            )
    return scene.say("；", "; ").join(told) + (scene.say("。", ".") if told else "")


def _causes(scene: Scene, now: Answer, before: Answer, sector: str, year: int) -> str:
    """Return what stands behind a sector's change, and has the sign of it: what does not is no reason."""
    emitted = _pair(now, before, sector, year)
    if sector in MADE and now.has(MADE[sector]) and before.has(MADE[sector]):
        return _made(scene, MADE[sector], _values(now, before, MADE[sector], year), emitted)
    said = []
    for name, sign in BEHIND.get(sector, ()):
        if not now.has(name) or not before.has(name):
            continue
        value, was = _values(now, before, name, year)
        is_seen = abs(value - was) > SEEN_CAUSE * max(abs(value), abs(was))
        if is_seen and sign * (value - was) * (emitted[0] - emitted[1]) > 0.0:
            unit, factor = scene.unit_of(name)
            said.append(f"{scene.label(name)} {number(factor * was)} → {number(factor * value)} {unit}")
    return scene.say("，", ", ").join(said[:TOLD_CAUSES])


def _pair(now: Answer, before: Answer, sector: str, year: int) -> tuple[float, float]:
    """Return what a sector emits now and before, Mt."""
    at, i = now.at(year), SECTORS.index(sector)
    return float(now.sectors[SCORED][at, i]), float(before.sectors[SCORED][at, i])


def _values(now: Answer, before: Answer, name: str, year: int) -> tuple[float, float]:
    return float(now.series(name)[now.at(year)]), float(before.series(name)[before.at(year)])


def _made(scene: Scene, name: str, made: tuple[float, float], emitted: tuple[float, float]) -> str:
    """Return by how much output and CO2 for each unit of it changed, the larger first; '' where one is zero."""
    if not all(value > 0.0 for value in (*made, *emitted)):
        return ""
    output, each = made[0] / made[1] - 1.0, emitted[0] / emitted[1] * made[1] / made[0] - 1.0
    parts = [(output, scene.label(name)), (each, scene.say("单位产品排放", "CO2 for each unit made"))]
    told = sorted((part for part in parts if abs(part[0]) > SEEN_CAUSE), key=lambda part: -abs(part[0]))
    return scene.say("，", ", ").join(f"{label} {change:+.1%}" for change, label in told)


def _nothing(scene: Scene, year: int) -> str:
    return scene.say(
        f"{year}年全市各部门的排放与{scene.then}相同。这根杠杆可能作用在别处（看“谁付钱”“各方选择”），"
        "或要与别的杠杆一起才起作用。",
        f"In {year} no sector emits more or less than {scene.then}. The lever may act elsewhere (see Who pays and "
        "Choices), or only together with others.",
    )
