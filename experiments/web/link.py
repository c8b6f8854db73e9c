"""A scenario as the query of a link and as a small file: read strictly, because both come from outside.

A link: ``?r=luliang&p=plan&l=publicity:2027=0.9;straw_subsidy:2027=50,2035=100~&st=fast&seed=2&h=CODE.DATA``; the
tilde says that a curve is straight between its points. What a link names and this version does not
know is left out and said.
"""

import json
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlencode

from abm.provenance import code_version, data_hash
from abm.region import Region
from experiments.language import Speech
from experiments.web.scenario import Curve, Scenario
from policies.package import package_ids
from policies.registry import all_levers

LONGEST = 16_000  # letters of a link
LARGEST = 200_000  # bytes of a file
MOST_LEVERS, MOST_POINTS, MOST_ASSUMPTIONS = 400, 80, 60
NAME = re.compile(r"[A-Za-z0-9_.|\- ]{1,80}")
FORMAT = "tanfeng-scenario"
KINDS = {"values": "a", "positions": "o", "drivers": "d"}  # of assumptions -> their letter in a link


@dataclass(frozen=True)
class Read:
    """A scenario that was read, and what of it was left out or differs, in the reader's language."""

    scenario: Scenario
    problems: tuple[str, ...] = ()


class NotAScenario(ValueError):
    """Text that is no scenario at all."""


def stamp(region: Region) -> str:
    """Return the short hashes of code and data that results stand on."""
    return f"{code_version()['hash'][:8]}.{data_hash(region)[:8]}"


def query_of(scenario: Scenario, region: Region) -> str:
    """Return the query of a link, question mark included."""
    parts = {"r": region.id, "p": scenario.package}
    if scenario.curves:
        parts["l"] = ";".join(f"{lever}:{_points(curve)}" for lever, curve in scenario.curves)
    if scenario.storyline:
        parts["st"] = scenario.storyline
    if scenario.seed != 1:
        parts["seed"] = str(scenario.seed)
    for kind, letter in KINDS.items():
        pairs = getattr(scenario, kind)
        if pairs:
            parts[letter] = ";".join(f"{name}={value:.6g}" for name, value in pairs)
    return "?" + urlencode({**parts, "h": stamp(region)}, safe=":;=,~.|")


def read_query(query: str, region: Region, say: Speech) -> Read:
    """Return the scenario of a link; an empty query is the plain start."""
    if len(query) > LONGEST:
        return Read(Scenario(), (say("链接过长，未读取", "the link is too long and was not read"),))
    try:
        found = {key: values[0] for key, values in parse_qs(query.lstrip("?"), max_num_fields=20).items()}
    except ValueError:
        return Read(Scenario(), (say("链接无法读取", "the link cannot be read"),))
    raw = {
        "region": found.get("r", ""),
        "package": found.get("p", "current"),
        "storyline": found.get("st", ""),
        "seed": _whole(found.get("seed", "1")),
        "levers": [_curve_of(text) for text in _split(found.get("l", ""), ";")],
        **{kind: [_pair(text) for text in _split(found.get(letter, ""), ";")] for kind, letter in KINDS.items()},
    }
    return _checked(raw, found.get("h", ""), region, say)


def file_of(scenario: Scenario, region: Region) -> bytes:
    """Return a scenario file."""
    return (json.dumps(content_of(scenario, region), ensure_ascii=False, indent=1) + "\n").encode()


def content_of(scenario: Scenario, region: Region) -> dict[str, Any]:
    """Return what a scenario file holds."""
    return {
        "format": FORMAT,
        "made_with": stamp(region),
        "region": region.id,
        "package": scenario.package,
        "storyline": scenario.storyline,
        "seed": scenario.seed,
        "levers": {
            lever: {"points": [list(point) for point in curve.points], "linear": curve.is_linear}
            for lever, curve in scenario.curves
        },
        **{kind: dict(getattr(scenario, kind)) for kind in KINDS},
    }


def read_file(text: str, region: Region, say: Speech) -> Read:
    """Return the scenario of a file.

    Raises:
        NotAScenario: the text is too large, no JSON, or something else.
    """
    return read_content(parsed(text, say), region, say)


def parsed(text: str, say: Speech) -> Any:
    """Return the content of a small JSON file.

    Raises:
        NotAScenario: the text is too large, or no JSON.
    """
    if len(text.encode(errors="replace")) > LARGEST:
        raise NotAScenario(say("文件过大", "the file is too large"))
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise NotAScenario(say("文件不是JSON", "the file is no JSON")) from None


def read_content(content: Any, region: Region, say: Speech) -> Read:
    """Return the scenario that a file's content describes.

    Raises:
        NotAScenario: it describes something else.
    """
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise NotAScenario(say("文件不是碳峰情景文件", "the file is no scenario of Tanfeng"))
    levers = content.get("levers")
    raw = {
        "region": str(content.get("region", "")),
        "package": str(content.get("package", "current")),
        "storyline": str(content.get("storyline", "")),
        "seed": content.get("seed", 1),
        "levers": [_curve_in(name, cell) for name, cell in _items(levers)],
        **{kind: list(_items(content.get(kind))) for kind in KINDS},
    }
    return _checked(raw, str(content.get("made_with", "")), region, say)


