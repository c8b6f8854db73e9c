"""One project of the plan: what it delivers, its targets, public money and levers with bureaus; below, all in brief."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from abm.region import Region
from experiments.app.boards.scene import Scene
from experiments.citations import article_name
from experiments.lever_values import lever_number, typed_unit
from experiments.projects.account import AT_RISK, JUDGED, MET, MISSED, Account, accounts
from experiments.projects.words import bureau_names, reason_text
from experiments.text import change_text, number
from experiments.web.answer import Answer
from experiments.web.ask import Ask, Place
from experiments.web.charts import Chart
from policies.lever import AUTHORITIES, Lever

YEARS = ("2030", "2035", "2045", "2060")
CHIPS = {MET: "met", MISSED: "missed"}  # state -> look
FOLD = 12  # rows of the list that are shown before one asks for all
UNMOVED = 1e-6  # of a lever's range
KEPT = 50  # accounts of one future and year, of some hundred kilobytes each
_known: dict[tuple[Place, Ask, Ask | None, int], list[Account]] = {}


@dataclass(frozen=True)
class Shown:
    """An answer as a table of projects reads a run: the city's values by year, and the targets."""

    answer: Answer
    region: Region

    @property
    def years(self) -> np.ndarray:
        """(n_years,) simulated years."""
        return self.answer.years

    @property
    def record(self) -> "Shown":
        """What knows which variables there are."""
        return self

    @property
    def written(self) -> Sequence[str]:
        """Names of variables."""
        return self.answer.names

    @property
    def targets(self) -> pd.DataFrame:
        """The scored targets, a row each."""
        return pd.DataFrame(self.answer.targets).fillna({"value": np.nan, "unit": "", "relation": ""})

    def series(self, variable: str) -> pd.Series:
        """Return a variable's city values by year."""
        return pd.Series(self.answer.series(variable).astype(float), index=self.answer.years)


def charts(scene: Scene) -> list[Chart]:
    """Return the board."""
    years = [year for year in YEARS if int(year) in scene.years] or [str(scene.years[-1])]
    year = int(scene.chosen("project_year", years))
    base = scene.base if scene.base is not None and scene.base.ask != scene.answer.ask else None
    found = _accounts(scene, base, year)
    if not found:
        return [_none(scene)]
    ids = [account.project.id for account in found]
    account = next(a for a in found if a.project.id == scene.chosen("project", ids))
    tables = (_delivered(scene, account, year), _targets(scene, account), _paid(scene, account, year))
    head = _head(scene, found, account, years, year)
    return [head, *filter(None, tables), _levers(scene, account, base, year), _list(scene, found, year)]


def _accounts(scene: Scene, base: Answer | None, year: int) -> list[Account]:
    """Return the accounts of all projects; kept, since a board is drawn anew with every other seed that comes in."""
    key = (scene.explorer.pool.place, scene.answer.ask, base.ask if base is not None else None, year)
    if key not in _known:
        if len(_known) >= KEPT:
            _known.clear()
        then = [Shown(base, scene.region)] if base is not None else []
        _known[key] = accounts([Shown(scene.answer, scene.region)], then, year)
    return _known[key]


def _none(scene: Scene) -> Chart:
    title = scene.say("方案项目", "Projects of the plan")
    return {"id": "project", "kind": "cards", "wide": True, "title": title, "cards": [],
            "foot": scene.say("这个地区没有项目表。", "This region has no table of projects.")}  # fmt: skip


def _head(scene: Scene, found: list[Account], account: Account, years: list[str], year: int) -> Chart:
    """Return the choice of a project, and in a few cards what it is."""
    say, project = scene.say, account.project
    options = [(a.project.id, f"{a.project.id} {say(a.project.name.zh, a.project.name.en)}") for a in found]
    states = [f"{say(JUDGED[s].zh, JUDGED[s].en)} {n}" for s in (MET, AT_RISK, MISSED) if (n := account.count(s))]
    cards = [
        {"label": say("行动", "Action"), "value": "", "note": _capital(say(project.section.zh, project.section.en))},
        {"label": say("责任单位", "Bureaus"), "value": "", "note": _joined(scene, bureau_names(account, say))},
        {
            "label": say("目标", "Targets"),
            "value": "",
            "note": _joined(scene, states) or say("无可评分的", "none judged"),
        },
    ]
    missing = say(project.missing.zh, project.missing.en)
    chart: Chart = {
        "id": "project",
        "kind": "cards",
        "wide": True,
        "title": say("看一个项目", "One project"),
        "how": say(
            f"与{scene.base_name}比较；财政支出自首个决策年起累计。",
            f"Set against {scene.base_name}; public money is added up from the first decision year on.",
        ),
        "selects": [
            scene.select("project", say("项目", "Project"), options, project.id),
            scene.select("project_year", say("年", "Year"), [(y, y) for y in years], str(year)),
        ],
        "cards": [card | {"kind": ""} for card in cards],
    }
    if missing:
        chart["foot"] = say(f"模型未包含：{missing}", f"Not in the model: {missing}")
    return chart


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _joined(scene: Scene, names: list[str]) -> str:
    return scene.say("、", ", ").join(names)


