"""One small file per theme, each with a tuple ``LEVERS``."""
