"""``tanfeng levers``: what an official can set, within which bounds, and what is law today."""

from argparse import Namespace
from typing import Any

from abm.errors import UserError, nearest_start
from abm.region import Region
from abm.simulation import lever_paths, simulated_years
from experiments.language import Speech
from experiments.lever_values import file_number
from experiments.places import chosen_region
from experiments.text import as_json, table
from experiments.units import unit_name
from policies.lever import AUTHORITIES, Lever, Text
from policies.registry import all_levers


def main(args: Namespace, say: Speech) -> int:
    """List the levers whose id starts with the prefix.

    Raises:
        UserError: none does.
    """
    region = chosen_region(args.region)
    levers = [lever for lever in all_levers().values() if lever.id.startswith(args.prefix)]
    if not levers:
        raise UserError(f"no lever starts with {args.prefix!r}{nearest_start(args.prefix, all_levers())}")
    reference = lever_paths("current", region)
    plan = lever_paths("plan", region)
    if args.json:
        print(as_json([describe(lever, region, reference, plan) for lever in levers]))
        return 0
    year, later = region.first_decision_year, 2030
    at = [simulated_years(region, None).index(y) for y in (year, later)]
    header = (
        say("标识", "id"),
        say("名称", "label"),
        say("单位", "unit"),
        say("下限", "low"),
        say("上限", "high"),
        say(f"现行 {year}", f"current {year}"),
        say(f"方案 {year}", f"plan {year}"),
        say(f"方案 {later}", f"plan {later}"),
        say("项目", "project"),
        say("权限", "authority"),
    )
    rows = [
        (
            lever.id,
            say(lever.label.zh, lever.label.en),
            unit_name(lever.unit, say),
            file_number(lever, lever.low, say),
            file_number(lever, lever.high, say),
            file_number(lever, float(reference[lever.id][at[0]]), say),
            file_number(lever, float(plan[lever.id][at[0]]), say),
            file_number(lever, float(plan[lever.id][at[1]]), say),
            ",".join(lever.projects),
            say(*AUTHORITIES[lever.authority]),
        )
        for lever in levers
    ]
    print(table(header, rows, right=range(3, 8)))
    return 0


def describe(lever: Lever, region: Region, reference: dict[str, Any], plan: dict[str, Any]) -> dict[str, Any]:
    """Return everything that is known of a lever."""
    years = simulated_years(region, None)
    return {
        "id": lever.id,
        "label": _both(lever.label),
        "description": _both(lever.description),
        "unit": lever.unit,
        "low": lever.low,
        "high": lever.high,
        "reference": dict(zip(years, map(float, reference[lever.id]), strict=True)),
        "plan": dict(zip(years, map(float, plan[lever.id]), strict=True)),
        "project": list(lever.projects),
        "article": lever.article,
        "bureau": _both(lever.bureau),
        "authority": lever.authority,
        "channel": lever.channel,
        "guidance": {
            "low": _both(lever.guidance.low),
            "plan": _both(lever.guidance.plan),
            "high": _both(lever.guidance.high),
        },
        "indicator": lever.indicator,
        "sign": lever.sign,
        "evidence": list(lever.evidence),
    }


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
