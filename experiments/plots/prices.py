"""The price of a day's hours, as the exchange saw it and as the dispatch makes it."""

from matplotlib.figure import Figure

from abm.power.calibrate import Hindcast
from experiments.language import Speech
from experiments.plots.style import figure

SEEN, MADE = "#3b3b3b", "#b0413e"


def by_hour(hindcast: Hindcast, say: Speech) -> Figure:
    """Return one panel a year: mean day-ahead price by hour, CNY/MWh of the day."""
    rows = hindcast.by_hour()
    drawn, axes = figure(1, len(hindcast.cases), size=(8.4, 3.0))
    for axis, case in zip(axes, hindcast.cases, strict=True):
        own = [row for row in rows if row["year"] == case.year]
        hours = [row["hour"] for row in own]
        axis.step(
            hours, [r["evidence"] for r in own], where="mid", color=SEEN, label=say("日前实际", "day-ahead, exchange")
        )
        axis.step(hours, [r["model"] for r in own], where="mid", color=MADE, label=say("模型", "model"))
        axis.set(title=str(case.year), ylim=(0, None), xlim=(0, 23), xticks=range(0, 24, 6), xlabel=say("时", "hour"))
    axes[0].set_ylabel(say("元/兆瓦时", "CNY/MWh"))
    axes[0].legend(loc="lower left")
    return drawn
