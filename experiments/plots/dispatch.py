"""The power of two days, hour by hour."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from abm.model import City
from abm.results import Run
from abm.simulation import build_world
from experiments.language import Speech
from experiments.plots.case import Case
from experiments.plots.style import figure

YEAR = 2030
COALS = ("#1e1e1e", "#3b3b3b", "#585858", "#757575", "#929292", "#afafaf")
PARTS = {  # what the day's report calls it -> label (zh, en), colour
    "fixed": ("余热余气、垃圾、生物质", "Waste heat, waste, biomass", "#8c510a"),
    "wind": ("风电", "Wind", "#88c0d0"),
    "pv": ("光伏", "PV", "#ebcb3b"),
    "discharge": ("储能放电", "Storage out", "#7a4f9a"),
    "less": ("削减的可调负荷", "Load put off", "#c7522a"),
    "net_import": ("净受入", "Net import", "#c9c9c9"),
    "unserved": ("缺电", "Unserved", "#ff0000"),
    "charge": ("储能充电", "Storage in", "#b9a3c9"),
    "more": ("移入负荷", "Load moved here", "#e3a58c"),
}


COAL_WORDS = {  # longest first
    "ultra-supercritical": "超超临界",
    "supercritical": "超临界",
    "subcritical": "亚临界",
    "waste coal": "煤矸石",
    "medium": "中型",
    "large": "大型",
    "small": "小型",
}


def days(case: Case) -> Figure | None:
    """Return the dispatch of the days with the highest and lowest net load, or nothing where no year has one."""
    run = case.runs[0]
    year = int(min(YEAR, run.years[-1]))
    city = step_to(run, year)
    if city.power.last is None:
        return None
    last = city.power.last
    net = (last.load_gw - last.wind_gw - last.pv_gw - last.wind_curtailed_gw - last.pv_curtailed_gw).max(axis=1)
    low = (last.load_gw - last.wind_gw - last.pv_gw - last.wind_curtailed_gw - last.pv_curtailed_gw).min(axis=1)
    drawn, axes = figure(1, 2, size=(8.4, 4.4))
    words = (("净负荷最高日", "highest net load"), ("净负荷最低日", "lowest net load"))
    for axis, day, (zh, en) in zip(axes, (int(net.argmax()), int(low.argmin())), words, strict=True):
        month = int(city.world.days.month[day])
        _day(axis, city.power.day_report(day), case)
        axis.set_title(case.say(f"{year}年{zh}（{month}月）", f"{year}, {en} (month {month})"))
    handles, labels = axes[0].get_legend_handles_labels()
    drawn.legend(handles, labels, loc="outside lower center", ncols=4, fontsize=7)
    return drawn


def step_to(run: Run, year: int) -> City:
    """Return the city of a run, stepped again to the end of a year."""
    world = build_world(
        run.region,
        storyline=run.storyline,
        until=int(run.years[-1]),
        scale=run.scale,
        seed=run.seed,
        population_seed=run.population_seed,
        history=run.history,  # type: ignore[arg-type]
    )
    city = City(world, run.levers, rng=run.seed)
    for _ in range(year - int(run.years[0]) + 1):
        city.run_for(1)
    return city


def _day(axes: Axes, day: dict[str, np.ndarray], case: Case) -> None:
    say, hours = case.say, np.arange(24)
    unit, factor = case.unit("GW")
    coals = [name for name in day if name.startswith("coal: ")]
    shown = [(name, _coal_name(name, say), COALS[i % len(COALS)]) for i, name in enumerate(coals)]
    shown += [(name, say(zh, en), tint) for name, (zh, en, tint) in PARTS.items()]
    up, down = np.zeros(24), np.zeros(24)
    for name, words, tint in shown:
        above, below = np.clip(factor * day[name], 0, None), np.clip(factor * day[name], None, 0)
        if above.any() or below.any():
            axes.fill_between(hours, up, up + above, step="mid", color=tint, linewidth=0, label=words)
            axes.fill_between(hours, down, down + below, step="mid", color=tint, linewidth=0)
        up, down = up + above, down + below
    axes.step(hours, factor * day["load"], "k--", where="mid", linewidth=1.2, label=say("全市负荷", "The city's load"))
    axes.set(ylabel=unit, xlim=(0, 23), xticks=range(0, 24, 4), xlabel=say("时", "hour"))
    right = axes.twinx()
    right.step(hours, day["price_cny_per_kwh"], color="#b0413e", where="mid", linewidth=1)
    right.set_ylabel(say("元/千瓦时", "CNY/kWh"), color="#b0413e")
    right.set_ylim(min(0.0, float(day["price_cny_per_kwh"].min())), None)
    right.grid(visible=False)


def _coal_name(name: str, say: Speech) -> str:
    """Return the words for a class of coal units such as ``coal: large subcritical``."""
    plain = name.removeprefix("coal: ")
    if say.lang == "en":
        return f"Coal, {plain}"
    for en, zh in COAL_WORDS.items():
        plain = plain.replace(en, zh)
    return "煤电 " + plain.replace(" ", "")
