"""Metals, ovens and kilns: dry quenching, routes of steel, cells, retorts of magnesium, what kilns burn beside coal."""

from abm.industry.kinds import Kind

KINDS = (
    Kind("dry_quenching", ("coke",), numbers=("running",), is_booked=True),
    Kind(
        "arc_furnace",
        ("steel",),
        fuels=("coke", "raw_coal", "natural_gas"),
        numbers=("power", "running", "process_co2"),
        suits_contract=False,
        is_booked=True,
        is_route=True,
    ),
    Kind(
        "hydrogen_iron",
        ("steel",),
        fuels=("coke", "raw_coal", "natural_gas"),
        numbers=("power", "running", "process_co2"),
        suits_contract=False,
        is_booked=True,
        is_route=True,
        support="hydrogen iron support",
    ),
    Kind("cell_control", ("aluminium",), numbers=("power_saved", "process_co2", "running"), grant="cell control grant"),
    Kind("kiln_fuels", ("cement",), fuels=("raw_coal", "biomass"), numbers=("running",), grant="kiln fuel grant"),
    Kind(  # magnesium is other industry
        "vertical_retort", ("other",), fuels=("raw_coal",), numbers=("running",), grant="retort grant"
    ),
)
