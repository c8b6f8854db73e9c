"""Figures of hand-written sentences: each mark has a row, each row a mark in both languages, and they agree."""

import math
from collections import Counter

import numpy as np
import pytest

from abm.errors import UserError
from abm.variables import all_variables
from experiments.figures import command, marks, runs, special, table, values
from experiments.figures.table import Figure
from experiments.figures.values import Runs, Series, evaluate
from experiments.requests import Numbered, Request
from tests.twin_documents import ALL

FIGURES = table.figures()
GROUPS = table.groups()
TEXTS = {path: path.read_text(encoding="utf-8") for path in ALL}


def figure(**other) -> Figure:
    plain = {
        "id": "coke1",
        "document": "README",
        "expression": "",
        "unit": "Mt",
        "decimals": 1,
        "chinese_factor": 100.0,
        "tolerance": math.nan,
        "claim": "",
        "value": 25.66,
        "made_with": "abc",
    }
    return Figure(**(plain | other))


@pytest.mark.parametrize("is_chinese", [False, True], ids=["en", "zh"])
def test_each_mark_has_a_row_and_each_row_a_mark_in_both_languages(is_chinese):
    paths = {marks.path_of(row.document, chinese=is_chinese): row.document for row in FIGURES.values()}
    stood = {(document, mark) for path, document in paths.items() for mark in marks.marks(TEXTS[path])}
    assert stood == {(row.document, row.id) for row in FIGURES.values()}
    elsewhere = [path for path in ALL if path.name.endswith(".zh.md") == is_chinese and path not in paths]
    assert [path.name for path in elsewhere if marks.marks(TEXTS[path])] == []


def test_both_languages_have_each_mark_as_often():
    for document in {row.document for row in FIGURES.values()}:
        english, chinese = (Counter(marks.marks(TEXTS[marks.path_of(document, chinese=zh)])) for zh in (False, True))
        assert english == chinese, document


@pytest.mark.parametrize("is_chinese", [False, True], ids=["en", "zh"])
def test_documents_say_what_was_measured(is_chinese):
    wrong = []
    for document in {row.document for row in FIGURES.values()}:
        for name, stood in marks.numbers(TEXTS[marks.path_of(document, chinese=is_chinese)]).items():
            row = FIGURES[name]
            if row.decimals is not None:
                wrong += [one[0] for one in stood if one["number"] != marks.expected(row, one, chinese=is_chinese)]
    assert wrong == []


def test_each_figure_was_measured_and_holds_what_its_sentence_says():
    assert [row.id for row in FIGURES.values() if not row.made_with] == []
    assert [
        f"{row.id} {row.value:g} {row.claim}"
        for row in FIGURES.values()
        if not command.holds(row.claim, row.value, FIGURES)
    ] == []


def test_a_figure_in_digits_stands_directly_before_its_mark():
    for document in {row.document for row in FIGURES.values()}:
        for chinese in (False, True):
            text = TEXTS[marks.path_of(document, chinese=chinese)]
            in_digits = [mark for mark in marks.marks(text) if FIGURES[mark].decimals is not None]
            assert set(in_digits) <= set(marks.numbers(text)), document


def test_expressions_name_groups_and_variables_that_there_are():
    for row in FIGURES.values():
        assert values.names_of(row.expression) <= set(GROUPS), row.id
        known = {name.partition("@")[0] for name in values.variables_of(row.expression)}
        own = {name for name in known if name.startswith(special.NAMES)}
        assert known - own <= set(all_variables()), row.id


def test_each_group_of_runs_is_used():
    assert set(GROUPS) - values.used(row.expression for row in FIGURES.values()) == set()


def test_a_number_is_written_as_each_language_counts():
    assert figure().text(chinese=False) == "25.7"
    assert figure().text(chinese=True) == "2,570"  # 万吨
    assert figure(value=0.0114, decimals=3).text(chinese=True) == "1.1"
    assert figure(value=4583.0, unit="hours", chinese_factor=1.0, decimals=-2).text(chinese=True) == "4,600"
    assert figure(value=2031.0, unit="year", chinese_factor=1.0, decimals=0).text(chinese=False) == "2031"
    assert figure(value=-0.04).text(chinese=False) == "0.0"


def test_numbers_are_replaced_in_both_languages_and_keep_their_sign():
    rows = {"coke1": figure(value=-1.04)}
    assert marks.renewed("by +1.2<!--=coke1--> Mt", rows, chinese=False) == "by -1.0<!--=coke1--> Mt"
    assert marks.renewed("本市 +120<!--=coke1-->万吨", rows, chinese=True) == "本市 -100<!--=coke1-->万吨"
    assert marks.renewed("外地 -120<!--=-coke1-->万吨", rows, chinese=True) == "外地 +100<!--=-coke1-->万吨"
    assert marks.renewed("by +1.2<!--=gone--> Mt", rows, chinese=False) == "by +1.2<!--=gone--> Mt"


