"""The report in words: a scorecard without English in Chinese, tables that a phone can scroll."""

import re

import pytest

from abm import simulate
from abm.region import load_region
from abm.results import Results
from abm.targets import read_targets
from experiments.citations import article_name
from experiments.language import Speech
from experiments.report import report_files
from experiments.target_words import beside_text, note_text, target_name, value_text, wanted_text
from policies.registry import all_levers


@pytest.fixture(scope="module", params=["zh", "en"])
def page(request) -> tuple[str, str]:
    run = simulate("plan", "tiny", until=2028, scale=1.0)
    return request.param, report_files(Results((run,)), Speech(request.param))["report.html"].decode()


def test_the_scorecard_speaks_the_readers_language(page):
    lang, text = page
    table = text[text.index("<td>T01") : text.index("<td>T10")]
    words = ("main", "simulated", "hindcast", "falling", "the run ends in", "about", "share", "peaked")
    said = [word for word in words if re.search(rf"\b{word}\b", table)]
    assert said == [] if lang == "zh" else "the run ends in" in said and "main" not in said


def test_wide_tables_and_pictures_scroll_on_a_phone(page):
    text = page[1]
    assert "initial-scale=1" in text and "max-width: 40rem" in text
    assert text.count('<div class="drawn">') == text.count("<img ")
    assert '<div class="wide"><table' in text


def test_notes_that_carry_numbers_keep_them():
    zh = Speech("zh")
    assert note_text("not yet peaked; too few years after 2030", zh) == "尚未达峰；2030 年之后的年份太少"
    assert note_text("12.5 in 2020", zh) == "2020 年为 12.5"
    assert note_text("16.435 in 2025", zh, "Mm3") == "2025 年为 1643.5"  # 10^4 m3, as the value beside it
    assert note_text("16.435 in 2025", Speech("en"), "Mm3") == "16.435 in 2025"
    assert note_text("rises in 2028, 2029", zh, "Mm3") == "上升年份：2028, 2029"
    close = "close: 0.33 % from the edge, look at other seeds too"
    assert note_text(f"{close}; alarm: 0.2 TWh of demand were cut off in 2031", zh) == (
        "临界：距判定线 0.33%，请再看其他随机种子；警示：2031 年有 2 亿千瓦时负荷被切除"
    )
    few = "hangs on 2 works, and one alone makes it jump: look at other seeds too"
    assert note_text(few, zh, "%") == "只取决于 2 家企业，一家即可使其跳变，请再看其他随机种子"
    cost = "alarm: 30 TWh of demand were cut off in 2055, at a cost of 1.23e+03 x 10^8 CNY"
    assert note_text(cost, zh) == "警示：2055 年有 300 亿千瓦时负荷被切除，代价约 1230 亿元增加值"
    assert note_text(cost, Speech("en")).endswith("at a cost of CNY 123 billion")
    assert note_text("alarm: 0.2 TWh of demand were cut off in 2031", zh) == "警示：2031 年有 2 亿千瓦时负荷被切除"
    assert beside_text("Share|Clean Capacity = 0.5476 share; Nothing|Known = 3 t", zh).endswith(
        "）54.8%；Nothing|Known = 3 t"
    )


@pytest.mark.parametrize("region", ["luliang", "tiny"])
def test_every_target_has_a_proper_name_in_both_languages(region):
    for target in read_targets(load_region(region)):
        zh, en = (target_name(target.indicator, target.indicator_zh, Speech(lang)) for lang in ("zh", "en"))
        assert re.search("[\u4e00-\u9fff]", zh), target.id
        assert re.fullmatch(r"[A-Z][\x20-\x7e]{8,}", en), target.id
        assert "_" not in en and en.lower() != target.indicator.replace("_", " ")
    assert target_name("horses_shod", "\u9a6c", Speech("en")) == "horses shod"  # of somebody's own region


@pytest.mark.parametrize(
    ("article", "english"),
    [("(一) 1", "(1) 1"), ("（二）4，（九）36", "(2) 4, (9) 36"), ("(四) 15、17、18", "(4) 15, 17, 18"),
     ("(二十二) 严格监督考核", "(22)"), ("三、重点任务 14．数字能源融合创新工程", "14"), ("none", "")],
)  # fmt: skip
def test_where_the_plan_says_it_is_told_in_english_too(article, english):
    assert article_name(article, Speech("en")) == english
    chinese = "" if article == "none" else re.sub(r"\) ?", "）", article.replace("(", "（"))  # one kind of brackets
    assert article_name(article, Speech("zh")) == chinese


def test_no_lever_cites_the_plan_in_chinese_to_an_english_reader():
    told = [article_name(lever.article, Speech("en")) for lever in all_levers().values()]
    assert [words for words in told if re.search(r"[\u4e00-\u9fff]", words)] == []


@pytest.mark.parametrize(
    ("value", "target", "shown"),
    [
        (89.98, 90.0, "89.98"),
        (90.004, 90.0, "90.004"),
        (90.0, 90.0, "90.0"),
        (312.2, 300.0, "312"),
        (5.0, "growth", "5.00"),
    ],
)
def test_a_value_is_seen_to_miss_or_to_meet_its_target(value, target, shown):
    assert value_text(value, target) == shown


def test_the_value_beside_such_words_has_its_unit():
    assert value_text(-2.58, "falling", unit="%") == "-2.58 %"
    assert value_text(0.232, float("nan"), 100.0, "%") == "23.2 %"
    assert value_text(5.0, 4.0, unit="%") == "5.00"  # the target says it
    assert value_text(2022.0, "falling", unit="year").endswith("2022")


def test_an_alarm_is_told_in_the_unit_of_the_page():
    note = "peaked; alarm: closed plants are missed in 2030, 1.24 Mt CO2 are released elsewhere instead"
    in_tonnes = note_text(
        note, Speech("en"), scale=lambda unit: ("10^4 t CO2", 100.0) if "CO2" in unit else (unit, 1.0)
    )
    assert "2030, 124 10^4 t CO2 are" in in_tonnes
    assert note_text(note, Speech("en")) == note


def test_what_is_asked_for_in_words_has_no_unit():
    assert wanted_text("province", None, "%", Speech("en")) == "set by the province"
    assert wanted_text("falling", float("nan"), "%/yr", Speech("zh")) == "下降"
    assert wanted_text("about >=", 7000.0, "MW", Speech("en")) == "about ≥ 7000 MW"
