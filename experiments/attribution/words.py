"""How an attribution was made, and which uncertainty its intervals hold, in words."""

from experiments.attribution.question import Question
from experiments.language import Speech
from experiments.text import counted

ENOUGH_SEEDS = 4  # of which the t quantile is a quarter of that of two


def how_text(question: Question, n_runs: int, say: Speech) -> str:
    """Return from how many sets and runs the values come, and what their intervals hold."""
    n_sets, n = len({chosen for _, chosen in question.runs}), sum(map(len, question.joined))
    if n:
        told = say(
            f"由 {n} 个随机次序估计（{n_sets} 个组合，{n_runs} 次运行）",
            f"estimated from {n} random orders ({counted(n_sets, 'set')}, {counted(n_runs, 'run')})",
        )
    else:
        told = say(
            f"由全部 {n_sets} 个组合精确计算（{n_runs} 次运行）",
            f"exact, from all {counted(n_sets, 'set')} ({counted(n_runs, 'run')})",
        )
    return told + say("；", "; ") + what_intervals_hold(n // 2, len(question.seeds), say)


def what_intervals_hold(n_pairs: int, n_seeds: int, say: Speech) -> str:
    """Return which uncertainty the intervals hold; of one seed or one pair of orders nothing is known.

    Args:
        n_pairs: pairs of orders of all seeds; 0 where all sets are run.
        n_seeds: seeds.
        say: the language.
    """
    if n_seeds == 1:
        luck = say("只有一个种子，不含种子的运气", "of the luck of seeds one seed tells nothing")
        pairs = say(f"± 为95%区间，涵盖{n_pairs} 对次序；", f"± is the 95 % interval over {n_pairs} pairs of orders; ")
        return pairs + luck if n_pairs > 1 else luck
    seeds = say(f"{n_seeds} 个成对种子", f"{n_seeds} paired seeds")
    own = say(f"{seeds}与各自的次序", f"{seeds} and the orders of each") if n_pairs else seeds
    told = say(f"± 为95%区间，涵盖{own}", f"± is the 95 % interval over {own}")
    if n_seeds >= ENOUGH_SEEDS:
        return told
    return told + say(
        f"；种子少，区间因此宽（--seeds {ENOUGH_SEEDS} 会窄得多）",
        f"; with so few seeds it is wide, --seeds {ENOUGH_SEEDS} makes it much narrower",
    )
