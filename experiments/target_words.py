"""What the scorecard says of a target, in the reader's language."""

import math
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from abm.tables import read_rows
from abm.variables import UnknownVariable
from experiments.headlines import label
from experiments.language import Speech
from experiments.text import number
from experiments.units import money_text, reader_unit

Scale = Callable[[str], tuple[str, float]]  # a unit of the results -> the unit shown, the factor to it

MOST_DIGITS = 7
MONEY = r"(\d\S*) x 10\^8 CNY"  # of a note
AMOUNTS = (  # of a note: what is said, of which unit ('' the target's own), and in which words
    (r"^(?P<amount>\S+) in (?P<year>\d{4})$", "", "{year} 年为 {shown}"),
    (
        r"alarm: (?P<amount>\S+) TWh of demand were cut off in (?P<year>\d+)",
        "TWh",
        "警示：{year} 年有 {shown} {unit}负荷被切除",
    ),
    (
        r"alarm: closed plants are missed in (?P<year>\d+), (?P<amount>\S+) Mt CO2 are released elsewhere instead",
        "Mt CO2",
        "警示：{year} 年关停超出需求降幅，{shown} {unit} 转移到外地排放",
    ),
)
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
    (r"close: (\S+) % from the edge, look at other seeds too", r"临界：距判定线 \1%，请再看其他随机种子"),
    (
        r"hangs on (\d+) works, and one alone makes it jump: look at other seeds too",
        r"只取决于 \1 家企业，一家即可使其跳变，请再看其他随机种子",
    ),
    (r", at a cost of ", "，代价约 "),
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


def reader_scale(say: Speech) -> Scale:
    """Return how a reader of the language counts."""
    return lambda unit: reader_unit(unit, say)


def wanted_text(relation: str, target: object, unit: str, say: Speech, scale: Scale | None = None) -> str:
    """Return what a target asks for: ``≥ 12 %``; a year needs no unit, nor does what is said in words (growth)."""
    words = relation_name(relation, say).replace(">=", "≥").replace("<=", "≤")
    if not isinstance(target, int | float) or not math.isfinite(target):
        return words
    shown, factor = (scale or reader_scale(say))(unit)
    return " ".join(filter(None, (words, format(factor * target, "g"), "" if unit == "year" else shown)))


def value_text(value: float, target: object, factor: float = 1.0, unit: str = "") -> str:
    """Return ``factor`` times a value with so many digits that it is seen on which side of its target it lies.

    Beside a target that is no number, which tells no unit, the value has its own.
    """
    value *= factor
    if not isinstance(target, int | float) or not math.isfinite(target) or not math.isfinite(value):
        return f"{number(value)} {'' if unit == 'year' else unit}".strip()
    target *= factor
    told = (number(value, digits) for digits in range(3, MOST_DIGITS))
    return next((shown for shown in told if _side(float(shown), target) == _side(value, target)), number(value))


def _side(value: float, target: float) -> int:
    return (value > target) - (value < target)


def note_text(note: str, say: Speech, unit: str = "", scale: Scale | None = None) -> str:
    """Return what was noted when a target in ``unit`` was scored."""
    scale = scale or reader_scale(say)
    if say.lang == "en":
        told = _rescaled(note, unit, scale)
        return re.sub(MONEY, lambda found: money_text(float(found[1]), say), told)
    parts = [_amount_text(part, unit, scale) for part in note.split("; ")]
    for pattern, words in NOTES:
        parts = [re.sub(pattern, words, part) for part in parts]
    return re.sub(MONEY, lambda found: f"{money_text(float(found[1]), say)}增加值", "；".join(parts))


def _amount_text(part: str, unit: str, scale: Scale) -> str:
    """Return a part of a note that says an amount in Chinese, in the unit of the reader; any other as it is."""
    for pattern, its_unit, words in AMOUNTS:
        found = re.search(pattern, part)
        if found and _is_number(found["amount"]):
            shown, factor = scale(its_unit or unit)
            told = words.format(year=found["year"], shown=_scaled(found["amount"], factor), unit=shown)
            return part[: found.start()] + told + part[found.end() :]
    return part


def _rescaled(note: str, unit: str, scale: Scale) -> str:
    """Return an English note with its amounts in the units that are shown."""
    return "; ".join(_rescaled_part(part, unit, scale) for part in note.split("; "))


def _rescaled_part(part: str, unit: str, scale: Scale) -> str:
    for pattern, its_unit, _ in AMOUNTS:
        found, (shown, factor) = re.search(pattern, part), scale(its_unit or unit)
        if found and factor != 1.0 and _is_number(found["amount"]):
            was = f"{found['amount']} {its_unit}" if its_unit else found["amount"]
            return part.replace(was, f"{_scaled(found['amount'], factor)} {shown if its_unit else ''}".strip(), 1)
    return part


def _scaled(amount: str, factor: float) -> str:
    digits = max(1, len(amount.replace(".", "").lstrip("-0")))
    return amount if factor == 1.0 else number(factor * float(amount), digits)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", text))


def beside_text(beside: str, say: Speech, scale: Scale | None = None) -> str:
    """Return what is shown beside the value, variables by their labels."""
    scale = scale or reader_scale(say)
    told = []
    for part in filter(None, beside.split("; ")):
        name, _, value = part.partition(" = ")
        try:
            told.append(f"{label(name, say)} {_value(value, say, scale)}".replace("） ", "）"))  # wide by itself
        except UnknownVariable:
            told.append(part)
    return say("；", "; ").join(told)


def _value(text: str, say: Speech, scale: Scale) -> str:
    """Return a value as it is read: ``0.0237743 share`` in per cent, ``2021 (peaked)`` with the state in words."""
    amount, _, unit = text.partition(" ")
    if unit == "share":
        return f"{number(100.0 * float(amount))}%"
    if unit.startswith("("):
        told = note_text(unit.strip("()"), say)
        return amount + say(f"（{told}）", f" ({told})")
    shown, factor = scale(unit)
    return f"{number(factor * float(amount))} {shown}"
