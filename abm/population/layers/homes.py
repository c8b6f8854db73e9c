"""The first state of homes: heat need, heater, kept stove, patience, attitude, use of electricity, roof."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from abm.homes.numbers import KINDS, N_CLASSES, reach_path
from abm.homes.places import Places
from abm.population.first_roofs import FirstRoofNumbers, Luck, first_roofs
from abm.population.sampling import ranks
from abm.randomness import Streams
from abm.region import Region
from agents.household.heaters import (
    BIOMASS,
    CLEAN_COAL,
    DISTRICT,
    GAS,
    HEAT_PUMP_AIR,
    HEAT_PUMP_WATER,
    HEATERS,
    IS_COAL,
    RAW_COAL,
    RESISTIVE,
    SOLAR_ELECTRIC,
)

Columns = Mapping[str, np.ndarray]
PARAMETERS = ("heating.", "home_load.", "homes.", "rooftop.")
TABLES = ("communities.csv",)
MIX = (GAS, HEAT_PUMP_WATER, HEAT_PUMP_AIR, RESISTIVE, BIOMASS, SOLAR_ELECTRIC)


def layer(region: Region, columns: Columns, streams: Streams) -> dict[str, np.ndarray]:
    """Return the columns that homes add.

    need_kwh (useful heat of a winter at full comfort), heater, heater_year, has_stove, patience
    (class of discount rate, 0 the most patient), tolerance (heating bill over income that is
    borne), attitude, resting (its resting point), stubbornness, plug_kwh (electricity of the base
    year without heating), flexibility, trouble_cny (of a time-of-use tariff), on_tou,
    required_years (payback asked of PV), pv_kw, pv_year, village_pv (share with PV of all roofs of
    the village, sampled or not), roof_let, coal_share, warmth.

    Args:
        region: where.
        columns: of the households, as the population made them.
        streams: luck of the population.
    """
    draws = Draws(streams, region.first_year, len(columns["alive"]))
    found = _body(region, columns, draws) | _mind(region, columns, draws)
    found |= _heaters(region, columns, draws)
    found |= _electricity(region, columns, draws)
    found |= _roof(region, columns, draws)
    found["coal_share"] = np.zeros(draws.n, dtype=np.float32)
    found["warmth"] = np.ones(draws.n, dtype=np.float32)
    return found


@dataclass(frozen=True)
class Draws:
    """Luck of the first state by purpose."""

    streams: Streams
    year: int
    n: int

    def uniform(self, purpose: str) -> np.ndarray:
        """Return (n,) uniforms."""
        return self.streams.uniform(f"homes.layer.{purpose}", self.year, self.n)

    def normal(self, purpose: str) -> np.ndarray:
        """Return (n,) standard normals."""
        return self.streams.normal(f"homes.layer.{purpose}", self.year, self.n)

    def lognormal(self, purpose: str, median: float, sigma: float) -> np.ndarray:
        """Return (n,) lognormals."""
        return (median * np.exp(sigma * self.normal(purpose))).astype(np.float32)


def _body(region: Region, columns: Columns, draws: Draws) -> dict[str, np.ndarray]:
    p = region.parameters
    per_m2 = np.array([p.value(f"heating.need.{kind}", "kWh/m2") for kind in KINDS])[columns["is_urban"].astype(int)]
    climate = p.by_county("heating.need.climate", "ratio")[columns["county"]]
    envelope = draws.lognormal("envelope", 1.0, p.value("heating.need.sigma", "ln"))
    return {"need_kwh": (columns["floor_m2"] * per_m2 * climate * envelope).astype(np.float32)}


def _mind(region: Region, columns: Columns, draws: Draws) -> dict[str, np.ndarray]:
    p = region.parameters
    mean, spread = p.value("homes.attitude.mean", "share"), p.value("homes.attitude.spread", "share")
    resting = np.clip(mean + spread * (draws.uniform("attitude") - 0.5), 0, 1).astype(np.float32)
    wealth = ndtri(ranks(columns["income_cny"]))
    sigma, effect = p.value("heating.discount.sigma", "ln"), p.value("heating.discount.income", "ln")
    own = np.sqrt(max(sigma**2 - effect**2, 0.0)) * draws.normal("patience")
    impatience = ranks(effect * wealth + own)
    return {
        "attitude": resting.copy(),
        "resting": resting,
        "stubbornness": draws.uniform("stubbornness"),
        "patience": np.minimum(impatience * N_CLASSES, N_CLASSES - 1).astype(np.uint8),
        "tolerance": draws.lognormal(
            "tolerance", p.value("heating.tolerance.median", "share"), p.value("heating.tolerance.sigma", "ln")
        ),
    }


def _heaters(region: Region, columns: Columns, draws: Draws) -> dict[str, np.ndarray]:
    p = region.parameters
    heater = _first_heater(region, columns, draws)
    clean = ~IS_COAL[heater] & (heater != DISTRICT)
    kept = np.array([p.value(f"homes.initial.stove_kept.{kind}", "share") for kind in KINDS])
    has_stove = clean & (draws.uniform("stove") < kept[columns["is_urban"].astype(int)])
    life = np.array([p.value(f"heating.life.{name}", "years") for name in HEATERS])[heater]
    oldest = np.where(clean, 4, life)  # clean heaters came with the programmes of the last four years
    age = np.floor(draws.uniform("age") * oldest)
    return {
        "heater": heater.astype(np.uint8),
        "heater_year": np.where(columns["alive"], region.first_year - 1 - age, 0).astype(np.int16),
        "has_stove": has_stove,
    }


def _first_heater(region: Region, columns: Columns, draws: Draws) -> np.ndarray:
    """District heat where its pipe is; else clean as far as evidence says, the rest on coal."""
    p = region.parameters
    urban = columns["is_urban"].astype(np.intp)
    places = Places.of(region, _urban_communities(region, columns))
    reach = {
        what: places.reached(rank, reach_path(p, what, [region.first_year])[0])[columns["community"]]
        for what, rank in (("gas_reach", places.gas_rank), ("district_reach", places.district_rank))
    }
    heater = np.where(draws.uniform("coal") < p.value("homes.initial.clean_coal", "share"), CLEAN_COAL, RAW_COAL)
    clean = _is_clean(region, columns, draws)
    mix = np.array([p.value(f"homes.initial.mix.{HEATERS[i]}", "share") for i in MIX])
    open_to = np.ones((draws.n, len(MIX)), dtype=bool)
    open_to[:, MIX.index(GAS)] = reach["gas_reach"]
    open_to[:, MIX.index(BIOMASS)] = columns["has_roof"]
    open_to[:, MIX.index(SOLAR_ELECTRIC)] = columns["has_roof"]
    edges = np.cumsum(mix * open_to, axis=1)
    drawn = (draws.uniform("kind")[:, None] * edges[:, -1:] >= edges).sum(axis=1)
    heater = np.where(clean, np.array(MIX)[np.minimum(drawn, len(MIX) - 1)], heater)
    takes = draws.uniform("district") < p.value("homes.initial.district_take", "share")
    late = ~columns["alive"]  # homes built later in a street with a pipe are joined to it
    on_pipe = reach["district_reach"] & (takes | late | (urban == 0))
    return np.where(on_pipe, DISTRICT, heater)


def _is_clean(region: Region, columns: Columns, draws: Draws) -> np.ndarray:
    """Return who heats clean without a district pipe: the share of each county and kind, exact by weight.

    Clean heaters came village by village and to the richer first, so homes are ranked by a score
    of community, income and luck.
    """
    p = region.parameters
    n_communities = len(region.table("communities.csv"))
    village = draws.streams.normal("homes.layer.village", draws.year, n_communities)
    score = (
        p.value("homes.initial.clustering", "logit") * village[columns["community"]]
        + p.value("homes.initial.income", "logit") * columns["income_group"]
        + draws.normal("clean")
    )
    share = np.stack([p.by_county(f"homes.initial.clean.{kind}", "share") for kind in KINDS], axis=1)
    cell = columns["county"].astype(np.intp) * 2 + columns["is_urban"]
    order = np.lexsort((-score, cell))
    weight = columns["weight"][order].astype(float)
    total = np.bincount(cell, columns["weight"], minlength=share.size)
    start = np.concatenate([[0.0], np.cumsum(total)[:-1]])
    position = (np.cumsum(weight) - weight / 2 - start[cell[order]]) / total[cell[order]]
    clean = np.zeros(draws.n, dtype=bool)
    clean[order] = position < share.ravel()[cell[order]]
    return clean


def _electricity(region: Region, columns: Columns, draws: Draws) -> dict[str, np.ndarray]:
    p = region.parameters
    urban = columns["is_urban"].astype(np.intp)
    mean = np.array([p.value(f"home_load.plug.{kind}", "kWh") for kind in KINDS])
    relative = (
        columns["size"].astype(float) ** p.value("home_load.size_exponent", "ratio")
        * columns["income_cny"] ** p.value("home_load.income_exponent", "ratio")
        * draws.lognormal("plug", 1.0, p.value("home_load.sigma", "ln"))
    )
    counted = columns["weight"] * columns["alive"] * ~columns["is_absent"]
    level = np.bincount(urban, counted * relative, 2) / np.maximum(np.bincount(urban, counted, 2), 1e-9)
    by_day = columns["elders"] > 0
    flexible = np.where(
        by_day,
        p.value("home_load.tou.flexibility_home", "share"),
        p.value("home_load.tou.flexibility_away", "share"),
    )
    return {
        "plug_kwh": (mean[urban] * relative / level[urban]).astype(np.float32),
        "flexibility": flexible.astype(np.float32),
        "trouble_cny": draws.lognormal(
            "trouble", p.value("home_load.tou.trouble_median", "CNY"), p.value("home_load.tou.trouble_sigma", "ln")
        ),
        "on_tou": draws.uniform("tou") < p.value("home_load.tou.initial", "share"),
    }


def _roof(region: Region, columns: Columns, draws: Draws) -> dict[str, np.ndarray]:
    p = region.parameters
    required = draws.lognormal(
        "payback", p.value("rooftop.required.median", "years"), p.value("rooftop.required.sigma", "ln")
    )
    kw = np.minimum(columns["floor_m2"] * p.value("rooftop.kw_per_m2", "kW/m2"), p.value("rooftop.most_kw", "kW"))
    villages = Draws(draws.streams, draws.year, len(region.table("communities.csv")))
    luck = Luck(draws.normal("pv"), villages.normal("pv village"), villages.uniform("pv programme"))
    year = region.first_year - 1 - np.floor(3 * draws.uniform("pv year"))
    first = first_roofs(columns, kw, required, luck, FirstRoofNumbers.of(p))
    return {
        "required_years": required,
        "pv_kw": first.kw,
        "pv_year": np.where(first.kw > 0, year, 0).astype(np.int16),
        "village_pv": first.village_share[columns["community"]].astype(np.float32),
        "roof_let": np.zeros(draws.n, dtype=bool),
    }


def _urban_communities(region: Region, columns: Columns) -> np.ndarray:
    """Return (n_communities,) bool from the homes in them; a community without homes counts as rural."""
    found = np.zeros(len(region.table("communities.csv")), dtype=bool)
    found[columns["community"][columns["is_urban"]]] = True
    return found
