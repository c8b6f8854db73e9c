"""Gas for coal in industrial boilers and kilns."""

from abm.industry.kinds import Kind

KINDS = (
    Kind(
        "gas_firing",
        ("raw_coal", "alumina", "cement", "other"),
        fuels=("raw_coal", "natural_gas"),
        numbers=("running",),
    ),
)
