"""Questions put to the world: run, compare, report."""
