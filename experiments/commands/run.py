"""``tanfeng run``: one package, one or more seeds."""

import sys
from argparse import Namespace
from typing import Any

from abm.results import Results
from abm.variables import variable
from experiments.folder import held
from experiments.headlines import YEARS, estimate, label, over_seeds, shown, years_of
from experiments.kept_runs import results_of
from experiments.language import Speech
from experiments.notices import notices
from experiments.places import chosen_region
from experiments.requests import requests
from experiments.scores import can_peak, peak_sentence, target_sentence
from experiments.text import as_json, number, table
from experiments.units import reader_unit


def main(args: Namespace, say: Speech) -> int:
    """Make the runs, print the headlines, and write the results where asked."""
    wanted = requests(args, [args.package])
    with held(args.out, "run", wanted, chosen_region(args.region), say) as folder:
        results = results_of(wanted, folder, args, say)
        if folder:
            from experiments.report import report_files  # brings what draws pictures

            folder.write(results, report_files(results, say))
    print(as_json(summary(results)) if args.json else headline_table(results, say))
    for line in () if args.json else notices(results.runs, say):
        print("\n! " + line)
    if args.profile:
        print(profile(results, say), file=sys.stderr if args.json else sys.stdout)
    if args.out and not args.json:
        print(
            "\n"
            + say(
                f"结果在 {args.out}（报告：{args.out}/report.html）",
                f"results in {args.out}, report: {args.out}/report.html",
            )
        )
    return 0


def headline_table(results: Results, say: Speech) -> str:
    """Return the headlines by year, the mean over seeds with its interval, peak and targets below."""
    runs = results.runs
    years = years_of(runs, (*YEARS, 2040, 2050))
    at = [int(year - runs[0].years[0]) for year in years]
    rows = []
    for name in shown(runs):
        unit, factor = reader_unit(variable(name).unit, say)
        found = estimate(factor * over_seeds(runs, name)[:, at])
        cells = [
            number(m) + (f" ±{number(h, 2)}" if h > 0 else "")
            for m, h in zip(found.mean, found.half_width, strict=True)
        ]
        rows.append((label(name, say), unit, *cells))
    header = (say("指标", "indicator"), say("单位", "unit"), *map(str, years))
    lines = [table(header, rows, right=range(2, len(header)))]
    lines += ["", peak_sentence(runs, say), target_sentence(runs, say)]
    return "\n".join(lines)


def summary(results: Results) -> dict[str, Any]:
    """Return the run's headlines as plain data."""
    runs = results.runs
    return {
        "package": runs[0].package,
        "region": runs[0].region.id,
        "storyline": runs[0].storyline,
        "scale": runs[0].scale,
        "seeds": [run.seed for run in runs],
        "years": runs[0].years.tolist(),
        "headlines": {
            name: {
                "unit": variable(name).unit,
                "mean": estimate(over_seeds(runs, name)).mean.tolist(),
                "half_width": estimate(over_seeds(runs, name)).half_width.tolist(),
            }
            for name in shown(runs)
        },
        "peaks": results.peaks.to_dict("records") if can_peak(runs) else [],
        "notices": notices(runs, Speech("en")),
        "targets": results.targets.astype(object).where(results.targets.notna(), None).to_dict("records"),
    }


PHASES = {
    "build": "建立",
    "signals": "政策信号",
    "firms": "企业",
    "agents": "居民、车主与农户",
    "dispatch": "电力调度",
    "accounts": "核算",
    "record": "记录",
}


def profile(results: Results, say: Speech) -> str:
    """Return milliseconds a year by phase, the mean over the runs."""
    runs = results.runs
    phases = list(dict.fromkeys(phase for run in runs for phase in run.milliseconds))
    rows = []
    for phase in phases:
        total = sum(run.milliseconds.get(phase, 0.0) for run in runs) / len(runs)
        rows.append((say(PHASES.get(phase, phase), phase), f"{total:.0f}", f"{total / len(runs[0].years):.2f}"))
    return "\n" + table((say("阶段", "phase"), say("毫秒", "ms"), say("毫秒/年", "ms a year")), rows, right=(1, 2))
