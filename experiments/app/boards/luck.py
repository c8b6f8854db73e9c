"""Whether a change is more than luck: the same two futures with other seeds, compared seed by seed."""

from dataclasses import replace

import numpy as np

from experiments.app.boards.scene import Scene
from experiments.app.briefs import N_SEEDS
from experiments.headlines import SCORED, Estimate, estimate
from experiments.text import UNSEEN, number, signed
from experiments.web.answer import Answer
from experiments.web.ask import Ask

LEAST_SEEDS = 3  # fewer say nothing of luck


def by_seed(scene: Scene, now: Answer, before: Answer, year: int) -> tuple[Estimate, int]:
    """Return the change of the scored CO2 in a year over the seeds that both futures have so far, Mt, and how many."""
    briefs = scene.explorer.briefs
    pairs = [(briefs.known(a), briefs.known(b)) for a, b in zip(_seeds(now.ask), _seeds(before.ask), strict=True)]
    changes = [(a.values[SCORED] - b.values[SCORED])[now.at(year)] for a, b in pairs if a is not None and b is not None]
    return estimate(np.array(changes or [np.nan])), len(changes)


def want(scene: Scene, before: Answer) -> None:
    """Have the other seeds of what is compared with, behind those of what is shown; the next move cancels them."""
    if not scene.explorer.is_busy:
        scene.explorer.briefs.want_futures(_seeds(before.ask))


def said(scene: Scene, found: Estimate, n_seeds: int, level: float, factor: float) -> str:
    """Return a sentence: the change over seeds with its interval, and whether it is more than luck."""
    say = scene.say
    if n_seeds < LEAST_SEEDS:
        return say(
            f"这个差别会不会只是偶然？正在换随机种子核对（{n_seeds}/{N_SEEDS}）。",
            f"Is that more than luck? Other seeds are being tried ({n_seeds} of {N_SEEDS}).",
        )
    mean, half = factor * float(found.mean), factor * float(found.half_width)
    told = f"{signed(mean)} ±{number(half, 2)}"
    if abs(mean) <= UNSEEN * abs(level) and half <= UNSEEN * abs(level):
        return ""
    if bool(found.clear()):
        return say(
            f"按 {n_seeds} 个随机种子逐对核对，全市合计 {told}（95%区间）：大于偶然。",
            f"Seed by seed over {n_seeds} seeds the city's total is {told} (95 %): more than luck.",
        )
    return say(
        f"按 {n_seeds} 个随机种子逐对核对，全市合计 {told}（95%区间）：分辨不出是不是偶然。",
        f"Seed by seed over {n_seeds} seeds the city's total is {told} (95 %): it cannot be told from luck.",
    )


def _seeds(ask: Ask) -> list[Ask]:
    return [replace(ask, seed=ask.seed + i) for i in range(N_SEEDS)]
