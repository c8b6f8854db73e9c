"""Farms: smallholders and large farms of each village."""

from agents.farm.farm import Farm
from agents.farm.straw import Fields, StrawBehaviour, attraction, choose, reconsidering, way_values
from agents.farm.ways import BURN, FEED, OFF_FIELD, RETURN, SOLD_FUEL, STOVE_FUEL, WAYS

__all__ = [
    "BURN",
    "FEED",
    "OFF_FIELD",
    "RETURN",
    "SOLD_FUEL",
    "STOVE_FUEL",
    "WAYS",
    "Farm",
    "Fields",
    "StrawBehaviour",
    "attraction",
    "choose",
    "reconsidering",
    "way_values",
]
