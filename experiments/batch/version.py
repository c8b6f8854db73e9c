"""Says that a run or a batch was made by another version, wherever one is read."""

from collections.abc import Sequence
from typing import Any

from abm.provenance import code_version, data_hash
from abm.region import Region, UnknownRegion
from experiments.batch.reading import Made
from experiments.batch.trial import loaded_region
from experiments.language import Speech


def region_of(made: Made) -> Region | None:
    """Return the region of a batch, None where this installation has none of that name."""
    return _region(made.told["region"])


def differing(made: Made) -> list[str]:
    """Return which of code and data differ from this version's; data that are not here count as different."""
    return _differing(made.told["code"].get("hash"), made.told["data"], region_of(made))


def older_than_now(made: Made, say: Speech) -> str:
    """Return a note where the batch was made with other code or data than this version's, else nothing."""
    told = _named(differing(made))
    return (
        say(f"注意：该批次由另一版本的{told[0]}做成", f"note: this batch was made with other {told[1]} than now")
        if told
        else ""
    )


def run_older_than_now(facts: dict[str, Any], region: Region | None, say: Speech) -> str:
    """Return the same of a run's folder from its ``run.json``; ``region`` is the run's where it does not ship."""
    name = str(facts["runs"][0].get("region"))
    code, data = facts.get("code") or {}, facts.get("data") or {}
    told = _named(_differing(code.get("hash"), data.get(name), region or _region(name)))
    return (
        say(f"注意：该运行由另一版本的{told[0]}做成", f"note: this run was made with other {told[1]} than now")
        if told
        else ""
    )


def _region(name: str) -> Region | None:
    try:
        return loaded_region(name)
    except UnknownRegion:
        return None


def _differing(code: str | None, data: str | None, region: Region | None) -> list[str]:
    differ = ["code"] if code != code_version()["hash"] else []
    return differ + (["data"] if data != (data_hash(region) if region else "") else [])


def _named(differ: Sequence[str]) -> tuple[str, str] | None:
    """Return what differs in Chinese and in English, None where nothing does."""
    words = {"code": "代码", "data": "数据"}
    return ("、".join(words[word] for word in differ), " and ".join(differ)) if differ else None
