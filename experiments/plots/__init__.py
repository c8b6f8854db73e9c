"""Pictures of runs with matplotlib, one function a picture; each takes a :class:`Case` and returns a figure."""

from experiments.plots import dispatch, emissions, energy, money, responses
from experiments.plots.case import Case, case_of
from experiments.plots.style import png, styled

__all__ = ["Case", "case_of", "dispatch", "emissions", "energy", "money", "png", "responses", "styled"]
