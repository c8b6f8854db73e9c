"""What a search leaves behind: the front as a table, each of its points as a package file, and a picture."""

import json
from collections.abc import Mapping, Sequence

import pandas as pd

from experiments.language import Speech
from experiments.plots.laboratory import spoken
from experiments.plots.style import figure, png, styled
from experiments.seeking.candidate import Score, front
from experiments.seeking.search import Found, Plan

FRONT, TRIED, PICTURE = "front.csv", "tried.csv", "front.png"


def nearest_miss(found: Found) -> int:
    """Return the place of the package that misses least, among those that met all seeds."""
    whole = [i for i, is_whole in enumerate(found.is_whole) if is_whole]
    return min(whole, key=lambda i: (found.scores[i].violation, found.scores[i].cost))


def front_of(found: Found) -> list[int]:
    """Return the places of the front, among the packages that met all seeds, cheapest first."""
    whole = [i for i, is_whole in enumerate(found.is_whole) if is_whole]
    return [whole[i] for i in front([found.scores[i] for i in whole])]


def package_text(plan: Plan, values: Sequence[float], place: int, score: Score) -> str:
    """Return a package file on top of the base package, with the levers from their first year on."""
    start = plan.design.region.first_decision_year
    told = (
        f"cost {score.cost:.4g} x 10^8 CNY and {score.co2_mt:.4g} Mt CO2 against {plan.design.packages[0]}, "
        f"goal reached in {score.success:.0%} of runs of the storyline where it is reached least"
    )
    head = (
        f'[package]\nbase = "{plan.design.packages[0]}"\n'
        f'label_zh = "求得的政策包 {place}"\nlabel_en = "sought package {place}"\n'
        f"description_zh = {json.dumps(told)}\ndescription_en = {json.dumps(told)}\n"
    )
    own = [(f.name, f.year, value) for f, value in zip(plan.factors, values, strict=True)]
    by_lever: dict[str, dict[int, float]] = {}
    for lever, year, value in (*plan.design.settings, *own):
        by_lever.setdefault(lever, {})[start if year is None else year] = value
    return head + "".join(_entry(lever, path) for lever, path in by_lever.items())


def _entry(lever: str, path: Mapping[int, float]) -> str:
    dated = ", ".join(f"{year} = {value!r}" for year, value in sorted(path.items()))
    return f'\n[[value]]\nlever = "{lever}"\npath = {{{dated}}}\nmode = "step"\n'


def tried_frame(plan: Plan, found: Found) -> pd.DataFrame:
    """Return one row per package that was tried, in that order."""
    rows = []
    for values, score, is_whole in zip(found.values, found.scores, found.is_whole, strict=True):
        told = {"feasible": score.is_feasible, "all_seeds": is_whole, "runs": score.runs, "cost": score.cost,
                "co2_mt": score.co2_mt, "non_fossil": score.non_fossil, "success": score.success}  # fmt: skip
        by_storyline = zip(plan.design.storylines, score.success_by_storyline, strict=True)
        told |= {f"success {name}": share for name, share in by_storyline}
        told |= {limit.word: value for limit, value in zip(plan.question.limits, score.limits, strict=True)}
        told |= {factor.label: value for factor, value in zip(plan.factors, values, strict=True)}
        rows.append(told)
    return pd.DataFrame(rows)


def files_of(plan: Plan, found: Found, say: Speech) -> dict[str, bytes]:
    """Return file name -> content: the tables, the picture, and a package per point (or of the nearest miss)."""
    chosen = front_of(found)
    frame = tried_frame(plan, found)
    points = frame.iloc[chosen].reset_index(drop=True)
    names = [f"sought_{i:02d}.toml" for i in range(1, len(chosen) + 1)]
    points.insert(0, "file", names)
    files = {
        FRONT: points.to_csv(index=False, lineterminator="\n").encode(),
        TRIED: frame.to_csv(index=False, lineterminator="\n").encode(),
        PICTURE: _picture(frame, chosen, say),
    }
    shown = chosen or [nearest_miss(found)]
    for place, i in enumerate(shown, start=1):
        name = names[place - 1] if chosen else "nearest_miss.toml"
        files[name] = package_text(plan, found.values[i], place, found.scores[i]).encode()
    return files


def _picture(frame: pd.DataFrame, chosen: Sequence[int], say: Speech) -> bytes:
    say = spoken(say)
    with styled():
        drawn, (axes,) = figure(1, 1, size=(6.4, 4.0))
        shown = frame[frame["all_seeds"]]
        points = axes.scatter(shown["cost"], shown["co2_mt"], c=shown["non_fossil"], cmap="viridis", s=18)
        if chosen:
            best = frame.iloc[list(chosen)]
            axes.scatter(best["cost"], best["co2_mt"], s=70, fc="none", ec="#b0413e", label=say("前沿", "front"))
            axes.legend(fontsize=7)
        drawn.colorbar(points, label=say("非化石能源占比", "non-fossil share"))
        axes.set_xlabel(say("费用，亿元（较对照）", "cost, 10^8 CNY (against the base)"))
        axes.set_ylabel(say("含外地的累计 CO2，Mt（较对照）", "CO2 with outside, Mt (against the base)"))
        return png(drawn)
