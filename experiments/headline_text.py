"""The headline of a batch as tables for a terminal."""

from collections.abc import Mapping, Sequence
from typing import Any

from abm.peak import YEARS_AFTER
from abm.region import Region
from abm.targets import Target, read_targets
from experiments.headline import ALL, is_sample
from experiments.language import Speech
from experiments.scores import peak_state
from experiments.storylines import storyline_words
from experiments.target_words import target_name
from experiments.text import number, table
from experiments.units import reader_unit


def headline_text(entries: Sequence[dict[str, Any]], method: str, region: Region | None, say: Speech) -> str:
    """Return the peaks, then the targets (by id alone where the region is not here), then what the shares mean."""
    targets = read_targets(region) if region else ()
    names = {target.id: _named(target, say) for target in targets}
    stories = storyline_words(dict.fromkeys(entry["storyline"] for entry in entries), region, say)
    if len(stories) == 2:  # all storylines are the one there is
        entries = [entry for entry in entries if entry["storyline"] != ALL]
    stories[ALL] = say("全部", "all")
    parts = [_peaks(entries, stories, say), _targets(entries, names, stories, say)]
    if any(entry["peak"]["n_at_start"] for entry in entries):
        parts.append(
            say(
                "* 含最早可判年份达峰的运行，其峰值可能更早",
                "* with runs whose peak may be older than the first year that can be judged",
            )
        )
    if any(entry["runs"] and entry["peak"]["n_by"] is None for entry in entries):
        by = entries[0]["peak"]["by"]
        seen = by + YEARS_AFTER + 1
        parts.append(
            say(
                f"年份不足：{by} 年前是否达峰，运行到 {seen} 年才看得出（设计中的 until）",
                f"too short to tell: a peak by {by} is seen in runs to {seen} (until, in the design)",
            )
        )
    parts.append(
        say("以上为运行次数之比，不是概率", "these are shares of runs, not probabilities")
        + _of_what(method, say)
        + _of_how_many(entries, method, say)
        + _of_weights(entries, say)
    )
    return "\n\n".join(part for part in parts if part)


def _named(target: Target, say: Speech) -> str:
    """Return a target's words with its year: the plan asks for one share in several years."""
    year = target.year or ""
    return f"{target_name(target.indicator, target.indicator_zh, say)} {year}".rstrip()


def _of_what(method: str, say: Speech) -> str:
    """Return what the points of a design stand for, where that is not the whole range of its assumptions."""
    if is_sample(method):
        return ""
    if method == "none":
        return say("；未抽取假设，只有一个样本点", "; no assumption is sampled, there is one point")
    return say(
        f"；{method} 的样本点不代表整个范围", f"; the points of a {method} design do not stand for the whole range"
    )


def _of_how_many(entries: Sequence[dict[str, Any]], method: str, say: Speech) -> str:
    """Return what the intervals of the shares count; a design that is no sample has none."""
    draws = max((entry["draws"] for entry in entries), default=0)
    if not draws:
        return ""
    if not is_sample(method):
        return say(
            f"；区间（Wilson）按 {draws} 组种子与人口计，各情景共用，不重复计数",
            "; intervals (Wilson) count "
            + ("one seed and population, which" if draws == 1 else f"the {draws} seeds and populations, which")
            + " all storylines share",
        )
    zh, points = ("基点", "base points") if method == "sobol" else ("样本点", "points")
    return say(
        f"；区间（Wilson）按 {draws} 个{zh}计，同一点的其他种子与情景不重复计数",
        f"; intervals (Wilson) count the {draws} {points}, not other seeds or storylines of the same point",
    )


def _of_weights(entries: Sequence[dict[str, Any]], say: Speech) -> str:
    """Return how much each storyline weighs in what is said of all; failed runs may leave less of one."""
    if not any(entry["storyline"] == ALL for entry in entries):
        return ""
    runs: dict[str, list[int]] = {}
    for entry in entries:
        if entry["storyline"] != ALL:
            runs.setdefault(entry["package"], []).append(entry["runs"])
    if all(len(set(of)) == 1 for of in runs.values()):
        return say("；“全部”一行中各情景权重相同", '; in the row "all" every storyline weighs the same')
    return say("；“全部”一行中各情景按其运行数计权", '; in the row "all" every storyline weighs as much as it has runs')


def _peaks(entries: Sequence[dict[str, Any]], stories: Mapping[str, str], say: Speech) -> str:
    by = entries[0]["peak"]["by"] if entries else ""
    unit, factor = reader_unit("Mt", say)
    header = (
        say("政策包", "package"),
        say("情景", "storyline"),
        say("运行", "runs"),
        say(f"{by}年前达峰的比例（95%区间）", f"share with a peak by {by} (95 %)"),
        say("达峰年：中位（5–95%）", "peak year: median (5-95 %)"),
        say(f"峰值（{unit}）：中位（5–95%）", f"height, {unit}: median (5-95 %)"),
        say("状态", "states"),
    )
    rows = []
    for entry in entries:
        peak = entry["peak"]
        states = say("，", ", ").join(f"{peak_state(state, say)} {n}" for state, n in peak["states"].items())
        failed = f" +{entry['failed']}" + say("失败", " failed") if entry["failed"] else ""
        rows.append(
            (
                entry["package"],
                stories[entry["storyline"]],
                f"{entry['runs']}{failed}",
                _share(peak, entry["runs"], say),
                _years(peak["year"]) + ("*" if peak["n_at_start"] else ""),
                _spread(peak["height_mt"], factor),
                states,
            )
        )
    return table(header, rows, right=(2, 3))


def _targets(
    entries: Sequence[dict[str, Any]], labels: Mapping[str, str], stories: Mapping[str, str], say: Speech
) -> str:
    """Return target by (package, storyline): in what share of the runs it is met; only those that some run scores."""
    names = list(dict.fromkeys(t["id"] for entry in entries for t in entry["targets"] if t["n_scored"]))
    if not names:
        return ""
    header = (say("目标达到的比例", "share of runs that meet"), *(
        f"{entry['package']} {stories[entry['storyline']]}" for entry in entries
    ))  # fmt: skip
    rows = []
    for name in names:
        found = [next((t for t in entry["targets"] if t["id"] == name), None) for entry in entries]
        rows.append(
            (
                f"{name} {labels.get(name, '')}".strip(),
                *("-" if not t or t["share_met"] is None else f"{t['share_met']:.0%}" for t in found),
            )
        )
    return table(header, rows, right=range(1, len(header)))


def _share(peak: Mapping[str, Any], of: int, say: Speech) -> str:
    """Return a share of runs with its 95 % interval, where its points are draws."""
    n, low, high = (peak[name] for name in ("n_by", "share_by_low", "share_by_high"))
    if n is None:
        return say("年份不足", "too short to tell")
    return f"{n}/{of} {n / of:.0%}" + ("" if low is None else f" ({low:.0%}–{high:.0%})")


def _years(spread: dict[str, float] | None) -> str:
    return "-" if spread is None else f"{spread['median']} ({spread['low']}–{spread['high']})"


def _spread(spread: dict[str, float] | None, factor: float) -> str:
    if spread is None:
        return "-"
    median, low, high = (number(factor * spread[name]) for name in ("median", "low", "high"))
    return f"{median} ({low}–{high})"