def test_moves_are_told_with_their_reason():
    old, rows = figure(value=1.0), {"lime1": figure(id="lime1", value=2.0)}
    assert command.reasons(old, figure(value=1.04), rows) == []  # written the same
    assert command.reasons(old, figure(value=-1.0), rows) == ["sign changed", "moved"]
    assert command.reasons(old, figure(value=1.3), rows) == ["moved"]
    assert command.reasons(old, figure(value=1.3, tolerance=0.5), rows) == []
    assert command.reasons(old, figure(value=2.1, claim="< lime1; > 0"), rows) == ["no longer < lime1; > 0", "moved"]


def test_a_run_is_kept_with_what_no_record_has(tmp_path):
    request = Request("current", "tiny", "steady", 2021, 1.0, seed=3)
    runs._keep(runs._measured(Numbered(0, request)).rows, tmp_path / "run.npz")
    kept, run = runs._runs([tmp_path / "run.npz"]), request.simulate()
    assert kept[values.SHORT["CO2"]][2021] == run.record.value(values.SHORT["CO2"], 2021)
    steel = run.by_sector("Final Energy").loc[2021, "steel"]
    assert kept["Final Energy@steel"][2021] == pytest.approx(steel)
    assert 0.0 <= kept[special.LAST_RESORT][2021] < 8784.0
    assert 0.0 < kept[f"{special.HOURS}small subcritical"][2021] < 8784.0


def test_expressions_are_evaluated_seed_by_seed():
    plan, current = (Runs(lambda _, v=v: Series(np.array(v), 2020)) for v in ([[1.0, 2.0], [3.0, 6.0]], [[1.0, 1.0]]))
    groups = {"plan": plan, "current": current}
    assert evaluate("plan[CO2][2021]", groups) == 4.0
    assert evaluate("(plan - current)[CO2][2021]", groups) == 1.0  # of the seed that both have
    assert evaluate("high(plan[CO2][2020:2021])", groups) == 4.5
    assert evaluate("total(plan[CO2], 2020, 2021)", groups) == 6.0
    with pytest.raises(UserError, match="NameError"):
        evaluate("planned[CO2][2021]", groups)


def test_a_year_that_is_not_there_and_what_is_no_expression_are_refused():
    plan = Runs(lambda _: Series(np.arange(10.0).reshape(2, 5), 2020))
    for expression, why in (
        ("plan[CO2][2019]", "no year 2019, there are 2020 to 2024"),  # not the last year
        ("plan[CO2][2022:2030]", "no year 2030"),  # not the mean of those there are
        ("plan[CO2][2022", "was never closed"),
        ("plan.CO2[2022]", "AttributeError"),
    ):
        with pytest.raises(UserError, match=why):
            evaluate(expression, {"plan": plan})


def test_means_of_three_years_are_paired_by_their_year():
    plan = Runs(lambda _: Series(np.array([[1.0, 2.0, 4.0, 8.0, 16.0]]), 2020))
    assert evaluate("(plan[CO2] - three_years(plan[CO2]))[2022]", {"plan": plan}) == pytest.approx(4.0 - 14.0 / 3.0)
    with pytest.raises(UserError, match="no year 2020, there are 2021 to 2023"):
        evaluate("(plan[CO2] - three_years(plan[CO2]))[2020]", {"plan": plan})


def test_all_groups_begin_with_the_same_seed_so_that_differences_are_of_pairs():
    assert {group.seeds[0] for group in GROUPS.values()} == {1}


def test_a_claim_that_cannot_be_read_is_refused():
    for claim, why in (("> peek2", "no number or figure; did you mean 'peak2'"), (">= 0", "got '>=', allowed < and >")):
        with pytest.raises(UserError, match=why):
            command.holds(claim, 1.0, {"peak2": figure(id="peak2")})


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["docs/explanation"], "no figure or document docs/explanation; did you mean 'docs/explanations'?"),
        (["peak1", "--workers", "0"], "--workers: got 0, allowed 1 and more"),
        (["peak1", "--write"], "--write and --count are for all figures, got peak1"),
    ],
)
def test_a_mistake_is_one_line_and_measures_nothing(words, why, capsys):
    assert command.main(words) == 2
    assert capsys.readouterr().err == f"figures: {why}\n"


def test_a_figure_that_was_never_measured_stands_as_its_sentence_has_it(tmp_path, monkeypatch):
    monkeypatch.setattr(marks, "ROOT", tmp_path)
    (tmp_path / "README.md").write_text("1,400<!--=-coke1--> less", encoding="utf-8")
    stood = command.as_it_stands(figure(made_with="", value=math.nan))
    assert stood is not None and stood.value == -1400.0
    assert command.as_it_stands(figure()) is None
