"""The linear programme of one representative day: matrix, bounds and costs from the year's inputs."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import sparse

from abm.power.inputs import EVERY_FLEET, Coal, Inputs
from abm.power.layout import HOURS, Layout, tiny_costs
from agents.choice import between

INFINITE = 1e30  # what HiGHS takes as no bound


@dataclass(frozen=True)
class Programme:
    """Minimise ``cost @ x`` with ``row_low <= matrix @ x <= row_high`` and ``low <= x <= high``, for each day.

    The matrix has ``coefficients`` in the places of ``pattern``; it and ``cost`` (n_columns,) are the same on all
    days. ``low``, ``high`` are (n_days, n_columns), rows (n_days, n_rows).
    """

    layout: Layout
    pattern: sparse.csc_matrix
    coefficients: np.ndarray
    low: np.ndarray
    high: np.ndarray
    cost: np.ndarray
    row_low: np.ndarray
    row_high: np.ndarray


def layout_of(inputs: Inputs) -> Layout:
    """Return the layout that fits the inputs."""
    n_classes, n_coal_steps = inputs.coal.step_bid_cny_per_mwh.shape
    n_fleets, n_steps = len(inputs.rest.available_gw), len(inputs.rest.step_share)
    return _layout(n_classes, n_coal_steps, n_fleets, n_steps, len(inputs.stores.power_gw))


_layout = lru_cache(maxsize=8)(Layout)  # it works out its places once


def programme(inputs: Inputs) -> Programme:
    """Return the linear programmes of a year."""
    layout = layout_of(inputs)
    low, high = _bounds(inputs, layout)
    row_low, row_high = _row_bounds(inputs, layout)
    pattern, number_of = _pattern(layout, inputs.rest.step_fleet, tuple(inputs.stores.in_city.tolist()))
    coefficients = _coefficients(inputs)[number_of]
    return Programme(layout, pattern, coefficients, low, high, _costs(inputs, layout), row_low, row_high)


@lru_cache(maxsize=8)
def _pattern(
    layout: Layout, step_fleet: tuple[int, ...], in_city: tuple[bool, ...]
) -> tuple[sparse.csc_matrix, np.ndarray]:
    """The rows of the day, and the number of the coefficient (see :func:`_coefficients`) in each place."""
    eye, ones = sparse.identity(HOURS), np.ones((HOURS, 1))
    c, j, k, s = layout.n_classes, layout.n_coal_steps, layout.n_steps, layout.n_stores
    plus, minus, coal_minimum = 1, 2, 3 + np.arange(c)
    coal_top, rest_minimum = 3 + c + np.arange(c), 3 + 2 * c
    step_top, charge, discharge = (rest_minimum + 1 + n + np.arange(m) for n, m in ((0, k), (k, s), (k + s, s)))
    own = np.array(in_city)[None, :]
    whose = np.array(step_fleet)[:, None]
    bids_it = (whose == np.arange(layout.n_fleets)) | (whose == EVERY_FLEET)  # (n_steps, n_fleets)
    back = sparse.csr_matrix(np.roll(np.eye(HOURS), -1, axis=1))  # the level an hour ago
    blocks = {
        ("balance", "coal"): plus * sparse.kron(np.ones((1, c * j)), eye),
        ("balance", "online"): ones * coal_minimum[None, :],
        ("balance", "wind"): plus * eye,
        ("balance", "pv"): plus * eye,
        ("balance", "transfer"): minus * eye,
        ("balance", "charge"): minus * sparse.kron(own, eye),
        ("balance", "discharge"): plus * sparse.kron(own, eye),
        ("balance", "less"): plus * eye,
        ("balance", "more"): minus * eye,
        ("balance", "unserved"): plus * eye,
        ("rest_balance", "step"): plus * sparse.kron(np.ones((1, k)), eye),
        ("rest_balance", "rest_online"): rest_minimum * np.ones((HOURS, layout.n_fleets)),
        ("rest_balance", "rest_wind"): plus * eye,
        ("rest_balance", "rest_pv"): plus * eye,
        ("rest_balance", "transfer"): plus * eye,
        ("rest_balance", "charge"): minus * sparse.kron(~own, eye),
        ("rest_balance", "discharge"): plus * sparse.kron(~own, eye),
        ("rest_balance", "outside"): plus * eye,
        ("coal_top", "coal"): plus * sparse.kron(np.kron(np.eye(c), np.ones((1, j))), eye),
        ("coal_top", "online"): sparse.kron(sparse.csr_matrix(np.diag(coal_top)), ones),
        ("step_top", "step"): plus * sparse.identity(k * HOURS),
        ("step_top", "rest_online"): sparse.kron(sparse.csr_matrix(step_top[:, None] * bids_it), ones),
        ("level", "charge"): sparse.kron(np.diag(charge), eye),
        ("level", "discharge"): sparse.kron(np.diag(discharge), eye),
        ("level", "level"): sparse.kron(np.eye(s), plus * eye + minus * back),
        ("flexible", "less"): minus * ones.T,
        ("flexible", "more"): plus * ones.T,
    }
    grid = [[blocks.get((row, column)) for column in layout.columns] for row in layout.rows]
    pattern = sparse.csc_matrix(sparse.bmat(grid, format="csc"))
    pattern.eliminate_zeros()
    return pattern, pattern.data.astype(np.intp)


def _coefficients(inputs: Inputs) -> np.ndarray:
    """All numbers that stand in the matrix: nothing, 1, -1, least outputs, tops, steps, stores in and out."""
    rest, minimum, root = inputs.rest, inputs.coal.minimum_share, np.sqrt(inputs.stores.efficiency)
    plain, least = [0.0, 1.0, -1.0], [rest.minimum_share]
    return np.concatenate([plain, minimum, minimum - 1.0, least, -rest.step_share, -root, 1.0 / root])


def _bounds(inputs: Inputs, layout: Layout) -> tuple[np.ndarray, np.ndarray]:
    """(n_days, n_columns) bounds; heat duty is a floor under online capacity and output."""
    n_days, at = inputs.n_days, layout.columns
    coal, rest, stores, city = inputs.coal, inputs.rest, inputs.stores, inputs.city
    low = np.zeros((n_days, list(at.values())[-1].stop))
    high = np.full_like(low, INFINITE)
    online = online_floor(inputs)
    low[:, at["online"]] = online.T
    most = np.maximum(coal.available_gw, online)
    high[:, at["online"]] = most.T
    floor, top = _coal_steps(coal, online, most)
    low[:, at["coal"]], high[:, at["coal"]] = _by_day(floor), _by_day(top)
    high[:, at["rest_online"]] = rest.available_gw.T
    for name, available in (
        ("wind", city.wind_gw),
        ("pv", city.pv_gw),
        ("rest_wind", rest.wind_gw),
        ("rest_pv", rest.pv_gw),
    ):
        high[:, at[name]] = available
    low[:, at["transfer"]], high[:, at["transfer"]] = -city.transfer_gw, city.transfer_gw
    high[:, at["charge"]] = high[:, at["discharge"]] = np.repeat(stores.power_gw, HOURS)
    high[:, at["level"]] = np.repeat(stores.energy_gwh, HOURS)
    high[:, at["less"]] = high[:, at["more"]] = city.flexible_gw
    high[:, at["unserved"]] = np.maximum(city.load_gw, 0.0)
    return low, high


def _coal_steps(coal: Coal, online: np.ndarray, most: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(n_classes, n_steps, n_days, 24) floor and top of each step; heat's floor fills the steps from below."""
    floor = np.maximum(coal.heat_floor_gw - (coal.minimum_share[:, None] * online)[..., None], 0.0)[:, None]
    above = ((1.0 - coal.minimum_share[:, None]) * most)[:, None, :, None]
    top = above * coal.step_share[:, None, None]  # the same in all hours
    filled = between(floor - top.cumsum(axis=1) + top, 0.0, top)
    return filled, np.broadcast_to(top, filled.shape)


