"""The world that adds up: regions, population, prices, activity, power, accounts, results."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from abm.region import load_region
    from abm.simulate import simulate

__all__ = ["load_region", "simulate"]


def __getattr__(name: str) -> Any:
    """Import on first use, so that commands which need no model start at once."""
    if name == "load_region":
        from abm.region import load_region

        return load_region
    if name == "simulate":
        from abm.simulate import simulate

        globals()[name] = simulate  # else the module of that name would stand here once imported
        return simulate
    raise AttributeError(f"module 'abm' has no attribute {name!r}")
