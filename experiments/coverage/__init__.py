"""Which rows of the plan act: computed from what the code declares and from paired runs."""
