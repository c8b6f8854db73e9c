"""Accounts that close: energy, carbon, greenhouse gases and money."""
