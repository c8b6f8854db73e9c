"""What a person has chosen: a package, curves of levers on top of it, and assumptions.

A scenario is frozen: a move returns a new one.
"""

from dataclasses import dataclass, replace

import numpy as np

from experiments.web.ask import PLAIN, Ask, Setting

Points = tuple[tuple[int, float], ...]  # year, value


@dataclass(frozen=True)
class Curve:
    """A lever's values from its first point on: straight between points, or held until the next."""

    points: Points
    is_linear: bool = False

    def settings(self, lever: str) -> list[Setting]:
        """Return the curve as dated settings."""
        if not self.is_linear or len(self.points) < 2:
            return [(lever, year, value) for year, value in self.points]
        years, values = zip(*self.points, strict=True)
        span = range(years[0], years[-1] + 1)
        return [
            (lever, year, round(float(value), 6))
            for year, value in zip(span, np.interp(span, years, values), strict=True)
        ]


@dataclass(frozen=True)
class Scenario:
    """A future as it was chosen. ``curves`` are sorted by lever; the other fields are those of :class:`Ask`."""

    package: str = PLAIN
    curves: tuple[tuple[str, Curve], ...] = ()
    storyline: str = ""
    seed: int = 1
    values: tuple[tuple[str, float], ...] = ()
    positions: tuple[tuple[str, float], ...] = ()
    drivers: tuple[tuple[str, float], ...] = ()

    def ask(self) -> Ask:
        """Return what the workers are asked for."""
        settings = [setting for lever, curve in self.curves for setting in curve.settings(lever)]
        return Ask(self.package, tuple(settings), self.storyline, self.seed, self.values, self.positions, self.drivers)

    def with_curve(self, lever: str, curve: Curve | None) -> "Scenario":
        """Return the scenario with a lever's curve set, or (None) left to the package again."""
        others = dict(self.curves)
        others.pop(lever, None)
        if curve is not None and curve.points:
            others[lever] = Curve(tuple(sorted(curve.points)), curve.is_linear)
        return replace(self, curves=tuple(sorted(others.items(), key=lambda item: item[0])))

    def without_levers(self) -> "Scenario":
        """Return the scenario with every lever as the package has it."""
        return replace(self, curves=())

    def plain(self) -> "Scenario":
        """Return current law in the same context and with the same luck: the counterfactual."""
        return replace(self, package=PLAIN, curves=())

    def without_assumptions(self) -> "Scenario":
        """Return the scenario in the first storyline, with the data as they are."""
        return replace(self, storyline="", seed=1, values=(), positions=(), drivers=())
