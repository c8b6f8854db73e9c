"""The README is run: its snippets work, its links lead somewhere, its words are the code's."""

import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest

from experiments.arguments import read
from experiments.cli import main
from experiments.language import Speech

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh.md")
DOCUMENTS = sorted(
    path for where in ("README*.md", "docs/*.md", "abm/*.md", "abm/odd/*.md") for path in ROOT.glob(where)
)
LAYERS = ("agents", "policies", "abm", "experiments", "tests")
WORDS = {
    "Region": "abm.region",
    "Storyline": "abm.context",
    "Lever": "policies.lever",
    "Package": "policies.package",
    "Signals": "agents.signals",
    "City": "abm.model",
    "Household": "agents.household",
    "Farm": "agents.farm",
    "Firm": "agents.firm",
    "County": "agents.county",
    "Grid": "agents.grid",
    "Table": "agents.table",
    "Ledger": "abm.accounts.ledger",
    "Record": "abm.record",
    "Run": "abm.results",
    "Results": "abm.results",
}


def blocks(name: str, kind: str) -> list[str]:
    """Return the code blocks of one kind."""
    return re.findall(rf"```{kind}\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.S)


def commands(name: str) -> list[list[str]]:
    """Return the ``tanfeng`` lines of a README as words."""
    lines = [line for block in blocks(name, "sh") for line in block.splitlines()]
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("tanfeng ")]


@pytest.mark.parametrize("name", READMES)
def test_commands_are_understood(name):
    assert commands(name)
    for words in commands(name):
        read(words, Speech("en"))


def test_both_languages_show_the_same_code():
    assert blocks("README.md", "python") == blocks("README.zh.md", "python")
    plain = [[word for word in words if word not in ("--lang", "zh")] for words in commands("README.zh.md")]
    assert plain == commands("README.md")


@pytest.mark.slow
@pytest.mark.parametrize("words", commands("README.md"), ids=" ".join)
def test_commands_work(words, tmp_path, monkeypatch, capsys):
    words = [str(ROOT / word) if word.startswith("abm/") else word for word in words]
    monkeypatch.chdir(tmp_path)
    assert main(words) == 0
    assert capsys.readouterr().out.strip()


@pytest.mark.slow
def test_the_python_snippet_works(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for block in blocks("README.md", "python"):
        exec(compile(block, "README.md", "exec"), {})
    told = capsys.readouterr().out
    assert "2040" in told and "Peak(" in told
    assert (tmp_path / "emissions.png").stat().st_size > 10_000


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(path):
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    lost = [link for link in links if "://" not in link and not (path.parent / link).exists()]
    assert lost == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_folders_that_are_named_stand_there(path):
    """Named from the root, from a layer, or by the end of their path."""
    named = re.findall(r"`([\w./*-]+(?:\.py|/))`", path.read_text(encoding="utf-8"))
    lost = {name for name in named if not any(any((ROOT / layer).rglob(name.rstrip("/"))) for layer in LAYERS)}
    assert {name for name in lost if not any(ROOT.glob(name.rstrip("/")))} == set()


@pytest.mark.parametrize("name", READMES)
def test_the_words_are_the_names_of_classes(name):
    table = (ROOT / name).read_text(encoding="utf-8").split("|---|---|\n")[-1]
    told = {
        word
        for line in table.splitlines()
        if line.startswith("|")
        for word in re.findall(r"`(\w+)`", line.split("|")[1])
    }
    assert told == set(WORDS)
    for word, module in WORDS.items():
        assert isinstance(getattr(import_module(module), word), type), word


def test_the_year_in_nine_lines_is_nine_lines():
    for name in READMES:
        assert len(re.findall(r"^\d\. \*\*", (ROOT / name).read_text(encoding="utf-8"), re.M)) == 9
