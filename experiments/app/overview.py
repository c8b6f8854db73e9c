"""The first chart: CO2 by sector, the total of before as a ghost."""

import numpy as np

from abm.region import Region
from experiments.app.explorer import Explorer
from experiments.headlines import SCORED, label
from experiments.language import Speech
from experiments.plots.words import sector_name
from experiments.web.answer import SECTORS, Answer, sector_order
from experiments.web.charts import GHOST, STACK, Chart, line, plain


def sectors(answer: Answer, before: Answer | None, region: Region, say: Speech) -> Chart:
    """Energy CO2 by sector, stacked; the total before the last move as a dashed line."""
    cells = answer.sectors[SCORED]
    shown = sector_order(cells)
    chart = {
        "id": "sectors",
        "kind": "stack",
        "title": label(SCORED, say),
        "how": say(
            "面积为各部门，虚线为上一次设定的总量；灰底为历史。",
            "Areas are sectors; the dashed line is the total before the last move; grey is the past.",
        ),
        "unit": "Mt CO2",
        "x": answer.years.tolist(),
        "past": region.last_observed_year,
        "series": [line(sector_name(SECTORS[i], say), STACK[n % len(STACK)], cells[:, i]) for n, i in enumerate(shown)],
    }
    if before is not None:
        total = np.nansum(before.sectors[SCORED], axis=1)
        chart["ghost"] = {"name": say("上一次", "before"), "color": GHOST, "values": plain(total)}
    return chart


def charts(explorer: Explorer, region: Region, say: Speech) -> list[Chart]:
    """Return the board of emissions."""
    assert explorer.shown is not None
    return [sectors(explorer.shown, explorer.before, region, say)]
