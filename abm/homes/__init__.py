"""Homes: their heaters, winters, tariffs, roofs and attitudes, and what these add up to."""

from abm.homes.homes import Homes

__all__ = ["Homes"]
