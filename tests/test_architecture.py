"""How the parts may lean on each other: imports flow one way, and agents know no lever."""

import ast
import dataclasses
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import agents.signals as signals
from policies.registry import all_levers

ROOT = Path(__file__).parent.parent
LAYERS = ("agents", "policies", "abm", "experiments")
AGENTS_MAY_IMPORT = {"agents", "numpy", "mesa"}
FILES = sorted(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))


def imported(path: Path) -> Iterator[tuple[str, int]]:
    """Yield the top-level package of each import, and its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0], node.lineno


def words(path: Path) -> Iterator[tuple[str, int]]:
    """Yield every name and every text of a file but its docstrings, with the line."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.arg | ast.keyword) and node.arg:
            yield node.arg, node.lineno
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            yield node.value, node.lineno


def signal_fields() -> set[str]:
    """Names of all fields of the signals, which a lever may share."""
    themes = [value for value in vars(signals).values() if dataclasses.is_dataclass(value)]
    return {field.name for theme in themes for field in dataclasses.fields(theme)}


def test_imports_flow_one_way():
    wrong = []
    for path in FILES:
        layer = path.relative_to(ROOT).parts[0]
        later = LAYERS[LAYERS.index(layer) + 1 :]
        wrong += [f"{path.relative_to(ROOT)}:{line} imports {name}" for name, line in imported(path) if name in later]
    assert wrong == []


def test_agents_import_nothing_but_numpy_and_mesa():
    allowed = AGENTS_MAY_IMPORT | set(sys.stdlib_module_names)
    wrong = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in FILES
        if path.relative_to(ROOT).parts[0] == "agents"
        for name, line in imported(path)
        if name not in allowed
    ]
    assert wrong == []


def test_no_lever_is_known_to_an_agent():
    levers = set(all_levers()) | {lever.replace(".", "_") for lever in all_levers()}
    known = levers - signal_fields()
    wrong = [
        f"{path.relative_to(ROOT)}:{line} {word}"
        for path in (ROOT / "agents").rglob("*.py")
        for word, line in words(path)
        if word in known
    ]
    assert wrong == []


def test_no_code_knows_a_real_place():
    """What is true of one city stands in its folder; long texts, such as a lever's description, may name it."""
    places = ("吕梁", "Lüliang", "luliang")
    allowed = {"luliang"}  # the default region of the commands
    wrong = [
        f"{path.relative_to(ROOT)}:{line} {word!r}"
        for path in FILES
        if path.relative_to(ROOT).parts[0] in ("agents", "abm")  # a lever names the bureau that holds it
        for word, line in words(path)
        if len(word) < 40 and word not in allowed and any(place in word for place in places)
    ]
    assert wrong == []


@pytest.mark.parametrize("layer", LAYERS)
def test_every_file_says_what_it_is_for(layer):
    silent = [
        str(path.relative_to(ROOT))
        for path in (ROOT / layer).rglob("*.py")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_whole_numbers_of_the_region_are_rounded_not_cut():
    """A sampled 4.9 years must not become 4: ``int`` cuts, and the range's upper end would never be drawn."""
    wrong = [
        f"{path.relative_to(ROOT)}:{node.lineno} cuts a region's number with int()"
        for path in FILES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "int"
        and any(isinstance(call, ast.Call) and _is_a_parameter(call) for call in node.args)
    ]
    assert wrong == []


def _is_a_parameter(call: ast.Call) -> bool:
    """Say whether a call is ``<parameters>.value(key, unit)``."""
    return isinstance(call.func, ast.Attribute) and call.func.attr == "value" and len(call.args) == 2
