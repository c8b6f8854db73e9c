"""A world around firms alone: days and prices by hand, everything else silent."""

from dataclasses import fields, replace
from types import SimpleNamespace

import mesa
import numpy as np

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.industry import Industry
from abm.loads import Loads
from abm.randomness import Streams
from abm.region import Region, load_region
from abm.world import World
from agents.firm.words import PRODUCTS
from agents.signals import GovernanceSignals, IndustrySignals, MaterialSignals, NormSignals, Signals, SupplySignals
from tests.vehicle_world import plain_days

HOURS = np.arange(24)
DEAR = (HOURS >= 8) & (HOURS < 11) | (HOURS >= 17) & (HOURS < 23)
CHEAP = (HOURS < 7) | (HOURS >= 11) & (HOURS < 13)


def tariff(peak: float = 1.6, valley: float = 0.45, flat_cny_per_kwh: float = 0.5) -> np.ndarray:
    """Return (2, 24) CNY/kWh of three periods; the ratios of Shanxi unless told otherwise."""
    return np.tile(flat_cny_per_kwh * np.where(DEAR, peak, np.where(CHEAP, valley, 1.0)), (2, 1))


def firm_world(region: Region | None = None, until: int = 2030, history: str = "observed") -> World:
    """Return a world without people."""
    region = region or load_region("tiny")
    storyline = next(iter(region.storylines.values()))
    years = tuple(range(region.first_year, until + 1))
    return World(region, _people(region.n_counties), plain_days(), Streams(1), storyline, years, history)  # type: ignore[arg-type]


THEMES = [field.name for field in fields(Signals) if field.name != "year"]


class Loose(SimpleNamespace):
    """A theme by hand that levers can rewrite."""

    def changed(self, **values):
        return Loose(**vars(self) | values)


def firm_signals(
    industry: Industry,
    year: int,
    prices: np.ndarray | None = None,
    by_kw: tuple[float, float] = (0.0, 0.0),
    **changed,
) -> Signals:
    """Return the year's signals; ``changed`` are fields of the industry theme.

    ``by_kw`` are network fees in CNY a year per kW of highest load and per kVA of transformer.
    """
    n = industry.yard.n_counties
    price = tariff(1.0, 1.0) if prices is None else prices
    power = SimpleNamespace(
        price_level=1.0,
        large_user_cny_per_kwh=price,
        small_business_cny_per_kwh=price,
        large_user_demand_cny_per_kw=by_kw[0],
        large_user_transformer_cny_per_kva=by_kw[1],
        large_user_mean_cny_per_kwh=float(price.mean()),
        small_business_mean_cny_per_kwh=float(price.mean()),
    )
    fuels = Loose(
        raw_coal_industry_cny_per_t=500.0,
        coke_cny_per_t=1700.0,
        lng_cny_per_kg=4.0,
        gas_industry_cny_per_m3=2.5,
        diesel_cny_per_l=6.5,
    )
    known = {
        "electricity": power,
        "fuels": fuels,
        "norms": NormSignals(campaign=np.zeros(n), demonstration=np.zeros(n)),
        "freight": Loose(main_line_share=0.0, siding_grant_share=np.zeros(n), terminal_grant_share=np.zeros(n)),
        "industry": replace(industry.perceive(year), **changed),
        "investment": industry.investment.perceive(year),
        "supply": SupplySignals.quiet(n),
        "materials": MaterialSignals.quiet(np.full(n, 30e3), np.full(n, 1e5), np.zeros(n)),
        "governance": GovernanceSignals.quiet(n),
    }
    return Signals(year=year, **dict.fromkeys(THEMES) | known)  # type: ignore[arg-type]


def _people(n: int) -> SimpleNamespace:
    """Communities of a world without households: one a county, ten kilometres apart."""
    places = {"county": np.arange(n), "people": np.ones(n), "lon": 111.0 + 0.1 * np.arange(n), "lat": np.full(n, 37.0)}
    return SimpleNamespace(communities=places)


class FirmYear:
    """One year of industry, settled with the hydrogen asked for."""

    def __init__(self, industry: Industry, signals: Signals, hydrogen_t: float = 0.0) -> None:
        n = industry.yard.n_counties
        self.flows, self.ledger, self.loads = Flows(n), Ledger(n), Loads(n, 2)
        industry.decide(signals)
        industry.act(signals, self.flows, self.ledger, self.loads)
        self.flows.hydrogen_use_t[0] = hydrogen_t
        industry.settle_hydrogen(self.flows, self.ledger)
        industry.sell(self.ledger)  # with nothing from the grid


def new_industry(world: World | None = None) -> Industry:
    """Return the firms of a world, in a Mesa model of their own."""
    return Industry(world or firm_world(), mesa.Model(rng=1))


def plain_rules(n_counties: int = 1, **changed) -> IndustrySignals:
    """Return rules without any surcharge: limit 100, benchmark 50, price 1000 CNY/t for every product."""
    products, one = len(PRODUCTS), np.ones(len(PRODUCTS))
    values = {
        "demand_t": one * 100.0,
        "price_cny_per_t": one * 1000.0,
        "beyond_mean_cny_per_t": one * 0.0,
        "carbon_cny_per_t": one * 0.0,
        "limit_per_t": np.full((products, n_counties), 100.0),
        "benchmark_per_t": one * 50.0,
        "differential_cny_per_kwh": np.zeros((products, 3)),
        "over_limit_cny_per_kwh": np.zeros(n_counties),
        "far_over_limit_cny_per_kwh": 0.3,
        "tier_threshold_per_t": one * 1e9,
        "coming_tier_threshold_per_t": one * 1e9,
        "tier_step_per_t": one,
        "tier_cny_per_kwh": one * 0.0,
        "preferential_cny_per_kwh": np.zeros((products, n_counties)),
        "benchmark_order_share": np.zeros(n_counties),
        "zone_order_share": np.zeros(n_counties),
        "inspection": np.zeros(n_counties),
        "grant_share": np.zeros(n_counties),
        "hydrogen_grant_share": np.zeros(n_counties),
        "methane_support_cny_per_m3": np.zeros(n_counties),
        "least_oven_height_m": 0.0,
        "most_chemical_use": np.inf,
        "chemical_exit_cny_per_t": np.zeros(n_counties),
    }
    return IndustrySignals(**values | changed)
