"""Says that a batch was made by another version, wherever one is read."""

from abm.provenance import code_version, data_hash
from abm.region import Region, UnknownRegion
from experiments.batch.reading import Made
from experiments.batch.trial import loaded_region
from experiments.language import Speech


def region_of(made: Made) -> Region | None:
    """Return the region of a batch, None where this installation has none of that name."""
    try:
        return loaded_region(made.told["region"])
    except UnknownRegion:
        return None


def differing(made: Made) -> list[str]:
    """Return which of code and data differ from this version's; data that are not here count as different."""
    differ = ["code"] if made.told["code"].get("hash") != code_version()["hash"] else []
    region = region_of(made)
    here = data_hash(region) if region else ""
    return differ + (["data"] if made.told["data"] != here else [])


def older_than_now(made: Made, say: Speech) -> str:
    """Return a note where the batch was made with other code or data than this version's, else nothing."""
    differ = differing(made)
    if not differ:
        return ""
    chinese = "、".join({"code": "代码", "data": "数据"}[word] for word in differ)
    return say(
        f"注意：该批次由另一版本的{chinese}做成",
        f"note: this batch was made with other {' and '.join(differ)} than now",
    )
