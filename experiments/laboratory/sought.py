"""Which packages reach 18 % non-fossil energy, and which 13 %: the search's front, its levers, and the nearest miss."""

import json
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from experiments.batch.factors import Factor
from experiments.laboratory.answer import Answer, Runs, Sections, percent
from experiments.laboratory.setup import Setup
from experiments.language import Speech
from experiments.requests import Request
from experiments.seeking.files import FRONT, PICTURE
from experiments.seeking.objectives import OBJECTIVES, Objective
from experiments.storylines import storyline_words
from experiments.text import markdown, number, signed
from experiments.units import reader_unit
from policies.registry import all_levers

UNTIL, GOAL = 2036, {"sought": 0.18, "near": 0.13}
BUILT, SHARE = "Capacity|Electricity|Wind and Solar", "Share|Non-Fossil Energy"
REACHED = (0, 1)  # exit codes: a front, no package reaches the goal
NEAR_END = 0.05  # of a lever's range: what lies as near to its upper bound is there
GUESSED_FRONT = 22  # packages that are run once more, for the time said beforehand


def _runs_of(name: str, setup: Setup) -> Runs:
    fresh = setup.sizes.fresh * len(setup.region.storylines)
    n = getattr(setup.sizes, name) + fresh * (2 if name == "sought" else 1 + GUESSED_FRONT)
    return Runs(n, setup.seconds(n, UNTIL))


def _seek(name: str, setup: Setup, lang: Any = "en") -> dict[str, Any]:
    """Search, or find the runs in the folder, and return what the command tells."""
    folder = setup.folder(name)
    file = setup.folder(f"{name}.toml")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(setup.design("seek")[1], encoding="utf-8")
    population = ["--population", setup.sizes.population] if setup.sizes.population else []
    words = ("seek", file, "--non-fossil", GOAL[name], "--runs", getattr(setup.sizes, name))
    told = setup.run(
        *words, "--fresh", setup.sizes.fresh, *population, "--out", folder, "--json", lang=lang,
        allowed=REACHED,
    )  # fmt: skip
    return dict(json.loads(told))


def _make(name: str, setup: Setup) -> None:
    _seek(name, setup)


def levers_of(setup: Setup) -> list[Factor]:
    """Return the levers that may be set."""
    return [factor for factor in setup.design("seek")[0].factors if factor.kind == "lever"]


def objectives_of(told: dict[str, Any]) -> list[Objective]:
    """Return the objectives of a search, in its order."""
    return [OBJECTIVES[name] for name in told["front"][0]["values"]]


def lever_words(name: str, say: Speech) -> str:
    """Return a lever's label with its id, which commands ask for."""
    label = all_levers()[name].label
    return f"{say(label.zh, label.en)} `{name}`"


def _sections(name: str, setup: Setup, say: Speech) -> Sections:
    told = _seek(name, setup, say.lang)
    if name == "near":
        setup.show("front", setup.folder(name) / PICTURE, say)
    whole = pd.read_csv(setup.folder(name) / FRONT)
    reached = len(whole) > 0
    tried = say(
        f"- {told['generations']} 代试了 {told['tried']} 个政策包，{told['whole']} 个跑完全部；共 {told['runs']} 次。",
        f"- {told['tried']} packages were tried in {told['generations']} generations, {told['whole']} of them in all "
        f"runs; {told['runs']} runs.",
    )
    lines = [tried, *(_front_lines(whole, told, say) if reached else _miss_lines(told, setup, say))]
    text = "\n".join(lines) + "\n\n"
    if not reached:
        return {name: text + _built(setup, name, say)}
    shown = best_of(told)
    return {name: text + _values(told, shown, say) + "\n" + _levers(told, shown, setup, say)}


def _front_lines(whole: pd.DataFrame, told: dict[str, Any], say: Speech) -> list[str]:
    front = told["front"]
    held = sum(bool(one["fresh"] and one["fresh"]["feasible"]) for one in front)
    fresh = front[0]["fresh"]["runs"] if front[0]["fresh"] else 0
    by = whole["generation"].value_counts().sort_index()
    each = say("、", ", ").join(say(f"第{g}代 {n} 个", f"{n} from generation {g}") for g, n in by.items())
    return [
        say(
            f"- 前沿上 {len(front)} 个：{each}；以 {fresh} 次新运行复核，{held} 个仍达标。",
            f"- The front has {len(front)}: {each}; on {fresh} fresh runs {held} of them reach the goal too.",
        )
    ]


def _miss_lines(told: dict[str, Any], setup: Setup, say: Speech) -> list[str]:
    one = told["front"][0]
    values = {factor.label: factor for factor in levers_of(setup)}
    apart = say("、", ", ").join(
        f"{lever_words(values[name].name, say)} {value:g}"
        for name, value in one["levers"].items()
        if value < values[name].high - NEAR_END * (values[name].high - values[name].low)
    )
    fresh = one["fresh"]
    again = (
        say(
            f"；{fresh['runs']} 次新运行为 {percent(fresh['non_fossil'], 1)}",
            f"; on {fresh['runs']} fresh runs {percent(fresh['non_fossil'], 1)}",
        )
        if fresh
        else ""
    )
    return [
        say(
            f"- 没有政策包达到。最接近者在最差情景中为 {percent(one['non_fossil'], 1)}{again}。",
            f"- No package reaches it. The nearest has {percent(one['non_fossil'], 1)} in the worst storyline{again}.",
        ),
        say(
            f"- 最接近者不在上限的杠杆：{apart or '无'}。",
            f"- Of its levers not at their upper bounds: {apart or 'none'}.",
        ),
    ]


