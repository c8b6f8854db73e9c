"""Checks a region's folder and says everything that is wrong with it at once."""

from abm.check.folder import check_region
from abm.check.policy import check_packages
from abm.check.problem import Problem

__all__ = ["Problem", "check_packages", "check_region"]
