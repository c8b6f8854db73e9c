"""Questions put to a finished batch: what matters, where the spread comes from, where a plan fails."""
