"""Units as a Chinese reader writes them; what is an international symbol stays one."""

import re
from collections.abc import Mapping

from experiments.language import Speech
from experiments.text import number, signed

THINGS = (  # counted or paid for, also beside a symbol: GJ/head, t/person
    (r"\bpersons?\b", "人"),
    (r"\bhouseholds?\b|\bhomes?\b", "户"),
    (r"\bsheep units?\b", "羊单位"),
    (r"\bheads?\b", "头"),
    (r"\bappliances?\b", "台"),
    (r"\bdepartures?\b", "架次"),
    (r"\bmonth\b", "月"),
    (r"\bday\b", "天"),
    (r"\bbirths/woman\b", "个孩子/妇女"),
    (r"\bmu\b", "亩"),
    (r"\bha\b", "公顷"),
    (r"\(t km\)|\bt km\b|\btkm\b", "吨公里"),
    (r"10\^(\d) ?CNY\b", r"10^\1 元"),
    (r"-equiv\b", "当量"),
    (r"% of surplus gas", "%（占余气）"),
)
WORDS = (
    (r"\bperson-years\b", "人年"),  # before the person
    *THINGS,
    (r"\bCNY\b", "元"),
    (r"\btce\b", "吨标准煤"),
    (r"\bgce\b", "克标准煤"),
    (r"\bkgce\b", "千克标准煤"),
    (r"\bMtce\b", "百万吨标准煤"),
    (r"\bvehicles\b|\bcars?\b|\btrucks?\b", "辆"),
    (r"\bchargers\b", "个充电桩"),
    (r"\bcharger\b", "桩"),
    (r"\bstations\b|\bsites\b", "座"),
    (r"\bairfields\b", "个机场"),
    (r"\bfirms\b", "家"),
    (r"\bmines\b", "座"),
    (r"\bplants\b", "座"),
    (r"\bparks\b", "个园区"),
    (r"\bcounties\b", "个县"),
    (r"\bcommunities\b", "个社区"),
    (r"\btargets\b", "项目标"),
    (r" per farm\b", "（每个农场）"),
    (r"\bfarms\b", "个"),
    (r"\bfarm\b", "农场"),
    (r"10\^6 units\b", "百万单位"),
    (r"\bunits\b", "台"),
    (r"^% points$", "个百分点"),
    (r"\bshare\b", "占比"),
    (r"\bratio\b", "比值"),
    (r"\bindex\b", "指数"),
    (r"\bset\b", "方案号"),
    (r"\bnumber\b", "个"),
    (r"\brank\b", "位次"),
    (r"\butility\b", "效用"),
    (r"^none$", "无量纲"),
    (r"^(year|years)$", "年"),
    (r"^months$", "个月"),
    (r"^days$", "天"),
    (r"^hour$", "时"),
    (r"\bdegC\b", "℃"),
    (r"/year\b|/yr\b", "/年"),
    (r"\blogit\b", "对数几率"),
)
POWERS = ((r"10\^9 ?", "十亿"), (r"10\^8 ?", "亿"), (r"10\^6 ?", "百万"), (r"10\^4 ?", "万"), (r"10\^3 ?", "千"))
COUNTED = {"t": "吨", "km": "公里", "m2": "平方米", "m3": "立方米", "kW": "千瓦", "kWh": "千瓦时"}  # 万吨, but kt
PER = {**COUNTED, "kg": "公斤", "l": "升"}  # 元/吨
TCE_PER_EJ = 1e18 / 29.3076e9 / 1e4  # 10^4 tce in an EJ
OFFICIAL = {  # unit of the results, a year or none -> unit of Chinese statistics, factor to it
    "Mt": ("10^4 t", 100.0),
    "kt": ("10^4 t", 0.1),
    **{f"Mt {gas}": (f"10^4 t {gas}", 100.0) for gas in ("CO2", "CO2-equiv", "CH4", "C")},
    **{f"kt {gas}": (f"10^4 t {gas}", 0.1) for gas in ("N2O", "N", "CF4-equiv")},
    "EJ": ("10^4 tce", TCE_PER_EJ),
    "PJ": ("10^4 tce", TCE_PER_EJ / 1000.0),
    "TWh": ("10^8 kWh", 10.0),
    "GWh": ("10^4 kWh", 100.0),
    "GW": ("10^4 kW", 100.0),
    "MW": ("10^4 kW", 0.1),
    "Mm3": ("10^4 m3", 100.0),  # of timber
    "Mm3/yr": ("10^8 m3/yr", 0.01),  # of gas
    "share": ("%", 100.0),
    "K": ("degC", 1.0),  # a difference
}
IN_ENGLISH = {"share": ("%", 100.0), "10^4": ("thousand", 10.0)}  # the same for an English reader, besides ...
COUNTED_IN_ENGLISH = (  # ... how a unit begins, in what it is counted, and the factor; energy in tce stays Chinese
    ("10^4 tce", "10^4 tce", 1.0),
    ("10^4 ", "thousand ", 10.0),
    ("10^3 ", "thousand ", 1.0),
    ("10^6 ", "million ", 1.0),
    ("10^8 m3", "billion m3", 0.1),
    ("10^8 km", "billion km", 0.1),
    ("10^8 t km", "billion t km", 0.1),
)
IN_ENGLISH_WORDS = (
    (r"10\^8 CNY\b", "CNY 100 million"),
    (r"10\^6 CNY\b", "CNY million"),
    (r"10\^4 CNY\b", "CNY 10,000"),
    (r"10\^6 units\b", "million units"),
    (r"/10\^3 ", "/1,000 "),
    (r"/10\^4 ", "/10,000 "),
)
ENERGY_AND_MASS = re.compile(r"^(E|P|T|G|M|k)?(J|Wh|W|t|m3)\b")


