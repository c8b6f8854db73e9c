"""Figures that hand-written sentences claim: what each is measured by, where it stands, and what it was last."""
