"""The examples below each command's help: they are understood, and name what there is."""

import re
import shlex

import pytest

from abm.variables import all_variables
from experiments.arguments import COMMANDS, read
from experiments.arguments_examples import EXAMPLES
from experiments.batch.design_file import DESIGNS
from experiments.cli import main
from experiments.language import Speech
from policies.package import package_ids
from policies.registry import all_levers

pytestmark = pytest.mark.usefixtures("english")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_examples_that_it_understands(command):
    for line in EXAMPLES[command]:
        name, *words = shlex.split(line)
        assert name == "tanfeng" and words[0] == command
        assert len(line) <= 100
        assert read(words, Speech("en")).command == command


@pytest.mark.parametrize(
    "line", [line for command in ("levers", "packages", "targets", "data", "indicators") for line in EXAMPLES[command]]
)
def test_an_example_that_lists_something_finds_it(line, capsys):
    assert main(shlex.split(line)[1:]) == 0
    assert capsys.readouterr().out.strip()


def test_examples_name_levers_variables_packages_and_designs_that_there_are():
    text = "\n".join(line for lines in EXAMPLES.values() for line in lines)
    for word in re.findall(r"--set ([^-]*)", text):
        assert all(re.split("[@=]", part)[0] in all_levers() for part in word.split())
    variables = re.findall(r'"([A-Z][^"@<>]*)', text)
    assert variables and all(name.strip() in all_variables() for name in variables)
    assert all((DESIGNS / f"{name}.toml").exists() for name in re.findall(r"tanfeng (?:batch|seek) (s[a-z]+) --", text))
    assert {"current", "plan", "plan_plus"} <= set(package_ids())
