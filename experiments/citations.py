"""Where something is written, in the reader's words: titles stay as their authors wrote them, the rest is told."""

import re

from experiments.language import Speech
from policies.package import Entry

NOWHERE = ("", "none", "无")
OURS = {
    "strengthened package": ("加强政策包", "strengthened package"),
    "加强": ("加强政策包", "strengthened package"),
    "吕梁市碳达峰实施方案": ("吕梁市碳达峰实施方案", "Lüliang's carbon-peak plan"),
}
THEMES = {
    "buildings": "建筑",
    "farms": "农业",
    "land": "土地",
    "permitted": "已核准",
    "transport": "交通",
    "vehicles": "车辆",
    "waste": "废弃物",
}
DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)}


def document_name(document: str, say: Speech) -> str:
    """Return a document's title, or nothing where there is none."""
    return "" if document in NOWHERE else say(*OURS.get(document, (document, document)))


def article_name(article: str, say: Speech) -> str:
    """Return where in it: in English ``(一) 1`` is (1) 1, and titles of the plan's own sections are left out."""
    if article in NOWHERE:
        return ""
    if say.lang == "zh":
        return THEMES.get(article, re.sub(r"\(([一二三四五六七八九十]+)\) ?", r"（\1）", article))  # as the plan is set
    found = re.findall(r"[（(]([一二三四五六七八九十]+)[）)]\s*([\d、]*)|(?<![\d])(\d+)．", article)
    parts = [f"({_number(section)}) {items.replace('、', ', ')}".strip() if section else alone
             for section, items, alone in found]  # fmt: skip
    return ", ".join(parts) or article


def where(entry: Entry, say: Speech) -> str:
    """Return document and article of a package's line, or nothing where it is written nowhere."""
    told = " ".join(filter(None, (document_name(entry.document, say), article_name(entry.article, say))))
    return told.replace(" （", "（")  # a wide bracket needs no gap


def _number(words: str) -> int:
    """Return 22 of 二十二."""
    tens, ten, ones = words.partition("十")
    return (DIGITS.get(tens, 1) * 10 if ten else DIGITS.get(tens, 0)) + (DIGITS.get(ones, 0) if ten else 0)
