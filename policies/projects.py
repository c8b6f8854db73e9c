"""Support of single kinds of project: a row of the tables that firms perceive."""

from typing import Literal

import numpy as np

from agents.firm.words import PROJECTS
from agents.signals import Signals, change

Table = Literal[
    "project_grant_share",
    "project_order_share",
    "project_support_cny_per_t",
    "coal_replaced_cny_per_tce",
    "fuel_gap_support_share",
    "project_room_share",
]


def set_project(signals: Signals, table: Table, kind: str, value: np.ndarray | float) -> Signals:
    """Return signals in which one kind of project has another value in one table of the investment theme."""
    rows = np.array(getattr(signals.investment, table))
    rows[PROJECTS.index(kind)] = value
    return change(signals, "investment", **{table: rows})
