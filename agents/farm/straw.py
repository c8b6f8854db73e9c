"""Which way the straw goes: money, time, animals, machines, reach, risk and neighbours.

Every way is worth so many yuan per tonne of collectable straw to the farm, as it sees it; a logit
over the open ways leaves room for what is not seen here. Pure functions of arrays, (n,) per farm.
"""

from dataclasses import dataclass

import numpy as np

from agents.choice import pick_best_of
from agents.farm.ways import BURN, FEED, MATERIAL, RETURN, SOLD_FUEL, STOVE_FUEL, SUBSTRATE, WAYS
from agents.signals.straw import StrawSignals


@dataclass(frozen=True)
class StrawBehaviour:
    """How farms value time, work and risk; per tonne of collectable straw unless said otherwise."""

    wage_cny_per_h: float  # of work away from the farm
    own_time_share: float  # of that wage at which a farm without such work counts its hour
    hours_return: float  # supervising the machine, a second pass, clods
    hours_own_feed: float  # carrying home, chopping, ensiling
    hours_selling: float  # waiting for the baler, loading, being paid
    hours_stove: float
    nutrient_cny: float  # fertiliser saved by ploughing in
    own_feed_cny: float  # bought roughage saved
    chop_cny: float  # chopping and ploughing in with a machine at hand
    chop_hired_factor: float  # times that where none is
    bale_cny: float  # baling on a large field
    small_plot_mu: float  # area at which machine work costs twice as much as on a large field
    haul_cny_per_km: float
    fire_seen_t: float  # straw of a field whose fire a watcher finds with 1 - 1/e
    unease_cny: float  # about burning where nobody else burns
    taste_cny: float  # scale of what is not seen
    reconsider_share: float  # of farms a year that think again
    fined_reconsider_share: float  # of those fined


@dataclass(frozen=True)
class Fields:
    """What n farms know of themselves, (n,) each."""

    county: np.ndarray
    area_mu: np.ndarray
    straw_t: np.ndarray  # collectable, of one farm and year
    haul_km: np.ndarray  # to the nearest place where a collection point is or could be
    animals: np.ndarray  # sheep units
    off_farm: np.ndarray  # 0 to 1, share of the family's work done elsewhere
    has_machine: np.ndarray
    in_reach: np.ndarray  # a collection point serves the village
    watched: np.ndarray  # 0 to 1, how far it feels its fields watched
    neighbours_burning: np.ndarray  # 0 to 1, share in the village last year


def time_value(fields: Fields, behaviour: StrawBehaviour) -> np.ndarray:
    """Return (n,) CNY that an hour is worth: the wage for families who work elsewhere, less for others."""
    share = behaviour.own_time_share + (1 - behaviour.own_time_share) * fields.off_farm
    return behaviour.wage_cny_per_h * share


def plot_factor(fields: Fields, behaviour: StrawBehaviour) -> np.ndarray:
    """Return (n,) how many times a machine's work costs what it costs on a large field."""
    return 1 + behaviour.small_plot_mu / fields.area_mu


def chance_of_fine(watched: np.ndarray, straw_t: np.ndarray, behaviour: StrawBehaviour) -> np.ndarray:
    """Return (n,) the felt chance that a fire is caught: watched, and large enough to be seen."""
    return watched * -np.expm1(-straw_t / behaviour.fire_seen_t)


def way_values(fields: Fields, signals: StrawSignals, behaviour: StrawBehaviour) -> np.ndarray:
    """Return (n, ways) CNY per tonne that each way is worth to each farm."""
    values = np.empty((len(WAYS), len(fields.county)), dtype=np.float32).T  # a way's farms lie side by side
    hour = time_value(fields, behaviour) * np.float32(signals.hour_value_index)
    size = plot_factor(fields, behaviour)
    collected = _less_collection(fields, signals, behaviour, size) - behaviour.hours_selling * hour

    values[:, RETURN] = _returned(fields, signals, behaviour, size) - behaviour.hours_return * hour
    values[:, FEED] = _fed(fields, signals, behaviour, hour, collected)
    values[:, SOLD_FUEL] = _paid(fields, signals.taken_fuel_share, signals.fuel_price_cny_per_t) + collected
    values[:, STOVE_FUEL] = signals.stove_value_cny_per_t - behaviour.hours_stove * hour
    values[:, SUBSTRATE] = _paid(fields, signals.taken_substrate_share, signals.substrate_price_cny_per_t) + collected
    values[:, MATERIAL] = _paid(fields, signals.taken_material_share, signals.material_price_cny_per_t) + collected
    values[:, BURN] = _burnt(fields, signals, behaviour)
    return values


