"""Sections of the documents that answer a question with runs of their own."""

import json
from pathlib import Path

import numpy as np

from abm.region import Region
from abm.results import Run
from abm.tables import read_rows
from abm.variables import variable
from experiments.headlines import estimate
from experiments.language import Speech
from experiments.requests import Request, carry_out
from experiments.scores import peak_sentence
from experiments.text import UNSEEN, number, with_interval
from experiments.units import unit_name

SEEDS = (1, 2, 3, 4)
HOURS_YEAR = 2035
HOURS_VARIABLES = (
    "Firms|Shifted Load",
    "Firms|Electricity Bill",
    "Power|Peak Net Load",
    "Share|Curtailment",
    "Price|Electricity|Wholesale|Noon",
    "Emissions|CO2|Energy|Supply|Electricity",
    "Emissions|CO2|Energy",
    "Power|Redispatch CO2",
)
RunsOfHours = dict[int, tuple[Run, ...]]  # the runs by their set of hours
SPEED = Path(__file__).parent.parent / "docs" / "speed.json"
SPEED_APP = SPEED.with_name("speed_app.json")


def storylines(region: Region, say: Speech) -> str:
    """Return when CO2 peaks under current law and the plan, storyline by storyline."""
    names = {row["id"]: say(row["name_zh"], row["name_en"]) for row in read_rows(region.file("storyline_names.csv"))}
    lines = []
    for story in region.storylines:
        for package in ("current", "plan"):
            wanted = [Request(package, region.id, story, region.horizon, 0.02, seed) for seed in SEEDS[:2]]
            lines.append(f"- {names.get(story, story)}: `{package}`: {peak_sentence(_runs(wanted), say)}")
    return "\n".join(lines) + "\n"


def runs_of_hours(region: Region) -> RunsOfHours:
    """Return the runs of current law with each of the three sets of tariff hours."""
    story = next(iter(region.storylines))
    return {
        chosen: _runs(
            [
                Request(
                    "current", region.id, story, HOURS_YEAR, 0.02, seed, settings=(("tou_period_set", None, chosen),)
                )
                for seed in SEEDS
            ]
        )
        for chosen in (0, 1, 2)
    }


def hours(runs: RunsOfHours, say: Speech) -> str:
    """Return what the three sets of tariff hours do, seed by seed against those of 2022."""
    heads = (
        ("指标", "indicator"),
        ("单位", "unit"),
        ("2022年时段", "hours of 2022"),
        ("2026年5月时段", "May 2026"),
        ("随现货价格移动的时段", "hours that follow the spot price"),
    )
    table = ["| " + " | ".join(say(*head) for head in heads) + " |", "|---" * len(heads) + "|"]
    for name in HOURS_VARIABLES:
        values = {chosen: np.array([run.record.value(name, HOURS_YEAR) for run in of]) for chosen, of in runs.items()}
        cells = [say(variable(name).label_zh, name.replace("|", " / ")), unit_name(variable(name).unit, say)]
        before = float(values[0].mean())
        cells.append(number(before))
        for chosen in (1, 2):
            change = estimate(values[chosen] - values[0])
            mean, half = float(change.mean), float(change.half_width)
            cells.append(with_interval(mean, half) if abs(mean) > UNSEEN * abs(before) else "0")
        table.append("| " + " | ".join(cells) + " |")
    return "\n".join(table) + "\n"


def named(region: Region, runs: tuple[Run, ...], say: Speech) -> str:
    """Return the share of tonnes that stands on facilities which a source names, by product, in the first year."""
    prefix = "Share|Named Output|"
    record = runs[0].record
    shares = {name: record.value(name, region.first_year) for name in record.written if name.startswith(prefix)}
    words = [f"{say(variable(name).label_zh.split('：')[-1], name.removeprefix(prefix).lower())} {share:.0%}"
             for name, share in shares.items()]  # fmt: skip
    return say(
        f"{region.first_year}年由有名有姓的设施承担的产量占比：{'，'.join(words)}。\n",
        f"Share of {region.first_year} tonnes on facilities that a source names: {', '.join(words)}.\n",
    )


def speed(say: Speech) -> str:
    """Return the table of speed from the last ``make bench`` that was kept in ``docs/speed.json``."""
    figures = json.loads(SPEED.read_text(encoding="utf-8"))
    small, whole = figures["runs"]["0.02"], figures["runs"]["1.0"]
    twin = figures["household_twin"]
    rows = [
        (say("0.02 规模，2020-2060 一次运行", "one run 2020-2060 at scale 0.02"), f"{small['seconds']:.2f} s", "1.2 s"),
        (say("其中电力调度", "of it dispatch"), f"{small['dispatch_share']:.0%}", "50 %"),
        (say("全规模一次运行", "one run at scale 1"), f"{whole['seconds']:.1f} s", "25 s"),
        (
            say("全规模每秒主体年", "agent-years a second at scale 1"),
            f"{whole['agent_years_per_second'] / 1e6:.1f} M",
            "5 M",
        ),
        (say("全规模峰值内存", "peak memory at scale 1"), f"{whole['peak_memory_mb'] / 1000:.2f} GB", "1.5 GB"),
        (
            say("每个住户的列字节数", "bytes of columns per household"),
            f"{whole['bytes_per_row']['Household']:.0f}",
            "120",
        ),
        (
            say("10万户住户阶段比纯Mesa孪生快", "household phase, 100,000 homes, over a plain-Mesa twin"),
            f"{twin['times_faster']:.0f}x",
            "30x",
        ),
        (
            say("与孪生决定不同的住户", "homes that decide otherwise than their twin"),
            f"{twin['decisions_apart'] * twin['homes']:.0f}",
            f"{twin['homes'] / 1e5:.0f}",
        ),
        ("tanfeng --help", f"{figures['help_seconds']:.2f} s", "0.4 s"),
        *_app_rows(say),
    ]
    head = say("| 项目 | 实测 | 目标 |", "| what | measured | aim |")
    return "\n".join([head, "|---|---|---|", *(f"| {what} | {got} | {aim} |" for what, got, aim in rows)]) + "\n"


def _app_rows(say: Speech) -> list[tuple[str, str, str]]:
    """Return the rows of the browser application from the last ``make bench-app`` that was kept."""
    if not SPEED_APP.exists():
        return []
    app = json.loads(SPEED_APP.read_text(encoding="utf-8"))["app"]
    moved = say("浏览器：移动杠杆到新曲线", "browser: lever moved to the new line")
    return [
        (f"{moved}, p50", f"{app['lever_seconds_p50']:.2f} s", "0.8 s"),
        (f"{moved}, p95", f"{app['lever_seconds_p95']:.2f} s", "1.5 s"),
        (say("浏览器：首页", "browser: first page"), f"{app['first_page_seconds']:.1f} s", "4 s"),
        (say("浏览器：首次传输", "browser: first transfer"), f"{app['transferred_mb']:.1f} MB", "3 MB"),
    ]


def _runs(wanted: list[Request]) -> tuple[Run, ...]:
    return carry_out(wanted, workers=1).runs
