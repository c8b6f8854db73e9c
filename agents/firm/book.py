"""The book of all firms: one row per firm, one array per attribute, so that decisions are made for all at once."""

from dataclasses import dataclass, field, fields

import numpy as np

from agents.choice import share_of, share_or_one

NEVER = 9999  # a year that does not come


@dataclass
class Book:
    """What is known of each firm and what it has decided; arrays are (n_firms,) in the order of the region's lists.

    ``capacity_t``, ``output_t`` are t a year (for other industry: 10^4 CNY of value added at 2020 prices);
    ``specific_use`` is kgce/t, for aluminium kWh/t. ``is_named`` says whether a source names the facility.
    """

    id: tuple[str, ...]
    name_zh: tuple[str, ...]
    name_en: tuple[str, ...]
    size_class: tuple[str, ...]
    product: np.ndarray  # number in PRODUCTS
    county: np.ndarray
    owner: np.ndarray  # number in OWNERS
    is_named: np.ndarray
    capacity_t: np.ndarray
    start_year: np.ndarray
    last_year: np.ndarray  # last year in which it may run; NEVER if nothing ends it
    equipment: np.ndarray  # number in EQUIPMENT
    oven_height_m: np.ndarray  # of the coking chamber, 0 where there is no oven
    rating: np.ndarray  # number in RATINGS, -1 where there is no mine
    in_zone: np.ndarray  # in a development zone that the plan names
    specific_use: np.ndarray
    cost_cny_per_t: np.ndarray
    margin_cny_per_t: np.ndarray
    kwh_per_t: np.ndarray
    hurdle_years: np.ndarray
    cash_years: np.ndarray  # years of its margin that it can put into equipment
    dry_rank: np.ndarray  # order in which coke plants get dry quenching, 0 to 1
    luck: np.ndarray  # fixed place of the firm between 0 and 1, for phases of planning
    is_aware: np.ndarray = field(init=False)
    is_closed: np.ndarray = field(init=False)
    is_priced_out: np.ndarray = field(init=False)  # closed because surcharges took more than a tonne earns
    is_mended: np.ndarray = field(init=False)
    lately_cny_per_t: np.ndarray = field(init=False)  # margin at the prices of the last years
    output_t: np.ndarray = field(init=False)
    surcharge_cny_per_kwh: np.ndarray = field(init=False)
    surcharge_cny: np.ndarray = field(init=False)
    first_use: np.ndarray = field(init=False)
    first_level: np.ndarray = field(init=False)  # of it, over the mean of all that is made of the product at first
    _all_use: bool = field(init=False)  # from the first year on
    power_ratio: np.ndarray = field(init=False)  # what projects have left of the power per t
    power_added_kwh_per_t: np.ndarray = field(init=False)  # what projects use beside it

    def __post_init__(self) -> None:
        n = len(self.id)
        for column in fields(self):
            if column.init and len(getattr(self, column.name)) != n:
                raise ValueError(f"{column.name}: got {len(getattr(self, column.name))} firms, expected {n}")
        self.is_aware, self.is_closed, self.is_priced_out, self.is_mended = (np.zeros(n, dtype=bool) for _ in range(4))
        self.lately_cny_per_t = self.margin_cny_per_t.copy()
        self.output_t, self.surcharge_cny_per_kwh, self.surcharge_cny = (np.zeros(n) for _ in range(3))
        self.first_use, self.first_level = self.specific_use.copy(), np.ones(n)
        self._all_use = bool(self.first_use.all())
        self.power_ratio, self.power_added_kwh_per_t = np.ones(n), np.zeros(n)

    def __len__(self) -> int:
        return len(self.id)

    def is_open(self, year: int) -> np.ndarray:
        """Return which firms may produce in ``year``."""
        return ~self.is_closed & (self.start_year <= year) & (year <= self.last_year)

    def use_ratio(self) -> np.ndarray:
        """Return specific use over that of the first year: what retrofits have left of it."""
        if self._all_use:
            return self.specific_use / self.first_use
        return share_or_one(self.specific_use, self.first_use)

    def settle_levels(self) -> None:
        """See how far each firm stands from its product's mean tonne, at what all make in the first year."""
        made, used = (np.bincount(self.product, t) for t in (self.output_t, self.output_t * self.first_use))
        self.first_level = share_or_one(self.first_use, share_of(used, made)[self.product])

    def fuel_ratio(self) -> np.ndarray:
        """Return the fuel of a firm's tonne over that of its product's mean tonne in the first year."""
        return self.first_level * self.use_ratio()

    def kwh_per_t_now(self) -> np.ndarray:
        """Return the power that a tonne takes this year, after retrofits and with what projects add or save."""
        return self.kwh_per_t * self.use_ratio() * self.power_ratio + self.power_added_kwh_per_t
