"""What a target asks of a number: at least, at most, more or less than, exactly or about."""

from dataclasses import dataclass
from math import inf

EXACT = 1e-9  # what rounding of sums may hide
SIGNS = (">=", "<=", ">", "<")


@dataclass(frozen=True)
class Relation:
    """A sign and a bound; ``slack`` is how far an ``about`` may miss, in the unit of the bound."""

    sign: str
    bound: float
    slack: float

    @property
    def edge(self) -> float:
        """The value at which it is just met: an ``about`` may miss its number."""
        return self.bound - self.slack if self.sign.startswith(">") else self.bound + self.slack

    def margin(self, value: float) -> float:
        """Return how far ``value`` lies from the edge, on either side, over the bound; infinite for a bound of 0."""
        return abs(value - self.edge) / abs(self.bound) if self.bound else inf

    def holds(self, value: float) -> bool:
        """Return whether ``value`` meets the bound; never for a value that is not a number."""
        rounding = EXACT * max(abs(self.bound), 1.0)
        if self.sign == ">=":
            return value >= self.edge - rounding
        if self.sign == "<=":
            return value <= self.edge + rounding
        if self.sign == ">":
            return value > self.bound + rounding
        return value < self.bound - rounding


def parse_relation(text: str, bound: float, tolerance: str) -> Relation:
    """Return the relation of a row: ``>=``, ``about <=`` with a tolerance such as ``5 %``, and so on.

    Raises:
        ValueError: an unknown relation, an ``about`` without a tolerance, or the other way round.
    """
    words = text.split()
    if not words or words[-1] not in SIGNS or words[:-1] not in ([], ["about"]):
        raise ValueError(f"relation {text!r}, allowed {', '.join(SIGNS)} and about >=, about <=")
    is_about = len(words) == 2
    if is_about != bool(tolerance) or (is_about and words[-1] not in (">=", "<=")):
        raise ValueError(f"relation {text!r} with tolerance {tolerance!r}: about >= or <=, and only about, has one")
    share = float(tolerance.removesuffix("%")) / 100.0 if is_about else 0.0
    return Relation(words[-1], bound, share * abs(bound))
