"""When CO2 peaks and which targets are met, in sentences."""

from collections import Counter
from collections.abc import Sequence

from abm.results import Run
from abm.targets import STATES, count_states
from experiments.headlines import SCORED, label
from experiments.language import Speech
from experiments.units import reader_unit

MEAN_YEARS = 3  # a peak is looked for in a 3-year mean
PEAK_STATES = {"peaked": "已达峰", "plateau": "平台期", "not yet peaked": "尚未达峰"}


def peak_state(state: str, say: Speech) -> str:
    """Return the words for a peak's state."""
    return say(PEAK_STATES.get(state, state), state)


def target_state(state: str, say: Speech) -> str:
    """Return the words for a target's state."""
    return say(STATES.get(state, state), state)


def can_peak(runs: Sequence[Run]) -> bool:
    """Return whether the runs are long enough to say anything of a peak."""
    return len(runs[0].years) >= MEAN_YEARS


def peak_sentence(runs: Sequence[Run], say: Speech) -> str:
    """Say when the scored CO2 peaks, as a share of runs, with the fall after it."""
    if not can_peak(runs):
        return say("达峰判断至少需要三个模拟年份", "a peak needs at least three simulated years")
    peaks = [run.peak for run in runs]
    states = Counter(peak.state for peak in peaks)
    state, n_runs = states.most_common(1)[0]
    chosen = [peak for peak in peaks if peak.state == state]
    years = sorted({peak.year for peak in chosen})
    when = str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    value = sum(peak.value for peak in chosen) / len(chosen)
    fall = sum(peak.fall_share for peak in chosen) / len(chosen)
    share = f"{n_runs}/{len(runs)}"
    early = say("（最早的可算年份，峰值可能更早）", " (the first year that can be judged: the peak may be older)")
    name = label(SCORED, say)
    unit, factor = reader_unit("Mt", say)
    sentence = say(
        f"{name}：{peak_state(state, say)}（{share} 次运行），最高年 {when}，{factor * value:.0f} {unit}",
        f"{name}: {state} ({share} of runs), highest in {when} at {value:.1f} {unit}",
    )
    after = say(f"，五年后下降 {fall:.1%}", f", {fall:.1%} lower five years on") if fall == fall else ""
    return sentence + (early if all(peak.at_start for peak in chosen) else "") + after


def target_sentence(runs: Sequence[Run], say: Speech) -> str:
    """Say how many targets are in each state (of the first seed)."""
    states = count_states(runs[0].targets)
    parts = say("，", ", ").join(f"{target_state(state, say)} {n}" for state, n in states.items())
    return say(f"{sum(states.values())} 个目标：{parts}", f"{sum(states.values())} targets: {parts}")
