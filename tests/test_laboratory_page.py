"""The laboratory's page is made by one command, and says what each of its answers stands on."""

import re
from dataclasses import replace

import numpy as np
import pytest

from abm.errors import UserError
from experiments.analysis.random_balance import coins, effects, least_seen
from experiments.laboratory.answer import between
from experiments.laboratory.command import ANSWERS, main
from experiments.laboratory.failing import limit_of
from experiments.laboratory.page import DOCS, PAGES, filled, stale, standing, versions
from experiments.laboratory.seeds import holding
from experiments.laboratory.setup import Setup, changed
from experiments.laboratory.sought import best_of
from experiments.laboratory.version import Version, version_now
from experiments.language import Speech
from tests.twin_documents import prose

PAGE = "<!-- generated:laboratory_versions -->\n<!-- end -->\n\n<!-- generated:laboratory_peak -->\nold\n<!-- end -->\n"
STANDS = "<!-- peak: 96 0.02 c0de da7a bacc -->\n"


def test_both_pages_hold_every_answer_and_stand_on_the_same():
    pages = {lang: (DOCS / name).read_text(encoding="utf-8") for lang, name in PAGES.items()}
    found = {lang: standing(text) for lang, text in pages.items()}
    assert found["en"] == found["zh"]
    assert set(found["en"]) == set(ANSWERS)
    for lang, text in pages.items():
        told = re.search(r"<!-- generated:laboratory_versions -->\n(.*?)<!-- end -->", text, re.S)
        assert told and told[1] == versions(text, Speech(lang))


def test_the_words_beside_the_tables_name_no_code_of_a_run():
    for name in PAGES.values():
        assert re.findall(r"`[0-9a-f]{16}`", prose(DOCS / name)) == []


def test_a_section_is_filled_and_another_left_alone(tmp_path):
    assert filled(PAGE, "peak", "new\n", tmp_path) == PAGE.replace("old", "new")
    with pytest.raises(UserError, match="has no section <!-- generated:laboratory_pike -->"):
        filled(PAGE, "pike", "new\n", tmp_path)


def test_an_answer_of_another_version_is_told_by_what_differs(tmp_path):
    (tmp_path / "laboratory.md").write_text(PAGE + STANDS, encoding="utf-8")
    now = Version("c0de", "da7a", "bacc")
    only = {name: ANSWERS[name] for name in ("peak", "near")}
    assert stale(only, now, tmp_path) == {"near": []}
    assert stale(only, replace(now, data="new", packages="new"), tmp_path) == {"peak": ["data", "packages"], "near": []}


def test_versions_are_told_answer_by_answer():
    english, chinese = (versions(PAGE + STANDS, Speech(lang)) for lang in ("en", "zh"))
    assert "| the peak and its spread | `peak` | 96 | 0.02 | `c0de` | `da7a` | `bacc` |" in english
    assert "`peak` | 96 | 0.02 | `c0de` | `da7a` | `bacc` |" in chinese and "near" not in english


def test_runs_of_another_version_or_size_lie_elsewhere(tmp_path):
    setup = Setup(tmp_path, "tiny", 1.0)
    assert setup.version == version_now(setup.region)
    assert len({setup.folder("peak"), replace(setup, scale=0.5).folder("peak"), setup.folder("near")}) == 3
    assert replace(setup.version, packages="other").stamp != setup.version.stamp


def test_a_design_is_changed_line_by_line():
    text = 'seeds = 2   # two\npopulation_seeds = 2\nregion = "luliang"\n'
    assert changed(text, seeds=1, region="tiny") == 'seeds = 1 # two\npopulation_seeds = 2\nregion = "tiny" \n'
    with pytest.raises(ValueError, match="'points' 0 times"):
        changed(text, points=3)


def test_the_limit_is_the_plans_where_it_parts_the_cases_and_else_round_and_missed_by_a_quarter():
    assert limit_of(np.linspace(0.10, 0.25, 96)) == 0.18
    reached = np.linspace(0.10, 0.14, 96)
    assert limit_of(reached) == 0.11  # a quarter of the way from 10 to 14 %
    assert limit_of(np.linspace(0.1101, 0.1139, 96)) == 0.111


def test_intervals_of_few_seeds_hold_a_mean_of_the_usual_kind_and_miss_one_that_a_rare_case_makes():
    luck = np.random.default_rng(2)
    usual = luck.normal(size=84)
    rare = 0.01 * luck.normal(size=84) + (np.arange(84) < 6)
    assert 0.93 < holding(usual, 8) <= 1.0
    assert holding(rare, 8) < 0.6
    assert holding(np.full(20, 3.0), 4) == 1.0


