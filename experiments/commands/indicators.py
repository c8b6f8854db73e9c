"""``tanfeng indicators``: the variables of the results, with unit and what is in them."""

from argparse import Namespace

from abm.errors import UserError, nearest_start
from abm.variables import all_variables
from experiments.language import Speech
from experiments.provenance_words import about
from experiments.text import as_json, table
from experiments.units import unit_name


def main(args: Namespace, say: Speech) -> int:
    """List the variables whose name starts with the prefix.

    Raises:
        UserError: none does.
    """
    found = [variable for variable in all_variables().values() if variable.name.startswith(args.prefix)]
    if not found:
        raise UserError(f"no variable starts with {args.prefix!r}{nearest_start(args.prefix, all_variables())}")
    if args.json:
        print(as_json([vars(variable) for variable in found]))
        return 0
    header = (say("变量", "variable"), say("名称", "label"), say("单位", "unit"), say("说明", "note"))
    rows = [
        (variable.name, say(variable.label_zh, variable.label_en), unit_name(variable.unit, say), about(variable, say))
        for variable in found
    ]
    print(table(header, rows, is_open=True))
    return 0
