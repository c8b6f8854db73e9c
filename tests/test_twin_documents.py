"""Whatever a user reads exists in Chinese and in English, and the two say the same."""

import re
from pathlib import Path

import pytest

from tests.twin_documents import ALL, DOCUMENTS, ROOT, chinese_of, figures, headings, links, names, parts, prose, rows

PAIRS = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))


@PAIRS
def test_each_document_has_a_twin_and_both_link_to_it(path: Path):
    twin = chinese_of(path)
    assert twin.exists()
    assert f"]({twin.name})" in path.read_text(encoding="utf-8").split("\n", 2)[1]
    assert f"]({path.name})" in twin.read_text(encoding="utf-8").split("\n", 2)[1]


def test_no_chinese_document_stands_alone():
    assert set(ALL) - set(DOCUMENTS) - {chinese_of(path) for path in DOCUMENTS} == set()


@PAIRS
def test_both_have_the_same_parts(path: Path):
    english, chinese = prose(path), prose(chinese_of(path))
    assert headings(english) == headings(chinese)
    assert parts(english) == parts(chinese)
    assert rows(english) == rows(chinese)


@PAIRS
def test_both_lead_to_the_same_places(path: Path):
    english, chinese = links(prose(path)), links(prose(chinese_of(path)))
    assert (english - chinese, chinese - english) == ({}, {})


@PAIRS
def test_a_chinese_document_leads_to_chinese_ones(path: Path):
    led = re.findall(r"\]\(([^)#]+\.md)", prose(chinese_of(path)))
    assert [link for link in led if link != path.name and chinese_of(path.parent / link).exists()] == []


@PAIRS
def test_both_name_the_same_files_parameters_and_formulas(path: Path):
    english, chinese = names(prose(path)), names(prose(chinese_of(path)))
    assert (english - chinese, chinese - english) == (set(), set())


@PAIRS
def test_both_give_the_same_figures(path: Path):
    (english, told), (chinese, said) = figures(prose(path)), figures(prose(chinese_of(path)))
    assert (told - chinese, said - english) == (set(), set())


def test_figures_are_compared_by_their_digits():
    assert figures("24.3 thousand births, two of ten, 16.3 x 10^8 CNY in 2027 and 0.02 m2")[1] == {"243", "163", "2027"}
    assert figures("出生2.43万人，2/10，2027年16.3亿元")[1] == {"243", "163", "2027"}
    assert figures("12 of 13")[1] == {"13"}
