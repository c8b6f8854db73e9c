"""Fertiliser, film and better fields: what farms take up, and what it changes in gases, fuel and money."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from abm.accounts.ledger import Ledger
from abm.region import Region
from agents.choice import one_in
from agents.farm.practice import taken_up
from agents.signals import FarmSignals

SIZES = ("small", "large")


@dataclass(frozen=True)
class PracticeNumbers:
    """Pairs (2, 1) are small and large farms."""

    trained_start: float  # of fields fertilised by test
    trained_speed: np.ndarray  # (2, 1) of the fields offered a test, whose farm follows it
    trained_large_share: float  # of fields on large farms
    trained_forgotten: float  # a year
    trained_cut_share: float  # of nitrogen saved by following the test
    training_cny_per_mu: float
    nitrogen_cny_per_kg: float
    film_base: float
    film_reward: float  # logit per CNY/kg
    film_speed: float
    film_kg_per_mu: float
    standard_start: float  # of fields
    standard_most: float
    standard_cny_per_mu: float
    standard_pumping_cut: float  # of pumping electricity saved on such fields
    mechanized_start: float  # of tilling, sowing and reaping
    mechanized_gain: float  # on such fields
    diesel_per_mechanized: float  # relative rise of diesel for work by machine
    upper_part: float  # of support, paid by province and state

    @classmethod
    def of(cls, region: Region, years: Sequence[int]) -> "PracticeNumbers":
        """Read from the region's parameters."""
        p = region.parameters

        def by_size(key: str, unit: str) -> np.ndarray:
            return np.array([[p.value(f"{key}.{size}", unit)] for size in SIZES])

        return cls(
            trained_start=p.value("soil.trained.start", "share"),
            trained_speed=by_size("soil.trained.follow", "share"),
            trained_large_share=p.value("soil.trained.large", "share"),
            trained_forgotten=p.value("soil.trained.forgotten", "share"),
            trained_cut_share=p.value("soil.trained.cut", "share"),
            training_cny_per_mu=p.value("soil.trained.cost", "CNY/mu"),
            nitrogen_cny_per_kg=p.value("soil.nitrogen_price", "CNY/kg N"),
            film_base=p.value("film.base", "logit"),
            film_reward=p.value("film.reward", "logit"),
            film_speed=p.value("film.speed", "share"),
            film_kg_per_mu=p.value("film.use", "kg/mu"),
            standard_start=p.value("fields.standard.start", "share"),
            standard_most=p.value("fields.standard.most", "share"),
            standard_cny_per_mu=p.value("fields.standard.cost", "CNY/mu"),
            standard_pumping_cut=p.value("fields.standard.pumping_cut", "share"),
            mechanized_start=p.value("fields.mechanized.start", "share"),
            mechanized_gain=p.value("fields.mechanized.gain", "share"),
            diesel_per_mechanized=p.value("fields.mechanized.diesel", "ratio"),
            upper_part=p.value("fields.upper_part", "share"),
        )


class Practice:
    """What farms have taken up, kept over the years; (2, n_counties) small and large, or (n_counties,)."""

    def __init__(self, numbers: PracticeNumbers, n_counties: int) -> None:
        n = self.numbers = numbers
        self.trained = np.full((2, n_counties), n.trained_start)
        self.film = np.full(n_counties, 1.0 / one_in(n.film_base))
        self.standard = np.full(n_counties, n.standard_start)
        self.large_share = np.full(n_counties, n.trained_large_share)  # of fields, on large farms

    def act(self, signals: FarmSignals, at: int, area_mu: np.ndarray, ledger: Ledger) -> None:
        """Let farms take up what is offered, and book who pays.

        The first year is as it was found: what is known of it was counted at its end.
        """
        n, standard_before = self.numbers, self.standard
        if at > 0:
            self._take_up(signals)
        tests = area_mu * signals.training_share * n.training_cny_per_mu
        ledger.pay_from_both("soil tests", "firms", tests, n.upper_part)
        brought = area_mu * n.film_kg_per_mu * self.film
        ledger.pay_from_both("film reward", "farms", brought * signals.film_reward_cny_per_kg, n.upper_part)
        built = (self.standard - standard_before) * area_mu * n.standard_cny_per_mu
        ledger.pay_from_both("high-standard fields", "equipment_makers", built, n.upper_part)

    def _take_up(self, signals: FarmSignals) -> None:
        """Move advice, film and fields on by a year."""
        n = self.numbers
        untaught = 1.0 - self.trained
        kept = self.trained * (1.0 - n.trained_forgotten)
        self.trained = kept + untaught * n.trained_speed * signals.training_share
        self.film = taken_up(self.film, n.film_base + n.film_reward * signals.film_reward_cny_per_kg, n.film_speed)
        room = np.maximum(n.standard_most - self.standard, 0.0)
        self.standard = self.standard + np.minimum(signals.new_standard_share, room)

    def resize(self, more_large: np.ndarray) -> None:
        """Take note of the (n_counties,) share of fields that passed to large farms: they go by what is usual there."""
        self.large_share = np.minimum(self.numbers.trained_large_share + more_large, 1.0)

    def spread_n_t(self, wanted_t: np.ndarray) -> np.ndarray:
        """Return (n_counties,) t of nitrogen that fields get, bought or in its place, given what habit would buy."""
        return np.asarray(wanted_t * (1.0 - self.numbers.trained_cut_share * self.more_trained))

    def bought_n_t(self, wanted_t: np.ndarray, replaced_t: np.ndarray) -> np.ndarray:
        """Return (n_counties,) t of nitrogen bought: what fields get less what treated manure replaces."""
        bought: np.ndarray = np.maximum(self.spread_n_t(wanted_t) - replaced_t, 0.0)
        return bought

    @property
    def more_trained(self) -> np.ndarray:
        """(n_counties,) share of fields whose farm follows advice, over that of the first year."""
        large = self.large_share
        more: np.ndarray = self.trained[0] * (1.0 - large) + self.trained[1] * large - self.numbers.trained_start
        return more

    @property
    def mechanized(self) -> np.ndarray:
        """(n_counties,) share of tilling, sowing and reaping that machines do."""
        n = self.numbers
        return np.minimum(n.mechanized_start + n.mechanized_gain * (self.standard - n.standard_start), 1.0)

    @property
    def diesel_factor(self) -> np.ndarray:
        """(n_counties,) diesel of field work over that at the first year's mechanisation."""
        return 1.0 + self.numbers.diesel_per_mechanized * (self.mechanized - self.numbers.mechanized_start)

    @property
    def pumping_factor(self) -> np.ndarray:
        """(n_counties,) electricity of pumps over that of the first year's fields."""
        n = self.numbers
        return 1.0 - n.standard_pumping_cut * (self.standard - n.standard_start)
