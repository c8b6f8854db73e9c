"""Industry: the city's firms, their by-products, their power and the money of the rules on them."""

from abm.industry.industry import Industry

__all__ = ["Industry"]
