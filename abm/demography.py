"""Cohort-component demography: pure functions of people by county, kind of place and age.

``stock`` is (n_counties, 2, 101) persons: rural first, urban second; single years of age, the last
for 100 and older.
"""

from dataclasses import dataclass

import numpy as np

from agents.choice import between

RURAL, URBAN = 0, 1
AGES = np.arange(101)
FERTILE = (AGES >= 15) & (AGES < 50)


@dataclass(frozen=True)
class Rates:
    """What happens to people within one year."""

    mortality: np.ndarray  # (101,) share of each age that dies
    births_per_person: np.ndarray  # (101,) births per person of each age
    movers: np.ndarray  # (101,) who moves, relative to the most mobile age
    migration: np.ndarray  # (n_counties,) net persons who come from outside the county
    urban_share: np.ndarray  # (n_counties,) at the end of the year


@dataclass(frozen=True)
class Change:
    """A year's flows; ``after = before + births - deaths + migration + moves``, each (n_counties, 2)."""

    after: np.ndarray  # stock at the end, (n_counties, 2, 101)
    births: np.ndarray
    deaths: np.ndarray
    migration: np.ndarray
    moves: np.ndarray  # between village and town, adds up to zero in each county


def gompertz(infant: float, makeham: float, level60: float, slope: float) -> np.ndarray:
    """Return (101,) yearly shares that die: the first year apart, then a constant plus an exponential of age."""
    force = makeham + level60 * np.exp(slope * (AGES - 60))
    force[0] = infant
    return -np.expm1(-force)


def birth_schedule(mean_age: float, spread: float, female_share: float) -> np.ndarray:
    """Return (101,) births per person of each age at one birth per woman, normal between 15 and 49."""
    shape = np.where(FERTILE, np.exp(-0.5 * ((AGES - mean_age) / spread) ** 2), 0.0)
    return female_share * shape / shape.sum()


def move_schedule(start: float, peak: float, decline: float, base: float) -> np.ndarray:
    """Return (101,) mobility relative to its peak (Rogers and Castro's shape, with straight sides)."""
    rise = np.clip((AGES - start) / (peak - start), 0.0, 1.0)
    fall = np.exp(-decline * np.maximum(AGES - peak, 0.0))
    return base + (1 - base) * rise * fall


def step(stock: np.ndarray, rates: Rates) -> Change:
    """Return what one year does to ``stock``: deaths, births, migration, then moves to town."""
    dying = stock * rates.mortality
    births = stock @ rates.births_per_person
    infants = births * rates.mortality[0] / 2  # born during the year: half of it on average
    aged = np.empty_like(stock)
    alive = stock - dying
    aged[..., 1:] = alive[..., :-1]
    aged[..., -1] += alive[..., -1]
    aged[..., 0] = births - infants
    migrants = spread_migration(aged, rates.movers, rates.migration)
    aged += migrants
    moves = town_moves(aged, rates.movers, rates.urban_share)
    aged[:, RURAL] -= moves
    aged[:, URBAN] += moves
    moved = moves.sum(axis=1)
    return Change(
        after=aged,
        births=births,
        deaths=dying.sum(axis=2) + infants,
        migration=migrants.sum(axis=2),
        moves=np.array([-moved, moved]).T,
    )


def spread_migration(stock: np.ndarray, movers: np.ndarray, net: np.ndarray) -> np.ndarray:
    """Return (n_counties, 2, 101) migrants by mobility, (n_counties,) ``net`` in all; at most 90 % of an age leave."""
    mobile = stock * movers
    rate = net / np.maximum(mobile.sum(axis=(1, 2)), 1e-9)
    return np.maximum(mobile * rate[:, None, None], -0.9 * stock)


def town_moves(stock: np.ndarray, movers: np.ndarray, urban_share: np.ndarray) -> np.ndarray:
    """Return (n_counties, 101) net moves from village to town that bring the urban share there (90 % at most)."""
    totals = stock.sum(axis=2)
    wanted = urban_share * totals.sum(axis=1) - totals[:, URBAN]
    source = np.where((wanted > 0)[:, None], stock[:, RURAL], stock[:, URBAN])
    mobile = source * movers
    rate = wanted / np.maximum(mobile.sum(axis=1), 1e-9)
    moves = mobile * rate[:, None]
    most = 0.9 * source
    return between(moves, -most, most)


def urbanised(share: np.ndarray, growth_difference: float, people: np.ndarray, city_share: float | None) -> np.ndarray:
    """Return next year's (n_counties,) urban shares: logistic with the urban-rural growth difference (UN method).

    Where the city's share is observed, all counties shift alike (in log-odds) to meet it.
    """
    share = between(share, 1e-9, 1 - 1e-9)  # a county may have no village at all
    log_odds = np.log(share / (1 - share)) + growth_difference
    if city_share is not None:
        for _ in range(6):
            at = 1 / (1 + np.exp(-log_odds))
            log_odds = log_odds + (city_share * people.sum() - at @ people) / ((at * (1 - at)) @ people)
    return 1 / (1 + np.exp(-log_odds))


def county_migration(people: np.ndarray, rate: float, drift: np.ndarray) -> np.ndarray:
    """Return (n_counties,) net migrants: ``rate`` of the whole city, with counties' own drift that adds up to nothing.

    Args:
        people: (n_counties,) persons.
        rate: of the city per year.
        drift: (n_counties,) rate of each county over the city's.
    """
    own = drift - drift @ people / people.sum()
    return people * (rate + own)


def fit_ages(shape: np.ndarray, ratio: np.ndarray, urban_share: float) -> np.ndarray:
    """Return (2, 101) age shares of rural and urban people that together make ``shape``.

    Args:
        shape: (101,) ages of all, adds up to 1.
        ratio: (101,) rural over urban, before fitting.
        urban_share: of all people.
    """
    table = np.stack([ratio, np.ones(101)]) * shape
    totals = np.array([1 - urban_share, urban_share])
    for _ in range(200):
        table *= (totals / table.sum(axis=1))[:, None]
        table *= shape / np.maximum(table.sum(axis=0), 1e-300)
    return table / table.sum(axis=1)[:, None]
