"""Key equipment of all firms by age: drives (motors, fans, pumps, transformers) and steam boilers."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.accounts.words import FUELS
from abm.in_build import InBuild
from abm.industry.investment import Investment
from abm.industry.processes import Works
from abm.parameters import Parameters
from agents.choice import share_of
from agents.firm.stock import Buyers, Renewal, Stock, renew
from agents.firm.words import ALUMINA, CHEMICALS, OTHER, PRODUCTS, SECTOR
from agents.signals import Signals

DRIVES, BOILERS = range(2)
CLASSES = ("drives", "boilers")
UNIT = {"drives": "CNY/kWh", "boilers": "CNY/GJ"}  # of a year's use
STEAM = (ALUMINA, CHEMICALS, OTHER)  # products whose coal goes to steam boilers
_COAL = FUELS.index("raw_coal")


@dataclass(frozen=True)
class EquipmentNumbers:
    """By class of equipment; lists in the order of :data:`CLASSES`."""

    life: list[int]
    build_years: list[float]  # from ordering what goes early to its use; what is worn out is ordered in time
    first_share: list[float]
    saved: list[float]  # share of the firm's power, or of its steam coal, that the efficient kind saves
    capital: list[float]  # per kWh or GJ of a year's use
    extra: list[float]  # of the capital that the efficient kind costs more than the usual
    drive_use: np.ndarray  # (n_products,) share of power that passes through drives, over the usual firm's
    unaware: float  # share of firms not aware that buy the efficient kind all the same
    interval_years: int  # between planning points
    kept: float  # share of purchases that keep a standard

    @classmethod
    def of(cls, p: Parameters) -> "EquipmentNumbers":
        """Read them."""
        electrolysis = p.value("equipment.drives.electrolysis", "share")
        return cls(
            life=[round(p.value(f"equipment.{c}.life", "years")) for c in CLASSES],
            build_years=[p.value(f"equipment.{c}.build_years", "years") for c in CLASSES],
            first_share=[p.value(f"equipment.{c}.first_share", "share") for c in CLASSES],
            saved=[p.value(f"equipment.{c}.saved", "share") for c in CLASSES],
            capital=[p.value(f"equipment.{c}.capital", UNIT[c]) for c in CLASSES],
            extra=[p.value(f"equipment.{c}.extra", "share") for c in CLASSES],
            drive_use=np.array([electrolysis if name == "aluminium" else 1.0 for name in PRODUCTS]),
            unaware=p.value("equipment.unaware", "share"),
            interval_years=round(p.value("industry.planning_years", "years")),
            kept=p.value("equipment.standard_kept", "share"),
        )


class Equipment:
    """The stocks of a region's firms, what renewing them costs and what it saves."""

    def __init__(self, investment: Investment, works: Works, p: Parameters) -> None:
        self.investment, self.book, self.yard = investment, investment.book, investment.yard
        self.numbers = n = EquipmentNumbers.of(p)
        size = len(self.book)
        self.stocks = [Stock.even(size, n.life[c], n.first_share[c]) for c in (DRIVES, BOILERS)]
        self.in_build = [InBuild((size,), n.build_years[c]) for c in (DRIVES, BOILERS)]
        steam = np.zeros(len(PRODUCTS))
        steam[[ALUMINA, CHEMICALS, OTHER]] = works.alumina_boiler, works.chemicals_coal, works.other_coal
        self.steam_gj_per_t = steam[self.book.product]
        self.capital_cny, self.grant_cny = np.zeros(size), np.zeros(size)

    def decide(self, signals: Signals, carbon: np.ndarray, looks: np.ndarray, is_open: np.ndarray) -> None:
        """Renew what is worn out or goes early, and commit it: the money is bound at once, early works take time.

        Args:
            signals: of the year.
            carbon: (n_firms,) CNY/t that a firm reckons with for CO2.
            looks: (n_firms,) aware, open and at a planning point.
            is_open: (n_firms,) the others renew nothing, though last year they ran.
        """
        n, rules = self.numbers, signals.investment
        hurdle = self.investment.terms(signals).green_hurdle_years
        buyers = Buyers(np.where(self.book.is_aware, 1.0, n.unaware), looks, n.interval_years)
        required = n.kept if signals.year >= rules.efficient_from_year else 0.0
        grant = rules.equipment_grant_share[self.book.county]
        self.capital_cny, self.grant_cny = np.zeros(len(self.book)), np.zeros(len(self.book))
        for c, (use, price) in enumerate(self._use(signals, carbon)):
            use = is_open * use
            capital, saving = use * n.capital[c] * self.investment.cost_index(), use * n.saved[c] * price
            renewal = Renewal((1.0 - grant) * capital, np.maximum(n.extra[c] - grant, 0.0) * capital, saving, hurdle)
            year = renew(self.stocks[c], renewal, buyers, required, self.investment.numbers.sharpness)
            arrived = self.in_build[c].finish()
            at_once = self.in_build[c].begin(year.early, stands=signals.year == self.investment.first_year)
            self.stocks[c] = year.stock.joined_by(arrived + at_once)
            spent = (year.early + year.at_end * n.extra[c]) * capital
            self.capital_cny += spent
            self.grant_cny += np.minimum(grant * (year.early + year.at_end) * capital, spent)
        gained = n.saved[DRIVES] * self.gained(DRIVES)
        self.book.power_ratio[:] *= 1.0 - gained * n.drive_use[self.book.product]

    def gained(self, c: int) -> np.ndarray:
        """Return (n_firms,) efficient equipment of a class beyond that of the first year, share."""
        return self.stocks[c].efficient_share - self.numbers.first_share[c]

    def saved_coal_share(self) -> np.ndarray:
        """Return (n_products, n_counties) share of a product's steam coal that better boilers save."""
        weight = self.book.output_t * self.book.fuel_ratio()
        made = self.yard.table(weight)
        less = self.yard.table(weight * self.gained(BOILERS) * self.numbers.saved[BOILERS])
        return share_of(less, made)

    def write(self, ledger: Ledger) -> None:
        """Write the coal that better boilers save; before projects, which change what is left."""
        saved = self.saved_coal_share()
        for product in STEAM:
            sector = SECTOR[PRODUCTS[product]]
            ledger.burn(sector, "raw_coal", -saved[product] * ledger.burnt(sector)[_COAL])

    def share(self) -> float:
        """Return the share of efficient equipment, by what it uses: power and coal at their heat."""
        kwh = self.book.output_t * self.book.kwh_per_t * self.numbers.drive_use[self.book.product]
        weight = (kwh * 0.0036, self.book.output_t * self.steam_gj_per_t)
        total = sum(float(w.sum()) for w in weight)
        good = sum(float(w @ stock.efficient_share) for w, stock in zip(weight, self.stocks, strict=True))
        return good / total if total > 0 else 0.0

    def _use(self, signals: Signals, carbon: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
        """(n_firms,) use of a year by class, kWh and GJ, and what a unit is worth to the firm, CNY."""
        b = self.book
        terms = self.investment.terms(signals)
        power = terms.power_cny_per_kwh[b.product]
        coal = terms.fuel_cny_per_gj[_COAL] + self.investment.fuel_co2[_COAL] * carbon
        kwh = b.output_t * b.kwh_per_t * self.numbers.drive_use[b.product]
        return [(kwh, power), (b.output_t * self.steam_gj_per_t * b.fuel_ratio(), coal)]
