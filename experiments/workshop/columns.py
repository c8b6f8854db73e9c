"""The columns of exported tables: their names in both languages, and what is counted in the reader's unit."""

from typing import Any

from experiments.language import Speech
from experiments.scores import peak_state
from experiments.units import reader_unit
from experiments.workshop.score import LABELS
from experiments.workshop.views import PAYER_NAMES

UNITS = {  # in which a room's figures are kept
    **dict.fromkeys(("emissions", "uncontested", "outside_against_start", "came_out"), "Mt"),
    "cut_off": "TWh",
}
CNY = (*PAYER_NAMES, "city_budget", "gdp")
NAMES = {
    "round": ("轮次", "round"),
    "proposal": ("方案", "proposal"),
    "team": ("小组", "team"),
    "name": ("姓名", "name"),
    "at": ("时间", "at"),
    "note": ("理由", "note"),
    "levers": ("杠杆", "levers"),
    "contested": ("质疑的假设", "contested"),
    "peak_year": ("最高年", "peak_year"),
    "peak_state": ("达峰状态", "peak_state"),
    "emissions": ("2035年能源CO₂", "emissions"),
    "uncontested": ("2035年能源CO₂（按数据）", "uncontested"),
    "outside_against_start": ("市外，与起点之差", "outside_against_start"),
    "came_out": ("结果", "came_out"),
    "city_budget": ("市县财政", "city_budget"),
    "gdp": ("地区生产总值累计", "gdp"),
    "cut_off": ("切断的电力", "cut_off"),
    "targets_met": ("达到目标", "targets_met"),
    "score": ("得分", "score"),
    "ranked": ("参与排名", "ranked"),
    "lever": ("杠杆", "lever"),
    "value": ("取值", "value"),
    "zh": ("中文名", "zh"),
    "en": ("英文名", "en"),
    "unit": ("单位", "unit"),
    "low": ("下限", "low"),
    "high": ("上限", "high"),
    "joined_at": ("加入时间", "joined_at"),
    "sent_out": ("已请出", "sent_out"),
    "number": ("编号", "number"),
    "kind": ("事件", "kind"),
    "actor": ("发起者", "actor"),
    "body": ("内容", "body"),
    **{f"score_{part}": (f"得分：{zh}", f"score_{part}") for part, (zh, _) in LABELS.items()},
    **{payer: (zh, payer) for payer, (zh, _) in PAYER_NAMES.items()},
}
SHEETS = {
    "proposals": "方案",
    "predictions": "预测",
    "rounds": "各轮",
    "choices": "各人的杠杆",
    "levers": "杠杆",
    "people": "名单",
    "events": "事件",
}


def spoken(rows: list[list[Any]], say: Speech) -> list[list[Any]]:
    """Return a table, its first row the columns' ids, with their names and its figures in the reader's units."""
    ids = rows[0]
    return [[_head(column, say) for column in ids]] + [
        [_cell(column, cell, say) for column, cell in zip(ids, row, strict=True)] for row in rows[1:]
    ]


def _head(column: str, say: Speech) -> str:
    name = say(*NAMES[column])
    if column in UNITS:
        unit = reader_unit(UNITS[column], say)[0]
        return say(f"{name} {unit}", f"{name}_{unit.lower()}")
    return say(f"{name} 亿元", f"{name}_1e8_cny") if column in CNY else name


def _cell(column: str, cell: Any, say: Speech) -> Any:
    if column == "peak_state":
        return peak_state(cell, say)
    if column == "ranked" and cell is not None:
        return say("是", "yes") if cell else say("否", "no")
    if column in UNITS and isinstance(cell, int | float):
        return float(f"{reader_unit(UNITS[column], say)[1] * cell:.7g}")
    return cell
