"""Which actions do the work, and which only together; activity against intensity."""
