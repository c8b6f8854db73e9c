"""Named scenarios together, as a browser keeps them and as a file: read as strictly as a single one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from abm.region import Region
from experiments.language import Speech
from experiments.web.link import LARGEST, NotAScenario, content_of, parsed, read_content
from experiments.web.scenario import Scenario

FORMAT = "tanfeng-scenarios"
LONGEST_NAME = 60
MOST = 200


@dataclass(frozen=True)
class Saved:
    """A scenario with the name that a person gave it."""

    name: str
    scenario: Scenario


def text_of(saved: Sequence[Saved], region: Region) -> str:
    """Return the scenarios as the text of a file."""
    listed = [{"name": one.name, **content_of(one.scenario, region)} for one in saved]
    return json.dumps({"format": FORMAT, "scenarios": listed}, ensure_ascii=False)


def fits(saved: Sequence[Saved], region: Region) -> bool:
    """Return whether so many scenarios can be read again."""
    return len(saved) <= MOST and len(text_of(saved, region).encode()) <= LARGEST


def read_collection(text: str, region: Region, say: Speech) -> tuple[list[Saved], tuple[str, ...]]:
    """Return the scenarios of a text, and what of them was left out or differs; each complaint once.

    Raises:
        NotAScenario: the text is too large, no JSON, or something else.
    """
    content = parsed(text, say)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise NotAScenario(say("文件不是碳峰情景集", "the file is no collection of scenarios of Tanfeng"))
    saved: list[Saved] = []
    problems: list[str] = []
    listed = content.get("scenarios")
    for one in (listed if isinstance(listed, list) else [])[:MOST]:
        try:
            read = read_content(one, region, say)
        except NotAScenario as error:
            problems.append(str(error))
            continue
        saved.append(Saved(name_in(one.get("name"), str(len(saved) + 1)), read.scenario))
        problems += read.problems
    return saved, tuple(dict.fromkeys(problems))


def name_in(text: object, default: str) -> str:
    """Return a name on one line and not too long."""
    name = " ".join(text.split())[:LONGEST_NAME] if isinstance(text, str) else ""
    return name or default
