"""The boards of charts, one per tab."""

from collections.abc import Callable
from typing import Any

from abm.region import Region
from experiments.app import overview
from experiments.app.explorer import Explorer
from experiments.language import Speech
from experiments.web.charts import Chart

Draw = Callable[[Explorer, Region, Speech], list[Chart]]
TABS: dict[str, tuple[str, str, Draw]] = {
    "overview": ("排放", "Emissions", overview.charts),
}


def board(explorer: Explorer, region: Region, say: Speech) -> dict[str, Any]:
    """Return the tabs, which is open, and its charts."""
    name = explorer.view.tab if explorer.view.tab in TABS else next(iter(TABS))
    charts = TABS[name][2](explorer, region, say) if explorer.shown else []
    return {
        "tabs": [{"id": key, "label": say(zh, en)} for key, (zh, en, _) in TABS.items()],
        "tab": name,
        "charts": charts,
    }
