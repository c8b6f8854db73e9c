"""Bulk solid waste over the supply network: makers, users, haulage between counties, and what is left in heaps."""

from dataclasses import dataclass

import numpy as np

from abm.freight.places import county_distances
from abm.parameters import Parameters
from abm.world import World
from agents.choice import share_of
from agents.firm.byproducts import accepted, blended_share, matched
from agents.firm.projects import wish
from agents.signals import MaterialSignals

GOODS = ("slag", "ash", "gangue", "red_mud")  # in the order in which users take them
USES = ("cement", "materials", "filling")  # blended into cement; bricks, blocks and roads; back into mines and land
CEMENT, MATERIALS = 0, 1  # in USES


@dataclass(frozen=True)
class WasteNumbers:
    """T and CNY per t; tables are (n_goods, n_uses)."""

    worth: np.ndarray  # of a tonne to its user at the gate, less what working it costs
    most: np.ndarray  # share of a good in a use
    avoided: np.ndarray  # (n_goods,) environmental tax and heaping that a maker saves
    slag_per_iron: float
    slag_per_steel: float
    mud_per_alumina: float
    haul_cny_per_tkm: float
    spread: float
    neighbour: float  # worth of dealing within a park that is organised for it
    need_t_per_head: float  # of materials that waste can be made into
    sold_share: float  # of waste made, as materials that could be sold beyond the county
    first_share: float  # of that need for which lines stand in the first year
    line_capital: float  # CNY per t a year
    line_life: float
    line_hurdle: float  # years
    sharpness: float  # how alike owners of lines are
    built_share: float  # of what pays that is built in a year
    filling_share: float  # t of room per t of raw coal
    blend_most: float  # t of slag and ash per t of cement
    blend_filler: float  # gypsum and limestone per t of cement
    blend_spread: float
    clinker_cost: float  # beside fuel
    additive_cost: float  # grinding and price of slag and ash at the works

    @classmethod
    def of(cls, p: Parameters) -> "WasteNumbers":
        """Read them."""
        units = {
            "slag_per_iron": "t/t",
            "slag_per_steel": "t/t",
            "mud_per_alumina": "t/t",
            "haul_cny_per_tkm": "CNY/tkm",
            "spread": "CNY/t",
            "neighbour": "CNY/t",
            "need_t_per_head": "t/person",
            "sold_share": "share",
            "first_share": "share",
            "line_capital": "CNY/t",
            "line_life": "years",
            "line_hurdle": "years",
            "built_share": "share",
            "filling_share": "t/t",
            "blend_most": "t/t",
            "blend_filler": "t/t",
            "blend_spread": "CNY/t",
            "clinker_cost": "CNY/t",
            "additive_cost": "CNY/t",
        }
        return cls(
            worth=_table(p, "worth", "CNY/t"),
            most=_table(p, "most", "share"),
            sharpness=p.value("invest.sharpness", "ratio"),
            avoided=np.array([p.value(f"solid_waste.avoided.{good}", "CNY/t") for good in GOODS]),
            **{name: p.value(f"solid_waste.{name}", unit) for name, unit in units.items()},
        )


@dataclass(frozen=True)
class Made:
    """What the year makes and needs, (n_counties,) t."""

    gangue: np.ndarray
    ash: np.ndarray
    iron: np.ndarray
    steel: np.ndarray
    alumina: np.ndarray
    cement: np.ndarray
    raw_coal: np.ndarray


