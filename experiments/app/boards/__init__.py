"""The boards of charts, one per tab, and what the buttons in them do."""

from collections.abc import Callable
from typing import Any

from abm.region import Region
from experiments.app.boards import (
    compare,
    detail,
    effects,
    emissions,
    energy,
    firms,
    lives,
    money,
    places,
    power,
    projects,
    targets,
    trust,
)
from experiments.app.boards.scene import Scene
from experiments.app.explorer import Explorer
from experiments.app.shelf import save
from experiments.app.splits import Splits
from experiments.language import Speech
from experiments.web.charts import Chart
from experiments.web.files import Hindcast
from experiments.web.shared import the_region

Draw = Callable[[Scene], list[Chart]]
COMPARE = "compare"
SHARE = "share"  # a tab of its own kind: see share.py
TABS: dict[str, tuple[str, str, Draw]] = {
    "emissions": ("排放", "Emissions", emissions.charts),
    "targets": ("目标", "Targets", targets.charts),
    "projects": ("项目", "Projects", projects.charts),
    "energy": ("能源", "Energy", energy.charts),
    "power": ("一天的电", "A day of power", power.charts),
    "choices": ("各方选择", "Choices", energy.responses),
    "places": ("县区", "Counties", places.charts),
    "money": ("谁付钱", "Who pays", money.charts),
    "firms": ("企业", "Firms", firms.charts),
    "lives": ("个体追踪", "Follow one", lives.charts),
    COMPARE: ("比较与归因", "Compare", compare.charts),
    "trust": ("可信度", "Trust", trust.charts),
    SHARE: ("分享与下载", "Share", lambda scene: []),
}


def board(explorer: Explorer, region: Region, say: Speech) -> dict[str, Any]:
    """Return the tabs, which is open, and its charts."""
    name = explorer.view.tab if explorer.view.tab in TABS else next(iter(TABS))
    answer = explorer.shown
    charts = TABS[name][2](Scene(explorer, answer, region, say)) if answer else []
    return {
        "tabs": [{"id": key, "label": say(zh, en)} for key, (zh, en, _) in TABS.items()],
        "tab": name,
        "charts": charts,
    }


def choose(explorer: Explorer, told: Any) -> None:
    """Do what a select or a button of a chart says."""
    if not isinstance(told, dict):
        return
    key, value = str(told.get("key"))[:40], str(told.get("value"))[:80]
    if key == "effects":
        effects.compute(explorer, Splits(explorer.scenario, the_region()))
    elif key == "save":
        save(explorer, value, the_region())
    elif key in ("go", "forget") and value.isdecimal() and int(value) < len(explorer.saved):
        explorer.forget(int(value)) if key == "forget" else explorer.move(explorer.saved[int(value)].scenario)
    elif key == detail.KEY:
        detail.compute(explorer)
    elif key == "hindcast":
        explorer.fetch("hindcast", Hindcast())
    elif key == "life_number" and not value.isdecimal():
        return
    else:
        explorer.choose(key, value)
