"""What a search leaves behind: the front as a table, each of its points as a package file, and a picture."""

import json
from collections.abc import Mapping, Sequence

import pandas as pd

from experiments.language import Speech
from experiments.plots.laboratory import spoken
from experiments.plots.seeking import Front, front_picture
from experiments.seeking.candidate import Score, front
from experiments.seeking.search import Found, Plan
from policies.registry import all_levers

FRONT, TRIED, PICTURE = "front.csv", "tried.csv", "front.png"
UNIT = "unit "  # before a lever's id: its place between the bounds


def nearest_miss(found: Found) -> int:
    """Return the place of the package that misses least, among those that met all runs."""
    whole = [i for i, is_whole in enumerate(found.is_whole) if is_whole]
    return min(whole, key=lambda i: (found.scores[i].violation, found.scores[i].objectives))


def front_of(found: Found) -> list[int]:
    """Return the places of the front, among the packages that met all runs, cheapest first."""
    whole = [i for i, is_whole in enumerate(found.is_whole) if is_whole]
    return [whole[i] for i in front([found.scores[i] for i in whole])]


def package_text(plan: Plan, values: Sequence[float], place: int, score: Score, fresh: Score | None = None) -> str:
    """Return a package file on top of the base package, with the levers from their first year on."""
    start = plan.design.region.first_decision_year
    base = plan.design.packages[0]
    head = (
        f'[package]\nbase = "{base}"\n'
        f'label_zh = "求得的政策包 {place}"\nlabel_en = "sought package {place}"\n'
        f"description_zh = {_told(plan, score, fresh, Speech('zh'))}\n"
        f"description_en = {_told(plan, score, fresh, Speech('en'))}\n"
    )
    own = [(f.name, f.year, value) for f, value in zip(plan.levers, values, strict=True)]
    by_lever: dict[str, dict[int, float]] = {}
    for lever, year, value in (*plan.design.settings, *own):
        by_lever.setdefault(lever, {})[start if year is None else year] = value
    return head + "".join(_entry(lever, path) for lever, path in by_lever.items())


def _told(plan: Plan, score: Score, fresh: Score | None, say: Speech) -> str:
    """Return what a package does as a TOML string."""
    first, last = plan.question.span
    pairs = zip(plan.question.objectives, score.values, strict=True)
    numbers = say("；", "; ").join(f"{one.label(say)}{say(' ', ': ')}{one.told(value, say)}" for one, value in pairs)
    base = plan.design.packages[0]
    text = say(
        f"较 {base}，{first}–{last} 年：{numbers}。在达标最少的情景中 {score.success:.0%} 的运行达到目标",
        f"against {base}, {first}-{last}: {numbers}. The goal is reached in {score.success:.0%} of the runs of the "
        "storyline where it is reached least",
    )
    if fresh:
        text += say(
            f"；以搜索未用过的 {fresh.runs} 次运行复核，为 {fresh.success:.0%}",
            f"; on {fresh.runs} fresh runs, which the search did not use, in {fresh.success:.0%}",
        )
    return json.dumps(text, ensure_ascii=False)


def _entry(lever: str, path: Mapping[int, float]) -> str:
    dated = ", ".join(f"{year} = {value!r}" for year, value in sorted(path.items()))
    return f'\n[[value]]\nlever = "{lever}"\npath = {{{dated}}}\nmode = "step"\n'


def tried_frame(plan: Plan, found: Found) -> pd.DataFrame:
    """Return one row per package that was tried, in that order."""
    rows = []
    for values, score, is_whole in zip(found.values, found.scores, found.is_whole, strict=True):
        told: dict[str, object] = {"feasible": score.is_feasible, "all_runs": is_whole}
        told |= _columns(plan, score)
        told |= {factor.label: value for factor, value in zip(plan.levers, values, strict=True)}
        rows.append(told)
    frame = pd.DataFrame(rows)
    frame.insert(0, "generation", found.generation or 1)
    return frame


def _columns(plan: Plan, score: Score) -> dict[str, object]:
    told: dict[str, object] = {"runs": score.runs}
    told |= {one.name: value for one, value in zip(plan.question.objectives, score.values, strict=True)}
    told |= {"non_fossil": score.non_fossil, "success": score.success}
    met = dict(zip(score.storylines or plan.design.storylines, score.success_by_storyline, strict=True))
    told |= {f"success {name}": met.get(name) for name in plan.design.storylines}
    return told | {limit.word: value for limit, value in zip(plan.question.limits, score.limits, strict=True)}


def package_file(place: int) -> str:
    """Return the name of the package file at a place of the front, from 1."""
    return f"sought_{place:02d}.toml"


def front_frame(plan: Plan, found: Found, tried: pd.DataFrame, chosen: Sequence[int]) -> pd.DataFrame:
    """Return one row per package of the front; beside each searched number that of the fresh runs."""
    points = tried.iloc[list(chosen)].reset_index(drop=True)
    points.insert(0, "file", [package_file(place) for place in range(1, len(chosen) + 1)])
    if not all(i in found.fresh for i in chosen):
        return points
    fresh = pd.DataFrame(
        [{"feasible": found.fresh[i].is_feasible, **_columns(plan, found.fresh[i])} for i in chosen], index=points.index
    )
    for name in reversed(fresh.columns):
        points.insert(int(points.columns.get_indexer([name])[0]) + 1, f"fresh {name}", fresh[name])
    return points


def files_of(plan: Plan, found: Found, say: Speech) -> dict[str, bytes]:
    """Return file name -> content: the tables, the picture, and a package per point (or of the nearest miss)."""
    chosen = front_of(found)
    frame = tried_frame(plan, found)
    points = front_frame(plan, found, frame, chosen)
    names = points["file"].tolist()
    shown = chosen or [nearest_miss(found)]
    files = {
        FRONT: points.to_csv(index=False, lineterminator="\n").encode(),
        TRIED: frame.to_csv(index=False, lineterminator="\n").encode(),
        PICTURE: _picture(plan, found, frame, shown, say),
    }
    for place, i in enumerate(shown, start=1):
        name = names[place - 1] if chosen else "nearest_miss.toml"
        files[name] = package_text(plan, found.values[i], place, found.scores[i], found.fresh.get(i)).encode()
    return files


def _picture(plan: Plan, found: Found, frame: pd.DataFrame, shown: Sequence[int], say: Speech) -> bytes:
    places = {f"{UNIT}{f.label}": (frame[f.label] - f.low) / (f.high - f.low) for f in plan.levers}
    say = spoken(say)
    labels = {}
    for factor in plan.levers:
        label = all_levers()[factor.name].label
        labels[factor.label] = say(label.zh, label.en) + (f" {factor.year}" if factor.year else "")
    frame = frame.assign(**places)
    chosen = front_of(found)
    lost = tuple(i for i in chosen if i in found.fresh and not found.fresh[i].is_feasible)
    return front_picture(frame, Front(tuple(chosen), tuple(shown), lost), plan.question.objectives, labels, say)