def _built(setup: Setup, name: str, say: Speech) -> str:
    """Return what the nearest miss builds beside current law, and when it would reach the goal."""
    region = setup.region
    unit, factor = reader_unit("GW", say)
    words = storyline_words(region.storylines, region, say)
    file = str(setup.folder(name) / "nearest_miss.toml")
    first, rows = region.first_decision_year, []
    for package, label in (("current", say("现行政策", "current law")), (file, say("最接近者", "the nearest"))):
        for story in region.storylines:
            run = Request(package, setup.region_name, story, UNTIL, setup.scale, 1).simulate()
            built, share = run.series(BUILT), run.series(SHARE)
            above = share[share >= GOAL[name]]
            year = int(above.index[0]) if len(above) else None
            at = f"{year} ({number(factor * float(built[year]))})" if year else say("未及", "not yet")
            rows.append(
                [
                    label,
                    words[story],
                    number(factor * float(built[first - 1])),
                    number(factor * float(built[2030])),
                    number(factor * float(built[2030] - built[first - 1]) / (2030 - first + 1), 2),
                    percent(float(share[2030]), 1),
                    at,
                ]
            )
    goal = percent(GOAL[name])
    header = (
        ["政策包", "情景", f"{first - 1}年风光装机，{unit}", f"2030年，{unit}", f"其间每年，{unit}",
         "2030年非化石占比", f"达到 {goal} 之年（当年装机）"]
        if say.lang == "zh"
        else ["package", "storyline", f"wind and sun {first - 1}, {unit}", f"2030, {unit}", f"a year between, {unit}",
              "non-fossil 2030", f"{goal} reached in (with)"]
    )  # fmt: skip
    title = say(f"各一次运行，种子 1，到 {UNTIL} 年：", f"One run each, seed 1, to {UNTIL}:")
    return f"{title}\n\n" + markdown(header, rows)


def best_of(told: dict[str, Any]) -> list[int]:
    """Return the places of the packages that are best in each objective, and of that with the most non-fossil energy.

    Each once, in the order of the front, which is that of the first objective.
    """
    front = told["front"]
    best = {_best(front, one) for one in objectives_of(told)}
    return sorted(best | {max(range(len(front)), key=lambda i: front[i]["non_fossil"])})


def _best(front: list[dict[str, Any]], objective: Objective) -> int:
    return min(range(len(front)), key=lambda i: objective.sign * front[i]["values"][objective.name])


def _values(told: dict[str, Any], shown: list[int], say: Speech) -> str:
    objectives, front = objectives_of(told), told["front"]
    rows = []
    for i in shown:
        best = [one for one in objectives if i == _best(front, one)]
        values = [
            signed(one.factor(say) * front[i]["values"][one.name], 3).join(("**", "**") if one in best else ("", ""))
            for one in objectives
        ]
        fresh = percent(front[i]["fresh"]["success"]) if front[i]["fresh"] else "-"
        rows.append([f"{i + 1:02d}", *values, percent(front[i]["non_fossil"], 1), fresh])
    ends = [np.array([one.factor(say) * p["values"][one.name] for p in front]) for one in objectives]
    shares = [p["non_fossil"] for p in front]
    spans = [f"{number(float(v.min()))} – {number(float(v.max()))}" for v in ends]
    rows.append([say("前沿", "front"), *spans, f"{percent(min(shares), 1)} – {percent(max(shares), 1)}", ""])
    header = [
        "",
        *(one.label(say) for one in objectives),
        say("最差情景的非化石占比", "non-fossil, worst storyline"),
        say("复核达标", "reached on fresh runs"),
    ]
    return markdown(header, rows)


def _levers(told: dict[str, Any], shown: list[int], setup: Setup, say: Speech) -> str:
    front = told["front"]
    rows = []
    for factor in levers_of(setup):
        values = np.array([one["levers"][factor.label] for one in front])
        rows.append(
            [
                lever_words(factor.name, say),
                f"{factor.low:g} – {factor.high:g}",
                *(f"{values[i]:.3g}" for i in shown),
                " / ".join(f"{value:.3g}" for value in np.quantile(values, (0.0, 0.5, 1.0))),
            ]
        )
    header = [
        say("杠杆", "lever"),
        say("界限", "bounds"),
        *(f"{i + 1:02d}" for i in shown),
        say("前沿：最低/中位/最高", "front: least / middle / most"),
    ]
    return markdown(header, rows)


def _answer(name: str, zh: str, en: str) -> Answer:
    return Answer(name, zh, en, partial(_runs_of, name), partial(_make, name), partial(_sections, name))


SOUGHT = _answer("sought", "达到 18% 的政策包", "packages that reach 18 %")
NEAR = _answer("near", "达到 13% 的政策包", "packages that reach 13 %")
