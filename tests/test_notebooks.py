"""The notebooks run from top to bottom; their own assertions hold."""

from pathlib import Path

import pytest

NOTEBOOKS = Path(__file__).parent.parent / "docs" / "notebooks"
QUESTIONS = ("actions", "cheapest", "five_numbers", "peak", "where_it_fails")


def test_there_is_a_notebook_for_every_question():
    assert tuple(sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb"))) == QUESTIONS


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_notebook_is_kept_without_results_and_checks_its_answer(name):
    import json

    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    assert any("assert" in "".join(cell["source"]) for cell in code)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_notebook_explains_itself_in_chinese_and_english(name):
    import json
    import re

    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    told = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    assert told[0].count("# ") == 2
    assert len(told) >= 3
    for text in told:
        zh, _, en = text.partition("\n\n")
        assert re.search("[\u4e00-\u9fff]", zh) and re.search("[a-z]{3}", en), text


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of the kernel's own libraries
@pytest.mark.parametrize("name", QUESTIONS)
def test_a_notebook_runs(name):
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    if name == "cheapest":
        pytest.importorskip("pymoo")
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    nbclient.NotebookClient(notebook, timeout=600, kernel_name="python3").execute()
    shown = [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]
    assert any("image/png" in output.get("data", {}) for output in shown)
