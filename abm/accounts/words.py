"""The words of the accounts: sectors, fuels, flows, gases and purses, each in one place."""

SECTORS = (
    "coal_mining",  # with washing
    "power",  # public electricity and CHP
    "heat",  # district heat from boilers
    "coking",
    "steel",
    "alumina",
    "aluminium",
    "cement",
    "chemicals",
    "hydrogen",
    "gas_fields",
    "other_industry",
    "services",  # public buildings and commerce
    "homes_urban",
    "homes_rural",
    "transport_passenger",
    "transport_freight",
    "farming",
    "waste",
    "land",
)

FUELS = (
    "raw_coal",
    "clean_coal",  # washed coking coal
    "middlings",  # other washed coal, and gangue burnt in waste-coal units
    "briquette",  # clean household coal
    "coke",
    "coke_oven_gas",
    "blast_furnace_gas",
    "converter_gas",
    "natural_gas",  # tight gas, coalbed and drained mine methane included
    "lng",
    "lpg",  # bottled gas
    "gasoline",
    "diesel",
    "kerosene",  # of aircraft
    "tar_benzol",
    "methanol",
    "hydrogen",
    "biomass",  # straw, pellets, biogas
    "waste_fossil",  # fossil part of incinerated waste
    "heat",
    "electricity",
    "none",  # releases without a fuel: process, fugitive, soils, livestock
)

FLOWS = (
    "produced",  # taken from nature in the city, or primary electricity
    "made",  # output of a transformation
    "turned",  # input of a transformation that is not burnt (coking, washing, methanol)
    "burnt",  # burnt, whatever for; the sector tells
    "used",  # electricity, heat and hydrogen used
    "feedstock",  # carbon that leaves in products
    "lost",  # losses in pipes, lines and heaps
)

GASES = ("co2_energy", "co2_process", "co2_land", "ch4", "n2o", "pfc", "co2_captured", "co2_urea")

PURSES = (
    "households",
    "vehicle_owners",
    "farms",
    "firms",
    "grid",
    "energy_suppliers",  # mines, oil, gas and heat companies as sellers
    "equipment_makers",  # and builders of roads, walls, fields and woods
    "city_budget",
    "upper_budget",  # province and state
    "outside",
    "customers",  # who buys what firms make
)

PLACES = ("Rural", "Urban")
INCOME_GROUPS = ("Poorest Fifth", "Second Fifth", "Middle Fifth", "Fourth Fifth", "Richest Fifth")
OWN_POWER = {  # sector that makes power of its own gas and heat -> item under which the grid pays for it
    "coking": "power of oven gas and dry quenching",
    "steel": "power of furnace gas",
    "coal_mining": "power of mine gas",
}