def unit_name(unit: str, say: Speech) -> str:
    """Return a unit's name in the language: ``10^8 CNY/yr`` is 亿元/年, and in English as files have it."""
    if say.lang == "en":
        return unit
    for pattern, words in (*(THINGS if ENERGY_AND_MASS.match(unit) else WORDS), *POWERS):
        unit = re.sub(pattern, words, unit)
    unit = re.sub(r"(?<=[千万亿])(t|km|m2|m3|kWh|kW)\b", lambda found: COUNTED[found[1]], unit)
    return re.sub(r"(?<=[元煤]/)(t|km|m2|m3|kWh|kW|kg|l)\b", lambda found: PER[found[1]], unit)


def reader_name(unit: str, say: Speech) -> str:
    """Return a unit's name as a reader meets it: in English too, money is in words, ``CNY 100 million/yr``."""
    if say.lang == "zh":
        return unit_name(unit, say).replace("/yr", "/年")
    for pattern, words in IN_ENGLISH_WORDS:
        unit = re.sub(pattern, words, unit)
    return unit


def money_text(amount: float, say: Speech, digits: int = 3, *, is_change: bool = False) -> str:
    """Return 10^8 CNY in a sentence: ``3.2 亿元``, ``CNY 320 million``, ``CNY 1.2 billion``; a change with its sign."""
    told = signed if is_change else number
    if say.lang == "zh":
        return f"{told(amount, digits)} 亿元"
    is_large = abs(amount) >= 10.0
    return f"CNY {told(amount / 10.0 if is_large else amount * 100.0, digits)} {'billion' if is_large else 'million'}"


def official_unit(unit: str, counted: Mapping[str, tuple[str, float]] = OFFICIAL) -> tuple[str, float]:
    """Return the unit in which a Chinese official counts what the results have in ``unit``, and the factor to it."""
    if unit in counted:
        return counted[unit]
    shown, factor = counted.get(unit.removesuffix("/yr"), (unit.removesuffix("/yr"), 1.0))
    return shown + "/yr" * unit.endswith("/yr"), factor


def english_unit(unit: str) -> tuple[str, float]:
    """Return the unit in which an English reader counts what the results have in ``unit``, and the factor to it."""
    begins = next((one for one in COUNTED_IN_ENGLISH if unit.startswith(one[0]) and "CNY" not in unit), None)
    if begins:
        start, shown, factor = begins
        return shown + unit.removeprefix(start), factor
    return official_unit(unit, IN_ENGLISH)


def reader_unit(unit: str, say: Speech) -> tuple[str, float]:
    """Return the name of the unit in which a reader of the language counts, and the factor to it.

    For results and targets. What is typed, a lever's value or a parameter, stays in its own unit.
    """
    shown, factor = official_unit(unit) if say.lang == "zh" else english_unit(unit)
    return reader_name(shown, say), factor
