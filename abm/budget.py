"""The city's budget for the plan's programmes: an envelope that can run out.

What a year's programmes cost is known when it is over. Where they ask for more than the envelope, next year's
rates of all programmes that the city itself decides on are cut in the same proportion. What others decide
(trade-in rules of the state, say) is paid first.
"""

from collections.abc import Mapping

import numpy as np

from abm.accounts.programmes import BUDGETS, programmes
from abm.record import Record
from abm.region import Region
from policies.registry import all_levers

CITY = f"Money|{BUDGETS['city_budget']}"
REPORTED = ("Budget|Envelope", "Budget|Asked", "Budget|Share Paid")


class Budget:
    """What the city may spend on programmes in a year, and the share of what is asked that it can pay."""

    def __init__(self, region: Region) -> None:
        p, levers = region.parameters, all_levers()
        people = float(p.by_county("people.population", "persons").sum())
        self.envelope_cny = p.value("budget.programmes", "CNY/person/yr") * people
        self.least = p.value("budget.least_paid", "share")  # even then: a programme does not end, it hardly pays
        self.share = 1.0
        self._next_share = 1.0
        within = [p for p in programmes().values() if not p.beside]
        known = [(p.name, [levers[lever] for lever in p.levers]) for p in within]
        beside = [f"{CITY}|{p.name}" for p in programmes().values() if p.beside]
        own = [(name, paid_by) for name, paid_by in known if any(lever.authority == "city" for lever in paid_by)]
        self._own = tuple(dict.fromkeys(f"{CITY}|{name}" for name, _ in own))  # two programmes may share a name
        self._beside = tuple(dict.fromkeys(beside))  # what the envelope is not for
        self._cut = {lever.id for _, paid_by in own for lever in paid_by if lever.authority == "city"}

    def cut(self, values: Mapping[str, float]) -> dict[str, float]:
        """Return the year's lever values, those that the city pays for at the rate that there is money for."""
        self.share = self._next_share
        return {**values, **{lever: values[lever] * self.share for lever in self._cut if lever in values}}

    def report(self, record: Record) -> None:
        """Write envelope, demand and the share that is paid, and see what is left for next year.

        What was asked of a programme that was cut is what was paid over the share in force.
        """
        paid = record.city_values((CITY, *self._beside, *self._own), record.year)
        paid[1:][np.isnan(paid[1:])] = 0.0  # of what nobody paid nothing is reported
        first = 1 + len(self._beside)
        own = float(paid[first:].sum()) * 1e8
        owed = float(paid[0] - paid[1:first].sum()) * 1e8 - own
        asked = own / self.share
        if asked > 0.0:
            self._next_share = min(max((self.envelope_cny - owed) / asked, self.least), 1.0)
        record.put_city(REPORTED, np.array([self.envelope_cny / 1e8, (owed + asked) / 1e8, self.share]))
