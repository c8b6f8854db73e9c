"""``tanfeng targets``: what the plan promises, and whether its promises can hold together."""

from argparse import Namespace

from abm.region import load_region
from abm.targets import read_targets
from experiments.language import Speech
from experiments.text import as_json, number, table


def main(args: Namespace, say: Speech) -> int:
    """List the targets, or test them jointly by arithmetic."""
    region = load_region(args.region)
    if args.feasibility:
        from experiments.feasibility import show

        return show(region, args, say)
    targets = read_targets(region)
    if args.json:
        shown = ("id", "project", "indicator", "indicator_zh", "year", "date_source", "value", "unit", "kind")
        print(
            as_json(
                [
                    {name: getattr(target, name) for name in shown}
                    | {
                        "relation": target.relation_text,
                        "variables": target.variables,
                        "calibre": target.calibre,
                        "quote_zh": target.quote_zh,
                    }
                    for target in targets
                ]
            )
        )
        return 0
    header = ("id", say("项目", "project"), say("年", "year"), say("目标", "target"), say("指标", "indicator"))
    rows = [
        (
            target.id,
            target.project,
            str(target.year or ""),
            f"{target.relation_text} {number(target.value, 4) if target.value is not None else ''} {target.unit}",
            say(target.indicator_zh, target.indicator.replace("_", " ")),
            target.quote_zh,
        )
        for target in targets
    ]
    print(table((*header, say("原文", "the plan's words")), rows))
    print("\n" + say(f"{len(targets)} 个目标", f"{len(targets)} targets"))
    return 0
