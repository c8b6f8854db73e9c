"""What every part of the city is built from."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from abm.context import Storyline
from abm.days import Days
from abm.randomness import Streams
from abm.region import Region

if TYPE_CHECKING:
    from abm.population import Population

History = Literal["observed", "free"]


@dataclass(frozen=True)
class World:
    """Region, people, days, luck and context of one run.

    ``history`` is ``observed`` when the past follows observation where there is any, ``free`` when
    the model runs free from the first year (the hindcast).
    """

    region: Region
    population: "Population"
    days: Days
    streams: Streams
    storyline: Storyline
    years: tuple[int, ...]
    history: History

    def follows(self, year: int) -> bool:
        """Return whether ``year`` is a year of the past that follows observation."""
        return self.history == "observed" and year <= self.region.last_observed_year

    def context(self, key: str, unit: str, year: int) -> float:
        """Return a driver of the storyline."""
        return self.storyline.value(key, unit, year)
