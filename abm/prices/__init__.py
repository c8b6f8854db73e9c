"""Prices that users see: electricity in three regimes, fuels, dated period hours."""

from abm.prices.prices import Prices

__all__ = ["Prices"]
