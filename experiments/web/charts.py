"""Charts as plain data, worded in one language: what ``vue/charts.vue`` draws.

A chart has ``id``, ``kind``, ``title``, ``how`` (a sentence on how to read it), ``unit``, and by kind:

* ``lines`` and ``stack``: ``x`` (years or hours), ``series`` (name, color, values, dash, axis), ``ghost`` and
  ``band`` (names and values over the same x), ``past`` (last x that is history), ``marks`` (x, label);
* ``bars``: ``rows`` (label, parts (name, color, value), before);
* ``table``: ``head``, ``rows``;
* ``map``, ``network``: see their builders.

Values are rounded: five digits are more than a chart shows.
"""

from typing import Any

import numpy as np

Chart = dict[str, Any]
OKABE_ITO = ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#F0E442", "#000000")
SECTOR_COLORS = {  # each sector has its own in every chart of every scenario; the largest ones are the easiest to tell
    "power": "#3d3d3d", "alumina": "#D55E00", "other_industry": "#0072B2", "steel": "#E69F00", "coking": "#56B4E9",
    "chemicals": "#009E73", "coal_mining": "#CC79A7", "heat": "#F0E442", "homes_rural": "#7f7f7f",
    "transport_passenger": "#8c5a2b", "transport_freight": "#004c6d", "cement": "#a6761d", "aluminium": "#66c2a5",
    "hydrogen": "#b15928", "gas_fields": "#9e9ac8", "services": "#bdbdbd", "homes_urban": "#1b7837",
    "farming": "#d9a3c4", "waste": "#4d4d99", "land": "#c2b280",
}  # fmt: skip
GHOST = "#8a8a8a"


def plain(values: Any) -> list[float | None]:
    """Return an array as a list for JSON: five digits, None where there is nothing."""
    return [float(f"{value:.5g}") if np.isfinite(value) else None for value in np.asarray(values, dtype=float)]


def line(name: str, color: str, values: Any, **more: Any) -> dict[str, Any]:
    """Return one series."""
    return {"name": name, "color": color, "values": plain(values), **more}
