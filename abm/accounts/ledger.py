"""The year's ledger: who produced, turned, burnt, used and lost what, where; and who paid whom.

Modules write what they do; nobody writes a total. All arrays are by county of release or use.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from abm.accounts.words import FLOWS, FUELS, GASES, PURSES, SECTORS

Heading = tuple[str, str, str]  # item, payer, receiver
Payment = tuple[str, str, str, np.ndarray]  # and (n_counties,) CNY
ROOM = 256  # payments for which there is room at once
FIRMS = "firms"
PEOPLE = ("households", "vehicle_owners")  # whose money is told apart by income

_SECTOR = {name: i for i, name in enumerate(SECTORS)}
_FUEL = {name: i for i, name in enumerate(FUELS)}
_FLOW = {name: i for i, name in enumerate(FLOWS)}
_GAS = {name: i for i, name in enumerate(GASES)}
_PURSES = frozenset(PURSES)


@dataclass
class Ledger:
    """Energy in GJ (lower heating value), gases in t, money in CNY of the year's own prices 2020.

    Arrays: ``energy_gj`` (flow, sector, fuel, county); ``gas_t`` (gas, sector, fuel, county) holds
    what is not computed from fuel burnt: process, fugitive, biological. ``headings`` says item, payer and
    receiver of each payment, ``cny`` what was paid. ``of_firms`` and ``of_people`` keep, by a payment's place in
    that list, what is known of it firm by firm, (n_firms,), and by income, (2, n_groups) in villages and
    towns: CNY received less paid.
    """

    n_counties: int
    energy_gj: np.ndarray = field(init=False)
    gas_t: np.ndarray = field(init=False)
    headings: list[Heading] = field(default_factory=list)
    of_firms: dict[int, np.ndarray] = field(default_factory=dict)
    of_people: dict[int, np.ndarray] = field(default_factory=dict)
    _paid_cny: np.ndarray = field(init=False)  # (room, n_counties), a row for each heading and some to spare

    def __post_init__(self) -> None:
        self.energy_gj = np.zeros((len(FLOWS), len(SECTORS), len(FUELS), self.n_counties))
        self.gas_t = np.zeros((len(GASES), len(SECTORS), len(FUELS), self.n_counties))
        self._paid_cny = np.empty((ROOM, self.n_counties))

    @property
    def cny(self) -> np.ndarray:
        """(n_payments, n_counties) CNY paid so far."""
        return self._paid_cny[: len(self.headings)]

    @property
    def payments(self) -> list[Payment]:
        """Item, payer, receiver and (n_counties,) CNY of each payment so far."""
        return [(*heading, cny) for heading, cny in zip(self.headings, self.cny, strict=True)]

    def produce(self, sector: str, fuel: str, gj: np.ndarray) -> None:
        """Primary production in the city, (n_counties,) GJ."""
        self._add("produced", sector, fuel, gj)

    def burn(self, sector: str, fuel: str, gj: np.ndarray) -> None:
        """Fuel burnt by a sector, (n_counties,) GJ; its CO2 follows from the fuel's factor."""
        self._add("burnt", sector, fuel, gj)

    def use(self, sector: str, fuel: str, gj: np.ndarray) -> None:
        """Electricity, heat or hydrogen used by a sector, (n_counties,) GJ."""
        self._add("used", sector, fuel, gj)

    def turn(self, sector: str, fuel: str, gj: np.ndarray) -> None:
        """Input of a transformation that is not burnt, (n_counties,) GJ."""
        self._add("turned", sector, fuel, gj)

    def make(self, sector: str, fuel: str, gj: np.ndarray) -> None:
        """Output of a transformation, (n_counties,) GJ."""
        self._add("made", sector, fuel, gj)

    def bind(self, sector: str, fuel: str, gj: np.ndarray) -> None:
        """Fuel whose carbon leaves in products, (n_counties,) GJ."""
        self._add("feedstock", sector, fuel, gj)

    def lose(self, sector: str, fuel: str, gj: np.ndarray) -> None:
        """Losses, (n_counties,) GJ."""
        self._add("lost", sector, fuel, gj)

    def release(self, gas: str, sector: str, t: np.ndarray, fuel: str = "none") -> None:
        """A release that does not come from burning: process, fugitive, biological; (n_counties,) t."""
        row = self.gas_t[_GAS[gas], _SECTOR[sector], _FUEL[fuel]]
        row += t

    def pay(self, item: str, payer: str, receiver: str, cny: np.ndarray) -> None:
        """Money from one purse to another, (n_counties,) CNY.

        Raises:
            ValueError: an unknown purse.
        """
        if payer not in _PURSES or receiver not in _PURSES:
            raise _unknown_purse(payer, receiver)
        at = len(self.headings)
        if at == len(self._paid_cny):
            self._make_room()
        self._paid_cny[at] = cny
        self.headings.append((item, payer, receiver))

    def pay_from_both(self, item: str, receiver: str, cny: np.ndarray, upper_part: np.ndarray | float) -> None:
        """Money of which province and state pay ``upper_part``, a share, and the city the rest; (n_counties,) CNY."""
        self.pay(item, "upper_budget", receiver, cny * upper_part)
        self.pay(item, "city_budget", receiver, cny * (1.0 - upper_part))

    def pay_by_firm(self, item: str, payer: str, receiver: str, cny: np.ndarray, county: np.ndarray) -> None:
        """Money that firms in ``county`` pay or, where they receive it, get; both (n_firms,), in CNY."""
        self.of_firms[len(self.headings)] = cny if receiver == FIRMS else -cny
        self.pay(item, payer, receiver, np.bincount(county, cny, self.n_counties))

    def pay_by_income(self, item: str, payer: str, receiver: str, cny: np.ndarray) -> None:
        """Money that people pay or get, (n_counties, 2, n_groups) CNY in villages and towns by income group."""
        self.pay_all_by_income([(item, payer, receiver)], cny[None])

    def pay_all_by_income(self, headings: Sequence[Heading], cny: np.ndarray) -> None:
        """Money of several (item, payer, receiver), (n_payments, n_counties, 2, n_groups) CNY: see pay_by_income."""
        for _, payer, receiver in headings:
            if payer not in _PURSES or receiver not in _PURSES:
                raise _unknown_purse(payer, receiver)
        first, end = len(self.headings), len(self.headings) + len(headings)
        while end > len(self._paid_cny):
            self._make_room()
        self._paid_cny[first:end] = np.add.reduce(cny, axis=(2, 3))
        self.headings.extend(headings)
        for at, (heading, in_city) in enumerate(zip(headings, np.add.reduce(cny, axis=1), strict=True), first):
            self.of_people[at] = in_city if heading[2] in PEOPLE else -in_city

    def burnt(self, sector: str) -> np.ndarray:
        """Return (n_fuels, n_counties) GJ that a sector has burnt so far."""
        return self.energy_gj[_FLOW["burnt"], _SECTOR[sector]]

    def released(self, gas: str, sector: str) -> np.ndarray:
        """Return (n_fuels, n_counties) t of a gas that a sector has released beside burning so far."""
        return self.gas_t[_GAS[gas], _SECTOR[sector]]

    def flow_of(self, flow: str) -> np.ndarray:
        """Return (n_sectors, n_fuels, n_counties) GJ of one flow so far."""
        return self.energy_gj[_FLOW[flow]]

    def flow(self, flow: str, fuel: str) -> np.ndarray:
        """Return (n_sectors, n_counties) GJ of one flow of one fuel."""
        return self.energy_gj[_FLOW[flow], :, _FUEL[fuel]]

    def _make_room(self) -> None:
        self._paid_cny = np.concatenate([self._paid_cny, np.empty_like(self._paid_cny)])

    def _add(self, flow: str, sector: str, fuel: str, gj: np.ndarray) -> None:
        row = self.energy_gj[_FLOW[flow], _SECTOR[sector], _FUEL[fuel]]
        row += gj


def _unknown_purse(payer: str, receiver: str) -> ValueError:
    unknown = receiver if payer in _PURSES else payer
    return ValueError(f"unknown purse {unknown!r}; there are {', '.join(PURSES)}")
