"""What the plain-Mesa homes meet in a year: villages, prices, programmes, kitchens, as plain numbers and lists."""

from dataclasses import dataclass, field
from math import exp
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from benchmarks.twin_household import TwinHome

N_COAL = 2  # kinds of coal stove, first among heaters
PRIOR_ROWS = 100.0  # that all roofs of a village count for beside the few sampled ones
LEAST_PART = 1e-9  # of a village, below which the quota counts as used up


@dataclass
class Village:
    """A community: its running sums of the year, and what its people see and meet."""

    county: int
    is_urban: bool
    neighbours: list[tuple[int, float]]
    outside: float
    homes: float = 0.0
    row_weight: float = 0.0
    coal: float = 0.0
    with_pv: float = 0.0
    with_roof: float = 0.0
    pv_share: float = 0.0  # of all its roofs, sampled or not
    looked: float = 1.0  # chance that one without PV looked into it since
    attitudes: float = 0.0
    seen_clean: float = 0.0  # by a home on coal
    seen_by_clean: float = 0.0
    seen_roofs: float = 0.0
    seen_attitude: float = 0.0
    offer_share: float = 0.0
    visit_chance: float = 0.0
    fine_cny: float = 0.0
    gas: bool = False
    district: bool = False
    turn: float = 0.0


@dataclass
class Town:
    """Everything that homes meet in a year, as plain numbers; ``n`` holds the parameters by group."""

    year: int
    n: Any
    villages: list[Village]
    draws: dict[str, list[float]]
    rules: list[tuple[float, float, bool, bool]]  # by village: chance of a visit, fine, gas pipe, district heat
    campaign: list[float]
    income_growth: list[float]
    heat_price: list[list[float]]  # by county and heater, per kWh of full need
    rebate: list[list[float]]
    rebate_limit: list[float]
    net_price: list[list[float]]
    net_again: list[list[float]]  # of the kind that is there
    district_price: list[float]
    rates: list[float]
    plug_parts: list[list[float]]  # rural, urban: weights of uses without heating, appliances first
    plug_base: list[float]  # their sums in the base year
    tiers: list[float]
    limits: list[float]
    reference: list[float]
    tou_open: bool
    tou_ease: float
    tou_saving_by_use: list[tuple[float, float]]  # as one lives, by moving
    roof_programme: list[float]
    roof_renting: list[float]
    roof_room: list[float]
    roof_payback: list[float]  # by block
    roof_price: float
    roof_rent: float
    wall_support: list[tuple[float, float]]  # by county: rural, urban, CNY per m2
    metered: list[float]
    code_saving: list[float]
    demolition_refused: list[float]
    new_floor: list[float]  # that a new home gets of what it would take
    inspected: list[float]  # of new village homes
    prefab_support: list[float]  # CNY per m2
    usual_heat: list[float]  # kWh per m2 of a flat in town, by county
    kitchen_support: list[float]
    appliance_credit: list[float]
    plug_growth: list[float] = field(default_factory=list)
    tou_saving: list[tuple[float, float]] = field(default_factory=list)  # rural, urban
    wall_works: list[float] = field(default_factory=list)  # paid this year by county
    wall_paid: list[float] = field(default_factory=list)  # of it by public budgets
    annuities: dict[tuple[int, int], float] = field(default_factory=dict)

    def announce(self) -> None:
        """Tell every village the year's rules and pipes."""
        for village, (visit_chance, fine_cny, gas, district) in zip(self.villages, self.rules, strict=True):
            village.visit_chance, village.fine_cny = visit_chance, fine_cny
            village.gas, village.district = gas, district

    def annuity(self, patience: int, heater: int) -> float:
        """Yearly payment worth one yuan today, remembered."""
        key = (patience, heater)
        if key not in self.annuities:
            rate, years = self.rates[patience], self.n.heating.traits.life_years[heater]
            self.annuities[key] = rate / (1.0 - (1.0 + rate) ** -years)
        return self.annuities[key]

    def wall_annuity(self, patience: int) -> float:
        """Yearly payment for one yuan of works on the walls."""
        rate = self.rates[patience]
        return rate / (1.0 - (1.0 + rate) ** -self.n.walls.life_years)


class TwinKitchens:
    """Electric kitchens of villages and appliances of the best class, by county."""

    def __init__(self, n: Any, electric: list[float], best: list[float], homes: list[float]) -> None:
        self.n, self.electric, self.best = n, electric, best
        self.share = [here / sum(homes) for here in homes]  # of the city's homes in each county

    def live(self, town: Town) -> None:
        """Take up the new where the old fails; sets what plugs use and what time of use saves this year."""
        n = self.n
        for county, support in enumerate(town.kitchen_support):
            wish = 1.0 / (1.0 + exp(-(n.kitchen_base + n.kitchen_support * support / 1000.0)))
            self.electric[county] += (1.0 - self.electric[county]) * n.kitchen_fails * wish
            wish = 1.0 / (1.0 + exp(-(n.appliance_base + n.appliance_credit * town.appliance_credit[county] / 100.0)))
            self.best[county] += (1.0 - self.best[county]) * n.appliance_fails * wish
        best = sum(share * here for share, here in zip(self.share, self.best, strict=True))
        factor = 1.0 - n.appliance_saving * best
        for uses, base in zip(town.plug_parts, town.plug_base, strict=True):
            now = [uses[0] * factor, *uses[1:]]
            total, savings = sum(now), town.tou_saving_by_use
            town.plug_growth.append(total / base)
            as_is = sum(part * saving[0] for part, saving in zip(now, savings, strict=True)) / total
            by_moving = sum(part * saving[1] for part, saving in zip(now, savings, strict=True)) / total
            town.tou_saving.append((as_is, by_moving))


