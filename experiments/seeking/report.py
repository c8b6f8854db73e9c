"""What a search found, in words and as plain numbers."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from experiments.headline import wilson
from experiments.language import Speech
from experiments.seeking.candidate import Score
from experiments.seeking.files import FRONT, front_of, nearest_miss, package_file
from experiments.seeking.objectives import Objective
from experiments.seeking.search import Found, Plan
from experiments.text import counted, table

SHOWN = 12


def search_text(plan: Plan, found: Found, folder: Path, say: Speech) -> str:
    """Return the goal, what was tried, and the front or the nearest miss."""
    chosen = front_of(found)
    question = plan.question
    wanted = f"{100 * question.non_fossil:g}"
    goal = say(
        f"目标：{question.by} 年前达峰（外地增排计入）且非化石占比 {wanted}%，每个情景至少 {question.share:.0%} 的运行",
        f"goal: a peak by {question.by} (with what others emit more) and {wanted} % non-fossil energy, "
        f"in {question.share:.0%} of the runs of every storyline",
    )
    whole, last = sum(found.is_whole), max(found.generation, default=1)
    tried = say(
        f"{last} 代试了 {len(found.values)} 个政策包，其中 {whole} 个跑完全部，"
        f"{found.runs} 次运行（失败 {found.failed}）",
        f"{counted(len(found.values), 'package')} tried in {counted(last, 'generation')}, {whole} of them in all runs; "
        f"{counted(found.runs, 'run')} ({found.failed} failed)",
    )
    left = plan.runs - found.runs
    unused = say(
        f"预算 {plan.runs} 次中有 {left} 次未用：不足以再试一个政策包（{len(plan.keys)} 次）",
        f"{left} of the budget of {plan.runs} runs are not used: too few for one more package ({len(plan.keys)})",
    )
    kept = say("限制：", "limits: ") + "; ".join(limit.word for limit in question.limits) if question.limits else ""
    told = _front(plan, found, chosen, folder, say) if chosen else _miss(plan, found, say)
    return "\n".join(line for line in (goal, kept, tried, unused if left > 0 else "", told) if line)


def _front(plan: Plan, found: Found, chosen: Sequence[int], folder: Path, say: Speech) -> str:
    objectives = plan.question.objectives
    header = [say("文件", "file"), *(one.label(say) for one in objectives), say("非化石", "non-fossil"),
              say("达标比例", "success"), *([say("复核", "fresh")] if found.fresh else [])]  # fmt: skip
    rows = []
    for place, i in list(enumerate(chosen, start=1))[:SHOWN]:
        one = found.scores[i]
        fresh = [f"{found.fresh[i].success:.0%}"] if found.fresh else []
        shares = _percent(one.non_fossil), f"{one.success:.0%}"
        values = (objective.told(value, say) for objective, value in zip(objectives, one.values, strict=True))
        rows.append((package_file(place), *values, *shares, *fresh))
    base = plan.design.packages[0]
    first, last = plan.question.span
    more = len(chosen) - SHOWN
    run = f"tanfeng run {folder}/{package_file(1)} --region {plan.design.region_name}"
    lines = [
        table(header, rows, right=range(1, len(header))),
        say(f"……另有 {more} 个", f"... {more} more") if more > 0 else "",
        *_by_generation(found, chosen, say),
        *_rechecked(plan, found, chosen, say),
        *_best(found, chosen, objectives, say),
        say(
            f"较 {base} 在 {first}–{last} 年的差值；每个文件都能运行：{run}",
            f"differences from {base} in {first}-{last}; each file runs: {run}",
        ),
        say(f"表 {folder / FRONT}，图 {folder}/front.png", f"table {folder / FRONT}, picture {folder}/front.png"),
    ]
    return "\n" + "\n".join(line for line in lines if line)


def _by_generation(found: Found, chosen: Sequence[int], say: Speech) -> list[str]:
    """Return how many of the front each generation brought: where the last one brings many, more would find more."""
    if not found.generation:
        return []
    last = max(found.generation)
    brought = Counter(found.generation[i] for i in chosen)
    each = say("、", ", ").join(
        say(f"第{place}代 {brought[place]} 个", f"{brought[place]} from generation {place}")
        for place in sorted(brought)
    )
    more = ""
    if brought[last]:
        more = say(
            "；最后一代仍有新的，增加 --runs 可能更好", "; the last one still brought some, more --runs may bring more"
        )
    return [say(f"前沿来自：{each}{more}", f"of the front, {each}, of {last} in all{more}")]


def _rechecked(plan: Plan, found: Found, chosen: Sequence[int], say: Speech) -> list[str]:
    """Return how many of the front reach the goal on fresh runs too, and the first that does."""
    if not found.fresh:
        return []
    held = [place for place, i in enumerate(chosen, start=1) if found.fresh[i].is_feasible]
    n, one = len(chosen), found.fresh[chosen[0]]
    draws, what = _fresh_draws(plan, one, say)
    runs, least = one.runs, f"{wilson(1.0, draws)[0]:.0%}"
    first = say(f"；第一个是 {package_file(held[0])}", f"; the first is {package_file(held[0])}") if held else ""
    return [
        say(
            f"复核：各以 {runs} 次新运行（种子、人口与假设取值均未用于搜索），{n} 个中 {len(held)} 个仍达标{first}；"
            f"每个情景 {what}，即使全部达标，比例仍可能低至 {least}（95%区间，Wilson）",
            f"fresh: {counted(runs, 'run')} each with seeds, people and assumptions that the search did not use; "
            f"{len(held)} of {n} reach the goal there too{first}; with {what} in each storyline, even if all "
            f"reach it, the share may be as low as {least} (95 %, Wilson)",
        )
    ]


def _fresh_draws(plan: Plan, one: Score, say: Speech) -> tuple[int, str]:
    """Return how many draws a storyline's fresh runs are, and in words: runs of one point are much alike."""
    each = one.runs // len(one.success_by_storyline)
    if not plan.design.factors:
        return each, say(f"{each} 次", counted(each, "run"))
    draws = max(each // (len(plan.design.seeds) * len(plan.design.population_seeds)), 1)
    return draws, say(f"{draws} 个样本点", counted(draws, "point"))


def _best(found: Found, chosen: Sequence[int], objectives: Sequence[Objective], say: Speech) -> list[str]:
    """Return one line per objective: which package of the front is best in it."""
    lines = []
    for at, one in enumerate(objectives):
        place = min(range(len(chosen)), key=lambda i: found.scores[chosen[i]].objectives[at])
        value, file = one.told(found.scores[chosen[place]].values[at], say), package_file(place + 1)
        lines.append(say(f"{one.label(say)} 最好：{file}（{value}）", f"best in {one.label(say)}: {file} ({value})"))
    return lines


def _miss(plan: Plan, found: Found, say: Speech) -> str:
    """Say that no package reaches the goal, and what the nearest one misses."""
    place = nearest_miss(found)
    one: Score = found.scores[place]
    first = plan.question.objectives[0]
    share, cost = _percent(one.non_fossil), f"{first.label(say)} {first.told(one.values[0], say)}"
    again = ""
    if fresh := found.fresh.get(place):
        its = _percent(fresh.non_fossil)
        again = say(
            f"；以 {fresh.runs} 次新运行复核，非化石占比 {its}，达标比例 {fresh.success:.0%}",
            f"; on {fresh.runs} fresh runs it has {its} and succeeds in {fresh.success:.0%}",
        )
    return say(
        f"没有政策包达到目标。最接近的（nearest_miss.toml）非化石占比 {share}，"
        f"达标比例 {one.success:.0%}，{cost}；不足：{_missed(plan, one, say)}{again}",
        f"no package reaches the goal. The nearest (nearest_miss.toml) has {share} non-fossil energy, "
        f"succeeds in {one.success:.0%} of runs, {cost}; it misses by {_missed(plan, one, say)}{again}",
    )


def _missed(plan: Plan, one: Score, say: Speech) -> str:
    """Return what a package misses: the share of runs in points, all else as a part of what is wanted."""
    points, of_goal = say("个百分点", " points"), say("%（占目标）", "% of the goal")
    words = [
        (say("达标比例", "success"), points),
        (say("非化石占比", "non-fossil"), of_goal),
        *((limit.word, say("%（占限值）", "% of the limit")) for limit in plan.question.limits),
    ]
    return say("，", ", ").join(
        f"{word}{say(' ', ': ')}{100 * value:.0f}{unit}"
        for (word, unit), value in zip(words, one.excess, strict=True)
        if value > 0
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"


def plain(plan: Plan, found: Found) -> dict[str, Any]:
    """Return the front, or the nearest miss, as plain numbers."""
    chosen = front_of(found) or [nearest_miss(found)]
    points = [
        {
            **_numbers(plan, found.scores[i]),
            "levers": dict(zip((f.label for f in plan.levers), found.values[i], strict=True)),
            "fresh": _numbers(plan, found.fresh[i]) if i in found.fresh else None,
        }
        for i in chosen
    ]
    told = {"tried": len(found.values), "generations": max(found.generation, default=1), "whole": sum(found.is_whole)}
    return {**told, "runs": found.runs, "failed": found.failed, "front": points}


def _numbers(plan: Plan, score: Score) -> dict[str, Any]:
    names = [one.name for one in plan.question.objectives]
    return {
        **vars(score),
        "values": dict(zip(names, score.values, strict=True)),
        "feasible": score.is_feasible,
    }
