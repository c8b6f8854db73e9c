"""``tanfeng targets``: what the plan promises, and whether its promises can hold together."""

from argparse import Namespace
from collections import Counter

from abm.region import Region
from abm.targets import read_targets
from abm.targets.feasibility import VERDICTS_ZH, feasibility
from experiments.language import Speech
from experiments.places import chosen_region
from experiments.target_words import project_name, target_name, wanted_text
from experiments.text import as_json, number, table
from experiments.units import reader_unit


def main(args: Namespace, say: Speech) -> int:
    """List the targets, or test them jointly by arithmetic."""
    region = chosen_region(args.region)
    if args.feasibility:
        return _feasibility(region, args, say)
    targets = read_targets(region)
    if args.json:
        shown = ("id", "project", "indicator", "indicator_zh", "year", "date_source", "date_source_zh", "value",
                 "unit", "kind")  # fmt: skip
        print(
            as_json(
                [
                    {name: getattr(target, name) for name in shown}
                    | {
                        "relation": target.relation_text,
                        "variables": target.variables,
                        "calibre": target.calibre,
                        "calibre_zh": target.calibre_zh,
                        "quote_zh": target.quote_zh,
                    }
                    for target in targets
                ]
            )
        )
        return 0
    header = (
        say("编号", "id"),
        say("项目", "project"),
        say("年", "year"),
        say("目标", "target"),
        say("指标", "indicator"),
        say("原文", "the plan's words"),
    )
    rows = [
        (
            target.id,
            project_name(target.project, say),
            str(target.year or ""),
            wanted_text(target.relation_text, target.value, target.unit, say),
            target_name(target.indicator, target.indicator_zh, say),
            target.quote_zh,
        )
        for target in targets
    ]
    print(table(header, rows))
    print("\n" + say(f"{len(targets)} 个目标", f"{len(targets)} targets"))
    return 0


def _feasibility(region: Region, args: Namespace, say: Speech) -> int:
    """Print which targets can hold together, with the arithmetic."""
    findings = feasibility(region)
    if args.json:
        print(as_json([vars(finding) | {"found": vars(finding.found)} for finding in findings]))
        return 0
    print(say("括号内：算术上的最低 .. 居中 .. 最高", "in brackets: lowest .. central .. highest by arithmetic") + "\n")
    for finding in findings:
        verdict = say(VERDICTS_ZH[finding.verdict], finding.verdict)
        unit, factor = reader_unit(finding.unit, say)
        found = (finding.found.low, finding.found.central, finding.found.high)
        between = " .. ".join(number(factor * value) for value in found)
        print(f"{', '.join(finding.targets)}  {verdict}  ({between} {unit})")
        print("  " + say(finding.arithmetic_zh, finding.arithmetic_en))
    verdicts = Counter(finding.verdict for finding in findings)
    told = say("，", ", ").join(f"{say(VERDICTS_ZH[verdict], verdict)} {n}" for verdict, n in verdicts.items())
    print("\n" + say(f"{len(findings)} 项检验：{told}", f"{len(findings)} tests: {told}"))
    return 0
