"""A room's figures as its readers count them: on pages, on paper and in exported tables."""

import csv
import io
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from experiments.language import Speech
from experiments.units import reader_unit
from experiments.workshop import (
    debrief,
    export,
    paper,
    rounds,
)
from experiments.workshop.events import Refused
from experiments.workshop.outcome import SHOWN_YEAR
from experiments.workshop.views import payers
from policies.registry import all_levers
from tests.workshop_calls import FIGURES, played

STATIC = Path(debrief.__file__).parent / "static"


@pytest.mark.parametrize("meant", [5226.0, 0.52, 1000.0])
def test_a_prediction_of_another_unit_is_refused(meant):
    with pytest.raises(Refused, match="million tonnes") as refused:
        rounds.may_be_meant(meant, 52.26)
    assert "起点是 5226 万吨" in refused.value.zh and "52.3 Mt" in refused.value.en
    for plausible in (30.0, 52.0, 120.0):
        rounds.may_be_meant(plausible, 52.26)


def test_the_export_holds_everybodys_levers_and_what_they_are_called(room):
    from openpyxl import load_workbook

    played(room)
    content, _ = export.made(room[0], "xlsx")
    book = load_workbook(io.BytesIO(content))
    choices = list(book["choices"].values)
    assert choices[0] == ("round", "name", "team", "lever", "value") and len(choices) == 3
    assert {row[1] for row in choices[1:]} == {"Ann", "Ben"}
    names = {row[0]: row for row in book["levers"].values}
    assert len(names) == len(all_levers()) + 1 and names[choices[1][3]][2]
    when = next(iter(list(book["proposals"].values)[1:]))[4]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", when)


def test_a_chinese_export_has_chinese_columns_and_counts_in_ten_thousand_tonnes(room):
    from openpyxl import load_workbook

    played(room)
    hall = room[0]
    hall.base, hall.anchors = FIGURES, (FIGURES["scored"], FIGURES["scored"] | {"climate": 0.5})
    found = {}
    for lang in ("zh", "en"):
        content, _ = export.made(hall, "csv", lang)
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        found[lang] = dict(zip(rows[0], rows[1], strict=True))
        book = load_workbook(io.BytesIO(export.made(hall, "xlsx", lang)[0]))
        heads = [cell for sheet in book.worksheets for cell in next(iter(sheet.values))]
        bare = [head for head in heads if re.search("[A-Za-z_]{3,}", head)]
        assert bool(bare) is (lang == "en")
    zh, en = found["zh"], found["en"]
    assert (float(zh["2035年能源CO₂ 万吨"]), float(en["emissions_mt"])) == (100.0, 1.0)
    assert (zh["小组"], en["team"]) == ("能源局", "Energy bureau")
    assert (zh["达峰状态"], en["peak_state"]) == ("已达峰", "peaked")
    assert (zh["参与排名"], en["ranked"]) == ("是", "yes")
    assert float(zh["得分：今后最高三年均值"] or "nan") != float(zh["得分：二氧化碳累计（含市外转移）"])
    lever = all_levers()[en["levers"].split("=")[0]]
    assert zh["杠杆"].startswith(lever.label.zh + "=")


def test_pages_and_tables_count_in_the_units_of_the_same_table():
    script = (STATIC / "common.js").read_text()
    for name, unit in (("CO2", "Mt"), ("POWER", "TWh")):
        for lang, place in (("zh", 0), ("en", 1)):
            told = re.findall(r'\{ unit: "(.+?)", per: (\d+) \}', re.search(f"const {name} = .+", script)[0])[place]
            assert (told[0], float(told[1])) == reader_unit(unit, Speech(lang))
    assert SHOWN_YEAR == 2035  # named in the columns of the export
    pages = {path.name: path.read_text() for path in STATIC.glob("*.js")}
    said = {name: re.findall(r"""["`][^"`]*[\u4e00-\u9fff][^"`]*["`]""", text) for name, text in pages.items()}
    bare = [(name, words) for name, all_ in said.items() for words in all_ if re.search(r"\bMt\b", words)]
    assert bare == [("play.js", bare[0][1])] and "1 Mt = 100万吨" in bare[0][1]  # who thinks in Mt is told what one is


def test_what_is_printed_counts_as_its_readers_do(room):
    host, *_ = played(room)
    hall = room[0]
    hall.anchors, hall.base = (FIGURES["scored"], FIGURES["scored"] | {"climate": 0.5}), FIGURES
    for lang, unit, other in (("zh", "万吨", r"\bMt\b"), ("en", r"\bMt\b", "万吨")):
        for path in ("/debrief", "/print"):
            text = host.get(f"{path}?lang={lang}").text
            assert re.search(unit, text) and not re.search(other, text), (lang, path)


@pytest.mark.parametrize(("lang", "told"), [("en", "CNY 12.0 billion: over"), ("zh", "120 亿元：超出")])
def test_the_allowance_on_paper_has_a_unit_in_both_languages(lang, told):
    paid = dict.fromkeys(payers("en"), 121.0)
    room = SimpleNamespace(
        joints={1: SimpleNamespace(figures={"paid": paid})}, settings=SimpleNamespace(allowance=120.0)
    )
    hall = SimpleNamespace(room=room, base={"paid": paid}, region=SimpleNamespace(first_decision_year=2027))
    assert told in debrief._payers(hall, Speech(lang))


def test_paper_writes_one_minus_and_leaves_ranges_dates_and_addresses_alone():
    assert paper.tag("td", "-8462") == "<td>−8462</td>"
    assert paper.tag("p", "GDP +3, homes -0.5 (-1 low)") == "<p>GDP +3, homes −0.5 (−1 low)</p>"
    for text in ("2027-2035", "11-27 07:59", "http://10.0.0.2:8000/j/A-1?x=-2", "low-carbon 5-year", "A-1"):
        assert paper.tag("p", text) == f"<p>{text}</p>"