def test_what_is_said_to_stay_unseen_is_found_in_half_of_the_samples():
    names = tuple(f"number.{i}" for i in range(300))
    moved = np.array([coins(names, run) for run in range(120)])
    luck = np.random.default_rng(7)
    least = least_seen(len(names), luck.normal(size=120), 0.0, 0, 0.5)
    found = 0
    for _ in range(60):
        values = least / 4.0 * moved[:, 11] + luck.normal(size=120)  # half the change, half-way to the ends
        found += any(effect.number == "number.11" for effect in effects(names, moved, values, 0.5)[0])
    assert 18 <= found <= 42


def test_the_packages_that_are_shown_are_best_in_something():
    def package(money: float, co2: float, share: float) -> dict:
        return {"values": {"public_money": money, "co2": co2, "jobs": 0.0}, "non_fossil": share}

    front = [package(1, -3, 0.131), package(2, -4, 0.14), package(3, -9, 0.132), package(4, -5, 0.133)]
    assert best_of({"front": front}) == [0, 1, 2]


@pytest.mark.parametrize(
    ("middle", "half", "told"),
    [(-20.53, 2.94, "-20.5 ±2.9"), (0.0312, 0.0321, "0.0312 ±0.0321"), (222.4, 0.4, "222 ±0.4"), (5.0, 0.0, "5.00 ±0")],
)
def test_a_number_and_its_interval_have_the_same_decimals(middle, half, told):
    assert between(middle, half) == told


def test_a_wrong_name_is_one_line(capsys):
    assert main(["peek"]) == 2
    told = f"laboratory: unknown answer peek, there are {', '.join(ANSWERS)}; did you mean 'peak'?\n"
    assert capsys.readouterr().err == told


def test_what_could_not_be_written_is_refused_before_the_runs(tmp_path, capsys):
    assert main(["peak", "--page", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"laboratory: --page: {tmp_path} has no laboratory.md; copy it there from docs\n"
    assert main(["peak", "--small"]) == 2 and "name another page with --page DIR" in capsys.readouterr().err
    assert main(["--workers", "0"]) == 2 and "--workers: got 0, allowed 1 and more" in capsys.readouterr().err
    assert main(["--scale", "0"]) == 2 and "--scale: got 0, allowed above 0 to 1" in capsys.readouterr().err
    assert main(["peak", "--region", "tiny"]) == 2 and "--region: the page is of luliang" in capsys.readouterr().err
    for name in PAGES.values():
        (tmp_path / name).write_text(PAGE, encoding="utf-8")
    assert main(["--region", "tinny", "--page", str(tmp_path), "--dry-run"]) == 2
    assert capsys.readouterr().err.startswith("laboratory: no region 'tinny'")


def test_the_time_is_said_beforehand_and_nothing_is_made(tmp_path, capsys):
    assert main(["failing", "levers", "--out", str(tmp_path / "w"), "--dry-run", "--workers", "2"]) == 0
    told = capsys.readouterr().err
    assert (
        "peak: the peak and its spread, 96 runs, about 0:26" in told
        and "levers: what each lever does, 104 runs" in told
    )
    assert not (tmp_path / "w").exists()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of a library
def test_answers_are_made_on_the_made_up_region_and_a_second_call_makes_nothing_anew(tmp_path, capsys):
    page = tmp_path / "page"
    page.mkdir()
    sections = ("versions", "peak", "spread", "levers")
    for name in PAGES.values():
        text = "".join(f"<!-- generated:laboratory_{section} -->\n<!-- end -->\n" for section in sections)
        (page / name).write_text(text, encoding="utf-8")
    words = ["peak", "levers", "--out", str(tmp_path / "w"), "--page", str(page), "--region", "tiny", "--scale", "1"]
    assert main([*words, "--small"]) == 0
    first = {name: (page / name).read_text(encoding="utf-8") for name in PAGES.values()}
    stores = {path: path.stat().st_mtime_ns for path in (tmp_path / "w").rglob("batch.sqlite")}
    assert main([*words, "--small"]) == 0
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "w").rglob("batch.sqlite")} == stores
    assert {name: (page / name).read_text(encoding="utf-8") for name in PAGES.values()} == first
    assert "| steady | 3/3" in first["laboratory.md"] and "`wind_pv_quota`" in first["laboratory.zh.md"]
    assert set(standing(first["laboratory.md"])) == {"peak", "levers"}
    assert main([*words, "--check"]) == 0
    assert main([*words[2:], "--check"]) == 1 and "\npeak" not in capsys.readouterr().out  # others were never made
    assert (page / "pictures" / "laboratory_peak.zh.png").stat().st_size > 10_000
