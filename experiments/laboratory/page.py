"""The page of the answers: its generated sections, what each stands on, and the table of versions at its head."""

import re
from collections.abc import Mapping
from pathlib import Path

from abm.errors import UserError
from experiments.laboratory.answer import Answer, Sections
from experiments.laboratory.setup import PICTURES, Setup
from experiments.laboratory.version import Version
from experiments.language import Lang, Speech
from experiments.text import markdown

DOCS = PICTURES.parent
PAGES: dict[Lang, str] = {"en": "laboratory.md", "zh": "laboratory.zh.md"}
SECTION = "<!-- generated:laboratory_{name} -->\n"
END = "<!-- end -->"
STANDS = re.compile(r"<!-- (\w+): (\d+) (\S+) (\w+) (\w+) (\w+) -->")  # answer, runs, scale, code, data, packages


def write(answer: Answer, texts: Mapping[Lang, Sections], n_runs: int, setup: Setup, place: Path = DOCS) -> None:
    """Put an answer's sections into both pages, and what it stands on into their tables of versions."""
    version = setup.version
    stands = f"{answer.name}: {n_runs} {setup.scale:g} {version.code} {version.data} {version.packages}"
    for lang, name in PAGES.items():
        path = place / name
        text = path.read_text(encoding="utf-8")
        for at, (section, content) in enumerate(texts[lang].items()):
            told = (f"<!-- {stands} -->\n" if not at else "") + content
            text = filled(text, section, told, path)
        path.write_text(filled(text, "versions", versions(text, Speech(lang)), path), encoding="utf-8")


def filled(text: str, section: str, content: str, path: Path) -> str:
    """Return the page with one of its sections made anew.

    Raises:
        UserError: the page has no such section.
    """
    head = SECTION.format(name=section)
    before, found, rest = text.partition(head)
    _, end, after = rest.partition(END)
    if not (found and end):
        raise UserError(f"{path}: has no section {head.strip()} that {END} closes")
    return f"{before}{head}{content}{end}{after}"


def standing(text: str) -> dict[str, tuple[int, str, Version]]:
    """Return answer -> runs, scale and version, as a page tells them."""
    found = STANDS.findall(text)
    return {name: (int(n), scale, Version(code, data, packages)) for name, n, scale, code, data, packages in found}


def versions(text: str, say: Speech) -> str:
    """Return the table of what the answers of a page stand on."""
    from experiments.laboratory.command import ANSWERS

    found = standing(text)
    rows = [
        [
            say(one.zh, one.en),
            f"`{name}`",
            str(n) if n else "-",
            scale,
            *(f"`{told}`" for told in vars(version).values()),
        ]
        for name, one in ANSWERS.items()
        if name in found
        for n, scale, version in (found[name],)
    ]
    header = (
        ["答案", "名称", "运行次数（约）", "规模", "代码", "数据", "政策包与设计"]
        if say.lang == "zh"
        else ["answer", "its name", "runs, about", "scale", "code", "data", "packages and designs"]
    )
    return markdown(header, rows)


def stale(answers: Mapping[str, Answer], now: Version, place: Path) -> dict[str, list[str]]:
    """Return the answers that stand on another version than now, with what differs; nothing for one never made."""
    found = standing((place / PAGES["en"]).read_text(encoding="utf-8"))
    return {
        name: found[name][2].differs(now) if name in found else []
        for name in answers
        if name not in found or found[name][2] != now
    }
