"""Small cases of the dispatch whose answers can be worked out by hand, and the tiny region's power part."""

from dataclasses import replace
from types import SimpleNamespace

import mesa
import numpy as np

from abm.accounts.ledger import Ledger
from abm.flows import Flows
from abm.loads import Loads
from abm.power import Power
from abm.power.days import choose_days
from abm.power.inputs import EVERY_FLEET, City, Coal, Inputs, Rest, Stores
from abm.prices import Prices
from abm.randomness import Streams
from abm.region import load_region
from abm.world import World
from agents.firm.words import PROJECTS
from agents.signals import BuildingSignals, SupplySignals


def hourly(value, n_days=1):
    """Return (n_days, 24) of one value, or of 24."""
    return np.broadcast_to(np.asarray(value, dtype=float), (n_days, 24)).copy()


def small_inputs(n_days=1, **city):
    """Return one class of coal in a city of 1 GW beside a province of 10 GW; no wind, sun or stores."""
    values = {
        "load_gw": hourly(1.0, n_days),
        "fixed_gw": hourly(0.0, n_days),
        "wind_gw": hourly(0.0, n_days),
        "pv_gw": hourly(0.0, n_days),
        "flexible_gw": hourly(0.0, n_days),
        "flexible_cny_per_mwh": 300.0,
        "transfer_gw": 2.0,
        "unserved_cny_per_mwh": 20000.0,
        "outside_cny_per_mwh": 1500.0,
    }
    return Inputs(
        coal=Coal(
            available_gw=np.full((1, n_days), 0.6),
            minimum_share=np.array([0.4]),
            step_share=np.array([1.0]),
            step_bid_cny_per_mwh=np.array([[200.0]]),
            start_cny_per_mw=np.array([24 * 0.4 * 200.0]),
            heat_floor_gw=hourly(0.0, n_days)[None],
            heat_loss_gw=hourly(0.0, n_days)[None],
        ),
        rest=Rest(
            load_gw=hourly(10.0, n_days),
            wind_gw=hourly(0.0, n_days),
            pv_gw=hourly(0.0, n_days),
            available_gw=np.full((1, n_days), 14.0),
            minimum_share=0.4,
            start_cny_per_mw=np.array([24 * 0.4 * 250.0]),
            step_fleet=(0, 0),
            step_share=np.array([0.3, 0.3]),
            step_bid_cny_per_mwh=np.array([250.0, 400.0]),
        ),
        stores=Stores(
            name=("battery",),
            in_city=np.array([True]),
            power_gw=np.array([0.0]),
            energy_gwh=np.array([0.0]),
            efficiency=np.array([0.85]),
            cost_cny_per_mwh=np.array([0.0]),
        ),
        city=City(**values | city),
    )


def in_fleets(rest, rates):
    """Return a rest of one fleet as equal fleets of these relative fuel rates; the last step is joint."""
    n, factor = len(rates), np.array(rates)
    own = rest.step_share[:-1]
    return replace(
        rest,
        available_gw=np.repeat(rest.available_gw / n, n, axis=0),
        start_cny_per_mw=rest.start_cny_per_mw * factor,
        step_fleet=(*np.repeat(np.arange(n), len(own)).tolist(), EVERY_FLEET),
        step_share=np.concatenate([np.tile(own, n), rest.step_share[-1:]]),
        step_bid_cny_per_mwh=np.concatenate(
            [np.outer(factor, rest.step_bid_cny_per_mwh[:-1]).ravel(), rest.step_bid_cny_per_mwh[-1:]]
        ),
    )


def with_store(inputs, power_gw, hours=2.0):
    """Return inputs with a city battery."""
    power = np.array([power_gw])
    return replace(inputs, stores=replace(inputs.stores, power_gw=power, energy_gwh=power * hours))


def tiny_world(region="tiny", until=2030):
    """Return a world without people: enough for power and prices."""
    place = load_region(region)
    storyline = next(iter(place.storylines.values()))
    years = tuple(range(2020, until + 1))
    return World(place, None, choose_days(place), Streams(1), storyline, years, "observed")


def no_projects(n_counties, paid):
    """Return the investment theme of a year in which capture is ready and gets ``paid`` CNY/t, nothing else."""
    rows = np.zeros((len(PROJECTS), n_counties))
    return SimpleNamespace(
        capture_support_cny_per_t=paid, project_grant_share=rows, project_room_share=np.ones(len(PROJECTS))
    )


def run_power(world, years, kwh, change=None, hook=None, rules=None, paid=0.0):
    """Run the power part for some years with a load on the province's shape; return it and the last ledger."""
    power, prices = Power(world, mesa.Model()), Prices(world)
    n = world.region.n_counties
    ledger = loads = None
    for year in years:
        electricity, fuels = prices.perceive(year)
        electricity = replace(electricity, **(change or {}))
        supply = replace(SupplySignals.quiet(n), **(rules or {}))
        themes = {"electricity": electricity, "fuels": fuels, "supply": supply, "investment": no_projects(n, paid)}
        signals = SimpleNamespace(year=year, building=BuildingSignals.quiet(n), **themes)
        flows, ledger, loads = Flows(n), Ledger(n), Loads(n, world.days.n_days)
        loads.add(ledger, "other_industry", np.full(n, kwh / n), world.days.shape(world.days.load_shape))
        if hook:
            hook(year, flows)
        power.act(signals, flows, ledger, loads)
        prices.remember(power, flows)
    return power, ledger, loads