@dataclass(frozen=True)
class Cell:
    """What all villages of a county, or its towns, have together."""

    clean: float
    pv: float
    roofs: float
    attitude: float


def seen_in_cells(villages: list[Village]) -> dict[tuple[int, bool], Cell]:
    """Shares of clean heaters, PV and roofs, and mean attitude, of each county's villages and of its towns."""
    sums: dict[tuple[int, bool], list[float]] = {}
    for village in villages:
        cell = sums.setdefault((village.county, village.is_urban), [0.0, 0.0, 0.0, 0.0, 0.0])
        cell[0] += village.homes - village.coal
        cell[1] += village.with_pv
        cell[2] += village.attitudes
        cell[3] += village.with_roof
        cell[4] += village.homes
    return {
        key: Cell(clean / homes, pv / homes, roofs / homes, attitude / homes) if homes > 0 else Cell(0.0, 0.0, 0.0, 0.0)
        for key, (clean, pv, attitude, roofs, homes) in sums.items()
    }


def spread_roofs(villages: list[Village]) -> None:
    """Let all roofs of each village have as much PV as the sample shows of its county's villages (or towns)."""
    sums: dict[tuple[int, bool], list[float]] = {}
    for village in villages:
        cell = sums.setdefault((village.county, village.is_urban), [0.0, 0.0, 0.0])
        cell[0] += village.with_roof * village.pv_share
        cell[1] += village.with_roof * (1.0 - village.pv_share) * village.looked
        cell[2] += village.with_pv
    for village in villages:
        held, room, wanted = sums[village.county, village.is_urban]
        if wanted < held:
            village.pv_share *= wanted / held
        elif room > 0:
            free = (1.0 - village.pv_share) * village.looked
            village.pv_share = min(village.pv_share + free * (wanted - held) / room, 1.0)


def seen_at_home(village: Village, cell: Cell) -> tuple[float, float, float]:
    """Shares of clean heaters and of PV (among the others), mean attitude; those of the cell where there are none."""
    if village.homes <= 0:
        return cell.clean, cell.pv, cell.attitude
    attitude, others = village.attitudes / village.homes, village.homes - village.row_weight
    if others <= 0:
        return (village.homes - village.coal) / village.homes, village.pv_share * cell.roofs, attitude
    clean = (village.homes - village.coal) / village.homes
    prior = PRIOR_ROWS * max(village.row_weight - 1.0, 0.0)
    expected = village.pv_share * village.with_roof / village.homes
    roofs = min((village.with_pv + prior * expected) / (others + prior), 1.0)
    return clean, roofs, attitude


def clean_among_others(village: Village, cell: Cell, is_clean: bool) -> float:
    """Share of clean heaters among the others of the village, for a home that heats so itself or not."""
    others = village.homes - village.row_weight
    if others <= 0:
        return cell.clean
    clean = village.homes - village.coal - (village.row_weight if is_clean else 0.0)
    return min(max(clean / others, 0.0), 1.0)


def look_around(homes: list["TwinHome"], villages: list[Village], town: Town) -> None:
    """Let every village see its own and the linked ones."""
    for village in villages:
        village.homes = village.coal = village.with_pv = village.with_roof = village.attitudes = 0.0
    for home in homes:
        home.be_seen(town)
    cells = seen_in_cells(villages)
    spread_roofs(villages)
    own = [seen_at_home(village, cells[village.county, village.is_urban]) for village in villages]
    for i, village in enumerate(villages):
        clean = roofs = attitude = 0.0
        for j, weight in village.neighbours:
            clean += weight * own[j][0]
            roofs += weight * own[j][1]
            attitude += weight * own[j][2]
        mine, out = own[i], village.outside
        cell = cells[village.county, village.is_urban]
        here, there = 1.0 - out, out * clean
        village.seen_clean = here * clean_among_others(village, cell, False) + there
        village.seen_by_clean = here * clean_among_others(village, cell, True) + there
        village.seen_roofs = mine[1] + out * (roofs - mine[1])
        village.seen_attitude = mine[2] + out * (attitude - mine[2])
        taste, room = town.n.rooftop.taste, town.roof_room[village.county]
        chance = (
            taste.aware_base + taste.aware_peers * village.seen_roofs + taste.aware_attitude * village.seen_attitude
        )
        chance += taste.aware_programme * town.roof_programme[village.county] * room
        village.looked = min(chance * room, 1.0)


def send_programme(villages: list[Village], share: list[float]) -> None:
    """Use up each county's quota village by village, those least visited first."""
    for county, quota in enumerate(share):
        mine = sorted((v for v in villages if v.county == county), key=lambda v: v.turn)
        left = quota * sum(v.coal for v in mine)
        for village in mine:
            part = min(left / village.coal, 1.0) if village.coal > 0 else 0.0
            part = part if part > LEAST_PART else 0.0
            left -= village.coal
            village.offer_share = part
            village.turn += 1.0 if part > 0 else 0.0
