"""Automatic mining: fewer people underground, steadier output, less power."""

from abm.industry.kinds import Kind

KINDS = (
    Kind(
        "smart_mine",
        ("raw_coal",),
        numbers=("power_saved", "running"),
        is_green=False,
        grant="mine upgrade support",  # as for larger mines
    ),
)
