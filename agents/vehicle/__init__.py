"""Owners of cars, fleets and trucks: what they drive, when they buy, how they charge."""
