"""The plan's targets: read as data, scored in every run, and tested jointly by arithmetic."""

from abm.targets.feasibility import VERDICTS_ZH, Finding, feasibility
from abm.targets.scoring import SCORED_CO2, STATES, count_states, score_targets, targets_csv
from abm.targets.table import Target, TargetError, read_targets

__all__ = [
    "SCORED_CO2",
    "STATES",
    "VERDICTS_ZH",
    "Finding",
    "Target",
    "TargetError",
    "count_states",
    "feasibility",
    "read_targets",
    "score_targets",
    "targets_csv",
]
