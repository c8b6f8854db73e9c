"""The laboratory's batches: a design as a file, many runs, nothing finished ever lost."""
