"""A copy of the tiny region that a test may spoil, and what is said of it."""

import shutil
from pathlib import Path

from abm.check import check_region
from abm.region import REGIONS


def spoilable(tmp_path: Path) -> Path:
    """Return a copy of the tiny region, in a folder with Chinese and a space in its name."""
    return Path(shutil.copytree(REGIONS / "tiny", tmp_path / "小 区"))


def said(folder: Path, lang: str = "en") -> str:
    """Return what is wrong, a line a problem."""
    return "\n".join(problem.text(lang) for problem in check_region(folder))


def add(folder: Path, name: str, line: str) -> int:
    """Append a line to a table and return its number."""
    text = (folder / name).read_text(encoding="utf-8").rstrip("\n") + "\n"
    (folder / name).write_text(text + line + "\n", encoding="utf-8")
    return text.count("\n") + 1


def change(folder: Path, name: str, before: str, after: str) -> int:
    """Change the first place of a table that reads so, and return the number of its line."""
    text = (folder / name).read_text(encoding="utf-8")
    assert before in text
    (folder / name).write_text(text.replace(before, after, 1), encoding="utf-8")
    return text[: text.index(before)].count("\n") + 1


def empty(file: Path) -> None:
    """Leave of a table its header alone."""
    file.write_text(file.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")


def told_in_both(folder: Path, table: str, before: str, after: str, said_of_it: str) -> None:
    """Change a table, and hold that the check says so in English and leaves no English in the Chinese."""
    change(folder, table, before, after)
    assert said_of_it in said(folder)
    assert not any("got" in problem.text("zh") for problem in check_region(folder))
