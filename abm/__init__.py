"""The world that adds up: regions, population, prices, activity, power, accounts, results."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from abm.region import load_region
    from abm.simulation import simulate

__all__ = ["load_region", "simulate"]


def __getattr__(name: str) -> Any:
    """Import on first use, so that commands which need no model start at once."""
    if name in __all__:
        _refuse_foreign_packages()
    if name == "load_region":
        from abm.region import load_region

        return load_region
    if name == "simulate":
        from abm.simulation import simulate

        return simulate
    raise AttributeError(f"module 'abm' has no attribute {name!r}")


def _refuse_foreign_packages() -> None:
    """Raise ImportError where other packages called ``agents`` or ``policies`` stand in the way of ours."""
    home = Path(__file__).resolve().parent.parent
    for ours in ("agents", "policies"):
        spec = find_spec(ours)
        there = Path(spec.origin).resolve().parent if spec and spec.origin else None
        if there and there != home / ours:
            raise ImportError(
                f"another package called {ours} stands in the way: {there}\n"
                f"Tanfeng needs {home / ours}; run from another folder, or take the former off PYTHONPATH"
            )
