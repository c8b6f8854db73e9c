"""The powertrains of each kind of vehicle; a column holds the position in its tuple."""

from typing import Final

CARS: Final = ("petrol", "hybrid", "plug_in", "battery")
PETROL, HYBRID, PLUG_IN, BATTERY_CAR = range(4)

FLEETS: Final = ("taxi", "bus", "light_truck")
TAXI, BUS, LIGHT_TRUCK = range(3)
FLEET_POWERTRAINS: Final = ("oil", "gas", "battery")
OIL, GAS, BATTERY_FLEET = range(3)

TRUCKS: Final = ("diesel", "lng", "charge", "swap", "hydrogen")
DIESEL, LNG, CHARGE, SWAP, HYDROGEN = range(5)
