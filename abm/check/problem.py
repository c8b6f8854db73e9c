"""One thing that is wrong: where, what is there, what may be there, and the nearest valid name."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from abm.check.words import in_chinese


@dataclass(frozen=True)
class Problem:
    """A defect of a region's data; ``line`` counts the header as 1 and is 0 for a whole file."""

    file: str
    line: int
    column: str
    got: str
    allowed_zh: str
    allowed_en: str
    nearest: str = ""

    def text(self, lang: str = "en") -> str:
        """Return the problem as one line."""
        where = self.file + (f":{self.line}" if self.line else "") + (f" {self.column}" if self.column else "")
        got = self.got if len(self.got) <= 60 else self.got[:57] + "..."
        if lang == "zh":
            near = f"；最接近的是 {self.nearest!r}" if self.nearest else ""
            return f"{where}：现为 {in_chinese(got)!r}，应为{self.allowed_zh}{near}"
        near = f"; nearest is {self.nearest!r}" if self.nearest else ""
        return f"{where}: got {got!r}, allowed {self.allowed_en}{near}"

    def __str__(self) -> str:
        return self.text()


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word nearest to ``word``, or nothing."""
    return next(iter(get_close_matches(word, list(known), n=1)), "")
