"""Units as a Chinese reader writes them; what is an international symbol stays one."""

import re

from experiments.language import Speech

WORDS = (
    (r"\bCNY\b", "元"),
    (r"\btce\b", "吨标准煤"),
    (r"\bgce\b", "克标准煤"),
    (r"\bhouseholds?\b", "户"),
    (r"\bvehicles\b|\bcar\b|\btrucks?\b", "辆"),
    (r"\bpersons?\b", "人"),
    (r"\bchargers\b", "个充电桩"),
    (r"\bstations\b|\bsites\b", "座站"),
    (r"\bfirms\b", "家"),
    (r"\bmines\b", "座煤矿"),
    (r"\bshare\b", "占比"),
    (r"\bratio\b", "比值"),
    (r"\bindex\b", "指数"),
    (r"\bset\b", "方案号"),
    (r" per farm\b", "（每个农场）"),
    (r"^year$", "年"),
    (r"/yr\b", "/年"),
    (r"10\^8 ", "亿"),
    (r"10\^4 ", "万"),
    (r"10\^3 ", "千"),
)
ENERGY_AND_MASS = re.compile(r"^(E|P|T|G|M|k)?(J|Wh|W|t|m3)\b")


def unit_name(unit: str, say: Speech) -> str:
    """Return a unit's name in the language: ``10^8 CNY/yr`` is 亿元/年."""
    if say.lang == "en" or ENERGY_AND_MASS.match(unit):
        return unit
    for pattern, words in WORDS:
        unit = re.sub(pattern, words, unit)
    return unit