def attraction(fields: Fields, signals: StrawSignals, behaviour: StrawBehaviour, liking_cny: np.ndarray) -> np.ndarray:
    """Return (n, ways) values over the scale of what is unseen; minus infinity where a way is closed.

    Buyers of fuel, substrate and material come only to villages with a collection point;
    ``liking_cny`` (ways,) is what each way is worth beyond :func:`way_values`.
    """
    value = way_values(fields, signals, behaviour)
    value += liking_cny.astype(np.float32)
    value *= np.float32(1 / behaviour.taste_cny)
    closed = np.array([np.inf, 0], dtype=np.float32).take(fields.in_reach.view(np.uint8))
    for way in (SOLD_FUEL, SUBSTRATE, MATERIAL):
        value[:, way] -= closed
    return value


def choose(attraction: np.ndarray, draw: np.ndarray) -> np.ndarray:
    """Return (n,) ways by the logit shares of (n, ways) attractions and (n,) uniforms."""
    return pick_best_of(attraction.T, draw)


def reconsidering(fined: np.ndarray, behaviour: StrawBehaviour) -> np.ndarray:
    """Return (n,) the chance that a farm thinks again: some always, and most whose fire was fined."""
    more = np.float32(behaviour.fined_reconsider_share) * fined
    base = np.float32(behaviour.reconsider_share)
    return base + (1 - base) * more


def _per_farm(by_county: np.ndarray, fields: Fields) -> np.ndarray:
    return by_county.astype(np.float32).take(fields.county)


def _paid(fields: Fields, taken: np.ndarray, price: np.ndarray) -> np.ndarray:
    return _per_farm(taken * price, fields)


def _less_collection(fields: Fields, signals: StrawSignals, behaviour: StrawBehaviour, size: np.ndarray) -> np.ndarray:
    """Subsidy less baling and haulage: (n,) CNY per tonne that a buyer's price is changed by."""
    subsidy = _per_farm(signals.off_field_subsidy_cny_per_t, fields)
    return subsidy - behaviour.bale_cny * size - behaviour.haul_cny_per_km * fields.haul_km


def _returned(fields: Fields, signals: StrawSignals, behaviour: StrawBehaviour, size: np.ndarray) -> np.ndarray:
    own_share = 1 - _per_farm(signals.return_support_share, fields)
    hired = np.array([behaviour.chop_hired_factor, 1], dtype=np.float32).take(fields.has_machine.view(np.uint8))
    return behaviour.nutrient_cny - behaviour.chop_cny * hired * size * own_share


def _fed(
    fields: Fields, signals: StrawSignals, behaviour: StrawBehaviour, hour: np.ndarray, collected: np.ndarray
) -> np.ndarray:
    own = np.minimum(1, fields.animals * signals.feed_need_t_per_sheep_unit / fields.straw_t)
    at_home = behaviour.own_feed_cny - behaviour.hours_own_feed * hour
    to_herds = _paid(fields, signals.taken_feed_share, signals.feed_price_cny_per_t) + collected
    return own * at_home + (1 - own) * to_herds


def _burnt(fields: Fields, signals: StrawSignals, behaviour: StrawBehaviour) -> np.ndarray:
    fine = chance_of_fine(fields.watched, fields.straw_t, behaviour) * signals.fine_cny / fields.straw_t
    return -fine - behaviour.unease_cny * (1 - fields.neighbours_burning)
