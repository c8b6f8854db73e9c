"""The ways that straw can go. The position in ``WAYS`` is what the column ``straw_way`` holds."""

WAYS = (
    "return",  # chopped and ploughed in
    "feed",  # to the farm's own animals, the rest to herds nearby
    "sold_fuel",  # baled and sold to power, pellet or biogas plants
    "stove_fuel",  # burnt in the farm's own stove
    "substrate",  # sold to mushroom growers
    "material",  # sold to board and paper mills
    "burn",  # left on the field: set alight, or left to rot
)

RETURN, FEED, SOLD_FUEL, STOVE_FUEL, SUBSTRATE, MATERIAL, BURN = range(len(WAYS))
OFF_FIELD = (FEED, SOLD_FUEL, SUBSTRATE, MATERIAL)  # ways with a buyer
