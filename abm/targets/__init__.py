"""The plan's targets: read as data, scored in every run, and tested jointly by arithmetic."""

from abm.targets.scoring import SCORED_CO2, STATES, count_states, score_targets, targets_csv
from abm.targets.table import Target, TargetError, read_targets

__all__ = [
    "SCORED_CO2",
    "STATES",
    "Target",
    "TargetError",
    "count_states",
    "read_targets",
    "score_targets",
    "targets_csv",
]
