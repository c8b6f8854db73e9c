"""Waste heat of works: to heat networks of the county, and between neighbours in parks; never to another county."""

from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.accounts.words import FUELS
from abm.flows import Flows
from abm.in_build import InBuild
from abm.industry.investment import Investment
from abm.parameters import Parameters
from agents.choice import share_of
from agents.firm.heat_use import connected
from agents.firm.words import PRODUCTS, SECTOR
from agents.signals import Signals

STEAM_SECTORS = ("alumina", "chemicals", "other_industry")  # whose boilers can take steam from neighbours
GIVERS = ("coke", "steel", "alumina", "aluminium", "cement", "chemicals")
GIVING, GIVING_SECTORS = [PRODUCTS.index(name) for name in GIVERS], [SECTOR[name] for name in GIVERS]
_COAL = FUELS.index("raw_coal")


@dataclass(frozen=True)
class HeatNumbers:
    """Heat in GJ, money in CNY per GJ a year."""

    per_t: np.ndarray  # (n_products,) that could be drawn from a tonne's making
    town_share: float  # of it near heat networks
    park_share: float  # of it beside works of the same park that need steam; the rest is too far or too cool
    pipe_capital: float
    pipe_running: float
    price: float  # that the works is paid
    exchange_capital: float
    exchange_running: float
    boiler_efficiency: float
    boiler_running: float  # of coal heat or steam beside fuel
    steam_share: float  # of a sector's boiler coal that steam from neighbours can replace
    hurdle_years: float
    park_hurdle_years: float
    season_share: float  # of the year in which towns take heat
    pipe_build_years: float  # from the decision to the first heat
    exchange_build_years: float
    pace: tuple[float, float]
    first_town: float  # connected in the first year
    parks: np.ndarray  # (n_counties,) parks of provincial rank and above
    first_park: float

    @classmethod
    def of(cls, p: Parameters) -> "HeatNumbers":
        """Read them."""
        units = {
            "town_share": "share",
            "park_share": "share",
            "pipe_capital": "CNY/GJ",
            "pipe_running": "CNY/GJ",
            "price": "CNY/GJ",
            "exchange_capital": "CNY/GJ",
            "exchange_running": "CNY/GJ",
            "boiler_efficiency": "share",
            "boiler_running": "CNY/GJ",
            "steam_share": "share",
            "hurdle_years": "years",
            "park_hurdle_years": "years",
            "season_share": "share",
            "pipe_build_years": "years",
            "exchange_build_years": "years",
            "first_town": "share",
            "first_park": "share",
        }
        return cls(
            per_t=np.array([p.value(f"waste_heat.per_t.{x}", "GJ/t") if x in GIVERS else 0.0 for x in PRODUCTS]),
            pace=(p.value("waste_heat.built_share", "share"), p.value("invest.sharpness", "ratio")),
            parks=p.by_county("parks.count", "parks"),
            **{name: p.value(f"waste_heat.{name}", unit) for name, unit in units.items()},
        )


class WasteHeat:
    """Pipes to towns (``town``) and exchange in parks (``park``), (n_counties,) shares of what is near that work."""

    def __init__(self, investment: Investment, p: Parameters) -> None:
        self.investment, self.yard = investment, investment.yard
        self.numbers = n = HeatNumbers.of(p)
        size = self.yard.n_counties
        self.town = np.full(size, n.first_town)
        self.park = np.where(n.parks > 0, n.first_park, 0.0)
        self.town_in_build = InBuild((size,), n.pipe_build_years)
        self.park_in_build = InBuild((size,), n.exchange_build_years)
        self.drawn_gj: dict[str, np.ndarray] = {}
        self.saved_gj: dict[str, np.ndarray] = {}  # boiler coal, by sector
        self.capital_cny, self.grant_cny, self.exchanged_gj, self.near_gj = np.zeros((4, size))
        self.park_capital_cny, self.park_grant_cny = np.zeros((2, size))

    def decide(self, signals: Signals) -> None:
        """Heat companies and parks look at what coal heat costs this year; works are paid for when they are begun."""
        n, rules = self.numbers, signals.materials
        coal = float(self.investment.terms(signals).fuel_cny_per_gj[_COAL]) / n.boiler_efficiency + n.boiler_running
        hurdle = np.full(self.yard.n_counties, n.hurdle_years)
        drawn = self._drawn()
        self.drawn_gj = dict(zip(GIVING_SECTORS, drawn, strict=True))
        self.near_gj = near = np.add.reduce(drawn, axis=0)
        earned = np.full(self.yard.n_counties, n.season_share * (coal - n.pipe_running - n.price))
        begun = self.town + self.town_in_build.total
        town = connected(begun, (1.0 - rules.heat_grant_share) * n.pipe_capital, earned, hurdle, n.pace) - begun
        steam = np.full(self.yard.n_counties, coal - n.exchange_running)
        patience = np.full(self.yard.n_counties, n.park_hurdle_years)
        begun = self.park + self.park_in_build.total
        park = connected(begun, (1.0 - rules.park_grant_share) * n.exchange_capital, steam, patience, n.pace) - begun
        park *= n.parks > 0
        is_first = signals.year == self.investment.first_year
        self.town = self.town + self.town_in_build.finish() + self.town_in_build.begin(town, stands=is_first)
        self.park = self.park + self.park_in_build.finish() + self.park_in_build.begin(park, stands=is_first)
        pipes = town * near * n.town_share * n.pipe_capital
        self.park_capital_cny = park * near * n.park_share * n.exchange_capital
        self.capital_cny = pipes
        self.grant_cny = pipes * rules.heat_grant_share
        self.park_grant_cny = self.park_capital_cny * rules.park_grant_share

    def offer(self, flows: Flows) -> None:
        """Tell how much heat the pipes can bring to networks, by sector of the works, GJ a year."""
        share = self.numbers.town_share * self.town
        flows.waste_heat_gj = {sector: gj * share for sector, gj in self.drawn_gj.items()}

    def exchange(self, ledger: Ledger) -> None:
        """Book the boiler coal that steam from neighbours replaces; after retrofits and projects."""
        n = self.numbers
        steam = self.near_gj * n.park_share * self.park
        coal = {sector: n.steam_share * ledger.burnt(sector)[_COAL] for sector in STEAM_SECTORS}
        room = np.add.reduce(list(coal.values()), axis=0)
        wanted = steam / n.boiler_efficiency
        taken = share_of(np.minimum(wanted, room), room)
        self.saved_gj = {sector: gj * taken for sector, gj in coal.items()}
        for sector, gj in self.saved_gj.items():
            ledger.burn(sector, "raw_coal", -gj)
        self.exchanged_gj = room * taken * n.boiler_efficiency

    def pay(self, ledger: Ledger) -> None:
        """Book who pays for pipes and exchange."""
        ledger.pay("waste heat pipes", "energy_suppliers", "equipment_makers", self.capital_cny)
        ledger.pay("waste heat grant", "city_budget", "energy_suppliers", self.grant_cny)
        ledger.pay("park exchange", "firms", "equipment_makers", self.park_capital_cny)
        ledger.pay("park grant", "city_budget", "firms", self.park_grant_cny)

    def _drawn(self) -> np.ndarray:
        """(n_givers, n_counties) GJ that could be drawn in a year at this year's output."""
        return self.yard.table(self.yard.book.output_t)[GIVING] * self.numbers.per_t[GIVING, None]
