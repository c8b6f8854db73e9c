"""Scenarios that a person has saved: kept by the browser, taken away and brought back as a file."""

from collections.abc import Collection
from functools import lru_cache
from itertools import count

from abm.region import Region
from experiments.app.explorer import Explorer
from experiments.language import Speech
from experiments.web.collection import FORMAT, LONGEST_NAME, Saved, fits, name_in, read_collection, text_of
from experiments.web.link import NotAScenario, parsed, read_content
from experiments.web.shared import the_region


def can_save(explorer: Explorer, region: Region) -> bool:
    """Return whether the present scenario can be kept beside those saved."""
    is_ready = explorer.answer is not None and not explorer.is_busy
    return is_ready and fits((*explorer.saved, Saved("", explorer.scenario)), region)


def save(explorer: Explorer, name: str, region: Region) -> None:
    """Keep the present scenario under a name."""
    if can_save(explorer, region):
        taken = {one.name for one in explorer.saved if one.scenario != explorer.scenario}
        explorer.save(unlike(name_in(name, explorer.scenario.package), taken))


def unlike(name: str, taken: Collection[str]) -> str:
    """Return a name, numbered where it is taken: columns of a comparison must be told apart."""
    if name not in taken:
        return name
    stem = name[: LONGEST_NAME - 5]
    return next(told for n in count(2) if (told := f"{stem} ({n})") not in taken)


def restore(explorer: Explorer, text: object, region: Region, say: Speech) -> None:
    """Take over what the browser has kept; an empty text is an empty shelf."""
    explorer.is_restored = True
    try:
        saved, problems = read_collection(text, region, say) if isinstance(text, str) and text else ([], ())
    except NotAScenario as error:
        explorer.keep(explorer.saved, (str(error),))
        return
    explorer.keep(saved, problems)


def bring(explorer: Explorer, text: object, region: Region, say: Speech) -> None:
    """Open a file: go to its one scenario, or add its collection to the shelf; or say why not."""
    try:
        content = parsed(text if isinstance(text, str) else "", say)
        if isinstance(content, dict) and content.get("format") == FORMAT:
            _add(explorer, *read_collection(str(text), region, say), region, say)
            return
        read = read_content(content, region, say)
    except NotAScenario as error:
        explorer.notices = (str(error),)
        explorer.changed()
        return
    explorer.notices = read.problems
    explorer.move(read.scenario)
    explorer.changed()


def _add(explorer: Explorer, saved: list[Saved], problems: tuple[str, ...], region: Region, say: Speech) -> None:
    both = (*explorer.saved, *saved)
    if not fits(both, region):
        explorer.keep(explorer.saved, (say("已保存的情景太多", "too many scenarios are saved already"),))
        return
    told = say(f"已加入 {len(saved)} 个情景，见“比较与归因”", f"{len(saved)} scenarios added, see Compare")
    explorer.keep(both, (told, *problems))


def kept_text(explorer: Explorer) -> str | None:
    """Return what the browser is to keep; None before it has said what it kept so far."""
    return _text(explorer.saved) if explorer.is_restored else None


@lru_cache(maxsize=64)
def _text(saved: tuple[Saved, ...]) -> str:
    return text_of(saved, the_region())
