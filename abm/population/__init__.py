"""The synthetic population: households, vehicles and farms in their communities, at any scale."""

from abm.population.build import build_population
from abm.population.cache import load_population
from abm.population.population import Columns, Population

__all__ = ["Columns", "Population", "build_population", "load_population"]
