"""The year of homes in plain Mesa: one ``mesa.Agent`` per home, floats and ``math``, the same rules and luck.

It exists to check the columns row by row and to measure what they save. No function of the
columnar rules is called here; numbers (parameters, prices of the year, uniform draws) are handed
over as plain lists and dictionaries.
"""

from math import exp
from typing import Any

import mesa

from benchmarks.twin_town import N_COAL, Town, Village

N_HEATERS = 9
RAW_COAL, BIOMASS, GAS, RESISTIVE, SOLAR, DISTRICT = 0, 2, 3, 6, 7, 8
AS_BUILT, RENOVATED, NEW = 0, 1, 2


class TwinHome(mesa.Agent):
    """A home as Mesa has it: attributes in Python, one method call after another."""

    def __init__(self, model: mesa.Model, row: int, state: dict[str, Any]) -> None:
        super().__init__(model)
        self.row = row
        for name, value in state.items():
            setattr(self, name, value)

    def be_seen(self, town: Town) -> None:
        """Add to the sums of the village."""
        if self.is_absent:
            return
        village = town.villages[self.community]
        village.homes += self.weight
        village.row_weight = self.weight
        village.attitudes += self.weight * self.attitude
        if self.heater < N_COAL:
            village.coal += self.weight
        if self.pv_kw > 0:
            village.with_pv += self.weight
        if self.has_roof:
            village.with_roof += self.weight

    def live(self, town: Town) -> None:
        """One year: think, heat, pay, choose a tariff, use the roof."""
        village = town.villages[self.community]
        self.stove_settled = False
        self.think(village, town)
        self.income = self.income_cny * self.size * town.income_growth[self.is_urban]
        if not self.is_absent:
            self.look_at_walls(village, town)
            self.consider_heater(village, town)
        self.lose_stove(village, town)
        if not self.is_absent:
            self.winter(village, town)
        else:
            self.coal_share, self.warmth, self.heat_bill = 0.0, 1.0, 0.0
        self.plug_in(town)
        self.tariff(town)
        self.roof(village, town)

    def think(self, village: Village, town: Town) -> None:
        """Move the attitude."""
        taste = town.n.heating.attitude
        pull = taste.openness * (village.seen_attitude - self.attitude)
        push = taste.campaign * town.campaign[village.county] * (1.0 - self.attitude)
        moved = self.attitude + (1.0 - self.stubbornness) * (pull + push)
        self.attitude = min(max(moved + taste.decay * (self.resting - moved), 0.0), 1.0)

    def look_at_walls(self, village: Village, town: Town) -> None:
        """Build anew under the code, or renovate when the walls are looked at and the works are worth it."""
        if self.walls == NEW:
            return
        n, county, draw = town.n.walls, village.county, town.draws["walls"][self.row]
        rebuilt = n.rebuilt * (1.0 - n.needless_share * town.demolition_refused[county])
        if self.heater_year == 0 or draw > 1.0 - rebuilt:
            self.build_anew(town, county, draw if self.heater_year == 0 else (1.0 - draw) / rebuilt)
            return
        if self.walls == RENOVATED:
            return
        price = n.price_cny_per_m2[self.is_urban]
        offered = min(town.wall_support[county][self.is_urban], price)
        chance = n.looks + n.looks_offered * offered / price
        if draw >= chance:
            return
        yearly = town.wall_annuity(self.patience) * (price - offered) * self.floor_m2
        saving = n.saving_share * self.bill_by_heat(village, town)
        value = n.taste.cost * (saving - yearly) / self.income + n.taste.comfort - n.taste.hassle
        if draw / chance >= 1.0 / (1.0 + exp(-value)):
            return
        self.need_kwh *= 1.0 - n.saving_share
        self.walls = RENOVATED
        town.wall_works[county] += self.weight * self.floor_m2 * price
        town.wall_paid[county] += self.weight * self.floor_m2 * offered

    def build_anew(self, town: Town, county: int, luck: float) -> None:
        """Build by the code, as large as land allows, in a village perhaps from a factory."""
        n = town.n.walls
        reach = n.code_reach[self.is_urban]
        if not self.is_urban:
            reach += (1.0 - reach) * town.inspected[county]
        self.floor_m2 *= town.new_floor[county]
        factory = 1.0
        if not self.is_urban:
            more = max(n.prefab_cny_per_m2 - town.prefab_support[county], 0.0)
            yearly = town.wall_annuity(self.patience) * more * self.floor_m2
            value = n.taste.comfort - n.taste.hassle - n.taste.cost * yearly / self.income
            if luck < 1.0 / (1.0 + exp(-value)):
                factory = n.prefab_need
        undone = 1.0 - n.saving_share if self.walls == RENOVATED else 1.0
        new = n.new_need[self.is_urban] * (1.0 - town.code_saving[county] * reach) * factory
        self.need_kwh *= new * town.new_floor[county] / undone
        self.walls = NEW

    def bill_by_heat(self, village: Village, town: Town) -> float:
        """CNY a winter that falls when less heat is needed; on the pipe only the metered part."""
        if self.heater != DISTRICT:
            return self.need_kwh * town.heat_price[village.county][self.heater]
        piped = self.floor_m2 * town.district_price[village.county]
        return piped * town.metered[village.county] * (1.0 - town.n.walls.fixed_share)

    def consider_heater(self, village: Village, town: Town) -> None:
        """Replace the heater if it fails, a programme calls or an inspector seals it."""
        heater, taste = self.heater, town.n.heating.taste
        fails = town.draws["fail"][self.row] < self.hazard(town)
        offered = caught = False
        if heater < N_COAL:
            offered = town.draws["offer"][self.row] < village.offer_share
            caught = town.draws["visit"][self.row] < village.visit_chance * taste.sealed_per_visit
        if not (fails or offered or caught):
            return
        new = heater
        chance = taste.aware_base + taste.aware_peers * self.seen_clean(village) + taste.aware_attitude * self.attitude
        is_first = self.heater_year == 0
        if offered or caught or is_first or town.draws["aware"][self.row] < chance:
            new = self.choose(village, town, (offered, caught, fails))
        if not fails and new == heater:
            return
        draw = town.draws["stove"][self.row]
        if new < N_COAL:
            self.has_stove, self.stove_settled = False, True
        elif heater < N_COAL:
            kept = taste.stove_kept_in_programme if offered else taste.stove_kept_by_choice
            self.has_stove, self.stove_settled = not caught and draw < kept, True
        self.heater, self.heater_year = new, town.year

    def seen_clean(self, village: Village) -> float:
        """Share of the others who heat clean."""
        return village.seen_clean if self.heater < N_COAL else village.seen_by_clean

    def hazard(self, town: Town) -> float:
        """Chance that the heater fails this year."""
        if self.heater == DISTRICT:
            return 0.0
        traits = town.n.heating.traits
        age = min(town.year - self.heater_year, town.n.oldest)
        scale, shape = traits.life_years[self.heater], traits.life_shape
        return 1.0 - exp((age / scale) ** shape - ((age + 1) / scale) ** shape)

    def choose(self, village: Village, town: Town, why: tuple[bool, bool, bool]) -> int:
        """Logit over what can be had; a heater that still works has been paid for."""
        offered, caught, fails = why
        traits, taste = town.n.heating.traits, town.n.heating.taste
        pull = taste.peers * self.seen_clean(village) + taste.attitude * self.attitude
        if self.elders == 2:
            pull -= taste.habit
        effort = 1.0 - taste.programme_help if offered else 1.0
        values = []
        for heater in range(N_HEATERS):
            if not self.can_take(heater, village, town, caught):
                values.append(None)
                continue
            cost = 0.0
            if fails or heater != self.heater:
                again = heater == self.heater and self.heater_year != 0
                price = town.net_again if again else town.net_price
                cost = town.annuity(self.patience, heater) * price[village.county][heater]
            cost += self.bill(heater, village, town)
            if heater < N_COAL:
                cost += village.fine_cny
            value = -taste.cost * cost / self.income + traits.comfort[heater]
            if heater >= N_COAL:
                value += pull
            if heater != self.heater or self.heater_year == 0:
                value -= effort * traits.hassle[heater]
            values.append(value)
        return draw_one(values, town.draws["choice"][self.row])

    def can_take(self, heater: int, village: Village, town: Town, caught: bool) -> bool:
        """Pipe, roof, money at hand, and no coal once caught."""
        if (heater == DISTRICT and not village.district) or (heater == GAS and not village.gas):
            return False
        if heater in (BIOMASS, SOLAR) and not self.has_roof:
            return False
        if caught and heater < N_COAL:
            return False
        if heater == RESISTIVE or (heater == self.heater and self.heater_year != 0):
            return True
        return town.net_price[village.county][heater] <= town.n.heating.taste.down_payment * self.income

    def rebate_on(self, heater: int, village: Village, town: Town) -> float:
        """Support on a winter with a heater."""
        return min(self.need_kwh, town.rebate_limit[heater]) * town.rebate[village.county][heater]

    def bill(self, heater: int, village: Village, town: Town) -> float:
        """CNY a winter with a heater."""
        if heater == DISTRICT:
            return self.floor_m2 * town.district_price[village.county]
        gross = self.need_kwh * town.heat_price[village.county][heater]
        return max(gross - self.rebate_on(heater, village, town), 0.0)

    def lose_stove(self, village: Village, town: Town) -> None:
        """A kept stove may be gone by the end of the year."""
        if not self.has_stove or self.stove_settled:
            return
        taste = town.n.heating.taste
        stays = (1.0 - taste.stove_lost_per_year) * (1.0 - taste.stove_taken_per_visit * village.visit_chance)
        if town.draws["stove"][self.row] < 1.0 - stays:
            self.has_stove = False

    def winter(self, village: Village, town: Town) -> None:
        """Coal again or not, warm or not."""
        self.coal_share, self.warmth = 0.0, 1.0
        if self.heater == DISTRICT:
            self.heat_bill = self.metered_bill(village, town)
            return
        taste = town.n.heating.winter
        bill = self.bill(self.heater, village, town)
        if self.has_stove:
            coal = self.need_kwh * town.heat_price[village.county][RAW_COAL]
            pull = taste.cost * (bill - coal - village.fine_cny) / self.income - taste.comfort
            if self.elders == 2:
                pull += taste.habit
            pull -= taste.attitude * self.attitude
            share = 1.0 / (1.0 + exp(-pull)) if pull > -700 else 0.0
            if share >= taste.least_share:
                self.coal_share = share
                bill += share * (coal - bill)
        limit = self.tolerance * self.income
        if bill > limit:
            self.warmth = max(limit / bill, taste.least_warmth)
        self.heat_bill = bill * self.warmth

    def metered_bill(self, village: Village, town: Town) -> float:
        """CNY a winter on the pipe: by area, and where metered a fixed part and the rest by heat taken."""
        n, metered = town.n.walls, town.metered[village.county]
        usual = self.floor_m2 * town.usual_heat[village.county]
        relative = self.need_kwh * (1.0 - n.turned_down) / usual
        by_heat = n.fixed_share + (1.0 - n.fixed_share) * relative
        return self.floor_m2 * town.district_price[village.county] * (1.0 - metered + metered * by_heat)

    def plug_in(self, town: Town) -> None:
        """Electricity of the year without heating."""
        kwh = self.plug_kwh * town.plug_growth[self.is_urban]
        block = (kwh > town.limits[0]) + (kwh > town.limits[1])
        kwh *= (town.tiers[block] / town.reference[block]) ** town.n.load.price_elasticity
        if self.is_absent:
            kwh *= town.n.load.absent_use
        self.kwh = kwh
        self.block = (kwh > town.limits[0]) + (kwh > town.limits[1])
        first, second, third = town.tiers
        self.plug_bill = first * kwh
        if self.block:
            self.plug_bill += (second - first) * (kwh - town.limits[0])
        if self.block == 2:
            self.plug_bill += (third - second) * (kwh - town.limits[1])

    def tariff(self, town: Town) -> None:
        """Join time of use, or leave it."""
        if not town.tou_open:
            self.on_tou = False
            return
        taste = town.n.load.tariff
        as_is, by_moving = town.tou_saving[self.is_urban]
        gain = self.kwh * (as_is + self.flexibility * by_moving)
        if self.on_tou and gain > 0:
            return
        self.on_tou = town.draws["tariff"][
            self.row
        ] < taste.aware_base + taste.aware_ease * town.tou_ease and gain > self.trouble_cny * (
            1.0 - taste.ease_relief * town.tou_ease
        )

    def roof(self, village: Village, town: Town) -> None:
        """Look into PV, buy it or let the roof."""
        traits, taste = town.n.rooftop.traits, town.n.rooftop.taste
        if self.pv_kw > 0 and town.year - self.pv_year >= traits.life_years:
            self.pv_kw = 0.0
        if not self.has_roof or self.is_absent or self.pv_kw > 0:
            return
        room = town.roof_room[village.county]
        programme = town.roof_programme[village.county]
        chance = taste.aware_base + taste.aware_peers * village.seen_roofs
        chance += taste.aware_programme * programme * room + taste.aware_attitude * self.attitude
        if town.draws["roof"][self.row] >= chance * room:
            return
        kw = min(self.floor_m2 * traits.kw_per_m2, traits.most_kw)
        can_pay = kw * town.roof_price <= taste.down_payment * self.income
        let = False
        if not (can_pay and town.roof_payback[self.block] <= self.required_years):
            comes_by = town.draws["rent"][self.row] < town.roof_renting[village.county]
            let = comes_by and kw * town.roof_rent >= taste.rent_threshold_share * self.income
            if not let:
                return
        self.pv_kw, self.pv_year, self.roof_let = kw, town.year, let


def draw_one(values: list[float | None], draw: float) -> int:
    """Pick by inverse distribution; the first option comes first."""
    top = max(value for value in values if value is not None)
    weights = [0.0 if value is None else exp(value - top) for value in values]
    target, edge, last = draw * sum(weights), 0.0, 0
    for i, weight in enumerate(weights):
        edge += weight
        if weight > 0:
            last = i
            if target < edge:
                return i
    return last
