"""What is noted of a number, and the title of its source, is told in the reader's language; no result depends on it."""

import csv
import json
import re
import shutil
from pathlib import Path

import pytest

from abm.check import check_region
from abm.data import Source, sources
from abm.region import REGIONS, load_region
from abm.targets import read_targets
from abm.variables import all_variables
from experiments.cli import main
from experiments.language import Speech
from experiments.provenance_words import note_of, reading_of, title_of
from experiments.web.catalogue import evidence_of
from experiments.workshop.assumptions import Assumptions
from tests.region_tables import ENGLISH, HAN, TABLES, rows

pytestmark = pytest.mark.usefixtures("english")
ZH, EN = Speech("zh"), Speech("en")


@pytest.mark.parametrize("table", TABLES)
def test_a_note_in_english_is_in_english(table):
    assert [place for place, row in rows(table) if HAN.search(re.sub(r"[(（].*?[)）]", "", row.get("note") or ""))
            and not re.search("[a-z]{3}", row["note"])] == []  # fmt: skip


@pytest.mark.parametrize("table", TABLES)
def test_a_note_in_chinese_is_in_chinese(table):
    said = [(place, row.get("note_zh") or "") for place, row in rows(table)]
    assert [(place, note) for place, note in said if ENGLISH.search(note)] == []
    assert [(place, note) for place, note in said if re.search("[A-Za-z]{4}", note) and not HAN.search(note)] == []


def test_each_variable_of_the_results_is_noted_in_both_languages():
    known = all_variables().values()
    assert [v.name for v in known if bool(v.note) != bool(v.note_zh)] == []
    assert [v.name for v in known if HAN.search(v.note) or ENGLISH.search(v.note_zh)] == []
    assert [v.name for v in known if re.search("[A-Za-z]{4}", v.note_zh) and not HAN.search(v.note_zh)] == []
    told: dict[str, set[str]] = {}
    for one in known:
        told.setdefault(one.note, set()).add(one.note_zh)
    assert {note: words for note, words in told.items() if len(words) > 1} == {}


def test_a_variable_names_the_targets_that_are_scored_by_it_in_both_languages():
    scored: dict[str, set[str]] = {}
    for target in read_targets(load_region("luliang")):
        for name in target.variables:
            scored.setdefault(name, set()).add(target.id)
    for one in all_variables().values():
        ours, theirs = (set(re.findall(r"T\d\d", note)) for note in (one.note, one.note_zh))
        assert scored.get(one.name, set()) <= ours == theirs, one.name


def test_the_command_tells_what_is_in_a_variable(capsys):
    assert main(["indicators", "Emissions|CO2|Energy", "--lang", "zh"]) == 0
    chinese = capsys.readouterr().out
    assert "属地口径" in chinese and "territorial" not in chinese
    assert main(["indicators", "Emissions|CO2|Energy", "--lang", "en"]) == 0
    assert not HAN.search(capsys.readouterr().out)
    assert main(["indicators", "Energy|Coal", "--lang", "zh"]) == 2
    assert "没有以 'Energy|Coal' 开头的指标；是否指 '" in capsys.readouterr().err


def test_each_target_tells_its_calibre_and_where_its_date_is_from_in_chinese():
    half = [
        f"{place} {name}"
        for place, row in rows("*/targets.csv")
        for name in ("calibre", "date_source")
        if bool(row[name]) != bool(row.get(f"{name}_zh")) or (row[name] and not HAN.search(row.get(f"{name}_zh", "")))
    ]
    assert half == []


