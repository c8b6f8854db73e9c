"""What a problem of the data says in Chinese, where the words come from code that speaks English."""

import re

PHRASES = (
    (r"^nothing$", "没有值"),
    (r"^no file$", "没有此文件"),
    (r"^no such column$", "没有此列"),
    (r"^no ([a-z0-9_]+\.[a-z0-9_.]+)$", r"没有 \1"),
    (r"^(\d+) cells$", r"\1 格"),
    (r"^cells parted by ('.*')$", r"以 \1 分隔的单元格"),
    (r"^no feature for (\S+)$", r"\1 没有要素"),
    (r"^(\S+) without (.+)$", r"\1 缺 \2"),
    (r"^(\S+) twice$", r"\1 出现两次"),
    (r"^no variable (\S.*) in abm/variables\.csv", r"abm/variables.csv 中没有指标 \1"),
    (r"^('.*') is not a number$", r"\1 不是数"),
    (r"; nearest is ('.*')", r"；最接近的是 \1"),
    (r"^(kind|rule) ('.*'), allowed (.*)", r"\1 为 \2，应为以下之一：\3"),
    (r"^relation ('.*'), allowed (.*) and about >=, about <=", r"relation 为 \1，应为 \2 或 about >=、about <="),
    (
        r"^relation ('.*') with tolerance ('.*'): .*",
        r"relation 为 \1，tolerance 为 \2：只有 about >= 与 about <= 有允差，且须有",
    ),
    (r"^rule ('.*') needs a year and a value", r"rule 为 \1 时须有年份和数值"),
    (r"^rule ('.*') needs a period such as (\S+), or since", r"rule 为 \1 时须有时段（如 \2）或 since"),
)
NO_NUMBER = re.compile(r"^(invalid literal for int\(\) with base 10|could not convert string to float): (.*)$")


def in_chinese(words: str) -> str:
    """Return the words in Chinese as far as the table knows them."""
    for pattern, told in PHRASES:
        words = re.sub(pattern, told, words)
    return words


def plain(words: str) -> str:
    """Return Python's own words for text that is no number in a modeller's."""
    return NO_NUMBER.sub(r"\2 is not a number", words)
