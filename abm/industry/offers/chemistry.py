"""Chemical works: steam without coal, and coal as a material instead of a fuel."""

from abm.industry.kinds import Kind

_BASE = ("power", "bound_coal", "value_added")
_LINE = ("power", "bound_coal", "running", "value_added")
KINDS = (
    Kind(
        "cleaner_steam",
        ("chemicals",),
        fuels=("raw_coal", "natural_gas"),
        numbers=("power",),
        support="cleaner steam support",
    ),
    Kind(
        "coal_material",
        ("chemicals",),
        fuels=("raw_coal",),
        numbers=_LINE,
        suits_contract=False,
        is_green=False,
        grant="coal material grant",
    ),
    Kind(  # of new bases
        "coal_chemistry", ("chemicals",), fuels=("raw_coal",), numbers=_BASE, suits_contract=False, is_green=False
    ),
)