def test_a_note_that_stands_twice_is_told_alike():
    told: dict[str, set[str]] = {}
    for _, row in rows("*/parameters/*.csv"):
        told.setdefault(row["note"], set()).add(row.get("note_zh") or "")
    assert {note: words for note, words in told.items() if len(words) > 1} == {}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tiny region, one of whose numbers somebody noted in English alone."""
    copy = Path(shutil.copytree(REGIONS / "tiny", tmp_path / "own"))
    path = copy / "parameters" / "rooftop.csv"
    header, row, *more = path.read_text(encoding="utf-8").splitlines()
    assert header.endswith(",grade,note") and row.endswith(",")
    path.write_text("\n".join([header, row + "as the neighbours say", *more]) + "\n", encoding="utf-8")
    return copy


def test_a_table_without_the_column_is_read_and_its_english_is_called_so(folder):
    assert check_region(folder) == []
    [row] = [row for row in load_region(folder).parameters.rows() if row.note == "as the neighbours say"]
    assert row.note_zh == ""
    assert note_of(row, EN) == "as the neighbours say"
    assert note_of(row, ZH) == "英文注：as the neighbours say"


@pytest.mark.parametrize(
    ("table", "header", "line"),
    [
        ("parameters/rooftop.csv", "note_zh", "邻居所说"),
        ("sources/storylines.csv", "note_zh", "邻居所说"),
    ],
)
def test_a_chinese_note_without_its_english_is_a_problem(folder, table, header, line):
    path = folder / table
    with path.open(encoding="utf-8", newline="") as stream:
        found = list(csv.DictReader(stream))
    for row in found:
        row |= {"note": "", header: line}
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(found[0]))
        writer.writeheader()
        writer.writerows(found)
    said = [problem.text("en") for problem in check_region(folder)]
    assert said and all(f"{table}:" in one and header in one and "an English note" in one for one in said)
    assert "同时有英文 note" in check_region(folder)[0].text("zh")


def test_the_command_tells_notes_and_titles_in_the_readers_language(capsys):
    words = ("data", "tariff.home", "--region", "luliang")
    assert main([*words, "--lang", "zh"]) == 0
    chinese = capsys.readouterr().out
    assert "第一档上限" in chinese and "upper limit" not in chinese
    assert "居民阶梯电价" in chinese and "block tariff" not in chinese
    assert main([*words, "--lang", "en"]) == 0
    english = capsys.readouterr().out
    assert "upper limit of block 1" in english and not HAN.search(english.split("Sources")[0])
    assert main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert all(row["note"] and row["note_zh"] for row in told["numbers"] if "limit" in row["key"])
    assert all(source["title_zh"] for source in told["sources"])


def test_a_note_is_never_longer_than_its_rule_makes_the_table(capsys):
    assert main(["data", "power.renewal", "--region", "luliang", "--lang", "en"]) == 0
    header, rule, *_ = capsys.readouterr().out.splitlines()
    assert len(rule) == len(header)


def test_an_assumptions_card_speaks_the_readers_language():
    known = Assumptions(load_region("luliang"), 2035)
    name = "farm_pv.trouble"
    zh, en = (known.card(name, "", say) for say in (ZH, EN))
    assert zh["about"] == "大块土地签几十年合同的麻烦" and en["about"] == "of a contract over decades on a large field"
    assert [card["id"] for card in known.found("几十年合同", "", ZH)] == [name]
    titled = known.card("soil.carbon.organic_n", "", ZH)
    assert HAN.search(titled["source"]) and "（摘要）" in titled["source"]


def test_a_drivers_card_says_where_its_numbers_are_from():
    known = Assumptions(load_region("luliang"), 2022)
    zh, en = (known.card("demand.coke", "steady", say) for say in (ZH, EN))
    assert zh["about"].startswith("市外条件，2022年的数值；历史：山西焦炭") and zh["grade"] == "B"
    assert en["about"].startswith("a driver outside the city, value of 2022; history: coke of Shanxi")
    assert zh["source"].startswith("山西焦炭产量") and en["source"].startswith("Coke output of Shanxi")
    assert Assumptions(load_region("luliang"), 2040).card("demand.coke", "steady", ZH)["grade"] == "M"


def test_the_evidence_of_a_lever_is_read_in_the_readers_language():
    region = load_region("luliang")
    zh, en = evidence_of(region, ZH), evidence_of(region, EN)
    assert zh["wind_renewal_rule"]["text"].startswith("国家能源局")
    assert en["appliances.saving"]["text"].startswith("appliances.saving = ")
    assert [name for name, card in zh.items() if not HAN.search(card["text"])] == []
    names = {name: card["text"].partition(" = ")[0] for name, card in zh.items() if name in region.parameters}
    assert [name for name, words in names.items() if re.search("[a-z]{2,}", words)] == []  # see key_words.csv


def test_a_title_without_chinese_stays_as_its_authors_wrote_it():
    own = Source("a", "A study", "", "A", "", "", "", "")
    assert title_of(own, ZH) == title_of(own, EN) == "A study"
    row = load_region("tiny").parameters.rows("rooftop.")[0]
    assert row.key in reading_of(row, EN) and HAN.search(reading_of(row, ZH))
    assert sources(load_region("luliang"))["chemistry"].title_zh == "摩尔质量和燃烧焓"
