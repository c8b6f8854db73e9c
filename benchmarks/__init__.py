"""Benchmarks: commands, not tests. Ratios in one run matter more than seconds."""
