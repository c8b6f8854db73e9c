"""The synthetic population of a region: columns of agents, communities and their links."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array

from abm.population.layers import KINDS

Columns = dict[str, np.ndarray]


@dataclass(frozen=True)
class Population:
    """Read-only columns of all agents of a region at one scale.

    ``households``, ``cars`` and ``farms`` carry ``weight`` (agents that a row stands for); ``fleet``
    (taxis, buses, light trucks) and ``trucks`` (heavy) are complete at every scale. Rows with
    ``alive`` false are places for those who come later. ``communities`` and ``links`` describe the
    places; ``statistics`` says what the links look like.
    """

    scale: float
    seed: int
    households: Columns
    cars: Columns
    fleet: Columns
    trucks: Columns
    farms: Columns
    communities: Columns
    links: Columns
    statistics: dict[str, float] = field(default_factory=dict)

    @property
    def n_communities(self) -> int:
        """Number of communities; ``community`` columns are positions in ``communities``."""
        return len(self.communities["code"])

    @cached_property
    def graph(self) -> csr_array:
        """Weights of neighbouring communities, (n_communities, n_communities), rows add up to 1."""
        parts = (self.links["data"], self.links["indices"], self.links["indptr"])
        return csr_array(parts, shape=(self.n_communities, self.n_communities))

    def columns(self, kind: str) -> Columns:
        """Return the columns of one kind of agent.

        Raises:
            KeyError: no such kind.
        """
        if kind not in KINDS:
            raise KeyError(f"no agents {kind!r}; there are {', '.join(KINDS)}")
        found: Columns = getattr(self, kind)
        return found
