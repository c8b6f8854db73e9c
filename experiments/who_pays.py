"""Who pays and who gains: the net money of every group and what each party pays each other, against a reference.

Works on anything that gives a variable's yearly values, so the report, the app and a notebook share it. Over all
groups the changes add up to nothing: what one gains another pays.
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import StringIO

import numpy as np

from abm.accounts.money import FLOW, PARTIES
from abm.accounts.payments import KINDS
from abm.accounts.words import INCOME_GROUPS, PLACES, SECTORS
from abm.industry.purse import SIZES
from abm.variables import all_variables
from experiments.headlines import label
from experiments.plots.case import Case
from experiments.plots.words import sector_name
from experiments.report_tables import html_table
from experiments.text import number

WORTH_A_LINE = 0.05  # 10^8 CNY a year
Yearly = Callable[[str], np.ndarray]  # a variable's name -> (n_years,) values of the city

PEOPLE = {
    f"Money|People|Net|{place}|{group}": f"Money|People|Net per Head|{place}|{group}"
    for place in PLACES
    for group in INCOME_GROUPS
}
BUSINESSES = ("Money|Vehicle Owners|Trucks", "Money|Vehicle Owners|Fleets", "Money|Net|Farms")
FIRMS = tuple(f"Money|Firms|Net|{size}" for size in SIZES)
OTHERS = tuple(f"Money|Net|{PARTIES[purse]}" for purse in PARTIES if purse not in ("households", "vehicle_owners"))
NET = "Money|Firms|Net"
KIND_NAMES = tuple(f"{NET}|{kind.title()}" for kind in KINDS)
KIND_WORDS = (
    ("能源", "energy"),
    ("设备与融资", "equipment and finance"),
    ("加价与碳", "levies and carbon"),
    ("补助", "support"),
    ("销售", "sales"),
)
GROUPS = (
    *PEOPLE,
    "Money|People|Not by Income",
    *BUSINESSES,
    *FIRMS,
    *(name for name in OTHERS if name not in ("Money|Net|Farms", "Money|Net|Firms")),
)


@dataclass(frozen=True)
class Gain:
    """One group's net money, 10^8 CNY a year on the mean of some years, and its change against the reference.

    ``change_per_head`` is CNY a person and year, NaN where heads are not counted.
    """

    variable: str
    net_100m: float
    change_100m: float
    change_per_head: float


@dataclass(frozen=True)
class Flow:
    """What a party pays another, 10^8 CNY a year on the mean of some years, and the change against the reference."""

    variable: str
    payer: str
    receiver: str
    paid_100m: float
    change_100m: float


def gains(own: Yearly, base: Yearly, at: slice) -> list[Gain]:
    """Return all groups, each yuan of the city in one of them; ``at`` chooses the years."""
    return [_gain(own, base, at, name) for name in GROUPS]


def flows(own: Yearly, base: Yearly, at: slice) -> list[Flow]:
    """Return what each party pays each other."""
    found = []
    for name in all_variables():
        payer, to, receiver = name.removeprefix(FLOW).partition(" to ")
        if name.startswith(FLOW) and to:
            paid = _mean(own, name, at)
            found.append(Flow(name, payer, receiver, paid, paid - _mean(base, name, at)))
    return found


def _gain(own: Yearly, base: Yearly, at: slice, name: str) -> Gain:
    net, heads = _mean(own, name, at), PEOPLE.get(name)
    per_head = _mean(own, heads, at) - _mean(base, heads, at) if heads else np.nan
    return Gain(name, net, net - _mean(base, name, at), per_head)


def _mean(yearly: Yearly, name: str, at: slice) -> float:
    return float(np.nan_to_num(yearly(name)[at]).mean())


def money_section(case: Case) -> str:
    """Return the report's tables: gains by group to 2035 and to the end, and flows whose change is worth a line."""
    if not case.base:
        return ""
    say, (own, base) = case.say, _pair(case)
    first = case.year_at(case.runs[0].region.first_decision_year)
    stops = sorted({case.year_at(2035) + 1, len(case.years)})
    spans = [slice(first, stop) for stop in stops if stop > first]
    columns = [gains(own, base, span) for span in spans]
    rows = [
        [label(row[0].variable, say), *(c for gain in row for c in _cells(gain))] for row in zip(*columns, strict=True)
    ]
    total = [say("合计", "all together"), *(c for column in columns for c in _total(column))]
    words = [f"{case.years[span.start]}–{case.years[span.stop - 1]}" for span in spans]
    head = [c for word in words for c in (word, say("变化", "change"), say("人均，元", "per head, CNY"))]
    caption = say(
        "净收入（收入减支出），年均亿元，与对照之差；正为受益。企业为销售减其他投入、能源、加价与设备，未扣工资税费。",
        "Received less paid, CNY 100 million on the mean of a year, and its change against the reference: above "
        "nothing is a gain. Firms: sales less inputs, energy, levies and equipment, before wages and tax.",
    )
    title = say("谁受益、谁承担", "Who gains and who pays")
    page = f"<h2>{title}</h2>\n" + html_table([say("群体", "group"), *head], [*rows, total], caption)
    return "\n".join((page, _sector_table(case, spans[0], words[0]), _flow_table(case, spans[0], words[0])))


