"""The words of firms: what they make, in which sector, with what class of equipment, for whom."""

PRODUCTS = ("raw_coal", "coke", "steel", "alumina", "aluminium", "cement", "chemicals", "gas", "other")
SECTOR = {
    "raw_coal": "coal_mining",
    "coke": "coking",
    "steel": "steel",
    "alumina": "alumina",
    "aluminium": "aluminium",
    "cement": "cement",
    "chemicals": "chemicals",
    "gas": "gas_fields",
    "other": "other_industry",
}
EQUIPMENT = ("allowed", "restricted", "eliminated")
OWNERS = ("central", "provincial", "private")
RATINGS = ("low", "high", "outburst")  # legal gas rating of a mine
TALL_OVEN_M = 5.5  # ovens of this chamber height and more count as large

RAW_COAL, COKE, STEEL, ALUMINA, ALUMINIUM, CEMENT, CHEMICALS, GAS, OTHER = range(len(PRODUCTS))
ALLOWED, RESTRICTED, ELIMINATED = range(len(EQUIPMENT))

PROJECTS = (  # kinds of investment that firms weigh; the numbers of each stand in ``project.<id>.*``
    "cleaner_steam",
    "coal_material",
    "gas_firing",
    "smart_mine",
    "coal_chemistry",
    "capture",
    "dry_quenching",
    "arc_furnace",
    "hydrogen_iron",
    "cell_control",
    "kiln_fuels",
    "vertical_retort",
)
