"""The model as the plain function that calibrators take: ``model(theta, n, seed) -> (n, d)``.

``Model`` says which numbers theta holds and which series come back; the module's ``model`` is one of the
region's main uncertain numbers, ready for a first try. A year is a row, as black-it and its like want it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from abm.errors import UserError, nearest
from abm.region import Region
from abm.simulation import simulate
from abm.variables import variable
from experiments.batch.outcome import swept
from experiments.batch.trial import loaded_region


@dataclass(frozen=True)
class Model:
    """A function of numbers of the region.

    ``numbers``: keys of the region's parameters, in the order of theta, each in its own unit.
    ``series``: the variables of the columns. The past runs free, so that it can be held against evidence.
    """

    numbers: tuple[str, ...]
    series: tuple[str, ...]
    region: str = "luliang"
    package: str = "current"
    scale: float = 0.02

    def __post_init__(self) -> None:
        parameters = loaded_region(self.region).parameters
        unknown = [key for key in self.numbers if key not in parameters]
        if unknown:
            raise UserError(f"unknown parameter {unknown[0]!r}{nearest(unknown[0], parameters.keys)}")
        for name in self.series:
            variable(name)

    @property
    def bounds(self) -> np.ndarray:
        """(2, n_numbers) low and high of the rows, as calibrators want them."""
        rows = [_row(loaded_region(self.region), key) for key in self.numbers]
        return np.array([[low for low, _ in rows], [high for _, high in rows]])

    def __call__(self, theta: Sequence[float] | np.ndarray, n: int, seed: int) -> np.ndarray:
        """Return (n, d) values of the series in the first n years.

        Args:
            theta: (n_numbers,) values of the numbers.
            n: years from the region's first one on.
            seed: luck and behaviour.
        """
        region = loaded_region(self.region)
        if len(theta) != len(self.numbers):
            raise ValueError(f"theta: got {len(theta)} numbers, expected {len(self.numbers)}")
        values = dict(zip(self.numbers, map(float, theta), strict=True))
        with swept():
            run = simulate(
                self.package,
                region.with_values(values),
                until=region.first_year + n - 1,
                scale=self.scale,
                seed=int(seed),
                history="free",
            )
        return np.column_stack([run.record.series(name) for name in self.series])


def _row(region: Region, key: str) -> tuple[float, float]:
    rows = [row for row in region.parameters.rows(key) if row.key == key]
    return min(row.low for row in rows), max(row.high for row in rows)


model = Model(
    numbers=("heating.tolerance.median", "cars.choice.neighbours", "industry.aware.base"),
    series=("Emissions|CO2|Energy", "Share|Clean Heating", "Share|New Energy Car Sales"),
)