def _by_day(values: np.ndarray) -> np.ndarray:
    """(n_days, all the rest) of (n_classes, n_steps, n_days, 24)."""
    return values.transpose(2, 0, 1, 3).reshape(values.shape[2], -1)


def online_floor(inputs: Inputs) -> np.ndarray:
    """Return (n_classes, n_days) GW that must be online to carry the heat duty: floor and loss fit below its top."""
    coal = inputs.coal
    return (coal.heat_floor_gw + coal.heat_loss_gw).max(axis=2, initial=0.0)


def _row_bounds(inputs: Inputs, layout: Layout) -> tuple[np.ndarray, np.ndarray]:
    n_days, at = inputs.n_days, layout.rows
    low = np.zeros((n_days, list(at.values())[-1].stop))
    high = np.zeros_like(low)
    low[:, at["balance"]] = high[:, at["balance"]] = inputs.city.load_gw - inputs.city.fixed_gw
    low[:, at["rest_balance"]] = high[:, at["rest_balance"]] = inputs.rest.load_gw
    low[:, at["coal_top"]], low[:, at["step_top"]] = -INFINITE, -INFINITE
    high[:, at["coal_top"]] = -inputs.coal.heat_loss_gw.transpose(1, 0, 2).reshape(n_days, -1)
    return low, high


def _costs(inputs: Inputs, layout: Layout) -> np.ndarray:
    """(n_columns,) CNY/MWh, the tiny distinct costs included; what is online pays its minimum output too."""
    at = layout.columns
    coal, rest = inputs.coal, inputs.rest
    cost = tiny_costs(list(at.values())[-1].stop).copy()
    cost[at["coal"]] += np.repeat(coal.step_bid_cny_per_mwh.ravel(), HOURS)
    cost[at["online"]] += coal.start_cny_per_mw
    cost[at["step"]] += np.repeat(rest.step_bid_cny_per_mwh, HOURS)
    cost[at["rest_online"]] += rest.start_cny_per_mw
    cost[at["discharge"]] += np.repeat(inputs.stores.cost_cny_per_mwh, HOURS)
    cost[at["less"]] += inputs.city.flexible_cny_per_mwh
    cost[at["unserved"]] += inputs.city.unserved_cny_per_mwh
    cost[at["outside"]] += inputs.city.outside_cny_per_mwh
    return cost
