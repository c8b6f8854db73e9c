"""Goal-seeking: the cheapest packages that reach a goal in enough runs of every storyline."""
