"""Packages that take their values over from another: each action alone, each guarantee alone, the city alone."""

import re

import numpy as np
import pytest

from abm.region import load_region
from abm.simulation import lever_paths
from policies.package import PackageError, load_package, package_ids, package_paths
from policies.registry import all_levers

ACTIONS = [name for name in package_ids() if name.startswith(("action_", "guarantee_"))]
HEAD = '[package]\nlabel_en = "x"\nbase = "current"\n'


@pytest.fixture(scope="module")
def paths():
    region = load_region("tiny")
    return {name: lever_paths(name, region) for name in ("current", "plan", "city_only", *ACTIONS)}


def test_there_are_thirteen_actions_and_nine_guarantees():
    assert sum(name.startswith("action_") for name in ACTIONS) == 13
    assert sum(name.startswith("guarantee_") for name in ACTIONS) == 9


def test_each_lever_of_the_plan_is_in_one_action_or_guarantee():
    levers = [entry.lever for name in ACTIONS for entry in load_package(name).entries]
    assert sorted(levers) == sorted(entry.lever for entry in load_package("plan").entries)


def test_together_they_are_the_plan_and_apart_from_it_current_law(paths):
    for lever in all_levers():
        moved = [name for name in ACTIONS if not np.array_equal(paths[name][lever], paths["current"][lever])]
        if np.array_equal(paths["plan"][lever], paths["current"][lever]):
            assert moved == []
        else:
            assert len(moved) == 1
            assert np.array_equal(paths[moved[0]][lever], paths["plan"][lever])


def test_the_city_alone_moves_its_own_levers_only(paths):
    for lever, about in all_levers().items():
        whose = "plan" if about.authority == "city" else "current"
        assert np.array_equal(paths["city_only"][lever], paths[whose][lever])


def test_an_own_value_goes_before_the_one_taken_over(tmp_path):
    own = '[[value]]\nlever = "publicity"\npath = {2027 = 0.9}\ndocument = "d"\nreading = "r"\n'
    (tmp_path / "mine.toml").write_text(HEAD + 'from = "plan"\nprojects = ["41"]\n' + own, encoding="utf-8")
    package = load_package("mine", (tmp_path,))
    assert [(entry.lever, entry.values) for entry in package.entries if entry.lever == "publicity"] == [
        ("publicity", ((2027, 0.9),))
    ]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('from = "plam"', "did you mean 'plan'"),
        ('from = "mine"', "is the package itself"),
        ('from = "plan"\nprojects = ["4l"]', "projects has '4l', allowed ids such as '10' or '17g'"),
        ('from = "plan"\nauthority = "town"', "authority 'town', allowed city, province, state"),
    ],
)
def test_what_cannot_be_taken_over_is_said(line, told, tmp_path):
    (tmp_path / "mine.toml").write_text(HEAD + line + "\n", encoding="utf-8")
    with pytest.raises(PackageError, match=told):
        load_package("mine", (tmp_path,))


@pytest.mark.parametrize(
    ("heads", "told"),
    [
        ({"a": 'base = "a"'}, "^a.toml: base = 'a' is the package itself$"),
        ({"a": 'base = "b"', "b": 'base = "a"'}, "in a circle by base or from: a -> b -> a$"),
        ({"a": 'base = "b"', "b": 'from = "c"', "c": 'base = "a"'}, "a -> b -> c -> a$"),
        ({"a": 'base = "b"', "b": 'base = "c"', "c": 'base = "b"'}, "^a.toml: .* b -> c -> b$"),
        ({"a": 'from = "b"', "b": 'from = "a"'}, "a -> b -> a$"),
        ({"plan": 'base = "plan"', "a": 'base = "plan"'}, "^plan.toml: base = 'plan' is the package itself$"),
    ],
)
def test_packages_that_stand_on_each_other_in_a_circle_are_named(heads, told, tmp_path):
    """Of two packages that stand on each other neither has a value; a region's own file goes before the shipped one."""
    for name, line in heads.items():
        (tmp_path / f"{name}.toml").write_text(f"[package]\n{line}\n", encoding="utf-8")
    with pytest.raises(PackageError, match=told):
        load_package("a", (tmp_path,))


def test_a_file_elsewhere_may_stand_on_the_shipped_package_whose_name_it_has(tmp_path):
    file = tmp_path / "plan.toml"
    file.write_text('[package]\nbase = "plan"\n' + ROW, encoding="utf-8")
    years = range(2020, 2031)
    paths = package_paths(load_package(str(file)), years)
    shipped = package_paths(load_package("plan"), years)
    assert paths["publicity"][-1] == 0.9
    assert all(np.array_equal(paths[lever], shipped[lever]) for lever in paths if lever != "publicity")


def _first_number(text):
    found = re.search(r"\d[\d,]*(?:\.\d+)?", text)
    return None if found is None else float(found[0].replace(",", ""))


@pytest.mark.parametrize("lever", sorted(all_levers()))
def test_what_a_lever_says_of_the_plan_is_what_the_plan_sets(lever):
    # A card that says "plan: 0.4" beside a package that sets 0.6 would mislead whoever reads it.
    region = load_region("luliang")
    path = np.asarray(lever_paths("plan", region)[lever])[region.first_decision_year - region.first_year :]
    guidance = all_levers()[lever].guidance.plan
    for text in (guidance.zh, guidance.en):
        told = _first_number(text)
        assert told is None or np.isclose(path, told, rtol=2e-3).any(), (text, sorted(set(path.tolist())))


ROW = '[[value]]\nlever = "publicity"\npath = {2027 = 0.9}\n'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEAD + ROW.replace("[[value]]", "[value]"), "value: is a list, each written [[value]]"),
        (HEAD + 'bsae = "current"\n' + ROW, "mine.toml: unknown word 'bsae'; did you mean 'base'?"),
        (HEAD + ROW.replace("path", "pth"), "mine.toml, value 1: unknown word 'pth'"),
        (HEAD + ROW.replace("{2027 = 0.9}", "0.9"), "value 1 (publicity): path is 0.9, allowed"),
        (ROW + '[pakage]\nbase = "current"\n', "unknown word 'pakage'; did you mean 'package'?"),
        ("package = 3\n" + ROW, "package: is a section: [package]"),
        (HEAD + 'hold_from = "2024"\n' + ROW, "mine.toml: hold_from is '2024', allowed a year"),
        (HEAD + "hold_from = 24\n" + ROW, "mine.toml: hold_from is 24, allowed a year"),
        (HEAD + "from = 3\n" + ROW, "mine.toml: from is 3, allowed text"),
        (HEAD + "label_zh = 3\n" + ROW, "mine.toml: label_zh is 3, allowed text"),
        (HEAD + 'from = "plan"\nprojects = "10"\n' + ROW, "mine.toml: projects is '10', allowed a list"),
    ],
)
def test_a_slip_in_a_package_is_said_not_passed_over(text, told, tmp_path):
    (tmp_path / "mine.toml").write_text(text, encoding="utf-8")
    with pytest.raises(PackageError, match=re.escape(told)):
        load_package("mine", (tmp_path,))


def test_a_file_that_is_not_there_is_told_without_the_list_of_packages():
    with pytest.raises(PackageError, match=r"^no package file 'out/mine\.toml'$"):
        load_package("out/mine.toml")


def test_a_package_without_a_base_is_told_to_name_one(tmp_path):
    (tmp_path / "mine.toml").write_text(ROW, encoding="utf-8")
    with pytest.raises(PackageError, match=r"no base and gives no value for \d+ of \d+ levers .*base = \"current\""):
        package_paths(load_package("mine", (tmp_path,)), range(2020, 2031))
