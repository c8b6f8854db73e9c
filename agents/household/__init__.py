"""Households: heaters, winters, tariffs, roofs and attitudes."""

from agents.household.household import Household

__all__ = ["Household"]
