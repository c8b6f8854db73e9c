"""The account of a project as the cells of a row, in the reader's language."""

import math
from collections.abc import Sequence

from experiments.headlines import label
from experiments.language import Speech
from experiments.projects.account import AT_RISK, JUDGED, MET, MISSED, Account, Payment, Value, Verdict
from experiments.text import change_text, number
from experiments.units import reader_unit

COUNTED = ("farms", "firms", "mines", "plants", "stations")  # 98 mines, not 98.0
WIDTHS = (6, 16, 28, 52, 44, 14, 44, 30)  # of the columns of a sheet


def header(found: Sequence[Account], year: int, first: int, say: Speech) -> tuple[str, ...]:
    """Return the names of the columns; without a reference nothing stands in brackets."""
    compared = any(not math.isnan(value.change) for account in found for value in account.values)
    brackets = say("，括号内为与对照之差", "; in brackets less the reference") if compared else ""
    return (
        say("序号", "no."),
        say("行动", "action"),
        say("项目", "project"),
        say(f"指标（{year}年{brackets}）", f"indicators ({year}{brackets})"),
        say("目标", "targets"),
        say("达到/风险/未达到", "met/at risk/missed"),
        say(f"财政支出（{first}–{year}年合计，亿元）", f"public money ({first}-{year}, CNY 100 million)"),
        say("责任单位", "bureau"),
    )


def cells(account: Account, say: Speech) -> tuple[str, ...]:
    """Return one project's row."""
    project = account.project
    return (
        project.id,
        say(project.section.zh, project.section.en),
        say(project.name.zh, project.name.en),
        "\n".join(_value(value, say) for value in account.values),
        "\n".join(_verdict(verdict, say) for verdict in account.verdicts),
        "/".join(str(account.count(state)) for state in (MET, AT_RISK, MISSED)) if account.verdicts else "",
        "\n".join(_payment(payment, say) for payment in account.payments),
        say("、", ", ").join(bureau_names(account, say)),
    )


def bureau_names(account: Account, say: Speech) -> list[str]:
    """Return every bureau that holds or shares one of the levers, each once."""
    told = say("、", ", ")
    return list(dict.fromkeys(name for each in account.bureaus for name in say(each.zh, each.en).split(told)))


def _value(value: Value, say: Speech) -> str:
    unit, factor = reader_unit(value.unit, say)
    change = "" if math.isnan(value.change) else f" ({change_text(factor * value.change, factor * value.value)})"
    told = f"{value.value:.0f}" if value.unit in COUNTED and value.value.is_integer() else number(factor * value.value)
    return f"{label(value.variable, say)}{say('：', ': ')}{told} {unit}{change}"


def reason_text(verdict: Verdict, say: Speech) -> str:
    """Return what keeps a target from being judged; empty where it is. That it is not scored is said already."""
    return say(verdict.why.zh, verdict.why.en).partition("（")[0]


def _verdict(verdict: Verdict, say: Speech) -> str:
    state, name, why = JUDGED[verdict.state], say(verdict.label.zh, verdict.label.en), reason_text(verdict, say)
    wanted, reached = (say(text.zh, text.en) for text in (verdict.wanted, verdict.reached))
    beside = [why] if why else []
    beside += [reached, say(f"目标 {wanted}", f"target {wanted}")] if reached else []
    told = say("；", "; ").join(beside)
    shown = say(f"（{told}）", f" ({told})") if told else ""
    return f"{verdict.target} {name} {verdict.year}".rstrip() + f"{say('：', ': ')}{say(state.zh, state.en)}{shown}"


def _payment(payment: Payment, say: Speech) -> str:
    change = "" if math.isnan(payment.change_100m) else f" ({change_text(payment.change_100m, payment.cny_100m)})"
    also = say("、", ", ").join(payment.also)
    shared = say(f"，与项目 {also} 共用", f", shared with {also}") if also else ""
    return f"{label(payment.variable, say)} {number(payment.cny_100m)}{change}{shared}"
