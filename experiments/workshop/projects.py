"""The names of the plan's projects, for every lever in every region."""

from functools import cache

from abm.region import Region, load_region
from experiments.web import catalogue


def plan_projects(region: Region) -> dict[str, dict[str, str]]:
    """Return the projects by id. What a region's own table leaves out is named by the plan that levers refer to."""
    return _of_the_plan() | catalogue.plan_projects(region)


@cache
def _of_the_plan() -> dict[str, dict[str, str]]:
    return catalogue.plan_projects(load_region())
