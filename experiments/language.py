"""Chinese or English, chosen once per command."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Lang = Literal["zh", "en"]


@dataclass(frozen=True)
class Speech:
    """Says one of two texts; ``speech(zh, en)`` returns the one in its language."""

    lang: Lang

    def __call__(self, zh: str, en: str) -> str:
        """Return the text in this language."""
        return zh if self.lang == "zh" else en

    def together(self, *sentences: str) -> str:
        """Return sentences one after the other; Chinese has no space between them, and empty ones are none."""
        return self("", " ").join(sentence.strip() for sentence in sentences if sentence.strip())


def choose(words: Sequence[str], environ: Mapping[str, str]) -> Speech:
    """Return the language of the last ``--lang``, else the one of the locale."""
    found = ""
    for before, word in pairwise(["", *words]):
        named = word.partition("=")[2] if word.startswith("--lang=") else word if before == "--lang" else ""
        found = named if named in ("zh", "en") else found
    if found:
        return Speech("zh" if found == "zh" else "en")
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return Speech("zh" if locale.lower().startswith("zh") else "en")
