"""A package that comes back to itself by ``base`` or ``from``, at once or through others, and so never begins."""

from collections.abc import Callable, Sequence
from pathlib import Path

Links = Callable[[Path], Sequence[tuple[str, Path]]]  # (word of the head, file) that a package's file stands on


def circle_problems(path: Path, links: Links) -> list[str]:
    """Return a line that names the circle into which the links of a package lead, if they do."""
    way = _circle([(path, "")], links)
    if not way:
        return []
    names, word = [file.stem for file, _ in way], way[-1][1]
    if len(way) == 2:
        return [f"{way[0][0].name}: {word} = {names[0]!r} is the package itself"]
    told = " -> ".join(names)
    return [f"{path.name}: packages stand on each other in a circle by base or from: {told}"]


def _circle(way: list[tuple[Path, str]], links: Links) -> list[tuple[Path, str]]:
    """Return the part of the way that comes back to where it begins; nothing if no way from its end does."""
    for word, onward in links(way[-1][0]):
        step = (onward, word)
        passed = [file for file, _ in way]
        if onward in passed:
            return [*way[passed.index(onward) :], step]
        if found := _circle([*way, step], links):
            return found
    return []