def _delivered(scene: Scene, account: Account, year: int) -> Chart | None:
    """Return the project's own indicators, with the difference from what it is set against."""
    say, rows = scene.say, []
    for value in account.values:
        unit, factor = scene.unit_of(value.variable)
        now, change = factor * value.value, factor * value.change
        rows.append(
            [scene.label(value.variable), unit, number(now), "" if change != change else change_text(change, now)]
        )
    head = [say("指标", "indicator"), say("单位", "unit"), str(year), say("差值", "difference")]
    return _table("project_values", say(f"做成了什么，{year}年", f"What it delivers in {year}"), head, rows, [2, 3])


def _targets(scene: Scene, account: Account) -> Chart | None:
    say, rows = scene.say, []
    for v in account.verdicts:
        state = filter(None, (say(JUDGED[v.state].zh, JUDGED[v.state].en), reason_text(v, say)))
        chip = {"text": say("：", ": ").join(state), "kind": CHIPS.get(v.state, "other")}
        wanted, reached = (say(text.zh, text.en) for text in (v.wanted, v.reached))
        rows.append([f"{v.target} {say(v.label.zh, v.label.en)}", chip, str(v.year), wanted, reached])
    head = [say("目标", "target"), say("状态", "state"), say("年", "year"), say("要求", "asked"), say("结果", "value")]
    return _table("project_targets", say("它的目标", "Its targets"), head, rows, [4])


def _paid(scene: Scene, account: Account, year: int) -> Chart | None:
    say, rows = scene.say, []
    for p in account.payments:
        change = "" if p.change_100m != p.change_100m else change_text(p.change_100m, p.cny_100m)
        rows.append([scene.label(p.variable), number(p.cny_100m), change, _joined(scene, list(p.also))])
    first = scene.region.first_decision_year
    title = say(f"财政支出，{first}–{year}年合计，亿元", f"Public money, {first}–{year}, CNY 100 million")
    head = [say("支持项目", "programme"), say("合计", "sum"), say("差值", "difference")]
    return _table("project_money", title, [*head, say("与这些项目共用", "shared with projects")], rows, [1, 2])


def _levers(scene: Scene, account: Account, base: Answer | None, year: int) -> Chart:
    say = scene.say
    head = [say("杠杆", "lever"), say("单位", "unit"), scene.base_name, say("本情景", "here")]
    more = [say("条款", "article"), say("责任单位", "bureau"), say("权限", "authority")]
    rows = [
        [
            say(lever.label.zh, lever.label.en),
            typed_unit(lever.unit, say)[0],
            *_values(scene, lever, base, year),
            article_name(lever.article, say),
            say(lever.bureau.zh, lever.bureau.en),
            say(*AUTHORITIES[lever.authority]),
        ]
        for lever in account.levers
    ]
    title = say(f"它的杠杆，{year}年", f"Its levers in {year}")
    return (_table("project_levers", title, [*head, *more], rows, [2, 3]) or _none(scene)) | {"whole": [1, 2, 3]}


def _values(scene: Scene, lever: Lever, base: Answer | None, year: int) -> list[Any]:
    """Return a lever's value in what it is set against and here, marked where they differ."""
    at = scene.answer.at(year)
    here = float(scene.answer.levers[lever.id][at])
    then = here if base is None else float(base.levers[lever.id][at])
    was, shown = (lever_number(lever, value, scene.say) for value in (then, here))
    is_moved = abs(here - then) > UNMOVED * (lever.high - lever.low)
    return [was, {"text": shown, "note": "", "kind": "other"} if is_moved else shown]


def _list(scene: Scene, found: list[Account], year: int) -> Chart:
    """Return all projects in brief."""
    say, rows = scene.say, []
    for account in found:
        project = account.project
        count = "/".join(str(account.count(state)) for state in (MET, AT_RISK, MISSED)) if account.verdicts else ""
        paid = sum(payment.cny_100m for payment in account.payments)
        name = f"{project.id} {say(project.name.zh, project.name.en)}"
        rows.append([name, count, number(paid) if paid else "", _joined(scene, bureau_names(account, say))])
    first = scene.region.first_decision_year
    head = [say("项目", "project"), say("目标 达到/风险/未达到", "targets met/at risk/missed")]
    head += [
        say(f"财政支出 {first}–{year}，亿元", f"public money {first}–{year}, CNY 100 m"),
        say("责任单位", "bureaus"),
    ]
    title = say(f"全部 {len(found)} 个项目", f"All {len(found)} projects")
    told: Chart = _table("projects", title, head, rows, [2]) or _none(scene)
    how = say(
        "有风险：达到目标但余量不足2%。共用的补贴在每个项目下都列出。",
        "At risk: met by less than 2 %. Support that projects share stands at each of them.",
    )
    return told | {"fold": FOLD, "how": how}


def _table(name: str, title: str, head: list[str], rows: list[list[Any]], numbers: list[int]) -> Chart | None:
    if not rows:
        return None
    chart: Chart = {"id": name, "kind": "table", "wide": True, "title": title, "head": head, "rows": rows}
    return chart | {"numbers": numbers}
