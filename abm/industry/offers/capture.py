"""Capture of CO2 from stacks, with its transport and storage, heat and power."""

from abm.industry.kinds import Kind

KINDS = (
    Kind(
        "capture",
        ("coke", "steel", "alumina", "cement", "chemicals"),
        fuels=("raw_coal",),
        numbers=("power", "captured", "running"),
        suits_contract=False,
        grant="capture pilot grant",
        support="capture support",
    ),
)
