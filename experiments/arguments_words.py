"""Help in Chinese: the names of what an option takes, and columns that count a Chinese letter as two."""

import argparse
from unicodedata import east_asian_width

FILLER = "\0"  # behind each wide letter while argparse counts letters; never shown
NAMES = {
    "ADDRESS": "地址",
    "BASE": "对照",
    "CONDITION": "条件",
    "DESIGN": "设计",
    "DIR": "文件夹",
    "DIR_A": "文件夹甲",
    "DIR_B": "文件夹乙",
    "FILE": "文件",
    "HOST": "地址",
    "INDICATOR": "指标",
    "LEVER[@YEAR]=VALUE": "杠杆[@年份]=值",
    "LIMIT": "限制",
    "N": "个数",
    "OBJECTIVE": "目标",
    "OTHER": "政策包",
    "PACKAGE": "政策包",
    "PORT": "端口",
    "PREFIX": "开头",
    "REGION": "地区",
    "SCALE": "比例",
    "SEED": "种子",
    "SHARE": "占比",
    "STORYLINE": "情景",
    "VARIABLE": "指标",
    "W": "宽度",
    "YEAR": "年份",
}


def name_in_chinese(action: argparse.Action) -> None:
    """Name what an option takes, where that is no list of words to choose from."""
    if action.nargs == 0 or (action.choices is not None and action.metavar is None):
        return
    word = "SEED" if action.dest.endswith("_seed") else str(action.metavar or action.dest).upper()
    action.metavar = widened(NAMES.get(word, word))


def widened(text: str) -> str:
    """Return text whose length is the columns that it takes."""
    return "".join(letter + FILLER if east_asian_width(letter) in "WF" else letter for letter in text)


def shown(text: str) -> str:
    """Return text as it is shown."""
    return text.replace(FILLER, "")