def _sector_table(case: Case, span: slice, words: str) -> str:
    """Firms by sector and kind of payment: the change of the mean year."""
    say = case.say
    names = (NET, *KIND_NAMES)
    changes = np.array([(case.sectors(n) - case.sectors(n, case.base))[span].mean(axis=0) for n in names])
    rows = [
        [sector_name(SECTORS[i], say), *(_n(value) for value in changes[:, i])]
        for i in np.argsort(changes[0])
        if np.abs(changes[:, i]).max() >= WORTH_A_LINE
    ]
    caption = say(
        f"企业净收入的变化，分行业，{words}年均，亿元。",
        f"Change of the net money of firms by sector, CNY 100 million a year, mean {words}.",
    )
    head = [say(zh, en) for zh, en in (("行业", "sector"), ("合计", "net"), *KIND_WORDS)]
    return html_table(head, rows, caption)


def _flow_table(case: Case, span: slice, words: str) -> str:
    say, (own, base) = case.say, _pair(case)
    found = sorted(flows(own, base, span), key=lambda flow: -abs(flow.change_100m))
    rows = [
        [label(flow.variable, say), _n(flow.paid_100m), _n(flow.change_100m)]
        for flow in found
        if abs(flow.change_100m) >= WORTH_A_LINE
    ]
    caption = say(
        f"{words}年均，亿元；列出变化不小于{WORTH_A_LINE:g}的资金流，全部各年见 who_pays.csv。",
        f"CNY 100 million a year, mean {words}; flows that change by {WORTH_A_LINE:g} and more; "
        "who_pays.csv has all by year.",
    )
    return html_table([say("资金流", "flow"), words, say("变化", "change")], rows, caption)


def money_file(case: Case) -> dict[str, bytes]:
    """Return ``who_pays.csv``: every group and flow by year, with the change against the reference if there is one."""
    if not case.has(*GROUPS[:1]):
        return {}
    own, base = _pair(case)
    out = StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("variable", "label", "payer", "receiver", "year", "10^8 CNY", "change"))
    pairs = {flow.variable: (flow.payer, flow.receiver) for flow in flows(own, own, slice(0, 1))}
    for name in (*GROUPS, *pairs):
        values, against = own(name), base(name) if case.base else np.full(len(case.years), np.nan)
        for year, value, other in zip(case.years, values, against, strict=True):
            change = "" if np.isnan(other) else f"{value - other:.6f}"
            table.writerow((name, label(name, case.say), *pairs.get(name, ("", "")), year, f"{value:.6f}", change))
    return {"who_pays.csv": ("\ufeff" + out.getvalue()).encode()}


def _pair(case: Case) -> tuple[Yearly, Yearly]:
    return case.mean, lambda name: case.mean(name, case.base)


def _cells(gain: Gain) -> tuple[str, str, str]:
    return _n(gain.net_100m), _n(gain.change_100m), _n(gain.change_per_head)


def _total(column: Sequence[Gain]) -> tuple[str, str, str]:
    """What is left over all groups is rounding: shown as nothing where it is."""
    sums = (sum(g.net_100m for g in column), sum(g.change_100m for g in column))
    return _n(round(sums[0], 6)), _n(round(sums[1], 6)), _n(np.nan)


def _n(value: float) -> str:
    return f'<td class="n">{number(value)}</td>'
