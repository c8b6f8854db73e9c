"""Whether a home gets better walls, roof and windows when it looks at them. Pure functions of arrays."""

from dataclasses import dataclass

import numpy as np

from agents.choice import one_in


@dataclass(frozen=True)
class EnvelopeTaste:
    """How homes weigh a renovation of the envelope."""

    cost: float  # utility per share of the household's yearly income
    comfort: float  # utility of a warm wall
    hassle: float  # utility of works in the house


def renovates(
    draw: np.ndarray, saving_cny: np.ndarray, yearly_cost_cny: np.ndarray, income_cny: np.ndarray, taste: EnvelopeTaste
) -> np.ndarray:
    """Return (n,) bool: logit of what the works save a year less what they cost a year, over income."""
    value = taste.cost * (saving_cny - yearly_cost_cny) / income_cny + taste.comfort - taste.hassle
    chosen: np.ndarray = draw < 1.0 / one_in(value)
    return chosen


def builds_prefabricated(
    draw: np.ndarray, yearly_cost_cny: np.ndarray, income_cny: np.ndarray, taste: EnvelopeTaste
) -> np.ndarray:
    """Return (n,) bool: logit of a factory-made home's dearness a year over income, its warmth and habit."""
    value = taste.comfort - taste.hassle - taste.cost * yearly_cost_cny / income_cny
    chosen: np.ndarray = draw < 1.0 / one_in(value)
    return chosen


def metered_bill(
    area_bill_cny: np.ndarray, metered: np.ndarray, relative_need: np.ndarray, fixed_share: float
) -> np.ndarray:
    """Return CNY a winter on the pipe: by area, and where metered a fixed part and the rest by heat taken."""
    factor: np.ndarray = (1.0 - fixed_share) * relative_need
    factor += fixed_share
    factor *= metered
    factor += 1.0 - metered
    factor *= area_bill_cny
    return factor