def _checked(raw: dict, made_with: str, region: Region, say: Speech) -> Read:
    """Return what of ``raw`` this version knows, and what was left out."""
    problems: list[str] = []
    package = raw["package"]
    if package not in package_ids((region.folder / "packages",)):
        problems.append(say(f"未知政策包 {_short(package)}", f"unknown package {_short(package)}"))
        package = "current"
    storyline = raw["storyline"]
    if storyline and storyline not in region.storylines:
        problems.append(say(f"未知情景 {_short(storyline)}", f"unknown storyline {_short(storyline)}"))
        storyline = ""
    seed = raw["seed"] if isinstance(raw["seed"], int) and 0 <= raw["seed"] < 2**31 else 1
    if seed != raw["seed"]:
        problems.append(say("种子无法读取，改用1", "the seed cannot be read: 1 is used"))
    values, positions, drivers = (
        tuple(sorted(_known_pairs(kind, raw[kind][:MOST_ASSUMPTIONS], region, say, problems))) for kind in KINDS
    )
    scenario = Scenario(package, (), storyline, seed, values, positions, drivers)
    for found in raw["levers"][:MOST_LEVERS]:
        scenario = _with_lever(scenario, found, region, say, problems)
    if raw["region"] and raw["region"] != region.id:  # its data differ anyhow
        problems.append(
            say(
                f"此情景属于另一地区（{_short(raw['region'])}，本页是 {region.id}）：杠杆与假设照用，结果是本地区的",
                f"made for another region ({_short(raw['region'])}, here {region.id}): its levers and assumptions "
                "hold, the results are this region's",
            )
        )
    elif made_with and made_with != stamp(region):
        problems.append(
            say(
                f"此情景由另一版本的代码或数据生成（{_short(made_with)}，本机 {stamp(region)}），结果可能不同",
                f"made with other code or data ({_short(made_with)}, here {stamp(region)}): results may differ",
            )
        )
    return Read(scenario, tuple(problems))


def _with_lever(
    scenario: Scenario, found: tuple[str, Curve] | None, region: Region, say: Speech, problems: list[str]
) -> Scenario:
    if found is None:
        problems.append(say("有一项杠杆设定无法读取", "one lever's setting cannot be read"))
        return scenario
    name, curve = found
    lever = all_levers().get(name)
    if lever is None:
        problems.append(say(f"未知杠杆 {_short(name)}，已略去", f"unknown lever {_short(name)}, left out"))
        return scenario
    inside = tuple(
        (year, min(max(value, lever.low), lever.high))
        for year, value in curve.points
        if region.first_decision_year <= year <= region.horizon and math.isfinite(value)
    )
    if inside != curve.points:
        label = say(lever.label.zh, lever.label.en)
        problems.append(say(f"{label}：超出范围的点已改正", f"{label}: points out of bounds were put right"))
    return scenario.with_curve(name, Curve(inside, curve.is_linear))


def _known_pairs(
    kind: str, pairs: Iterable[object], region: Region, say: Speech, problems: list[str]
) -> Iterable[tuple[str, float]]:
    drivers = next(iter(region.storylines.values())).paths
    for pair in pairs:
        name, value = pair if isinstance(pair, tuple) else ("", None)
        known = name in drivers if kind == "drivers" else name in region.parameters
        number = _number(value)
        if known and math.isfinite(number) and (kind == "values" or abs(number) <= 1.0):
            yield name, number
        else:
            problems.append(say(f"假设 {_short(str(name))} 已略去", f"assumption {_short(str(name))} was left out"))


def _points(curve: Curve) -> str:
    return ",".join(f"{year}={value:.6g}" for year, value in curve.points) + ("~" if curve.is_linear else "")


def _curve_of(text: str) -> tuple[str, Curve] | None:
    name, _, points = text.partition(":")
    pairs = [_pair(part) for part in _split(points.removesuffix("~"), ",")[:MOST_POINTS]]
    dated = [(_whole(pair[0]), pair[1]) for pair in pairs if pair is not None]
    if not NAME.fullmatch(name) or not dated or len(dated) < len(pairs):
        return None
    return name, Curve(tuple(sorted(dict(dated).items())), text.endswith("~"))


def _curve_in(name: str, cell: object) -> tuple[str, Curve] | None:
    if not isinstance(cell, dict) or not isinstance(cell.get("points"), list):
        return None
    points: dict[int, float] = {}
    for point in cell["points"][:MOST_POINTS]:
        year, value = map(_number, point) if isinstance(point, list) and len(point) == 2 else (math.nan, math.nan)
        if not math.isfinite(year):
            return None
        points[int(year)] = value
    return name, Curve(tuple(sorted(points.items())), cell.get("linear") is True)


def _pair(text: str) -> tuple[str, float] | None:
    name, equals, value = text.partition("=")
    try:
        return (name, float(value)) if equals and NAME.fullmatch(name) else None
    except ValueError:
        return None


def _number(value: object) -> float:
    """Return a number of a file; NaN where there is none, or none that is of use."""
    try:
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    except OverflowError:  # a whole number of hundreds of digits
        return math.nan


def _items(cell: object) -> Iterable[tuple[str, object]]:
    return [(str(name)[:80], value) for name, value in cell.items()] if isinstance(cell, dict) else []


def _split(text: str, sign: str) -> list[str]:
    return [part for part in text.split(sign) if part]


def _whole(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,9}", text) else -1


def _short(text: str) -> str:
    return repr(text[:40])
