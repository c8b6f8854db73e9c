"""The world that adds up: regions, population, prices, activity, power, accounts, results."""
