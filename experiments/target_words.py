"""What the scorecard says of a target, in the reader's language."""

import math
import re
from functools import cache
from pathlib import Path

from abm.tables import read_rows
from abm.variables import UnknownVariable
from experiments.headlines import label
from experiments.language import Speech
from experiments.text import number
from experiments.units import unit_name

MOST_DIGITS = 7
PROJECTS = {"main": ("总体", "overall")}
BASES = {"simulated": "模拟", "hindcast": "回算", "observed": "观测", "no data": "无数据"}
RELATIONS = {
    "about >=": ("约 >=", "about >="),
    "about <=": ("约 <=", "about <="),
    "falling": ("下降", "falling"),
    "growth": ("增长", "growth"),
    "province": ("省下达", "set by the province"),
    "strictly controlled": ("严格控制", "strictly controlled"),
    "advanced level": ("先进水平", "advanced level"),
    "done": ("完成", "done"),
}
NOTES = (
    (r"the model's own value: nothing observed", "模型自身的值：无观测"),
    (r"the plan gives no number or no year", "方案未给出数值或年份"),
    (r"the run ends in (\d+)", r"运行止于 \1 年"),
    (r"too few years after (\d+)", r"\1 年之后的年份太少"),
    (r"not yet peaked", "尚未达峰"),
    (r"peaked, or earlier", "已达峰，或更早"),
    (r"peaked", "已达峰"),
    (r"plateau", "平台期"),
    (r"rises in ", "上升年份："),
    (r"^(\S+) in (\d{4})$", r"\2 年为 \1"),
    (r"alarm: (\S+) TWh of demand were cut off in (\d+)", r"警示：\2 年有 \1 TWh 负荷被切除"),
    (r", at a cost of (\S+) x 10\^8 CNY", r"，代价约 \1 亿元增加值"),
    (
        r"alarm: closed plants are missed in (\d+), (\S+) Mt CO2 are released elsewhere instead",
        r"警示：\1 年关停超出需求降幅，\2 Mt CO2 转移到外地排放",
    ),
    (r"small mines are not on the list of mines", "小型煤矿不在名录内"),
)


def project_name(project: str, say: Speech) -> str:
    """Return the number of a project, or the word for what belongs to none."""
    return say(*PROJECTS.get(project, (project, project)))


def target_name(indicator: str, label_zh: str, say: Speech) -> str:
    """Return what a target is about; of an indicator that only a region of one's own has, what its table says."""
    return say(*_names().get(indicator, (label_zh, indicator.replace("_", " "))))


@cache
def _names() -> dict[str, tuple[str, str]]:
    rows = read_rows(Path(__file__).parent / "target_names.csv")
    return {row["indicator"]: (row["zh"], row["en"]) for row in rows}


def basis_name(basis: str, say: Speech) -> str:
    """Return the words for what a value is."""
    return say(BASES.get(basis, basis), basis)


def relation_name(relation: str, say: Speech) -> str:
    """Return the words for how value and target are compared."""
    return say(*RELATIONS.get(relation, (relation, relation)))


def wanted_text(relation: str, target: object, unit: str, say: Speech) -> str:
    """Return what a target asks for: ``≥ 12 %``; a year needs no unit, nor does what is said in words (growth)."""
    words = relation_name(relation, say).replace(">=", "≥").replace("<=", "≤")
    if not isinstance(target, int | float) or not math.isfinite(target):
        return words
    return " ".join(filter(None, (words, format(float(target), "g"), "" if unit == "year" else unit_name(unit, say))))


def value_text(value: float, target: object) -> str:
    """Return a value with so many digits that it is seen on which side of its target it lies."""
    if not isinstance(target, int | float) or not math.isfinite(target) or not math.isfinite(value):
        return number(value)
    told = (number(value, digits) for digits in range(3, MOST_DIGITS))
    return next((shown for shown in told if _side(float(shown), target) == _side(value, target)), number(value))


def _side(value: float, target: float) -> int:
    return (value > target) - (value < target)


def note_text(note: str, say: Speech) -> str:
    """Return what was noted when a target was scored."""
    if say.lang == "en":
        return note
    parts = note.split("; ")
    for pattern, words in NOTES:
        parts = [re.sub(pattern, words, part) for part in parts]
    return "；".join(parts)


def beside_text(beside: str, say: Speech) -> str:
    """Return what is shown beside the value, variables by their labels."""
    told = []
    for part in filter(None, beside.split("; ")):
        name, _, value = part.partition(" = ")
        try:
            told.append(f"{label(name, say)} {_value(value, say)}")
        except UnknownVariable:
            told.append(part)
    return say("；", "; ").join(told)


def _value(text: str, say: Speech) -> str:
    """Return a value as it is read: ``0.0237743 share`` in per cent, ``2021 (peaked)`` with the state in words."""
    amount, _, unit = text.partition(" ")
    if unit == "share":
        return f"{number(100.0 * float(amount))}%"
    if unit.startswith("("):
        return note_text(text, say)
    return f"{number(float(amount))} {unit_name(unit, say)}"