class ByProducts:
    """The network of a region's bulk waste. ``flow_t`` is (n_goods, n_uses, n_from, n_to) t of the year."""

    def __init__(self, world: World) -> None:
        self.numbers = n = WasteNumbers.of(world.region.parameters)
        self.haul_cny_per_t = county_distances(world) * n.haul_cny_per_tkm
        size = world.region.n_counties
        self.worth = (n.worth + n.avoided[:, None])[:, :, None, None]
        self.same = np.eye(size)
        self.lines_t: np.ndarray | None = None
        self.supply_t = np.zeros((len(GOODS), size))
        self.flow_t = np.zeros((len(GOODS), len(USES), size, size))
        self.heap_t = np.zeros(size)
        self.capital_cny = np.zeros(size)
        self.clinker_ratio = np.ones(size)

    def year(self, made: Made, rules: MaterialSignals, fuel_cny_per_t: np.ndarray, parks: np.ndarray) -> None:
        """Match makers and users; lines that pay are built, and stand next year.

        Args:
            made: of the year.
            rules: support of the year.
            fuel_cny_per_t: (n_counties,) fuel of a tonne of clinker.
            parks: (n_counties,) share of parks that are organised for exchange.
        """
        n = self.numbers
        slag = made.iron * n.slag_per_iron + made.steel * n.slag_per_steel
        self.supply_t = np.array([slag, made.ash, made.gangue, made.alumina * n.mud_per_alumina])
        need = rules.persons * n.need_t_per_head + n.sold_share * self.supply_t.sum(axis=0)
        if self.lines_t is None:
            self.lines_t = n.first_share * need
        additive = n.additive_cost - rules.clinker_support_cny_per_t
        blend = blended_share(n.clinker_cost + fuel_cny_per_t, additive, n.blend_most, n.blend_spread)
        room = np.array([made.cement * blend, self.lines_t, made.raw_coal * n.filling_share])
        worth = self.worth + rules.waste_support_cny_per_t
        willing = accepted(worth + n.neighbour * parks * self.same, self.haul_cny_per_t, n.spread)
        self.flow_t = matched(self.supply_t, room, willing, n.most[:, :, None] * room)
        self.heap_t = self.heap_t + self.supply_t.sum(axis=0) - self.flow_t.sum(axis=(0, 1, 3))
        blended = self.flow_t[:, CEMENT].sum(axis=(0, 1))
        share = share_of(blended, made.cement)
        self.clinker_ratio = 1.0 - n.blend_filler - share
        self._build(need, rules)

    def used_t(self) -> np.ndarray:
        """Return (n_uses,) t of the year."""
        return self.flow_t.sum(axis=(0, 2, 3))

    def used_by_maker_t(self) -> np.ndarray:
        """Return (n_goods, n_counties) t that makers found users for."""
        return self.flow_t.sum(axis=(1, 3))

    def _build(self, need: np.ndarray, rules: MaterialSignals) -> None:
        """Owners of lines look at what a tonne earned this year in their county, haulage paid."""
        n = self.numbers
        assert self.lines_t is not None
        taken = self.flow_t[:, MATERIALS]
        total = taken.sum(axis=(0, 1))
        spent = (taken * self.haul_cny_per_t).sum(axis=(0, 1))
        value = np.einsum("gij,g->j", taken, n.worth[:, MATERIALS] + n.avoided) - spent
        nearest = n.worth[:, MATERIALS].max()
        earned = np.divide(value, total, out=np.full_like(total, nearest), where=total > 0)
        earned = earned + rules.waste_support_cny_per_t
        capital = np.full_like(earned, n.line_capital)
        hurdle = np.full_like(earned, n.line_hurdle)
        wanted = wish(hurdle, capital, earned, n.sharpness) * need
        built = n.built_share * np.maximum(wanted - self.lines_t, 0.0)
        due = self.lines_t / n.line_life
        worn = np.minimum(due, np.maximum(self.lines_t - wanted, 0.0))
        self.lines_t = self.lines_t + built - worn
        self.capital_cny = (built + due - worn) * n.line_capital  # what is worn out and wanted is bought anew


def _table(p: Parameters, name: str, unit: str) -> np.ndarray:
    """(n_goods, n_uses); no row means that the good is of no use there."""
    keys = [[f"solid_waste.{name}.{good}.{use}" for use in USES] for good in GOODS]
    return np.array([[p.value(key, unit) if key in p else 0.0 for key in row] for row in keys])
